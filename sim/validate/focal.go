package validate

import (
	"math"
	"math/cmplx"
	"sync"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/optics/closed"
	"talbot/sim/source"
)

// The focal plane of a lens: 532 nm, f 0.2 m, a pupil 5.12 mm wide in 512 samples.
const (
	focalLambda = 532e-9
	focalF      = 0.2
	pupilD      = 5e-3
)

var pupilGrid = optics.Square(512, pupilD/500)

var pupil = sync.OnceValue(func() []complex128 {
	return element.Smooth(element.Circle(pupilD/2), pupilGrid, 16).Samples(pupilGrid)
})

func lens(g optics.Grid) optics.Space {
	return optics.Space{In: g, Wavelength: focalLambda, Z: focalF}
}

func focal() []Case {
	const round = "anti-aliased edge: box pixels, (pi f dx)^2/6 of 2 J1(x)/x; the edge's spectrum folded at 1/dx; area of cut pixels to 1/220"
	return []Case{
		{"airy", "2-f lens, round pupil of 500 samples, out to 6 lambda f/D", "largest error of U/U(0) against 2 J1(x)/x",
			round, fixed(roundPupil(6), 1, 1024), airy},
		{"airy-zero", "the same: radius of the first dark ring, from samples 1/100 lambda f/D apart", "relative error against 1.21967 lambda f/D",
			"error of the field over its slope there, 0.331 per lambda f/D times 1.22", fixed(roundPupil(1.3)/(0.331*math.Pi/2*1.22), 1, 1024), airyZero},
		{"sinc", "2-f lens, square hole of 500 samples, out to 10 lambda f/w", "largest error of U/U(0) against the sinc",
			"sampled edges: (pi f dx)^2/6 of 1/(pi f w)", fixed(10*math.Pi/(6*500*500), 1, 1024), sinc},
		{"strehl", "2-f lens, 500 samples: defocus, astigmatism, coma and spherical aberration of 0.3 rad rms", "largest error of the Strehl ratio against exp(-sigma^2)",
			"the next order, (m4/12 - 1/4) sigma^4, where the fourth moment m4 is 1.8 for defocus and up to 3; sigma^6/6 after it", fixed(0.1*math.Pow(0.3, 4)+math.Pow(0.3, 6)/6, 1, 1024), strehl},
		{"gaussian-focus", "2-f lens: a Gaussian beam of waist 0.5 mm becomes one of lambda f/(pi w0)", "relative distance of the fields",
			"exact for samples that cut the beam at exp(-26)", fixed(1e-10, 1, 1024), gaussianFocus},
		{"tilt", "2-f lens: a beam tilted by +2 mrad in x and -1 mrad in y", "distance of the focus from f sin(a), in output samples",
			"a symmetric spot's centroid; the tails outside the window", fixed(1e-3, 1, 512), tilt},
	}
}

// roundPupil bounds the error of the focus, at q lambda f/D and nearer, of a pupil of
// 500 anti-aliased samples. Averaging over pixels multiplies the spectrum A by
// sinc(f dx), which lacks (pi f dx)^2/6, a tenth more with the next order. Sampling
// folds the spectrum at 1/dx, four times A(500) sinc(1 - f dx). The 16 rows of points
// that find a cut pixel's area are off by 1/(16 sqrt 12) each at random: by 1/220
// together; there are 4 n of those pixels at most.
func roundPupil(q float64) float64 {
	const n = 500
	envelope := func(q float64) float64 { return math.Min(1, 2*math.Sqrt(2/(math.Pi*math.Pi*q))/(math.Pi*q)) }
	box := 1.1 * sq(math.Pi*q/n) / 6 * envelope(q)
	fold := 4 * envelope(n) * q / n
	area := math.Sqrt(4*n) / 220 / (math.Pi / 4 * n * n)
	return box + fold + 3*area
}

func airy(e Engine) (float64, error) {
	unit := focalLambda * focalF / pupilD
	out := optics.At(optics.Grid{Nx: 241, Ny: 1, Dx: unit / 20, Dy: unit})
	v, err := then(e, pupil())(lens(pupilGrid).FourierLens(out))
	if err != nil {
		return 0, err
	}
	worst := 0.0
	for i, u := range v {
		want := closed.Airy(out.Grid.X(i), pupilD, focalLambda, focalF)
		worst = math.Max(worst, cmplx.Abs(u/v[120]-complex(want, 0)))
	}
	return worst, nil
}

