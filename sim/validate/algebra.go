package validate

import (
	"math"
	"math/cmplx"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/optics/exact"
	"talbot/sim/rng"
)

func algebra() []Case {
	twice := func(hops, m int) func(float64) float64 {
		return func(eps float64) float64 { return 2 * rounding(eps, hops, m) }
	}
	chirped := func(hops, m int, phase float64) func(float64) float64 {
		return func(eps float64) float64 { return 2*rounding(eps, hops, m) + turned(phase) }
	}
	return []Case{
		{"adjoint", "every propagator, on planes of odd and unequal sizes, noise", "largest |<A x, y> - <x, A^H y>| over |A x| |y|",
			"rounding of both sides", twice(4, 256), adjoint},
		{"identity", "angular spectrum over no distance, padded", "relative distance of the fields",
			"rounding; the window's 68 x 52 samples go by way of two longer transforms each", twice(2, 128), identity},
		{"return", "angular spectrum over 20 mm and back", "relative distance of the fields",
			"rounding of both hops", twice(2, 64), there},
		{"semigroup", "angular spectrum over 7 mm and 13 mm, against 20 mm", "relative distance of the fields",
			"rounding, and the phase k z (lambda f)^2/2, 254 rad in the corner", chirped(2, 64, 254), semigroup},
		{"energy", "angular spectrum without padding, noise: power", "relative change of the power",
			"twice the rounding of the field", twice(1, 64), energy},
		{"reciprocity", "angular spectrum, Fresnel impulse response, 4-f: source and observer exchanged", "largest |(a, P b) - (P a, b)| over |P a| |b|",
			"rounding of both sides", twice(2, 128), reciprocity},
		{"mirror", "an input that is even about the axis sample, 64 samples: the output is even about it, by every propagator (a half-pixel shift would show)", "largest odd part over the largest value",
			"rounding of both sides, and the chirps' phase, pi n^2/M, 80 rad an axis", chirped(4, 256, 160), mirror},
		{"evanescent", "a wave of 1.5 wavenumbers decays as exp(-k z sqrt(1.5^2 - 1)) over 0.3 wavelengths, both ways", "largest relative error",
			"rounding", twice(1, 64), evanescent},
		{"chirp-z", "2-f lens from 23 x 17 samples to 31 x 11 others, off the axis: against the sum of the integral's terms", "relative distance of the fields",
			"rounding, and the phase of the sum, 2 pi x x'/(lambda f), below 50 rad an axis", chirped(1, 64, 100), direct},
		{"scaled-plain", "angular spectrum by chirp-z onto the samples of the input: against the plain one in the same window", "relative distance of the fields",
			"rounding of both, and the chirps' phase, pi n^2/M, 80 rad an axis at n = 50", chirped(3, 128, 4*80), scaledPlain},
		{"shift-plain", "angular spectrum onto a plane 11 samples aside: against the middle of a wider plane", "relative distance of the fields",
			"rounding of both", twice(2, 128), shiftPlain},
		{"index", "angular spectrum at 532 nm in water, index 1.33: against 400 nm in vacuum", "relative distance of the fields",
			"rounding, and the phase k z (lambda f)^2/2, 164 rad in the corner", chirped(1, 64, 164), index},
	}
}

// noise is complex noise of n samples.
func noise(n int, step uint32) []complex128 {
	v := make([]float32, 2*n)
	rng.Stream{Seed: 5, Stream: 1001}.Uniform(step, v)
	u := make([]complex128, n)
	for i := range u {
		u[i] = complex(2*float64(v[2*i])-1, 2*float64(v[2*i+1])-1)
	}
	return u
}

