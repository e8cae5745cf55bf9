package exact_test

import (
	"fmt"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/optics/closed"
	"talbot/sim/optics/exact"
)

// The direct integral behind a slit, with the light not varying along y.
func ExampleRayleighSommerfeld() {
	const red, z = 633e-9, 0.02
	slit := optics.Grid{Nx: 200, Ny: 1, Dx: 0.5e-6, Dy: 1}
	u := element.Slit(80e-6).Samples(slit)
	v, err := exact.RayleighSommerfeld(optics.Space{In: slit, Wavelength: red, Z: z}, u, optics.At(optics.Grid{Nx: 3, Ny: 1, Dx: 100e-6, Dy: 1}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, a := range v {
		x := float64(i-1) * 100e-6
		fmt.Printf("x = %4.0f um: intensity %.2f, Fresnel's integrals say %.2f\n", 1e6*x, closed.Intensity(a), closed.Intensity(closed.Slit(x, 80e-6, red, z)))
	}
	// Output:
	// x = -100 um: intensity 0.11, Fresnel's integrals say 0.11
	// x =    0 um: intensity 0.50, Fresnel's integrals say 0.50
	// x =  100 um: intensity 0.11, Fresnel's integrals say 0.11
}

// The oracle's own oracle: on the axis behind a round hole the integral is
// 1 - (z/R) exp(i k (R - z)) exactly. Summed in rings, which are the samples that suit
// the hole, through the kernel of two dimensions and that of one.
func TestIntegralIsExact(t *testing.T) {
	const a, lambda = 50e-6, 532e-9
	g := optics.Square(1601, 2*a/1600)
	u := element.Smooth(element.Circle(a), g, 8).Samples(g)
	for _, z := range []float64{0.5e-3, 2e-3} {
		at, err := exact.Integral(optics.Space{In: g, Wavelength: lambda, Z: z}, u, false, false)
		if err != nil {
			t.Fatal(err)
		}
		// Pixels lack (pi f dx)^2/6 of the edge's wave, f = a/(lambda z), as in package validate.
		allowed := 1.5*math.Pow(math.Pi*a/(lambda*z)*g.Dx, 2)/6 + 2e-5
		if e := cmplx.Abs(at(0, 0) - closed.CircleOnAxis(a, lambda, z)); e > allowed {
			t.Errorf("z = %g m: off by %.2g, allowed %.2g", z, e, allowed)
		}
	}
}

func TestBadInput(t *testing.T) {
	s := optics.Space{In: optics.Square(4, 1e-6), Wavelength: 532e-9, Z: 1e-3}
	u := make([]complex128, 16)
	for what, f := range map[string]func() error{
		"length":   func() error { _, err := exact.RayleighSommerfeld(s, u[:3], optics.At(s.In)); return err },
		"backward": func() error { b := s; b.Z = -1; _, err := exact.RayleighSommerfeld(b, u, optics.At(s.In)); return err },
		"plane":    func() error { _, err := exact.RayleighSommerfeld(s, u, optics.Plane{}); return err },
		"apply": func() error {
			r, err := s.AngularSpectrum(optics.Window{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = exact.Apply(r, u[:5])
			return err
		},
	} {
		if f() == nil {
			t.Errorf("%s: no error", what)
		}
	}
}
