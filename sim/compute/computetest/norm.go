package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testNorm compares batch normalisation, forth and back in one program, with its equation
// and with difference quotients of it, in float64; the running averages with theirs; and
// what normalises by those. A second, smaller batch comes after the first.
func testNorm(t *testing.T, dev compute.Device, tol Tolerance) {
	const channels, places, most, eps, rate = 19, 6, 5, 1e-3, 0.3
	const size = channels * places
	b := bench{t, dev}
	alloc := func(s compute.Scope, n int, fill []float32) compute.Buffer {
		buf, err := dev.Alloc(compute.Spec{Name: "norm", Scope: s, Len: n, Batch: most})
		b.check(err)
		if fill != nil {
			b.check(dev.Write(buf, 0, fill))
		}
		return buf
	}
	read := func(buf compute.Buffer, n int) []float32 {
		x := make([]float32, n)
		b.check(dev.Read(buf, 0, x))
		return x
	}
	x, w := random(most*size, 170), random(most*size, 171)
	for i := range x { // a mean that is large beside the deviation
		x[i] += 3
	}
	gain, shift := random(channels, 172), random(channels, 173)
	running := make([]float32, 2*channels)
	for c := range channels {
		running[2*c], running[2*c+1] = 0.5, 1
	}
	in, g, y, d := alloc(compute.Sample, size, x), alloc(compute.Sample, size, w), alloc(compute.Sample, size, nil), alloc(compute.Sample, size, nil)
	fixed := alloc(compute.Sample, size, nil)
	moments, back := alloc(compute.Sample, 2*channels, nil), alloc(compute.Sample, 2*channels, nil)
	s, means := alloc(compute.Shared, kernels.NormNumbers*channels, nil), alloc(compute.Shared, 2*channels, nil)
	kept, given := alloc(compute.Shared, 2*channels, running), alloc(compute.Shared, kernels.NormNumbers*channels, nil)
	gains, shifts := alloc(compute.Shared, channels, gain), alloc(compute.Shared, channels, shift)
	dgain, dshift := alloc(compute.Sum, channels, nil), alloc(compute.Sum, channels, nil)
	var p compute.Program
	p.Add(kernels.FixedStatistics(channels, eps), kept, given)
	p.Add(kernels.Normalise(channels, places), in, given, gains, shifts, fixed)
	p.Add(kernels.Moments(channels, places), in, moments)
	p.Add(kernels.NormStatistics(channels, places, eps), moments, s)
	p.Add(kernels.Normalise(channels, places), in, s, gains, shifts, y)
	p.Add(kernels.NormMoments(channels, places), in, s, g, back)
	p.Add(kernels.NormGradient(channels, places), back, dgain, dshift, means)
	p.Add(kernels.NormAdjoint(channels, places), in, s, gains, means, g, d)
	p.Add(kernels.RunningStatistics(channels, rate), s, kept)
	r, err := dev.Compile(&p)
	b.check(err)
	average := wide(running)
	for _, batch := range []int{most, 2} {
		b.check(r.Run(batch))
		n := batch * size
		// norm is the whole of it in float64.
		norm := func(x, gain, shift []float64) []float64 {
			out := make([]float64, n)
			for c := range channels {
				mean, variance := channelStatistics(x[:n], c, channels, places)
				for i := range out {
					if i/places%channels == c {
						out[i] = gain[c]*(x[i]-mean)/math.Sqrt(variance+eps) + shift[c]
					}
				}
			}
			return out
		}
		want := norm(wide(x), wide(gain), wide(shift))
		for i, got := range read(y, n) {
			near(t, "normalised", float64(got), want[i], 4, 4*tol.Linear)
		}
		for i, got := range read(fixed, n) {
			c := i / places % channels
			near(t, "normalised by averages", float64(got), float64(gain[c])*(float64(x[i])-average[2*c])/math.Sqrt(average[2*c+1]+eps)+float64(shift[c]), 4, 4*tol.Elementary)
		}
		loss := func(y []float64) float64 { return inner(y, w[:n]) }
		quotient(t, "normalisation's adjoint", x[:n], read(d, n), 30*tol.Linear, func(x []float64) float64 { return loss(norm(x, wide(gain), wide(shift))) })
		quotient(t, "gain's gradient", gain, read(dgain, channels), 30*tol.Linear, func(v []float64) float64 { return loss(norm(wide(x), v, wide(shift))) })
		quotient(t, "shift's gradient", shift, read(dshift, channels), 30*tol.Linear, func(v []float64) float64 { return loss(norm(wide(x), wide(gain), v)) })
		got := read(kept, 2*channels)
		for c := range channels {
			mean, variance := channelStatistics(wide(x)[:n], c, channels, places)
			average[2*c] += rate * (mean - average[2*c])
			average[2*c+1] += rate * (variance - average[2*c+1])
			near(t, "running mean", float64(got[2*c]), average[2*c], 4, tol.Linear)
			near(t, "running variance", float64(got[2*c+1]), average[2*c+1], 1, 4*tol.Linear)
		}
	}
}

