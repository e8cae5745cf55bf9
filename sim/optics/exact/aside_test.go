package exact_test

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/optics"
	"talbot/sim/optics/exact"
)

// On a plane aside by a part of a sample the ripple of light that fills its band falls with
// the square of the window: the end of the band stands for both ends. With one end alone
// the band had a step, and the ripple fell with the window.
func TestAsideByAPartOfASample(t *testing.T) {
	s := optics.Space{In: optics.Grid{Nx: 64, Ny: 1, Dx: 8e-6, Dy: 1}, Wavelength: 633e-9, Z: 2e-3}
	u := make([]complex128, 64)
	u[20] = 1
	field := func(padding int, samples float64) []complex128 {
		r, err := s.ShiftedSpectrum(optics.Window{PadX: padding}, samples*s.In.Dx, 0)
		if err != nil {
			t.Fatal(err)
		}
		v, err := exact.Apply(r, u)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, samples := range []float64{0.5, 3.3, -7.75} {
		want := field(1<<14, samples)
		near, far := apart(field(96, samples), want), apart(field(224, samples), want) // windows of 256 and 512
		if t.Logf("%g samples aside: off by %.3g and %.3g", samples, near, far); !(far < 0.35*near) {
			t.Errorf("%g samples aside: off by %.3g in a window of 256 samples, by %.3g in one of 512", samples, near, far)
		}
	}
}

// apart is the relative L2 distance of a from b.
func apart(a, b []complex128) float64 {
	var off, all float64
	for i, v := range b {
		off += math.Pow(cmplx.Abs(a[i]-v), 2)
		all += math.Pow(cmplx.Abs(v), 2)
	}
	return math.Sqrt(off / all)
}
