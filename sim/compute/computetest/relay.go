package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testGather compares sums by a table with sums, and the turned table by the dot product.
func testGather(t *testing.T, dev compute.Device, tol Tolerance) {
	const n = 11
	b := bench{t, dev}
	table := []int32{3, kernels.None, 10, 3, 0, 7, 3, 10, kernels.None, 1, 2, 2, 5}
	wide := make([]float32, len(table))
	for i, k := range table {
		wide[i] = float32(k)
	}
	x, g := random(n, 300), random(len(table), 301)
	y := b.run(kernels.Gather(len(table), 1), sample(x), shared(wide), sample(random(len(table), 302)))[2]
	for i, k := range table {
		want := 0.0
		if k >= 0 {
			want = float64(x[k])
		}
		near(t, "gathered", float64(y[i]), want, 1, 0)
	}
	turned, terms := kernels.Turned(table, n)
	if terms != 3 {
		t.Errorf("a number goes to %d places, want 3", terms)
	}
	d := b.run(kernels.Gather(n, terms), sample(g), shared(turned), sample(random(n, 303)))[2]
	near(t, "gather's adjoint", dot(d, x), dot(g, y), norm(g)*norm(y), 4*tol.Linear)
	part := b.run(kernels.CopyPart(4, 5, 2), sample(x), sample(g))[1]
	for i, got := range part {
		want := g[i]
		if i >= 2 && i < 6 {
			want = x[i+3]
		}
		near(t, "copied part", float64(got), float64(want), 1, 0)
	}
	stack := random(3*n, 329)
	pushed := b.run(kernels.Push(n, 3), sample(x), shared(stack))[1]
	for i, got := range pushed {
		want := x[i%n]
		if i >= n {
			want = stack[i-n]
		}
		near(t, "stack", float64(got), float64(want), 1, 0)
	}
}

// testPhaseCode compares the code with exp(i phi), and the way back with difference quotients;
// then intensities likewise.
func testPhaseCode(t *testing.T, dev compute.Device, tol Tolerance) {
	const channels, places, most = 3, 5, 1.999 * math.Pi
	b := bench{t, dev}
	x, g := random(channels*places, 304), random(2*channels*places, 305)
	for i := range x {
		x[i] *= 6
	}
	code := func(x []float64) []float64 {
		y := make([]float64, 2*len(x))
		for i, v := range x {
			at := i/places*2*places + i%places
			y[at+places], y[at] = math.Sincos(most / (1 + math.Exp(-v)))
		}
		return y
	}
	y := b.run(kernels.PhaseCode(channels, places, most), sample(x), sample(random(len(g), 306)))[1]
	for i, want := range code(wide(x)) {
		near(t, "phase code", float64(y[i]), want, 1, 4*tol.Elementary)
	}
	dx := b.run(kernels.PhaseCodeAdjoint(channels, places, most), sample(x), sample(y), sample(g), sample(random(len(x), 307)))[3]
	quotient(t, "phase code's adjoint", x, dx, 20*tol.Elementary, func(x []float64) float64 { return inner(code(x), g) })

	field, w := random(2*channels*places, 308), random(channels*places, 309)
	square := func(x []float64) []float64 {
		y := make([]float64, len(x)/2)
		for i := range y {
			at := i/places*2*places + i%places
			y[i] = x[at]*x[at] + x[at+places]*x[at+places]
		}
		return y
	}
	seen := b.run(kernels.Intensity(channels, places), sample(field), sample(random(len(w), 310)))[1]
	for i, want := range square(wide(field)) {
		near(t, "intensity", float64(seen[i]), want, 1, 2*tol.Linear)
	}
	phi := b.run(kernels.SigmoidPhase(len(x), most), shared(x), shared(random(len(x), 325)))[1]
	for i, v := range x {
		near(t, "phase of a sigmoid", float64(phi[i]), most/(1+math.Exp(-float64(v))), 1, 8*tol.Elementary)
	}
	dphi := random(len(x), 326)
	dv := b.run(kernels.SigmoidPhaseAdjoint(len(x), most), shared(phi), shared(dphi), shared(random(len(x), 327)))[2]
	quotient(t, "gradient of a sigmoid", x, dv, 20*tol.Elementary, func(x []float64) float64 {
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = most / (1 + math.Exp(-v))
		}
		return inner(y, dphi)
	})
	df := b.run(kernels.IntensityAdjoint(channels, places), sample(field), sample(w), sample(random(len(field), 311)))[2]
	quotient(t, "intensity's adjoint", field, df, 8*tol.Linear, func(x []float64) float64 { return inner(square(x), w) })
}

