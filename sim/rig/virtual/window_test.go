package virtual

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// A short way's window is small, and changes the light by no more than is said, against one of five times the plane; a long way has the setup's padding.
func TestWindow(t *testing.T) {
	s := Free(400)
	if w := s.window(0.388, 0, 0); w.PadX != s.Padding || w.PadY != s.Padding {
		t.Errorf("a way of 0.388 m has darkness of %d and %d samples, want %d", w.PadX, w.PadY, s.Padding)
	}
	if small := Free(96); small.window(0.4e-3, 0, 0).PadX != small.Padding {
		t.Errorf("a small plane has %d samples of darkness on a short way, want %d", small.window(0.4e-3, 0, 0).PadX, small.Padding)
	}
	phases := make([]float32, s.Plane.Len())
	rng.Stream{Seed: 1}.Uniform(0, phases)
	dev := cpu.Open(2)
	for _, c := range []struct{ z, x, y, even, finest float64 }{{1e-3, 16e-6, -8e-6, negligible, 2e-3}, {-0.5e-3, 0, 0, negligible, 2e-3}, {1e-3, 4e-6, 3e-6, 2e-3, 0.03}} {
		w := s.window(c.z, c.x, c.y)
		if w.PadX >= s.Padding/2 || w.PadY >= s.Padding/2 || !w.BandLimit {
			t.Errorf("%+v: a window of %+v", c, w)
		}
		for _, light := range []struct {
			name  string
			phase float64
			most  float64
		}{{"even light", 0, c.even}, {"a phase for each pixel", 2 * math.Pi, c.finest}} {
			f := optics.NewField(s.Plane, s.Wavelength)
			for i, p := range phases {
				sin, cos := math.Sincos(light.phase * float64(p))
				f.U[2*i], f.U[2*i+1] = float32(cos), float32(sin)
			}
			through := func(w optics.Window) *optics.Field {
				r, err := optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: c.z}.ShiftedSpectrum(w, c.x, c.y)
				check(t, err)
				out, err := r.Propagate(dev, f)
				check(t, err)
				return out
			}
			got, want := through(w), through(optics.Window{PadX: 800, PadY: 800, BandLimit: true})
			wrong, power := 0.0, 0.0
			for i, v := range want.U {
				d := float64(got.U[i] - v)
				wrong, power = wrong+d*d, power+float64(v)*float64(v)
			}
			e := math.Sqrt(wrong / power)
			t.Logf("%+v, %s, %d and %d samples of darkness: %.1e", c, light.name, w.PadX, w.PadY, e)
			if e > light.most {
				t.Errorf("%+v, %s: %.2e of the light is wrong, want %.1e at most", c, light.name, e, light.most)
			}
		}
	}
}
