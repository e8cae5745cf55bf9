package closed

import (
	"math"
	"math/cmplx"
	"testing"
)

// simpson is the integral of f over [a, b].
func simpson(f func(float64) complex128, a, b float64, steps int) complex128 {
	h := (b - a) / float64(2*steps)
	sum := f(a) + f(b)
	for i := 1; i < 2*steps; i++ {
		sum += complex(2+2*float64(i%2), 0) * f(a+float64(i)*h)
	}
	return sum * complex(h/3, 0)
}

func TestFresnelAgainstQuadrature(t *testing.T) {
	for _, v := range []float64{0, 0.3, 1, 1.99, 2, 2.01, 3.5, 7, -2.5} {
		want := simpson(func(t float64) complex128 { return phasor(math.Pi / 2 * t * t) }, 0, v, 40000)
		if e := cmplx.Abs(Fresnel(v) - want); e > 1e-12 {
			t.Errorf("v = %g: off by %.2g", v, e)
		}
	}
	// Abramowitz and Stegun, table 7.7.
	if got := Fresnel(1); math.Abs(real(got)-0.7798934) > 5e-8 || math.Abs(imag(got)-0.4382591) > 5e-8 {
		t.Errorf("C(1) + i S(1) = %v", got)
	}
}

// The disc against the Fresnel integral of its complement, on both sides of the
// shadow's edge: U = 1 - (u/i) exp(i v^2/(2u)) int_0^1 J0(v t) exp(i u t^2/2) t dt.
func TestDiscAgainstQuadrature(t *testing.T) {
	const a, lambda = 0.5e-3, 532e-9
	for _, z := range []float64{0.02, 0.1, 0.47, 3} {
		for _, r := range []float64{0, 1e-5, 2e-4, 4.9e-4, 5e-4, 5.1e-4, 9e-4, 3e-3} {
			u, v := 2*math.Pi*a*a/(lambda*z), 2*math.Pi*a*r/(lambda*z)
			in := simpson(func(t float64) complex128 {
				return complex(math.J0(v*t)*t, 0) * phasor(u*t*t/2)
			}, 0, 1, 20000)
			want := 1 - complex(0, -u)*phasor(v*v/(2*u))*in
			if e := cmplx.Abs(Disc(r, a, lambda, z) - want); e > 1e-9 {
				t.Errorf("z = %g m, r = %g m: %v, want %v", z, r, Disc(r, a, lambda, z), want)
			}
		}
	}
}

// The intensities that were computed for peers' test cases, section by section:
// square apertures on the x axis, and round ones on the axis.
func TestKnownValues(t *testing.T) {
	for _, c := range []struct {
		w, lambda, z float64
		want         []float64 // at x = 0, w/8, w/4, ... 3w/4
	}{
		{1e-3, 800e-9, 0.05, []float64{1.019567170, 0.801583416, 0.782457511, 1.157106351, 0.276325804, 0.056930123, 0.015794502}},
		{40e-6, 0.4e-6, 100e-6, []float64{0.749292792, 0.705623287, 1.036201404, 1.220280117, 0.201488981, 0.023273072, 0.005493389}},
	} {
		for i, want := range c.want {
			got := Intensity(Rectangle(float64(i)*c.w/8, 0, c.w, c.w, c.lambda, c.z))
			if math.Abs(got-want) > 2e-9 {
				t.Errorf("w = %g m at %d w/8: %.9f, want %.9f", c.w, i, got, want)
			}
		}
	}
	const a, lambda = 0.5e-3, 532e-9
	for n, want := range map[float64]float64{1: 3.999997736, 1.5: 2.000003456, 2: 0, 3: 3.999979622, 5: 3.999943384, 10: 7.94e-7} {
		if got := Intensity(CircleOnAxis(a, lambda, a*a/(lambda*n))); math.Abs(got-want) > 2e-9 {
			t.Errorf("Fresnel number %g: %.9f, want %.9f", n, got, want)
		}
	}
	if got := TalbotDistance(200e-6, 532e-9); math.Abs(got-0.150375674) > 1e-9 {
		t.Errorf("Talbot distance %.9f m", got)
	}
}