func airyZero(e Engine) (float64, error) {
	unit := focalLambda * focalF / pupilD
	out := optics.At(optics.Grid{Nx: 301, Ny: 1, Dx: unit / 100, Dy: unit})
	v, err := then(e, pupil())(lens(pupilGrid).FourierLens(out))
	if err != nil {
		return 0, err
	}
	for i := 151; i < len(v); i++ {
		a, b := real(v[i-1]/v[150]), real(v[i]/v[150])
		if a > 0 && b <= 0 {
			x := out.Grid.X(i-1) + a/(a-b)*out.Dx
			return math.Abs(x/closed.AiryZero(pupilD, focalLambda, focalF) - 1), nil
		}
	}
	return math.Inf(1), nil
}

func sinc(e Engine) (float64, error) {
	g := optics.Square(500, pupilD/500)
	u := make([]complex128, g.Len())
	for i := range u {
		u[i] = 1
	}
	unit := focalLambda * focalF / pupilD
	out := optics.At(optics.Grid{Nx: 201, Ny: 1, Dx: unit / 10, Dy: unit})
	v, err := then(e, u)(lens(g).FourierLens(out))
	if err != nil {
		return 0, err
	}
	worst := 0.0
	for i, a := range v {
		// The samples' middle is half a pixel from the axis: a phase.
		want := closed.Sinc(pupilD * out.Grid.X(i) / (focalLambda * focalF))
		worst = math.Max(worst, math.Abs(cmplx.Abs(a/v[100])-math.Abs(want)))
	}
	return worst, nil
}

func strehl(e Engine) (float64, error) {
	const sigma = 0.3
	out := optics.At(optics.Square(1, 1e-6))
	perfect, err := then(e, pupil())(lens(pupilGrid).FourierLens(out))
	if err != nil {
		return 0, err
	}
	worst := 0.0
	for _, z := range [][2]int{{2, 0}, {2, 2}, {3, -1}, {4, 0}} {
		t := element.Zernike(z[0], z[1], sigma, pupilD/2).Samples(pupilGrid)
		for i, a := range pupil() {
			t[i] *= a
		}
		v, err := then(e, t)(lens(pupilGrid).FourierLens(out))
		if err != nil {
			return 0, err
		}
		worst = math.Max(worst, math.Abs(square(v[0])/square(perfect[0])-math.Exp(-sigma*sigma)))
	}
	return worst, nil
}

func gaussianFocus(e Engine) (float64, error) {
	const w0 = 0.5e-3
	g := optics.Square(512, 10e-6)
	in := source.Beam{Waist: w0, Wavelength: focalLambda}
	w := focalLambda * focalF / (math.Pi * w0)
	out := optics.Plane{Grid: optics.Grid{Nx: 60, Ny: 45, Dx: w / 10, Dy: w / 12}, X: w / 3, Y: -w / 5}
	v, err := then(e, in.Gaussian().Samples(g))(lens(g).FourierLens(out))
	if err != nil {
		return 0, err
	}
	want := samples(func(x, y float64) complex128 {
		return complex(0, -w0/w*math.Exp(-(x*x+y*y)/(w*w)))
	}, out)
	return distance(v, want), nil
}

func tilt(e Engine) (float64, error) {
	const ax, ay = 2e-3, -1e-3
	g := optics.Square(256, 10e-6)
	u := element.Contact(source.Tilted(ax, ay, focalLambda), source.Beam{Waist: 0.4e-3, Wavelength: focalLambda}.Gaussian()).Samples(g)
	out := optics.At(optics.Square(200, 6e-6))
	v, err := then(e, u)(lens(g).FourierLens(out))
	if err != nil {
		return 0, err
	}
	var sum, x, y float64
	for i, a := range v {
		p := square(a)
		sum += p
		x += p * out.Grid.X(i%out.Nx)
		y += p * out.Grid.Y(i/out.Nx)
	}
	return math.Hypot(x/sum-focalF*math.Sin(ax), y/sum-focalF*math.Sin(ay)) / out.Dx, nil
}
