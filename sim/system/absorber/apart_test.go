package absorber

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
)

// An update that is taken apart leaves the run as it is; its errors are related as the way back says, and with exact slopes the
// loss falls as the gradient says.
func TestApart(t *testing.T) {
	for _, p := range Presets() {
		if !p.Config.Planar() {
			continue
		}
		for _, way := range ways {
			for _, activation := range activates {
				c := p.Config
				c.Gradient, c.Activate, c.Through = way, activation, "in-silico"
				if activation != "absorber" && way != "exact" {
					continue
				}
				s, err := Open(cpu.Open(1), c, nil, nil)
				if err != nil {
					t.Fatal(err)
				}
				for range 20 {
					if _, err := s.Stage.Next(); err != nil {
						t.Fatal(err)
					}
				}
				before, err := s.Stage.State()
				if err != nil {
					t.Fatal(err)
				}
				x := make([]float32, 3)
				s.test.Read(0, x)
				parts, err := s.Apart(x, 1)
				if err != nil {
					t.Fatal(err)
				}
				if len(parts) != 4 || parts[1].Name != "loss" || parts[3].Panels[len(parts[3].Panels)-1].ID != "boundary" {
					t.Errorf("%s: %v", p.ID, parts)
				}
				if after, err := s.Stage.State(); err != nil || !reflect.DeepEqual(before, after) {
					t.Errorf("%s by %s: the run is another one, %v", p.ID, way, err)
				}
				d, err := s.dissect(x, 1)
				if err != nil {
					t.Fatal(err)
				}
				if activation == "absorber" && (way == "exact" || way == "probe") {
					for i := range d.before {
						_, slope, probe := s.response(d.before[i])
						if way == "probe" {
							slope = probe
						}
						for k, v := range slope {
							if want := v * d.errorBehind[i][k]; math.Abs(float64(d.errorFront[i][k]-want)) > 1e-5*math.Abs(float64(want))+1e-9 {
								t.Errorf("%s by %s: the error in front of absorber %d of layer %d is %g, want %g", p.ID, way, k, i, d.errorFront[i][k], want)
							}
						}
					}
				}
				if way != "exact" {
					continue
				}
				rate, want := experiment.Downhill(d.loss, d.gradient)/100, 0.0
				var loss [2]float64
				for i, by := range []float64{rate, -rate} {
					if err := experiment.Try(s.Net.Device, s.Net.Vars(), d.gradient, by, func() error {
						d, err := s.dissect(x, 1)
						loss[i] = d.loss
						return err
					}); err != nil {
						t.Fatal(err)
					}
				}
				want = rate * experiment.Slope(d.gradient, d.gradient)
				if fell := (loss[1] - loss[0]) / 2; math.Abs(fell-want) > 0.01*want+1e-7*d.loss {
					t.Errorf("%s with %s: the loss falls by %g, and the slope says %g", p.ID, activation, fell, want)
				}
			}
		}
	}
}

// A front end finds it for points alone.
func TestApartIsFound(t *testing.T) {
	for _, p := range Presets() {
		if !p.Config.Planar() {
			continue
		}
		c := p.Config
		s, err := c.Open(cpu.Open(1), nil)
		if err != nil {
			t.Fatal(err)
		}
		a, ok := s.(experiment.Apart)
		if !ok || !slices.Contains(s.Can(), "apart") {
			t.Fatal("not found")
		}
		if _, err := a.Apart(experiment.Input{Values: []float32{0.1, 0.2, 1}, Label: -1}); err != nil {
			t.Error(err)
		}
	}
}