func TestSineIntegralAgainstQuadrature(t *testing.T) {
	for _, x := range []float64{0, 0.5, 2, 3.99, 4.01, 9, 40, -3, -7} {
		want := simpson(func(t float64) complex128 {
			if t == 0 {
				return 1
			}
			return complex(math.Sin(t)/t, 0)
		}, 0, x, 40000)
		if e := math.Abs(SineIntegral(x) - real(want)); e > 1e-12 {
			t.Errorf("x = %g: off by %.2g", x, e)
		}
	}
}

// The ways to Lommel's functions against the sum by library functions, at all distances
// from the rim.
func TestLommelAgainstSum(t *testing.T) {
	for _, v := range []float64{0.3, 3, 17.2, 95, 400, 2000} {
		for _, q := range []float64{0.01, 0.3, 0.8, 0.97, 0.999, 1} {
			var want complex128
			power := complex(1, 0)
			for n := range int(v + 12*math.Cbrt(v) + 40) {
				want += power * complex(math.Jn(n, v), 0)
				power *= complex(0, -q)
			}
			if e := cmplx.Abs(lommel(q, v) - want); e > 1e-12 {
				t.Errorf("q = %g, v = %g: off by %.2g", q, v, e)
			}
		}
	}
}

// Where one way takes over from another they agree, to what the shadow of a straight
// edge leaves out.
func TestLommelWaysAgree(t *testing.T) {
	const v = 1 << 20
	all := int(v + 12*math.Cbrt(v) + 40)
	for _, miss := range []float64{0, 1e-9, 1e-7, 1e-6, 1e-5, 4e-5} {
		if e := cmplx.Abs(lommelDownward(1-miss, v, all) - lommelNearRim(1-miss, v)); e > miss/math.Sqrt(v)+1e-9 {
			t.Errorf("%g off the rim: off by %.2g", miss, e)
		}
	}
	for _, v := range []float64{500, 5000, 50000} {
		last := int(0.9 * v)
		q := math.Pow(1e-17, 1/float64(last))
		if e := cmplx.Abs(lommelUpward(q, v, last) - lommelDownward(q, v, int(v+12*math.Cbrt(v)+40))); e > 1e-12 {
			t.Errorf("v = %g: upward and downward differ by %.2g", v, e)
		}
	}
}

// A disc close to the screen, and one larger than any: ready at once, and right on the
// axis, on the rim, where half of the light is cut, and far outside. The whole curve of
// 512 points at 0.1 mm once took hours.
func TestDiscOfHugeFresnelNumber(t *testing.T) {
	for _, c := range [][3]float64{{0.3e-3, 532e-9, 1e-4}, {0.2, 1e-7, 1e-4}, {0.4, 1e-7, 1e-4}} {
		a, lambda, z := c[0], c[1], c[2]
		for i := range 513 {
			r := a * float64(i) / 256
			got := Intensity(Disc(r, a, lambda, z))
			v, q := 2*math.Pi*a*r/(lambda*z), r/a
			if i > 0 && i < 256 && v*(1-q)*(1-q) > 40 { // (J0 - i q J1)/(1 - q^2), in its large argument
				if want := 2 / (math.Pi * v) / math.Pow(1-q*q, 2); !(got < 1.1*want && got > 0.9*want*q*q) {
					t.Fatalf("in the shadow of %g m at %g m: %g, want %g to %g", a, r, got, want*q*q, want)
				}
			} else if i > 256 && !(math.Abs(got-1) < 3*math.Sqrt(2/(math.Pi*v))/(1-1/(q*q))) {
				t.Fatalf("outside of %g m at %g m: %g", a, r, got)
			}
		}
		if got := Intensity(Disc(0, a, lambda, z)); math.Abs(got-1) > 1e-12 {
			t.Errorf("%g m: Poisson's spot is %g", a, got)
		}
		if got := Intensity(Disc(a, a, lambda, z)); math.Abs(got-0.25) > math.Sqrt(lambda*z)/a {
			t.Errorf("%g m: the rim has %g", a, got)
		}
	}
}
