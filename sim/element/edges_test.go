package element_test

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/element"
	"talbot/sim/optics"
)

// pitches are spacings whose multiples round in all ways.
var pitches = []float64{8e-6, 3.74e-6, 1e-5, 0.1e-3, 1. / 3, 6.4e-6, 0.4e-3 / 7}

// width is the sum of e over a line along x, in samples.
func width(e optics.Profile, dx float64, n int, y float64) float64 {
	sum := 0.0
	for i := -n; i <= n; i++ {
		sum += real(e(float64(i)*dx, y))
	}
	return sum
}

// A hole of n samples' width has n samples' area, whether its edges fall on samples
// or between, and the samples on an edge are half open.
func TestEdgesOnSamples(t *testing.T) {
	for _, dx := range pitches {
		for n := 1; n <= 40; n++ {
			w := float64(n) * dx
			for what, c := range map[string]struct {
				e    optics.Profile
				want float64
			}{
				"slit":           {element.Slit(w), float64(n)},
				"rectangle":      {element.Rectangle(w, 2*dx), float64(n)},
				"rectangle, rim": {element.At(element.Rectangle(w, 2*dx), 0, dx, 0), float64(n) / 2},
				"turned":         {element.At(element.Rectangle(8*dx, w), 0, 0, math.Pi/2), float64(n)},
				"moved":          {element.At(element.Slit(w), 17*dx, 0, 0), float64(n)},
				"double slit":    {element.DoubleSlit(w, 50*dx), 2 * float64(n)},
				"touching slits": {element.DoubleSlit(w, w), 2 * float64(n)},
				"one in another": {element.DoubleSlit(w, 0), float64(n)},
				"half plane":     {element.At(element.KnifeEdge(), float64(n)*dx, 0, 0), 100 - float64(n) + 0.5},
				"no slit":        {element.Slit(0), 0},
				"open slit":      {element.Slit(math.Inf(1)), 201},
			} {
				if got := width(c.e, dx, 100, 0); got != c.want {
					t.Errorf("%s of %d samples of %g m is %g samples wide, want %g", what, n, dx, got, c.want)
				}
			}
			if got := real(element.Rectangle(w, w)(w/2, -w/2)); got != 0.25 {
				t.Errorf("the corner of a square of %g m is open by %g, want 1/4", w, got)
			}
		}
	}
}

// Gratings, over whole periods: share of the samples is open, and every edge alike.
func TestGratingEdges(t *testing.T) {
	for _, dx := range pitches {
		for _, period := range []int{2, 3, 4, 5, 8, 10, 12, 16} {
			for open := range period + 1 {
				e := element.Ronchi(float64(period)*dx, float64(open)/float64(period))
				sum := 0.0
				for i := range 12 * period {
					sum += real(e(float64(i-5*period-1)*dx, 0))
				}
				if sum != 12*float64(open) {
					t.Errorf("%d of %d samples of %g m open: %g in 12 periods, want %d", open, period, dx, sum, 12*open)
				}
			}
			// The jump of the saw-tooth belongs to the tooth that begins there.
			blazed := element.Blazed(float64(period)*dx, math.Pi)
			for i := -7; i < 200; i++ {
				want := cmplx.Rect(1, math.Pi*float64((i+7*period)%period)/float64(period))
				if cmplx.Abs(blazed(float64(i)*dx, 0)-want) > 1e-9 {
					t.Errorf("a blazed grating of %d samples of %g m is %v at sample %d, want %v", period, dx, blazed(float64(i)*dx, 0), i, want)
				}
			}
		}
	}
}