// everyRecipe makes one recipe of each kind for the plane g.
func everyRecipe(g optics.Grid) ([]*optics.Recipe, error) {
	s := optics.Space{In: g, Wavelength: 532e-9, Index: 1.2, Z: 4e-3}
	w := optics.Window{PadX: 6, PadY: 10}
	limited := optics.Window{PadX: 13, PadY: 5, BandLimit: true}
	out := optics.Plane{Grid: optics.Grid{Nx: g.Nx + 5, Ny: g.Ny - 4, Dx: 1.3 * g.Dx, Dy: 0.8 * g.Dy}, X: 3 * g.Dx, Y: -2 * g.Dy}
	if g.Nx%2 == 0 {
		out = optics.At(optics.Grid{Nx: g.Nx, Ny: g.Ny, Dx: 1.3 * g.Dx, Dy: 0.8 * g.Dy})
	}
	shift := complex(out.X, out.Y)
	var all []*optics.Recipe
	for _, make := range []func() (*optics.Recipe, error){
		func() (*optics.Recipe, error) { return s.AngularSpectrum(w) },
		func() (*optics.Recipe, error) { return s.AngularSpectrum(limited) },
		func() (*optics.Recipe, error) { return s.ShiftedSpectrum(limited, real(shift), imag(shift)) },
		func() (*optics.Recipe, error) { return s.ScaledSpectrum(limited, out) },
		func() (*optics.Recipe, error) { return s.SpectrumOnto(w, g) },
		func() (*optics.Recipe, error) {
			return s.SpectrumOnto(w, optics.Grid{Nx: g.Nx + 14, Ny: g.Ny - 6, Dx: g.Dx, Dy: g.Dy})
		},
		func() (*optics.Recipe, error) {
			return s.SpectrumOnto(limited, optics.Grid{Nx: g.Nx - 10, Ny: g.Ny - 4, Dx: g.Dx, Dy: g.Dy})
		},
		func() (*optics.Recipe, error) {
			return s.SpectrumOnto(limited, optics.Grid{Nx: g.Nx + 14, Ny: g.Ny + 10, Dx: g.Dx, Dy: g.Dy})
		},
		func() (*optics.Recipe, error) {
			return s.SpectrumOnto(w, optics.Grid{Nx: g.Nx - 4, Ny: g.Ny + 4, Dx: 1.6 * g.Dx, Dy: 0.7 * g.Dy})
		},
		func() (*optics.Recipe, error) { return s.ScalableSpectrum(out) },
		func() (*optics.Recipe, error) { return s.FresnelTransfer(w) },
		func() (*optics.Recipe, error) { return s.FresnelImpulse(w) },
		func() (*optics.Recipe, error) { return s.FresnelChirp(out) },
		func() (*optics.Recipe, error) { return s.TwoStep(1.4*g.Dx, 0.7*g.Dy) },
		func() (*optics.Recipe, error) { return s.Fraunhofer(out) },
		func() (*optics.Recipe, error) { return s.FourierLens(out) },
		func() (*optics.Recipe, error) { return s.FourF(6e-3, element.Circle(1e-3), out) },
		func() (*optics.Recipe, error) { return optics.Screen(g, element.Lens(0.1, 532e-9)) },
	} {
		r, err := make()
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func adjoint(e Engine) (float64, error) {
	worst := 0.0
	for _, g := range []optics.Grid{{Nx: 37, Ny: 25, Dx: 8e-6, Dy: 6e-6}, {Nx: 30, Ny: 44, Dx: 5e-6, Dy: 9e-6}} {
		all, err := everyRecipe(g)
		if err != nil {
			return 0, err
		}
		for i, r := range all {
			x, y := noise(r.In.Len(), uint32(i)), noise(r.Out.Len(), uint32(100+i))
			ax, err := e.Apply(r, x)
			if err != nil {
				return 0, err
			}
			ay, err := e.Adjoint(r, y)
			if err != nil {
				return 0, err
			}
			worst = math.Max(worst, cmplx.Abs(dot(ax, y)-dot(x, ay))/(norm(ax)*norm(y)))
		}
	}
	return worst, nil
}

var algebraSpace = optics.Space{In: optics.Grid{Nx: 60, Ny: 48, Dx: 8e-6, Dy: 10e-6}, Wavelength: 633e-9, Z: 0.02}

func identity(e Engine) (float64, error) {
	s := algebraSpace
	s.Z = 0
	u := noise(s.In.Len(), 1)
	v, err := then(e, u)(s.AngularSpectrum(optics.Window{PadX: 4, PadY: 2}))
	if err != nil {
		return 0, err
	}
	return distance(v, u), nil
}

// through propagates noise over the distances, one after the other, without padding.
func through(e Engine, zs ...float64) (in, out []complex128, err error) {
	in = noise(algebraSpace.In.Len(), 2)
	out = in
	for _, z := range zs {
		s := algebraSpace
		s.Z = z
		if out, err = then(e, out)(s.AngularSpectrum(optics.Window{})); err != nil {
			return nil, nil, err
		}
	}
	return in, out, nil
}

func there(e Engine) (float64, error) {
	u, v, err := through(e, 0.02, -0.02)
	if err != nil {
		return 0, err
	}
	return distance(v, u), nil
}

func semigroup(e Engine) (float64, error) {
	_, a, err := through(e, 0.007, 0.013)
	if err != nil {
		return 0, err
	}
	_, b, err := through(e, 0.02)
	if err != nil {
		return 0, err
	}
	return distance(a, b), nil
}

func energy(e Engine) (float64, error) {
	u, v, err := through(e, 0.02)
	if err != nil {
		return 0, err
	}
	return math.Abs(norm(v)*norm(v)/(norm(u)*norm(u)) - 1), nil
}

func reciprocity(e Engine) (float64, error) {
	g := optics.Square(41, 8e-6)
	s := optics.Space{In: g, Wavelength: 532e-9, Z: 5e-3}
	worst := 0.0
	for _, make := range []func() (*optics.Recipe, error){
		func() (*optics.Recipe, error) { return s.AngularSpectrum(optics.Window{PadX: 4, PadY: 2}) },
		func() (*optics.Recipe, error) { return s.FresnelImpulse(optics.Window{PadX: 20, PadY: 20}) },
		func() (*optics.Recipe, error) { return s.FourF(5e-3, element.Circle(1e-4), optics.At(g)) },
	} {
		r, err := make()
		if err != nil {
			return 0, err
		}
		a, b := noise(g.Len(), 3), noise(g.Len(), 4)
		pa, err := e.Apply(r, a)
		if err != nil {
			return 0, err
		}
		pb, err := e.Apply(r, b)
		if err != nil {
			return 0, err
		}
		var sum complex128
		for i := range a {
			sum += a[i]*pb[i] - pa[i]*b[i]
		}
		worst = math.Max(worst, cmplx.Abs(sum)/(norm(pa)*norm(b)))
	}
	return worst, nil
}

func mirror(e Engine) (float64, error) {
	g := optics.Square(64, 6e-6)
	all, err := everyRecipe(g)
	if err != nil {
		return 0, err
	}
	u := element.Contact(element.Smooth(element.Circle(90e-6), g, 4), element.Lens(0.05, 532e-9)).Samples(g)
	worst := 0.0
	for _, r := range all {
		if r.Out.X != 0 || r.Out.Y != 0 {
			continue
		}
		v, err := e.Apply(r, u)
		if err != nil {
			return 0, err
		}
		var odd, top float64
		for j := 1; j < r.Out.Ny; j++ {
			for i := 1; i < r.Out.Nx; i++ {
				a, b := v[j*r.Out.Nx+i], v[(r.Out.Ny-j)*r.Out.Nx+r.Out.Nx-i]
				odd, top = math.Max(odd, cmplx.Abs(a-b)/2), math.Max(top, cmplx.Abs(a))
			}
		}
		worst = math.Max(worst, odd/top)
	}
	return worst, nil
}

func evanescent(e Engine) (float64, error) {
	const lambda, n = 500e-9, 30
	g := optics.Grid{Nx: n, Ny: 1, Dx: lambda / 10, Dy: 1}
	// 1.5/lambda is 4.5 periods of 30 samples of lambda/10: use 60 samples' 9th.
	g.Nx = 2 * n
	u := make([]complex128, g.Nx)
	for i := range u {
		u[i] = cmplx.Rect(1, 2*math.Pi*9*float64(i)/float64(g.Nx))
	}
	worst := 0.0
	for _, z := range []float64{0.3 * lambda, -0.3 * lambda} {
		v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: z}.AngularSpectrum(optics.Window{}))
		if err != nil {
			return 0, err
		}
		want := math.Exp(-2 * math.Pi * 0.3 * math.Sqrt(1.5*1.5-1))
		for i := range v {
			worst = math.Max(worst, math.Abs(cmplx.Abs(v[i])/want-1))
		}
	}
	// The transform leaves rounding of the wave, 1, on the decayed one, 0.122.
	return worst * math.Exp(-2*math.Pi*0.3*math.Sqrt(1.5*1.5-1)), nil
}

