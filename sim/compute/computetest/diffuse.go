package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// testDiffuse compares noise and times with their equations, z and v with what they are made of, and the loss of what
// is left with its definition and its differences.
func testDiffuse(t *testing.T, dev compute.Device, tol Tolerance) {
	const n, seed, step, number = 10, 0x123456789abcdef0, 70003, 2
	q := kernels.Diffuse{N: n, Waves: 3, Most: 0.99, Stream: rng.Diffuse}
	x := random(n, 181)
	for i, v := range x {
		x[i] = (v + 1) / 2
	}
	blocks := (n+3)/4 + 1
	draw := rng.Stream{Seed: seed, Stream: rng.Diffuse}
	e := make([]float32, (number+1)*blocks*4)
	draw.Normal(step, e)
	time := float64(draw.Block(step, uint32(number*blocks))[0]>>8) / (1 << 24) * 0.99
	out := bench{t, dev}.run(q.Kernel(), sample(x), sample([]float32{number}), shared(controls(seed, step)), sample(make([]float32, q.Len())), sample(make([]float32, n)))
	s, a := math.Sincos(math.Pi / 2 * time)
	for i := range n {
		u, noise := 2*float64(x[i])-1, float64(e[(number*blocks+1)*4+i])
		near(t, "z", float64(out[3][i]), a*u+s*noise, 4, 4*tol.Elementary)
		near(t, "v", float64(out[4][i]), a*noise-s*u, 4, 4*tol.Elementary)
	}
	for m := range q.Waves {
		sin, cos := math.Sincos(math.Pi * float64(m+1) * time)
		near(t, "cosine of the time", float64(out[3][n+2*m]), cos, 1, 8*tol.Elementary)
		near(t, "sine of the time", float64(out[3][n+2*m+1]), sin, 1, 8*tol.Elementary)
	}
	y := random(n, 182)
	left := bench{t, dev}.run(kernels.Less(n), sample(y), sample(x), sample(make([]float32, n)))[2]
	sum := 0.0
	for i, v := range left {
		near(t, "difference", float64(v), float64(y[i])-float64(x[i]), 1, tol.Linear)
		sum += float64(v) * float64(v) / n
	}
	for _, most := range []float64{sum * 0.99, sum * 1.01} {
		got := bench{t, dev}.run(kernels.MeanSquare(n, most), sample(left), sample([]float32{0}), sample(make([]float32, 2)), sample(make([]float32, n)))
		near(t, "mean square", float64(got[2][0]), sum, 1, tol.Linear)
		if right := got[2][1] == 1; right != (most > sum) {
			t.Errorf("a mean square of %g with a bound of %g is right: %v", sum, most, right)
		}
		for i, g := range got[3] {
			const h = 1e-3
			up, down := sum, sum
			v := float64(left[i])
			up += ((v+h)*(v+h) - v*v) / n
			down += ((v-h)*(v-h) - v*v) / n
			near(t, "gradient of the mean square", float64(g), (up-down)/(2*h), 1, 4*tol.Linear)
		}
	}
}
