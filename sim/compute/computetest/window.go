package computetest

import (
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testSquaredError compares the error of each sample with its equation, the gradient
// with difference quotients of the loss, and the folded sums with sums.
func testSquaredError(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, scale = 35, 0.7
	b := bench{t, dev}
	u, v := random(2*n, 120), random(2*n, 121)
	loss := func(x []float64) float64 {
		s := 0.0
		for i := range x {
			d := x[i] - float64(v[i])
			s += scale * d * d
		}
		return s
	}
	out := b.run(kernels.SquaredError(scale), sample(u), shared(v), sample(make([]float32, n)), sample(random(2*n, 122)))
	total := 0.0
	for i, e := range out[2] {
		want := scale * cmplx.Abs(complexAt(u, i)-complexAt(v, i)) * cmplx.Abs(complexAt(u, i)-complexAt(v, i))
		near(t, "squared error", float64(e), want, 8*scale, tol.Linear)
		total += float64(e)
	}
	near(t, "squared loss", total, loss(wide(u)), total, tol.Linear)
	quotient(t, "squared error's gradient", u, out[3], 8*tol.Linear, loss)

	const parts = 8
	for i, got := range b.run(kernels.Fold(n, parts), sample(out[2]), sample(random(parts, 123)))[1] {
		want := 0.0
		for k := i; k < n; k += parts {
			want += float64(out[2][k])
		}
		near(t, "fold", float64(got), want, 8*scale, tol.Linear)
	}
}