func direct(e Engine) (float64, error) {
	const lambda, f = 532e-9, 0.05
	g := optics.Grid{Nx: 23, Ny: 17, Dx: 20e-6, Dy: 25e-6}
	out := optics.Plane{Grid: optics.Grid{Nx: 31, Ny: 11, Dx: 30e-6, Dy: 70e-6}, X: 130e-6, Y: -210e-6}
	u := noise(g.Len(), 6)
	v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: f}.FourierLens(out))
	if err != nil {
		return 0, err
	}
	want := samples(func(x, y float64) complex128 {
		var sum complex128
		for k, a := range u {
			sum += a * cmplx.Rect(g.Dx*g.Dy/(lambda*f), -2*math.Pi/(lambda*f)*(x*g.X(k%g.Nx)+y*g.Y(k/g.Nx)))
		}
		return sum / 1i
	}, out)
	return distance(v, want), nil
}

func scaledPlain(e Engine) (float64, error) {
	s, w := algebraSpace, optics.Window{PadX: 20, PadY: 8, BandLimit: true}
	u := noise(s.In.Len(), 7)
	a, err := then(e, u)(s.ScaledSpectrum(w, optics.At(s.In)))
	if err != nil {
		return 0, err
	}
	b, err := exactly(u)(s.AngularSpectrum(w))
	if err != nil {
		return 0, err
	}
	return distance(a, b), nil
}

