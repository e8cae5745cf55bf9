package validate

import (
	"math"
	"math/cmplx"
	"sync"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/optics/closed"
)

// Square aperture of 1 mm at 800 nm over 50 mm, Fresnel number 6.25: the case of
// TorchOptics' tests.
const squareW, squareLambda, squareZ = 1e-3, 800e-9, 0.05

// edgeError is the error that sampling a hard edge dx apart makes in its edge wave,
// at its strongest: the samples' spectrum exceeds the edge's by (pi f dx)^2/6 at
// frequency f = s/(lambda z), that of the ray to the point s away from the edge, where
// the edge wave is sqrt(lambda z)/(2 pi s). So it grows as s, up to the far side.
func edgeError(s, dx, lambda, z float64) float64 {
	return math.Pi * s * dx * dx / (12 * math.Pow(lambda*z, 1.5))
}

// squareError returns the relative mean squared error of the intensity behind the
// hole, m samples wide in a window of n.
func squareError(e Engine, m, n int, limit bool) (float64, error) {
	g := optics.Square(n, squareW/float64(m))
	u := make([]complex128, g.Len())
	lo := (n - m) / 2
	for j := lo; j < lo+m; j++ {
		for i := lo; i < lo+m; i++ {
			u[j*n+i] = 1
		}
	}
	s := optics.Space{In: g, Wavelength: squareLambda, Z: squareZ}
	v, err := then(e, u)(s.AngularSpectrum(optics.Window{BandLimit: limit}))
	if err != nil {
		return 0, err
	}
	line := make([]float64, m)
	for i := range line { // samples lie half a pixel from the hole's middle
		line[i] = closed.Intensity(closed.Slit((float64(i-m/2)+0.5)*g.Dx, squareW, squareLambda, squareZ))
	}
	var num, den float64
	for j := range m {
		for i := range m {
			want := line[i] * line[j]
			d := square(v[(lo+j)*n+lo+i]) - want
			num += d * d
			den += want * want
		}
	}
	return num / den, nil
}

// squareBound: the waves of four edges disturb the intensity by 2 e s/w each, whose
// mean square over s is (2 e)^2/6 a wave.
func squareBound(m int) float64 {
	e := edgeError(squareW, squareW/float64(m), squareLambda, squareZ)
	return 8.0 / 3 * e * e
}

func apertures() []Case {
	const edges = "sampled edges: (8/3) e^2, e = pi w dx^2/(12 (lambda z)^1.5), times 1.5"
	return []Case{
		{"square-aperture", "square hole 1 mm, 800 nm, z 50 mm (Fresnel number 6.25), 256 samples in a window of 2048", "relative mean squared error of the intensity",
			edges, func(eps float64) float64 { return 1.5*squareBound(256) + sq(rounding(eps, 1, 2048)) },
			func(e Engine) (float64, error) { return squareError(e, 256, 2048, false) }},
		{"square-coarse", "the same, 128 samples in a window of 512", "relative mean squared error of the intensity",
			edges, func(eps float64) float64 { return 1.5*squareBound(128) + sq(rounding(eps, 1, 512)) },
			func(e Engine) (float64, error) { return squareError(e, 128, 512, false) }},
		{"square-band-limited", "the same, 256 samples in 1024: the window aliases beyond 19.5 mm without the band limit", "relative mean squared error of the intensity",
			"band edge: the cut spectrum of four edges, 1/(2 pi F) over the phase's slope 2 pi (L/2 - w/2), F = L/(2 lambda z), times 4 for intensity and phase",
			func(eps float64) float64 {
				l := 4 * squareW
				f := l / (2 * squareLambda * squareZ)
				cut := 1 / (2 * math.Pi * f) / (2 * math.Pi * (l/2 - squareW/2))
				return 1.5*squareBound(256) + 4*4*cut*cut*4 + sq(rounding(eps, 1, 1024))
			},
			func(e Engine) (float64, error) { return squareError(e, 256, 1024, true) }},
		{"square-medium", "square hole 40 um in a medium of index 1.33, wavelength 532 nm in vacuum, z 100 um (Fresnel number 10), 128 samples in 512", "relative mean squared error of the intensity",
			"Fresnel transfer function; sampled edges as above",
			func(eps float64) float64 {
				e := edgeError(40e-6, 40e-6/128, 0.4e-6, 100e-6)
				return 1.5*8.0/3*e*e + sq(rounding(eps, 1, 512))
			}, mediumError},
		{"circle-on-axis", "round hole, radius 0.5 mm, 532 nm, Fresnel numbers 1, 1.5, 2, 3, 5 and 10, 1000 samples across, chirp-z onto the axis", "largest error of |U| against the exact Rayleigh-Sommerfeld value, over the Fresnel number squared",
			"anti-aliased edge: box pixels, (pi f dx)^2/6 at f = a/(lambda z), the edge's ray; area of cut pixels; 1 - z/R = a^2/(2 z^2) below",
			fixed(cutEdge(1), 1, 2048), circleOnAxis},
		{"poisson-spot", "disc of radius 0.5 mm, 532 nm, Fresnel numbers 1, 3 and 10, the shadow's middle 0.2 mm", "largest error of |U| against Lommel's functions, over the Fresnel number squared",
			"as circle-on-axis, with the ray of the far edge, 1.2 a",
			fixed(cutEdge(1.2), 1, 2048), poisson},
		{"knife-edge", "1-D: half plane, 633 nm, z 50 mm, 16384 samples of 2 um, within 2 mm of the edge", "largest error of |U|",
			"an edge on a sample is the trapezoid rule, -(pi f dx)^2/3: 2 e(s) at s = 2 mm, a tenth for higher orders, and the band's edge, 1/(2 pi F) over 2 pi (lambda z F - s)",
			func(eps float64) float64 {
				const f = 1 / (2 * 2e-6)
				cut := 1 / (2 * math.Pi * f) / (2 * math.Pi * (633e-9*0.05*f - 2e-3))
				return 1.1*2*edgeError(2e-3, 2e-6, 633e-9, 0.05) + cut + rounding(eps, 1, 1<<14)
			}, knifeEdge},
		{"slit-1d", "1-D: slit of 0.4 mm, 633 nm, z 20 to 400 mm, 8192 samples of 1 um, chirp-z onto 801 samples", "largest error of |U|",
			"two edges on samples: 2 e(s1) + 2 e(s2), s1 + s2 = 0.8 mm, a tenth for higher orders",
			func(eps float64) float64 {
				return 1.1*2*edgeError(0.8e-3, 1e-6, 633e-9, 0.02) + rounding(eps, 1, 1<<14)
			}, slit},
	}
}