// Circle and disc make the open plane together (Babinet), and the samples on the rim, at
// (5, 0), (3, 4), ..., are half open in both. A pupil's aberration reaches its rim.
func TestRoundEdges(t *testing.T) {
	for _, dx := range pitches {
		circle, disc := element.Circle(5*dx), element.Disc(5*dx)
		pupil := element.Zernike(2, 0, 1, 5*dx)
		for j := -6; j <= 6; j++ {
			for i := -6; i <= 6; i++ {
				x, y := float64(i)*dx, float64(j)*dx
				want := 1.0
				switch r2 := i*i + j*j; {
				case r2 == 25:
					want = 0.5
					if cmplx.Abs(pupil(x, y)-cmplx.Rect(1, math.Sqrt(3))) > 1e-8 {
						t.Errorf("the pupil's rim at (%d, %d) of %g m is %v", i, j, dx, pupil(x, y))
					}
				case r2 > 25:
					want = 0
				}
				if real(circle(x, y)) != want || circle(x, y)+disc(x, y) != 1 {
					t.Errorf("(%d, %d) of %g m: circle %v, disc %v, want %g, %g", i, j, dx, circle(x, y), disc(x, y), want, 1-want)
				}
			}
		}
	}
	if element.Circle(0)(0, 0) != 0 || element.Disc(0)(0, 0) != 1 {
		t.Error("a circle of radius 0 is open")
	}
}

// The mean over a pixel whose middle lies on an edge is a half, for any number of points.
func TestSmoothEdges(t *testing.T) {
	g := optics.Grid{Nx: 64, Ny: 48, Dx: 8e-6, Dy: 6e-6}
	for n := 1; n <= 9; n++ {
		if got := element.Smooth(element.KnifeEdge(), g, n)(0, 0); got != 0.5 {
			t.Errorf("%d points: a knife edge is %v on its edge", n, got)
		}
		for k := 1; k <= 12; k++ {
			area := 0.0
			for _, v := range element.Smooth(element.Rectangle(float64(k)*g.Dx, float64(13-k)*g.Dy), g, n).Samples(g) {
				area += real(v)
			}
			if want := float64(k * (13 - k)); math.Abs(area-want) > 1e-9 {
				t.Errorf("%d points: a hole of %d x %d samples has the area of %g", n, k, 13-k, area)
			}
		}
	}
}

// What samples carry of a hole has the hole's own spectrum up to 0.4/dx, where the mean
// over pixels has lost a quarter of it, on any axis and for edges anywhere. The points find an
// edge to 1/16 of a sample.
func TestCarriedSpectrum(t *testing.T) {
	for _, g := range []optics.Grid{{Nx: 96, Ny: 1, Dx: 8e-6, Dy: 1}, {Nx: 1, Ny: 97, Dx: 1, Dy: 5e-6}, {Nx: 96, Ny: 81, Dx: 8e-6, Dy: 5e-6}} {
		for _, n := range []float64{10, 10.5, 11, 12.3} {
			wx, wy := n*g.Dx, (n+3)*g.Dy
			if g.Nx == 1 {
				wx = math.Inf(1)
			}
			if g.Ny == 1 {
				wy = math.Inf(1)
			}
			u := element.Carried(element.Rectangle(wx, wy), g, 8).Samples(g)
			line := func(w, f, d float64) float64 { // the spectrum of a hole over its samples, in samples
				if math.IsInf(w, 1) {
					return 1
				}
				if f == 0 {
					return w / d
				}
				return math.Sin(math.Pi*w*f) / (math.Pi * f * d)
			}
			for _, fx := range []float64{0, 0.05, 0.13, 0.24, 0.33, 0.4} {
				for _, fy := range []float64{0, 0.07, 0.25, 0.4} {
					if g.Nx == 1 {
						fx = 0
					}
					if g.Ny == 1 {
						fy = 0
					}
					var sum complex128
					for k, v := range u {
						sum += v * cmplx.Rect(1, -2*math.Pi*(fx*float64(k%g.Nx-g.Nx/2)+fy*float64(k/g.Nx-g.Ny/2)))
					}
					want := line(wx, fx/g.Dx, g.Dx) * line(wy, fy/g.Dy, g.Dy)
					// 60 dB of the filter, and the trapezoid rule of the points at an edge.
					allowed := (1e-3 + math.Pow(math.Pi*math.Max(fx, fy)/8, 2)/3) * (1 + math.Abs(want))
					if n == 12.3 { // between the points
						allowed += 2. / 16 * math.Max(1, float64(min(g.Nx, g.Ny, 2)-1)*2*(n+3))
					}
					if cmplx.Abs(sum-complex(want, 0)) > allowed {
						t.Errorf("%d x %d, %g samples: at (%g, %g)/dx the spectrum is %.4f, want %.4f to %.2g", g.Nx, g.Ny, n, fx, fy, sum, want, allowed)
					}
				}
			}
		}
	}
}
