package exact_test

import (
	"fmt"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/optics"
	"talbot/sim/optics/exact"
)

// A long line of light, by every method, is ready in seconds: each is n log n, also with
// windows of prime length, and right: a Gaussian beam of 0.5 mm, whose waist is at the
// line. Paraxial to k z (lambda/(pi w))^4/8 = 1e-8, rounding of the phase k x^2/(2 z) apart.
func TestLongLines(t *testing.T) {
	const n, lambda, w, d = 50_021, 633e-9, 0.5e-3, 1e-6 // n is prime
	g := optics.Grid{Nx: n, Ny: 1, Dx: d, Dy: 1}
	u := make([]complex128, n)
	for i := range u {
		u[i] = complex(math.Exp(-g.X(i)*g.X(i)/(w*w)), 0)
	}
	small := optics.At(optics.Grid{Nx: 4001, Ny: 1, Dx: 1e-6, Dy: 1})
	for _, c := range []struct {
		method optics.Method
		z      float64
		out    *optics.Plane
		pad    int
	}{
		{optics.Spectrum, 0.05, nil, 0}, {optics.BandLimited, 0.3, nil, 0}, {optics.FresnelTransfer, 0.05, nil, 0},
		{optics.ScaledSpectrum, 0.05, &small, 0}, {optics.Scalable, 0.2, &small, -1},
		{optics.FresnelImpulse, 0.2, nil, n / 2}, {optics.ChirpZ, 0.2, &small, -1}, {optics.Fraunhofer, 2e6, nil, -1}, {optics.Lens, 0.2, nil, -1},
	} {
		s := optics.Space{In: g, Wavelength: lambda, Z: c.z}
		choice := optics.Choice{Method: c.method, Out: c.out}
		if c.pad >= 0 {
			choice.Padding = &optics.Window{PadX: c.pad}
		}
		plan, err := s.Plan(choice)
		if err != nil {
			t.Errorf("%s: %v", c.method, err)
			continue
		}
		v, err := exact.Apply(plan.Recipe, u)
		if err != nil {
			t.Errorf("%s: %v", c.method, err)
			continue
		}
		out := plan.Recipe.Out
		var off, size float64
		for i, got := range v {
			x := out.X + out.Grid.X(i)
			// The beam of complex parameter q: sqrt(q0/q) exp(i k x^2/(2 q)), q0 = -i pi w^2/lambda.
			q0 := complex(0, -math.Pi*w*w/lambda)
			q := q0 + complex(c.z, 0)
			want := cmplx.Sqrt(q0/q) * cmplx.Exp(complex(0, math.Pi*x*x/lambda)/q)
			if c.method == optics.Lens { // the transform alone
				a := w * math.Sqrt(math.Pi/(lambda*c.z))
				want = cmplx.Rect(a*math.Exp(-math.Pow(math.Pi*w*x/(lambda*c.z), 2)), -math.Pi/4)
			}
			off += math.Pow(cmplx.Abs(got-want), 2)
			size += math.Pow(cmplx.Abs(want), 2)
		}
		if e := math.Sqrt(off / size); !(e < 1e-6) {
			t.Errorf("%s: off by %.2g", fmt.Sprint(c.method), e)
		}
	}
}
