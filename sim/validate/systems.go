package validate

import (
	"math"
	"math/cmplx"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/source"
)

func systems() []Case {
	return []Case{
		{"imaging", "lens of 60 mm, object at 90 mm, image at 180 mm, 633 nm: a spot at (0.2, -0.12) mm appears at (-0.4, 0.24) mm, twice as large", "relative distance of |U|",
			"paraxial and exact: the lens takes all light to exp(-15); edges of the window", fixed(1e-5, 3, 2048), imaging},
		{"4f", "4-f system of 100 and 150 mm: upside down, 1.5 times as large, of sign -1", "relative distance of the fields",
			"exact for light within the band and the planes: the spot is cut at exp(-20)", fixed(1e-8, 2, 512), fourF},
		{"4f-filter", "4-f system with an edge filter, cos(2 pi a x/(lambda f)) in the filter plane: two images, a aside", "relative distance of the fields",
			"exact for light within the band and the planes: the spot is cut at exp(-20)", fixed(1e-8, 2, 512), filtered},
		{"lens-focus", "plane Gaussian beam of 0.4 mm through a thin lens of 100 mm, over 100 mm, angular spectrum: the waist lambda f/(pi w) and its phase", "relative distance of the fields",
			"paraxial on one side: k z s^2/8, s to the fourth power of w/f; edges of the window", fixed(2*math.Pi/633e-9*0.1*math.Pow(0.4e-3/0.1, 4)/4, 2, 1024), lensFocus},
	}
}

func imaging(e Engine) (float64, error) {
	const lambda, f, d1, d2, x0, y0, w = 633e-9, 0.06, 0.09, 0.18, 0.2e-3, -0.12e-3, 40e-6
	g := optics.Square(1500, 4e-6)
	spot := func(x, y, w float64) float64 { return math.Exp(-((x-x0)*(x-x0) + (y-y0)*(y-y0)) / (w * w)) }
	u := optics.Profile(func(x, y float64) complex128 { return complex(spot(x, y, w), 0) }).Samples(g)
	a, err := optics.Space{In: g, Wavelength: lambda, Z: d1}.FresnelTransfer(optics.Window{})
	if err != nil {
		return 0, err
	}
	l, err := optics.Screen(g, element.Lens(f, lambda))
	if err != nil {
		return 0, err
	}
	b, err := optics.Space{In: g, Wavelength: lambda, Z: d2}.FresnelChirp(optics.At(optics.Square(400, 4e-6)))
	if err != nil {
		return 0, err
	}
	r, err := optics.Join(a, l, b)
	if err != nil {
		return 0, err
	}
	v, err := e.Apply(r, u)
	if err != nil {
		return 0, err
	}
	const m = -d2 / d1
	want := optics.Profile(func(x, y float64) complex128 {
		return complex(spot(x/m, y/m, w)/math.Abs(m), 0)
	}).Samples(r.Out.Grid)
	for i := range v {
		v[i] = complex(cmplx.Abs(v[i]), 0)
	}
	return distance(v, want), nil
}

// fourFSpot is a spot off the axis, with a phase of its own.
func fourFSpot(x, y float64) complex128 {
	const w = 30e-6
	dx, dy := x-60e-6, y+40e-6
	return cmplx.Rect(math.Exp(-(dx*dx+dy*dy)/(w*w)), 2e4*x-1e4*y)
}

func fourF(e Engine) (float64, error) {
	const lambda, f1, f2 = 532e-9, 0.1, 0.15
	g := optics.Grid{Nx: 120, Ny: 90, Dx: 4e-6, Dy: 5e-6}
	out := optics.At(optics.Grid{Nx: 130, Ny: 80, Dx: 5e-6, Dy: 6e-6})
	v, err := then(e, optics.Profile(fourFSpot).Samples(g))(optics.Space{In: g, Wavelength: lambda, Z: f1}.FourF(f2, nil, out))
	if err != nil {
		return 0, err
	}
	const m = f2 / f1
	return distance(v, optics.Profile(func(x, y float64) complex128 {
		return -fourFSpot(-x/m, -y/m) / m
	}).Samples(out.Grid)), nil
}

func filtered(e Engine) (float64, error) {
	const lambda, f, a = 532e-9, 0.1, 24e-6
	g := optics.Grid{Nx: 120, Ny: 90, Dx: 4e-6, Dy: 5e-6}
	filter := func(x, _ float64) complex128 { return complex(math.Cos(2*math.Pi*a*x/(lambda*f)), 0) }
	v, err := then(e, optics.Profile(fourFSpot).Samples(g))(optics.Space{In: g, Wavelength: lambda, Z: f}.FourF(f, filter, optics.At(g)))
	if err != nil {
		return 0, err
	}
	return distance(v, optics.Profile(func(x, y float64) complex128 {
		return -(fourFSpot(-x+a, -y) + fourFSpot(-x-a, -y)) / 2
	}).Samples(g)), nil
}

func lensFocus(e Engine) (float64, error) {
	const lambda, f, w = 633e-9, 0.1, 0.4e-3
	g := optics.Square(1024, 4e-6)
	u := element.Contact(element.Lens(f, lambda), source.Beam{Waist: w, Wavelength: lambda}.Gaussian()).Samples(g)
	out := optics.At(optics.Square(64, 4e-6))
	v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: f}.ScaledSpectrum(optics.Window{}, out))
	if err != nil {
		return 0, err
	}
	// The focus lies short of f by the beam's own curvature: at f the field is that of
	// the focus of w' = lambda f/(pi w), times exp(i k r^2/(2 f)) and -i.
	q := lambda * f / (math.Pi * w)
	return distance(v, optics.Profile(func(x, y float64) complex128 {
		r2 := x*x + y*y
		return -1i * cmplx.Rect(w/q*math.Exp(-r2/(q*q)), math.Pi*r2/(lambda*f))
	}).Samples(out.Grid)), nil
}
