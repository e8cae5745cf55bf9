package validate

import (
	"math"
	"math/cmplx"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/optics/closed"
)

func gratings() []Case {
	// The grating's phase turns by 2 pi at the Talbot distance.
	phase := func(eps float64) float64 { return rounding(eps, 1, 256) + turned(2*math.Pi) }
	return []Case{
		{"talbot", "cosine grating of 200 um, contrast 0.5, 532 nm, at 1/8, 1/4, 1/2 and 1 of the exact Talbot distance", "largest error of U",
			"exact: rounding, and a phase of 2 pi", phase, talbot},
		{"talbot-fraction", "any grating of 24 samples a period at 1/3 of the paraxial Talbot distance: three copies with the weights of Gauss sums", "largest error of U",
			"exact for the Fresnel transfer function: rounding, and the phase 2 pi n^2/3 of order n = 12, 302 rad, in float64",
			func(eps float64) float64 { return phase(eps) + turned(302) }, fraction},
		{"grating-orders", "phase grating of depth 1.2 rad, 20 periods, 2-f lens: power of orders -2 to 2", "largest error against J_m(depth)^2",
			"exact for whole periods: rounding", phase, orders},
	}
}

func talbot(e Engine) (float64, error) {
	const lambda, p = 532e-9, 200e-6
	g := optics.Grid{Nx: 256, Ny: 5, Dx: p / 16, Dy: 10e-6}
	zT := closed.TalbotDistance(p, lambda)
	worst := 0.0
	u := optics.Profile(func(x, _ float64) complex128 { return closed.Cosine(x, p, 0.5, lambda, 0) }).Samples(g)
	for _, part := range []float64{1. / 8, 1. / 4, 1. / 2, 1} {
		v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: part * zT}.AngularSpectrum(optics.Window{}))
		if err != nil {
			return 0, err
		}
		want := optics.Profile(func(x, _ float64) complex128 { return closed.Cosine(x, p, 0.5, lambda, part*zT) }).Samples(g)
		worst = math.Max(worst, largest(v, want))
	}
	return worst, nil
}

// fraction: H at order n is exp(-2 pi i n^2/3), which has period 3 in n, so that its
// transform is three shifts by p/3 with weights (1/3) sum over n of exp(2 pi i (n k - n^2)/3).
func fraction(e Engine) (float64, error) {
	const lambda, n, p = 633e-9, 24, 240e-6
	g := optics.Grid{Nx: 5 * n, Ny: 1, Dx: p / n, Dy: 1}
	u := make([]complex128, g.Nx)
	for i := range u {
		u[i] = complex(float64((i%n*7)%5)/4, float64((i%n*11)%3)/5)
	}
	v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: 2 * p * p / lambda / 3}.FresnelTransfer(optics.Window{}))
	if err != nil {
		return 0, err
	}
	want := make([]complex128, len(u))
	for k := range 3 {
		var weight complex128
		for m := range 3 {
			weight += cmplx.Rect(1./3, 2*math.Pi*float64(m*k-m*m)/3)
		}
		for i := range want {
			want[i] += weight * u[(i+k*n/3)%g.Nx]
		}
	}
	return largest(v, want), nil
}

func orders(e Engine) (float64, error) {
	const lambda, p, depth, f = 532e-9, 160e-6, 1.2, 0.1
	g := optics.Grid{Nx: 320, Ny: 1, Dx: p / 16, Dy: 1}
	u := element.PhaseGrating(p, depth).Samples(g)
	out := optics.At(optics.Grid{Nx: 5, Ny: 1, Dx: lambda * f / p, Dy: 1})
	v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: f}.FourierLens(out))
	if err != nil {
		return 0, err
	}
	worst := 0.0
	width := float64(g.Nx) * g.Dx
	for i, a := range v {
		j := math.Jn(i-2, depth)
		worst = math.Max(worst, math.Abs(square(a)*lambda*f/(width*width)-j*j))
	}
	return worst, nil
}
