package virtual

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// A hop through a tilt takes as many derivatives as matter: what it leaves out is less than it says, on light that fills plane and
// band. Behind a long way only coarse light arrives, and one is enough.
func TestDerivativesThatMatter(t *testing.T) {
	dev := cpu.Open(2)
	for _, c := range []struct {
		gap, tilt float64
		want      int
		left      float64 // of a tilt of which two derivatives leave more
	}{{0.388, 1, 1, 0}, {0.02, 0.5, 2, 1e-3}, {0.001, 3, 2, 1e-3}, {0.001, 0.001, 0, 0}} {
		s := Free(128)
		s.Batch = 1
		m := &maker{dev: dev, batch: 1}
		b := Pose{Scale: 1, TiltX: c.tilt * math.Pi / 180, TiltY: 0.3 * c.tilt * math.Pi / 180}
		h, err := m.hop(s, Pose{Scale: 1}, b, c.gap, false, nil)
		check(t, err)
		if len(h.slopes) != c.want {
			t.Errorf("through %g degrees behind %g m a hop takes %d derivatives, want %d", c.tilt, c.gap, len(h.slopes), c.want)
		}
		h.axes = nil // the axes are another matter
		u := optics.NewField(s.Plane, s.Wavelength)
		rng.Stream{Seed: 3, Stream: 1030}.Normal(0, u.U)
		var p compute.Program
		light := m.alloc("light", compute.Sample, 2*s.Plane.Len())
		check(t, m.err)
		check(t, dev.Write(light, 0, u.U))
		h.forward(&p, light, light)
		run, err := dev.Compile(&p)
		check(t, err)
		check(t, run.Run(1))
		got := make([]float32, len(u.U))
		check(t, dev.Read(light, 0, got))
		r, err := optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: c.gap}.ShiftedSpectrum(optics.Window{PadX: s.Padding, PadY: s.Padding, BandLimit: true}, 0, 0)
		check(t, err)
		want, err := r.Propagate(dev, u)
		check(t, err)
		tx, ty := math.Tan(b.TiltX), math.Tan(b.TiltY)
		factor := 1.0
		for order := 1; order <= 5; order++ {
			factor /= float64(order)
			f, err := derivative(r, s.Wavelength, order).Propagate(dev, u)
			check(t, err)
			for i := range s.Plane.Len() {
				d := factor * math.Pow(tx*s.Plane.X(i%s.Plane.Nx)+ty*s.Plane.Y(i/s.Plane.Nx), float64(order))
				want.U[2*i] += float32(d * float64(f.U[2*i]))
				want.U[2*i+1] += float32(d * float64(f.U[2*i+1]))
			}
		}
		// Light that has spread is not as even as the estimate has it.
		most := 2 * negligible
		if c.want == 2 {
			most = c.left
		}
		far := off(got, want.U)
		t.Logf("%g degrees behind %g m: %d derivatives leave %.2g", c.tilt, c.gap, len(h.slopes), far)
		if !(far < most) {
			t.Errorf("through %g degrees behind %g m a hop is %.3g off, want below %.3g", c.tilt, c.gap, far, most)
		}
	}
}
