package computetest

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testAdd compares sums of arrays and of channels with those written out.
func testAdd(t *testing.T, dev compute.Device, tol Tolerance) {
	const channels, places = 5, 7
	const n = channels * places
	b := bench{t, dev}
	x, y, c := random(n, 90), random(n, 91), random(channels, 92)
	got := b.run(kernels.AddTo(n), sample(x), sample(y))[1]
	for i := range got {
		near(t, "add-to", float64(got[i]), float64(x[i])+float64(y[i]), 1, tol.Linear)
	}
	got = b.run(kernels.Bias(channels, places), shared(c), sample(y))[1]
	for i := range got {
		near(t, "bias", float64(got[i]), float64(y[i])+float64(c[i/places]), 1, tol.Linear)
	}
	// <bias, y> = <c, adjoint y>, as bias of zeros is linear in c.
	zeros := b.run(kernels.Bias(channels, places), shared(c), sample(make([]float32, n)))[1]
	d := b.run(kernels.BiasAdjoint(channels, places), sample(x), sum(channels))[1]
	left, right := 0.0, 0.0
	for i, v := range zeros {
		left += float64(v) * float64(x[i])
	}
	for i, v := range d {
		right += float64(v) * float64(c[i])
	}
	near(t, "bias-adjoint", left, right, n, tol.Linear)
}
