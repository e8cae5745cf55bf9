package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testSignals compares probes that saturate, and what two experiments show, with their
// equations in float64; and gradients too small to have a size.
func testSignals(t *testing.T, dev compute.Device, tol Tolerance) {
	const power, strength = 2.0, 0.3
	x, dy := random(150, 145), random(150, 146)
	for i := range x {
		x[i] *= 3
		dy[i] *= 1e-6
	}
	mean := dot(dy, dy) / float64(len(dy))
	b := bench{t, dev}
	for _, c := range []struct {
		what string
		s    kernels.Saturable
		law  func(light float64) float64
	}{
		{"two-level", kernels.Saturable{Depth: 10}, func(l float64) float64 { return math.Exp(-10 / (1 + l)) }},
		{"medium", kernels.Saturable{Law: kernels.Medium, Depth: 10}, func(l float64) float64 { return math.Exp(-lost(l, 10)) }},
		{"medium of intensity", kernels.Saturable{Law: kernels.Medium, Depth: 4, Intensity: true}, func(l float64) float64 { return math.Exp(-lost(l, 4)) }},
	} {
		s := c.s
		s.N = len(x)
		light := func(x float64) float64 {
			if s.Intensity {
				return max(x, 0)
			}
			return x * x
		}
		share := func(l float64) float64 {
			if s.Intensity {
				return c.law(l)
			}
			return math.Sqrt(c.law(l))
		}
		pass := func(x float64) float64 {
			if s.Intensity {
				x = max(x, 0)
			}
			return x * share(light(x))
		}
		run := func(k compute.Kernel, dy []float32) []float32 {
			return b.run(k, sample(x), sample(dy), sample(random(len(x), 147)))[2]
		}
		probe, scatter := run(s.FiniteProbe(power), dy), run(s.Scatter(strength), dy)
		e := strength / math.Sqrt(mean)
		for i, v := range wide(x) {
			d := float64(dy[i])
			near(t, c.what+", finite probe", float64(probe[i]), d*share(light(v)+power*d*d/mean), math.Abs(d), 4*tol.Elementary)
			// A difference of two numbers loses digits.
			near(t, c.what+", scatter", float64(scatter[i]), (pass(v+e*d)-pass(v-e*d))/(2*e), math.Abs(d)+4/e, 4*tol.Elementary)
		}
		for _, k := range []compute.Kernel{s.FiniteProbe(power), s.Scatter(strength)} {
			near(t, c.what+" without a gradient", norm(run(k, make([]float32, len(x)))), 0, 1, 0)
		}
	}
}