// cutEdge bounds the error of |U| behind the hole of 1000 anti-aliased samples, over
// the Fresnel number squared and at numbers of 1 and above, where the farthest edge is
// far radii away. See roundPupil.
func cutEdge(far float64) float64 {
	const n = 1000
	return 1.1*sq(math.Pi*far*2/n)/6 + 3*math.Sqrt(4*n)/220*sq(2.0/n)
}

func sq(x float64) float64 { return x * x }

func mediumError(e Engine) (float64, error) {
	const w, m, n = 40e-6, 128, 512
	g := optics.Square(n, w/m)
	u := make([]complex128, g.Len())
	lo := (n - m) / 2
	for j := lo; j < lo+m; j++ {
		for i := lo; i < lo+m; i++ {
			u[j*n+i] = 1
		}
	}
	s := optics.Space{In: g, Wavelength: 0.4e-6 * 1.33, Index: 1.33, Z: 100e-6}
	v, err := then(e, u)(s.FresnelTransfer(optics.Window{}))
	if err != nil {
		return 0, err
	}
	var num, den float64
	for j := range m {
		for i := range m {
			want := closed.Intensity(closed.Rectangle((float64(i-m/2)+0.5)*g.Dx, (float64(j-m/2)+0.5)*g.Dy, w, w, 0.4e-6, 100e-6))
			d := square(v[(lo+j)*n+lo+i]) - want
			num += d * d
			den += want * want
		}
	}
	return num / den, nil
}

// hole is a round hole of radius a, 1000 samples across.
var holeGrid = optics.Square(1024, holeA/500)

const holeA = 0.5e-3

var hole = sync.OnceValue(func() []complex128 {
	return element.Smooth(element.Circle(holeA), holeGrid, 16).Samples(holeGrid)
})

// holeField propagates the hole onto the line y = 0 of n samples around the axis.
func holeField(e Engine, lambda, z float64, n int, pitch float64) ([]complex128, optics.Plane, error) {
	g, u := holeGrid, hole()
	out := optics.At(optics.Grid{Nx: n, Ny: 1, Dx: pitch, Dy: pitch})
	v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: z}.FresnelChirp(out))
	return v, out, err
}

func circleOnAxis(e Engine) (float64, error) {
	const a, lambda = holeA, 532e-9
	worst := 0.0
	for _, n := range []float64{1, 1.5, 2, 3, 5, 10} {
		z := a * a / (lambda * n)
		v, _, err := holeField(e, lambda, z, 1, 1e-6)
		if err != nil {
			return 0, err
		}
		worst = math.Max(worst, math.Abs(cmplx.Abs(v[0])-cmplx.Abs(closed.CircleOnAxis(a, lambda, z)))/(n*n))
	}
	return worst, nil
}

func poisson(e Engine) (float64, error) {
	const a, lambda = holeA, 532e-9
	worst := 0.0
	for _, n := range []float64{1, 3, 10} {
		z := a * a / (lambda * n)
		v, out, err := holeField(e, lambda, z, 101, 2e-6)
		if err != nil {
			return 0, err
		}
		for i, u := range v {
			want := closed.Disc(math.Abs(out.Grid.X(i)), a, lambda, z)
			worst = math.Max(worst, math.Abs(cmplx.Abs(1-u)-cmplx.Abs(want))/(n*n))
		}
	}
	return worst, nil
}

func knifeEdge(e Engine) (float64, error) {
	const lambda, z = 633e-9, 0.05
	g := optics.Grid{Nx: 1 << 14, Ny: 1, Dx: 2e-6, Dy: 1}
	u := element.Smooth(element.KnifeEdge(), g, 2).Samples(g)
	v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: z}.FresnelTransfer(optics.Window{}))
	if err != nil {
		return 0, err
	}
	worst := 0.0
	for i := range v {
		if x := g.X(i); math.Abs(x) <= 2e-3 {
			worst = math.Max(worst, cmplx.Abs(v[i]-closed.KnifeEdge(x, lambda, z)))
		}
	}
	return worst, nil
}

func slit(e Engine) (float64, error) {
	const lambda, w = 633e-9, 0.4e-3
	worst := 0.0
	g := optics.Grid{Nx: 1 << 13, Ny: 1, Dx: 1e-6, Dy: 1}
	u := element.Smooth(element.Slit(w), g, 2).Samples(g)
	for _, z := range []float64{0.02, 0.1, 0.4} {
		out := optics.At(optics.Grid{Nx: 801, Ny: 1, Dx: 1e-6, Dy: 1})
		v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: z}.FresnelChirp(out))
		if err != nil {
			return 0, err
		}
		for i := range v {
			worst = math.Max(worst, cmplx.Abs(v[i]-closed.Slit(out.Grid.X(i), w, lambda, z)))
		}
	}
	return worst, nil
}
