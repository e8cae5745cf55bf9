package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testSaturable compares absorbers with their laws in float64, and the exact way back with
// difference quotients of those: in the dark, at all light that a network has, and far above.
func testSaturable(t *testing.T, dev compute.Device, tol Tolerance) {
	intensity, share := []float64{0, 0.05, 0.3, 1.07, 2.2, 6, 20}, []float64{0.1, 0.12, 0.2, 0.4, 0.41, 0.7, 0.7}
	table := kernels.NewAbsorptionTable(intensity, share)
	x := []float32{0, 1e-9, -1e-9, 3e-4, 0.5, -0.5, 1, -1, 2, 3, -5, 40, -1e4}
	for _, v := range random(24, 140) {
		x = append(x, 3*v)
	}
	dy := random(len(x), 141)
	b := bench{t, dev}
	for _, c := range []struct {
		what string
		s    kernels.Saturable
		law  func(light float64) float64
	}{
		{"two-level", kernels.Saturable{Depth: 10}, func(l float64) float64 { return math.Exp(-10 / (1 + l)) }},
		{"two-level deep", kernels.Saturable{Depth: 40}, func(l float64) float64 { return math.Exp(-40 / (1 + l)) }},
		{"clear", kernels.Saturable{}, func(float64) float64 { return 1 }},
		{"medium", kernels.Saturable{Law: kernels.Medium, Depth: 10}, func(l float64) float64 { return math.Exp(-lost(l, 10)) }},
		{"medium deep", kernels.Saturable{Law: kernels.Medium, Depth: 30}, func(l float64) float64 { return math.Exp(-lost(l, 30)) }},
		{"measured", kernels.Saturable{Law: kernels.Measured, Table: table}, func(l float64) float64 { return joined(intensity, share, l) }},
	} {
		for _, of := range []bool{false, true} {
			s, name := c.s, c.what
			if s.Intensity, s.N = of, len(x); of {
				name += " of intensity"
			}
			pass := func(x float64) float64 {
				if s.Intensity {
					return max(x, 0) * c.law(max(x, 0))
				}
				return x * math.Sqrt(c.law(x*x))
			}
			transmission := func(x float64) float64 {
				if s.Intensity {
					return c.law(max(x, 0))
				}
				return math.Sqrt(c.law(x * x))
			}
			y := b.run(s.Forward(), sample(x), sample(random(len(x), 142)))[1]
			back := func(how kernels.Backward) []float32 {
				return b.run(s.Adjoint(how, -0.25), sample(x), sample(y), sample(dy), sample(random(len(x), 143)))[3]
			}
			exact, probe, constant := back(kernels.Exact), back(kernels.Probe), back(kernels.Replacement)
			for i, v := range wide(x) {
				near(t, name, float64(y[i]), pass(v), math.Abs(pass(v)), 2*tol.Elementary)
				d := float64(dy[i])
				near(t, name+", probe", float64(probe[i]), d*transmission(v), math.Abs(d)*transmission(v), 3*tol.Elementary)
				near(t, name+", replaced", float64(constant[i]), -0.25*d, 1, tol.Linear)
				if of && v <= 0 { // a corner
					continue
				}
				step := 1e-5 * math.Max(math.Abs(v), 1e-9)
				slope := (pass(v+step) - pass(v-step)) / (2 * step)
				near(t, name+", exact", float64(exact[i]), d*slope, math.Abs(d*slope), 4*tol.Elementary+1e-8)
			}
		}
	}
}

// lost is ln(I/J) of a medium with ln J + J = ln I + I - depth, by halving.
func lost(light, depth float64) float64 {
	low, high := 0.0, depth
	for range 200 {
		u := (low + high) / 2
		if u+light*-math.Expm1(-u) < depth {
			low = u
		} else {
			high = u
		}
	}
	return low
}

// joined is a table by Hermite's cubics with harmonic means of the slopes at both sides,
// weighted by the lengths.
func joined(x, y []float64, at float64) float64 {
	n := len(x)
	if at <= x[0] {
		return y[0]
	}
	if at >= x[n-1] {
		return y[n-1]
	}
	slope := make([]float64, n)
	for i := 1; i < n-1; i++ {
		h, k := x[i]-x[i-1], x[i+1]-x[i]
		d, e := (y[i]-y[i-1])/h, (y[i+1]-y[i])/k
		if d*e > 0 {
			share := (1 + k/(h+k)) / 3 // of the reciprocal slope before
			slope[i] = 1 / (share/d + (1-share)/e)
		}
	}
	i := 0
	for at > x[i+1] {
		i++
	}
	h := x[i+1] - x[i]
	s := (at - x[i]) / h
	return (1+2*s)*(1-s)*(1-s)*y[i] + s*(1-s)*(1-s)*h*slope[i] + s*s*(3-2*s)*y[i+1] + s*s*(s-1)*h*slope[i+1]
}
