package feedback

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/train"
)

// An update that is taken apart leaves the run as it is, and its pieces agree with each other: backpropagation sends what
// is exact, the last layer alone moves no other, and the loss falls as its slope says.
func TestApart(t *testing.T) {
	learn := hues(60, 8, 1)
	for _, network := range []string{"mlp", "cnn"} {
		for _, way := range Ways {
			c := small(way)
			c.Network, c.Layers, c.Hidden, c.Channels, c.Convolutions = network, 2, 24, 4, 1
			s, err := Open(cpu.Open(1), c, learn, nil)
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, err := s.Stage.Next(); err != nil {
					t.Fatal(err)
				}
			}
			before := state(t, s)
			x := make([]float32, 3*64)
			learn.Read(0, x)
			parts, err := s.Apart(x, learn.Target(0))
			if err != nil {
				t.Fatal(err)
			}
			if len(parts) != 4 || parts[0].Name != "forward" || parts[1].Name != "output error" || parts[3].Name != "change of the weights" {
				t.Fatalf("%s by %s: parts %v", network, way, parts)
			}
			if !reflect.DeepEqual(before, state(t, s)) {
				t.Errorf("%s by %s: the run is another one", network, way)
			}
			got, err := s.DFA.Signals(x, learn.Target(0))
			if err != nil {
				t.Fatal(err)
			}
			hidden := len(got.Exact) - 1
			switch way {
			case "last-layer":
				if len(got.Sent) != 1 {
					t.Errorf("%s: something is sent to hidden layers", network)
				}
				vars := s.Net.Vars()
				for i := range vars[:len(vars)-2] {
					if slices.ContainsFunc(got.Gradient[i], func(g float32) bool { return g != 0 }) {
						t.Errorf("%s: %s has a gradient", network, vars[i].Name)
					}
				}
			case "backprop":
				for i := range hidden {
					if cosine(got.Sent[i], got.Exact[i]) < 0.999999 {
						t.Errorf("%s: backpropagation sends something else to block %d", network, i)
					}
				}
			default:
				for i := range hidden {
					if len(got.Sent[i]) != len(got.Exact[i]) || cosine(got.Sent[i], got.Sent[i]) == 0 {
						t.Errorf("%s by %s: block %d gets nothing, or of another size", network, way, i)
					}
				}
			}
			// The slope is that of the loss, along the way that the feedback takes.
			rate := experiment.Downhill(got.Loss, got.Gradient) / 300
			if network == "cnn" { // of a norm over one example, which is sharper
				rate /= 10
			}
			var there, back float64
			for _, side := range []struct {
				by   float64
				loss *float64
			}{{rate, &there}, {-rate, &back}} {
				if err := experiment.Try(s.Net.Device, s.Net.Vars(), got.Gradient, side.by, func() (err error) {
					*side.loss, err = s.DFA.Loss(x, learn.Target(0))
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			want := rate * experiment.Slope(got.Gradient, got.Slope)
			if fell := (back - there) / 2; math.Abs(fell-want) > 0.03*math.Abs(want)+2e-7*got.Loss {
				t.Errorf("%s by %s: the loss falls by %g, and the slope says %g", network, way, fell, want)
			}
		}
	}
}

// state is what a checkpoint has.
func state(t *testing.T, s *Session) *train.State {
	t.Helper()
	st, err := s.Stage.State()
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// A front end finds it by its name, and what it says has the numbers.
func TestApartIsFound(t *testing.T) {
	c := small("opu")
	s, err := c.Open(cpu.Open(1), hues(20, 8, 1))
	if err != nil {
		t.Fatal(err)
	}
	a, ok := s.(experiment.Apart)
	if !ok || !slices.Contains(s.Can(), "apart") {
		t.Fatal("not found")
	}
	parts, err := a.Apart(experiment.Input{Values: make([]float32, 3*64), Label: -1})
	if err != nil {
		t.Fatal(err)
	}
	if p := parts[2].Panels; len(p) < 3 || p[0].ID != "speckle" || !strings.HasPrefix(p[1].Note, "Cosine with") {
		t.Errorf("%v", p)
	}
}