// channelStatistics are the mean and the variance of a channel over places and samples.
func channelStatistics(x []float64, c, channels, places int) (mean, variance float64) {
	n := float64(len(x) / channels)
	for i, v := range x {
		if i/places%channels == c {
			mean += v / n
		}
	}
	for i, v := range x {
		if i/places%channels == c {
			variance += (v - mean) * (v - mean) / n
		}
	}
	return mean, variance
}

// testSoftmax compares rows with the equation, large numbers too, and the way back with
// difference quotients.
func testSoftmax(t *testing.T, dev compute.Device, tol Tolerance) {
	const rows, n = 5, 7
	b := bench{t, dev}
	softmax := func(x []float64) []float64 {
		y := make([]float64, len(x))
		for r := range rows {
			total := 0.0
			for k := range n {
				y[r*n+k] = math.Exp(x[r*n+k] - x[r*n])
				total += y[r*n+k]
			}
			for k := range n {
				y[r*n+k] /= total
			}
		}
		return y
	}
	for _, size := range []float32{1, 4, 90} {
		x, w := random(rows*n, 174), random(rows*n, 175)
		for i := range x {
			x[i] *= size
		}
		y := b.run(kernels.SoftmaxRows(rows, n), sample(x), sample(random(rows*n, 176)))[1]
		for i, want := range softmax(wide(x)) {
			near(t, "softmax", float64(y[i]), want, 1, tol.Elementary)
		}
		dx := b.run(kernels.SoftmaxRowsAdjoint(rows, n), sample(y), sample(w), sample(random(rows*n, 177)))[2]
		quotient(t, "softmax's adjoint", x, dx, 2*tol.Elementary, func(x []float64) float64 { return inner(softmax(x), w) })
	}
}

// testMaxPool compares the largest of places with those found one by one, and the way
// back by the dot product: where the largest stay the same places, the map is linear. The
// first of equals is the largest.
func testMaxPool(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	for _, c := range []struct{ channels, ny, nx, side int }{{3, 6, 8, 2}, {2, 7, 5, 2}, {1, 9, 9, 3}} {
		my, mx := c.ny/c.side, c.nx/c.side
		x, dy := random(c.channels*c.ny*c.nx, 178), random(c.channels*my*mx, 179)
		y := b.run(kernels.MaxPool(c.channels, c.ny, c.nx, c.side), sample(x), sample(random(len(dy), 180)))[1]
		for k, got := range y {
			want := math.Inf(-1)
			for a := range c.side * c.side {
				row := (k/(mx*my))*c.ny + k/mx%my*c.side + a/c.side
				want = max(want, float64(x[row*c.nx+k%mx*c.side+a%c.side]))
			}
			near(t, "max pool", float64(got), want, 1, 0)
		}
		adjoint := kernels.MaxPoolAdjoint(c.channels, c.ny, c.nx, c.side)
		dx := b.run(adjoint, sample(x), sample(dy), sample(random(len(x), 181)))[2]
		near(t, "max pool's adjoint", dot(dx, x), dot(dy, y), norm(dy)*norm(y), 4*tol.Linear)
		dx = b.run(adjoint, sample(make([]float32, len(x))), sample(dy), sample(random(len(x), 182)))[2]
		for k, want := range dy {
			at := ((k/(mx*my))*c.ny+k/mx%my*c.side)*c.nx + k%mx*c.side
			near(t, "max pool of equals", float64(dx[at]), float64(want), 1, 0)
			dx[at] = 0
		}
		near(t, "max pool elsewhere", norm(dx), 0, 1, 0)
	}
}
