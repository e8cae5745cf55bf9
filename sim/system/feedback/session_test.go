package feedback

import (
	"math"
	"reflect"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/rng"
)

// squares is a set of n pictures of side x side of ten classes: a bright square at one of ten places, in noise.
func squares(n, side, channels, step int) *data.Set {
	s := &data.Set{Name: "squares", Width: side, Height: side, Channels: channels, Classes: data.Numbered(10)}
	size := side * side
	u := make([]float32, n*size*channels)
	rng.Stream{Seed: 4, Stream: 1000}.Uniform(uint32(step), u)
	for i := range n {
		class := i % 10
		for k := range size * channels {
			v := 60 * u[i*size*channels+k]
			if y, x := k%size/side, k%side; y*3/side == class/4 && x*4/side == class%4 {
				v += 150
			}
			s.Images = append(s.Images, byte(v))
		}
		s.Labels = append(s.Labels, uint16(class))
	}
	return s
}

// small is a network for squares by a way.
func small(way string) Config {
	c := base()
	c.Feedback, c.Hidden, c.Epochs, c.Batch, c.LearningRate, c.Channels = way, 64, 6, 50, 3e-3, 8
	return c
}

func learned(t *testing.T, c Config, learn, test *data.Set) (*Session, float64) {
	t.Helper()
	s, err := Open(cpu.Open(1), c, learn, nil)
	if err != nil {
		t.Fatal(err)
	}
	for s.Stage.Done() < 1 {
		if _, err := s.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	e, err := s.Evaluate(test)
	if err != nil {
		t.Fatal(err)
	}
	return s, e.Accuracy()
}

// By every way the network learns, the hidden weights change but for the last layer alone, and ways with feedback
// tell how their layers align.
func TestEveryWayLearns(t *testing.T) {
	learn, test := squares(1000, 12, 1, 1), squares(200, 12, 1, 2)
	for _, way := range Ways {
		c := small(way)
		least := 0.8
		if way == "ternary" { // signs of what is large are no error's average: it learns badly
			least = 0.3
		}
		before, err := Open(cpu.Open(1), c, learn, nil)
		if err != nil {
			t.Fatal(err)
		}
		first := before.Net.Vars()[0]
		old := make([]float32, first.Len())
		before.Net.Device.Read(first.Value, 0, old)
		s, share := learned(t, c, learn, test)
		if share < least {
			t.Errorf("%s: %.3f are right", way, share)
		}
		now := make([]float32, first.Len())
		if err := s.Net.Device.Read(s.Net.Vars()[0].Value, 0, now); err != nil {
			t.Fatal(err)
		}
		if reflect.DeepEqual(old, now) != (way == "last-layer") {
			t.Errorf("%s: the first weights changed: %v", way, way == "last-layer")
		}
		aligned := 0
		for _, v := range s.Stage.Sum.Values {
			if cosine := v.X / float64(s.Stage.Sum.Count); v.Name == Alignment(aligned) && cosine > least-0.7 && cosine < 1 {
				aligned++
			}
		}
		if want := map[bool]int{true: 0, false: 2}[way == "backprop" || way == "last-layer"]; aligned != want {
			t.Errorf("%s: %d layers tell of their alignment, want %d: %v", way, aligned, want, s.Stage.Sum.Values)
		}
	}
}

// Convolutions of colour pictures learn by scattered light too, shifted and mirrored ones among them.
func TestConvolutions(t *testing.T) {
	c := small("opu")
	c.Network, c.Layers, c.Activate, c.Shift = "cnn", 1, "relu", 1
	if _, share := learned(t, c, squares(600, 12, 3, 1), squares(200, 12, 3, 2)); share < 0.8 {
		t.Errorf("%.3f are right", share)
	}
	c.Convolutions = 5
	if _, err := Open(cpu.Open(1), c, squares(10, 12, 3, 1), nil); err == nil {
		t.Error("five halvings of twelve pixels")
	}
}

// An aligned start has the feedback of backpropagation, but for the activations and the noise of finite layers.
func TestAlignedStart(t *testing.T) {
	learn := squares(100, 12, 1, 1)
	for _, align := range []bool{false, true} {
		c := small("dfa")
		c.Hidden, c.Align = 512, align
		s, err := Open(cpu.Open(1), c, learn, nil)
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.Cosines()
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		for i, v := range all {
			if align != (v > 0.3) || !align && math.Abs(v) > 0.15 {
				t.Errorf("aligned %v: the cosine of layer %d is %.3f", align, i+1, v)
			}
		}
	}
}

// A run that goes on from its state is the run that was not stopped, bit for bit: chances and the camera's
// noise are those of the update. That its angles were looked at changes nothing.
func TestResume(t *testing.T) {
	learn := squares(300, 12, 1, 1)
	for _, network := range []string{"mlp", "cnn"} {
		c := small("opu")
		c.Network, c.Epochs = network, 2
		whole, _ := learned(t, c, learn, learn)
		want, err := whole.Stage.State()
		if err != nil {
			t.Fatal(err)
		}
		a, err := Open(cpu.Open(1), c, learn, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			if _, err := a.Stage.Next(); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Cosines(); err != nil {
				t.Fatal(err)
			}
		}
		state, err := a.Stage.State()
		if err != nil {
			t.Fatal(err)
		}
		b, err := Open(cpu.Open(1), c, learn, nil)
		if err == nil {
			err = b.Stage.Restore(state)
		}
		if err != nil {
			t.Fatal(err)
		}
		for b.Stage.Done() < 1 {
			if _, err := b.Stage.Next(); err != nil {
				t.Fatal(err)
			}
		}
		got, err := b.Stage.State()
		if err != nil || !reflect.DeepEqual(got.Arrays, want.Arrays) {
			t.Errorf("%s: a resumed run is another, %v", network, err)
		}
	}
}

// The frame is whole, before there are pictures and while it learns, and its speckle is that of the camera.
func TestLook(t *testing.T) {
	for _, p := range Presets() {
		c := p.Config
		if c.Channels = 4; c.Network == "vit" {
			c.Hidden = 16
		}
		s, err := c.Open(cpu.Open(1), nil)
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.Look(experiment.Input{Label: -1})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
	}
	learn := squares(300, 12, 1, 1)
	c := small("opu")
	c.Electrons = 0
	s, _ := learned(t, c, learn, learn)
	x := make([]float32, 144)
	learn.Read(3, x)
	f, err := s.Look(x, 4)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); err != nil {
		t.Error(err)
	}
	// Angles are measured while it learns, once somebody has looked, and never by a look.
	seen := len(s.epochs)
	s.Stage.Step, s.Stage.N = s.aligned+often, s.Stage.N+1
	if _, err := s.Look(x, 4); err != nil || len(s.epochs) != seen {
		t.Errorf("%d angles after a look, %d before it: %v", len(s.epochs), seen, err)
	}
	if _, err := s.Stage.Next(); err != nil || len(s.epochs) != seen+1 {
		t.Errorf("%d angles after an update, %d before it: %v", len(s.epochs), seen, err)
	}
	titles := ""
	for _, p := range f.Panels {
		titles += p.Title + " "
	}
	if titles != "Error Speckle Alignment Answers " {
		t.Error(titles)
	}
	var mean, square float64
	speckle := f.Panels[1]
	for _, b := range speckle.Image {
		mean += float64(b) / pixels / pixels
		square += float64(b) * float64(b) / pixels / pixels
	}
	if contrast := math.Sqrt(square-mean*mean) / mean; math.Abs(contrast-1) > 0.1 {
		t.Errorf("the contrast of the speckle is %.3f", contrast)
	}
}
