package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// testActivations compares activations with their equations, and the way back with
// difference quotients.
func testActivations(t *testing.T, dev compute.Device, tol Tolerance) {
	x := append(random(37, 150), 0.5, -30, 30)
	for i := range x[:37] {
		x[i] *= 4
	}
	dy := random(len(x), 151)
	b := bench{t, dev}
	for kind, f := range map[kernels.Activation]func(float64) float64{
		kernels.ReLU:    func(x float64) float64 { return max(x, 0) },
		kernels.Tanh:    math.Tanh,
		kernels.Sigmoid: func(x float64) float64 { return 1 / (1 + math.Exp(-x)) },
	} {
		y := b.run(kernels.Activate(kind, len(x)), sample(x), sample(random(len(x), 152)))[1]
		dx := b.run(kernels.ActivateAdjoint(kind, len(x)), sample(y), sample(dy), sample(random(len(x), 153)))[2]
		for i, v := range wide(x) {
			near(t, "activation", float64(y[i]), f(v), 1, tol.Elementary)
			near(t, "activation's slope", float64(dx[i]), float64(dy[i])*(f(v+1e-5)-f(v-1e-5))/2e-5, 1, 2*tol.Elementary+1e-9)
		}
	}
}

// testPool compares means of places with sums, and the way back by the dot product.
func testPool(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	for _, c := range []struct{ channels, ny, nx, side int }{{3, 6, 8, 2}, {2, 7, 5, 2}, {1, 9, 9, 3}} {
		my, mx := c.ny/c.side, c.nx/c.side
		x, dy := random(c.channels*c.ny*c.nx, 154), random(c.channels*my*mx, 155)
		y := b.run(kernels.MeanPool(c.channels, c.ny, c.nx, c.side), sample(x), sample(random(len(dy), 156)))[1]
		for k, got := range y {
			want := 0.0
			for a := range c.side * c.side {
				row := (k/(mx*my))*c.ny + k/mx%my*c.side + a/c.side
				want += float64(x[row*c.nx+k%mx*c.side+a%c.side]) / float64(c.side*c.side)
			}
			near(t, "mean pool", float64(got), want, 1, tol.Linear)
		}
		dx := b.run(kernels.MeanPoolAdjoint(c.channels, c.ny, c.nx, c.side), sample(dy), sample(random(len(x), 157)))[1]
		near(t, "mean pool's adjoint", dot(dx, x), dot(dy, y), norm(dy)*norm(y), 4*tol.Linear)
	}
}

// testMultiplier compares an optical multiplier's weights with its faults, the noise with
// rng's normal numbers, and dropout with the bits that it draws.
func testMultiplier(t *testing.T, dev compute.Device, tol Tolerance) {
	const rows, cols, n, share = 4, 7, 21, 0.3
	b := bench{t, dev}
	w, e := random(rows*cols, 158), random(rows*cols, 159)
	for _, c := range []struct {
		cross, most float64
		bits        int
	}{{0, 1, 0}, {0.03, 1, 0}, {0.02, 0.7, 4}} {
		block := func(j, i int) float64 {
			if j < 0 || j >= rows {
				return 0
			}
			v := float64(w[j*cols+i])
			if c.bits > 0 {
				top := float64(int(1)<<(c.bits-1) - 1)
				v = math.Floor(min(max(v/c.most, -1), 1)*top+0.5) / top * c.most
			}
			return v * float64(e[j*cols+i])
		}
		got := b.run(kernels.ShownWeights(rows, cols, c.cross, c.bits, c.most), shared(w), shared(e), shared(make([]float32, rows*cols)))[2]
		for k, v := range got {
			j, i := k/cols, k%cols
			near(t, "shown weight", float64(v), block(j, i)+c.cross*(block(j-1, i)+block(j+1, i)), 1, 2*tol.Linear)
		}
	}

	const seed, step, stream, number = 0x123456789abcdef0, 70001, rng.Readout, 3
	control := make([]float32, kernels.Controls)
	control[kernels.ControlStep], control[kernels.ControlStep+1] = float32(step&0xffff), float32(step>>16)
	for i := range 4 {
		control[kernels.ControlSeed+i] = float32(uint64(seed) >> (16 * i) & 0xffff)
	}
	x, draw := random(n, 160), rng.Stream{Seed: seed, Stream: stream}
	all := make([]float32, (number+1)*(n+3)/4*4) // blocks of the samples in a row
	draw.Normal(step, all)
	size := norm(x) / math.Sqrt(n)
	got := b.run(kernels.ReadoutNoise(n, share, stream), sample(x), sample([]float32{number}), shared(control))[0]
	for i, v := range got {
		near(t, "noise of the read-out", float64(v), float64(x[i])+share*size*float64(all[number*(n+3)/4*4+i]), 6*share*size, 4*tol.Elementary)
	}
	left := 0
	got = b.run(kernels.Dropout(n, share, stream), sample(x), sample(random(n, 161)), sample([]float32{number}), shared(control))[1]
	for i, v := range got {
		want := float64(x[i]) / (1 - share)
		if float64(draw.Block(step, uint32(number*((n+3)/4)+i/4))[i%4]>>8) < share*(1<<24) {
			want, left = 0, left+1
		}
		near(t, "dropout", float64(v), want, 1, 2*tol.Linear)
	}
	if left == 0 || left == n {
		t.Errorf("dropout leaves out %d of %d numbers", left, n)
	}
}

// testMeanSquares compares the loss and its gradient with their equations.
func testMeanSquares(t *testing.T, dev compute.Device, tol Tolerance) {
	const classes = 6
	for label := range classes {
		z := random(classes, 162)
		out := bench{t, dev}.run(kernels.MeanSquares(classes), sample(z), sample([]float32{float32(label)}), sample(make([]float32, 2)), sample(make([]float32, classes)))
		loss := func(z []float64) (s float64) {
			for k, v := range z {
				if k == label {
					v--
				}
				s += v * v / classes
			}
			return s
		}
		near(t, "mean of squares", float64(out[2][0]), loss(wide(z)), 1, tol.Linear)
		right := 0.0
		if kernels.ArgMax(z) == label {
			right = 1
		}
		near(t, "right answer", float64(out[2][1]), right, 1, 0)
		quotient(t, "mean of squares' gradient", z, out[3], 2*tol.Linear, loss)
	}
}
