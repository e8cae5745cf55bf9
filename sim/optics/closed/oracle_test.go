package closed

import (
	"math"
	"math/cmplx"
	"testing"
)

// waves sums exp(i pi (t-x)^2/(lambda z))/sqrt(i lambda z) over [a, b] in steps that follow
// its phase: the paraxial light of a plane wave through that part of a line.
func waves(x, a, b, lambda, z float64) complex128 {
	reach := math.Max(math.Abs(a-x), math.Abs(b-x))
	steps := 200 + int(200*reach*(b-a)/(lambda*z))
	return simpson(func(t float64) complex128 { return phasor(math.Pi * (t - x) * (t - x) / (lambda * z)) }, a, b, steps) / cmplx.Sqrt(complex(0, lambda*z))
}

// Every closed form against an integral of its own, inside, outside and on the edges.
func TestClosedFormsAgainstIntegrals(t *testing.T) {
	const lambda = 532e-9
	near := func(what string, got, want complex128, allowed float64) {
		t.Helper()
		if e := cmplx.Abs(got - want); !(e <= allowed) {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	const w, h = 0.4e-3, 0.3e-3
	for _, z := range []float64{0.01, 0.06, 0.5} {
		for _, x := range []float64{0, 1e-5, w/2 - 1e-6, w / 2, -w / 2, w/2 + 1e-6, 0.7e-3, -1.2e-3} {
			slit := waves(x, -w/2, w/2, lambda, z)
			near("slit", Slit(x, w, lambda, z), slit, 1e-8)
			for _, y := range []float64{0, h / 2, 0.4e-3} {
				near("rectangle", Rectangle(x, y, w, h, lambda, z), slit*waves(y, -h/2, h/2, lambda, z), 1e-8)
			}
			// The open half plane is a half of it, and the rest as a slit.
			half := complex(0.5, 0) + complex(math.Copysign(1, x), 0)*waves(0, 0, math.Abs(x), lambda, z)
			near("knife edge", KnifeEdge(x, lambda, z), half, 1e-8)
		}
		near("knife edge, on it", KnifeEdge(0, lambda, z), 0.5, 1e-14)
		near("no light behind the edge", KnifeEdge(-0.1, lambda, z), 0, 1e-3)

		// Round holes, ring by ring: -i k/z exp(i k r^2/(2 z)) int J0(k r s/z) exp(i k s^2/(2 z)) s ds,
		// and on the axis the Rayleigh-Sommerfeld integral, without the carrier.
		const a = 0.2e-3
		k := 2 * math.Pi / lambda
		for _, r := range []float64{0, 3e-5, a, 0.5e-3} {
			sum := simpson(func(s float64) complex128 { return complex(math.J0(k*r*s/z)*s, 0) * phasor(k*s*s/(2*z)) }, 0, a, 4000)
			near("circle", Circle(r, a, lambda, z), complex(0, -k/z)*phasor(k*r*r/(2*z))*sum, 1e-8)
			near("disc and circle", Circle(r, a, lambda, z)+Disc(r, a, lambda, z), 1, 1e-14)
		}
		axis := simpson(func(s float64) complex128 {
			r := math.Sqrt(z*z + s*s)
			return complex(z*s/(r*r), 0) * complex(1/r, -k) * phasor(k*s*s/(r+z))
		}, 0, a, 4000)
		near("circle on the axis", CircleOnAxis(a, lambda, z), axis, 1e-8)
	}

	// The focus of a round pupil and of a slit, and light through a filter.
	const d, f = 2e-3, 0.25
	for _, r := range []float64{0, 1e-9, 2e-5, AiryZero(d, lambda, f), 5e-4} {
		sum := simpson(func(s float64) complex128 { return complex(8/d/d*s*math.J0(2*math.Pi*s*r/(lambda*f)), 0) }, 0, d/2, 4000)
		near("Airy", complex(Airy(r, d, lambda, f), 0), sum, 1e-10)
	}
	near("the first dark ring", complex(Airy(AiryZero(d, lambda, f), d, lambda, f), 0), 0, 1e-14)
	for _, q := range []float64{0, 1e-9, 0.3, 1, 2.5, -0.7} {
		near("sinc", complex(Sinc(q), 0), simpson(func(s float64) complex128 { return phasor(2 * math.Pi * q * s) }, -0.5, 0.5, 2000), 1e-10)
	}
	for _, cutoff := range []float64{500, 2506, 22000} {
		for _, x := range []float64{0, 0.1e-3, 0.499e-3, 0.5e-3, -0.5e-3, 0.501e-3, 1.3e-3} {
			sum := simpson(func(u float64) complex128 { return complex(1e-3*Sinc(1e-3*u)*math.Cos(2*math.Pi*u*x), 0) }, -cutoff, cutoff, 20000)
			near("low-pass", complex(LowPass(x, 1e-3, cutoff), 0), sum, 1e-8)
		}
	}

	// A grating: three plane waves, each with its own kz, less the carrier.
	for _, period := range []float64{200e-6, 20e-6, 2e-6, 0.6e-6} {
		for _, z := range []float64{0, 1e-4, 0.0123, 0.15} {
			for _, x := range []float64{0, 0.1 * period, -0.37 * period} {
				k, q := 2*math.Pi/lambda, 2*math.Pi/period
				kz := k * math.Sqrt((1-lambda/period)*(1+lambda/period))
				behind := q * q / (k + kz) // k - kz, without cancellation
				want := 1 + 0.5*0.8*(phasor(q*x)+phasor(-q*x))*phasor(-behind*z)
				near("cosine grating", Cosine(x, period, 0.8, lambda, z), want, 1e-6)
			}
		}
		near("at the Talbot distance", Cosine(0, period, 1, lambda, TalbotDistance(period, lambda)), 2, 1e-12)
	}
}