// testComplexWeights compares real weights with the product of complex numbers, and the way
// back by the dot product.
func testComplexWeights(t *testing.T, dev compute.Device, tol Tolerance) {
	const out, in, taps = 3, 2, 4
	b := bench{t, dev}
	k, x := random(2*out*in*taps, 312), random(2*in*taps, 313) // x is [in][2][taps]
	w := b.run(kernels.ComplexWeights(out, in, taps), shared(k), shared(random(4*out*in*taps, 314)))[1]
	for o := range out {
		var want complex128
		for c := range in {
			for tap := range taps {
				want += complexAt(k, (o*in+c)*taps+tap) * complex(float64(x[2*c*taps+tap]), float64(x[(2*c+1)*taps+tap]))
			}
		}
		size := 2 * in * taps
		near(t, "real part by real weights", dot(w[2*o*size:][:size], x), real(want), 4, 4*tol.Linear)
		near(t, "imaginary part by real weights", dot(w[(2*o+1)*size:][:size], x), imag(want), 4, 4*tol.Linear)
	}
	g := random(len(w), 315)
	d := b.run(kernels.ComplexWeightsAdjoint(out, in, taps), shared(g), shared(random(len(k), 316)))[1]
	near(t, "complex weights' adjoint", dot(d, k), dot(g, w), norm(g)*norm(w), 4*tol.Linear)
}

// testMatch compares sums in parts with sums, the best factor of a field with the one that
// leaves the least error, and the error and its gradient with their equations.
func testMatch(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, parts, scale = 37, 8, 0.7
	b := bench{t, dev}
	u, v := random(2*n, 317), random(2*n, 318)
	for i := range v {
		v[i] += u[i] / 2
	}
	part := b.run(kernels.DotParts(2*n, parts), sample(u), sample(v), sample(random(parts, 319)))[2]
	total := b.run(kernels.Total(1, parts), sample(part), sample(random(1, 320)))[1]
	near(t, "dot product in parts", float64(total[0]), dot(u, v), norm(u)*norm(v), 4*tol.Linear)
	got := b.run(kernels.SumSamples(), sample(total), sum(1))[1]
	near(t, "sum of a sample", float64(got[0]), float64(total[0]), 1, 0)
	near(t, "scaled", norm(b.run(kernels.Scaled(2*n), sample(u), shared([]float32{-1.5}), sample(v))[2]), 1.5*norm(u), norm(u), 4*tol.Linear)

	pair := b.run(kernels.MatchParts(n, parts), sample(u), sample(v), sample(random(2*parts, 321)))[2]
	m := b.run(kernels.Total(2, parts), sample(pair), sample(random(2, 322)))[1]
	best := float64(m[0]) / float64(m[1])
	near(t, "best factor", best, dot(u, v)/dot(u, u), 1, 8*tol.Linear)
	for _, most := range []float64{100, 0.3} {
		w := min(best, most)
		loss := func(x []float64) (s float64) {
			for i := range x {
				d := w*x[i] - float64(v[i])
				s += scale * d * d
			}
			return s
		}
		out := b.run(kernels.MatchedError(n, scale, most), sample(u), shared(v), sample(m), sample(make([]float32, n)), sample(random(2*n, 323)))
		errors := 0.0
		for _, e := range out[3] {
			errors += float64(e)
		}
		near(t, "matched error", errors, loss(wide(u)), errors, 8*tol.Linear)
		quotient(t, "matched error's gradient", u, out[4], 16*tol.Linear, loss)
	}
}