func shiftPlain(e Engine) (float64, error) {
	s := algebraSpace
	u := noise(s.In.Len(), 8)
	a, err := then(e, u)(s.ShiftedSpectrum(optics.Window{PadX: 20, PadY: 16}, 11*s.In.Dx, 0))
	if err != nil {
		return 0, err
	}
	// The same window, but all of it seen.
	wide := s
	wide.In.Nx, wide.In.Ny = s.In.Nx+40, s.In.Ny+32
	big := make([]complex128, wide.In.Len())
	for j := range s.In.Ny {
		copy(big[(j+16)*wide.In.Nx+20:], u[j*s.In.Nx:(j+1)*s.In.Nx])
	}
	v, err := exactly(big)(wide.AngularSpectrum(optics.Window{}))
	if err != nil {
		return 0, err
	}
	b := make([]complex128, 0, len(a))
	for j := range s.In.Ny {
		row := v[(j+16)*wide.In.Nx:][:wide.In.Nx]
		b = append(b, row[31:][:s.In.Nx]...)
	}
	return distance(a, b), nil
}

func exactly(u []complex128) func(r *optics.Recipe, err error) ([]complex128, error) {
	return func(r *optics.Recipe, err error) ([]complex128, error) {
		if err != nil {
			return nil, err
		}
		return exact.Apply(r, u)
	}
}

func index(e Engine) (float64, error) {
	s := algebraSpace
	u := noise(s.In.Len(), 9)
	s.Wavelength, s.Index = 532e-9, 1.33
	a, err := then(e, u)(s.AngularSpectrum(optics.Window{}))
	if err != nil {
		return 0, err
	}
	s.Wavelength, s.Index = 400e-9, 0
	b, err := exactly(u)(s.AngularSpectrum(optics.Window{}))
	if err != nil {
		return 0, err
	}
	return distance(a, b), nil
}
