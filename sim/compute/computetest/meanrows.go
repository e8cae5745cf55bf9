package computetest

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testMeanRows compares means of rows, and the way back, with their equations.
func testMeanRows(t *testing.T, dev compute.Device, tol Tolerance) {
	const rows, n = 5, 7
	x, g := random(rows*n, 191), random(n, 192)
	y := bench{t, dev}.run(kernels.MeanRows(rows, n), sample(x), sample(random(n, 193)))[1]
	dx := bench{t, dev}.run(kernels.MeanRowsAdjoint(rows, n), sample(g), sample(random(rows*n, 194)))[1]
	for k := range n {
		sum := 0.0
		for r := range rows {
			sum += float64(x[r*n+k]) / rows
			near(t, "way back of a mean", float64(dx[r*n+k]), float64(g[k])/rows, 1, tol.Linear)
		}
		near(t, "mean of rows", float64(y[k]), sum, 1, tol.Linear)
	}
}
