package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// testGELU compares the activation with its equation, far from 0 too, and the way back with difference quotients.
func testGELU(t *testing.T, dev compute.Device, tol Tolerance) {
	x := append(random(37, 210), 0, -30, 30, 9.9, -9.9, 1e20, -1e20)
	for i := range x[:37] {
		x[i] *= 5
	}
	dy := random(len(x), 211)
	f := func(x float64) float64 {
		return x * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(x+0.044715*x*x*x))) / 2
	}
	b := bench{t, dev}
	y := b.run(kernels.GELU(len(x)), sample(x), sample(random(len(x), 212)))[1]
	dx := b.run(kernels.GELUAdjoint(len(x)), sample(x), sample(dy), sample(random(len(x), 213)))[2]
	for i, v := range wide(x) {
		size := max(1, math.Abs(v))
		near(t, "gelu", float64(y[i]), f(v), size, 2*tol.Elementary)
		slope := (f(v+1e-5) - f(v-1e-5)) / 2e-5
		if math.Abs(v) > 1e6 { // a line, or nothing
			slope = max(0, math.Copysign(1, v))
		}
		near(t, "gelu's slope", float64(dx[i]), float64(dy[i])*slope, 1, 4*tol.Elementary+1e-8)
	}
}

// testLayerNorm compares rows with the equation in float64, and all three gradients with its difference quotients.
func testLayerNorm(t *testing.T, dev compute.Device, tol Tolerance) {
	const rows, n, eps = 3, 9, 1e-5
	x, g, gain, shift := random(rows*n, 214), random(rows*n, 215), random(n, 216), random(n, 217)
	for i := range x { // a mean that is large beside the deviation
		x[i] += 3
	}
	norm := func(x, gain, shift []float64) []float64 {
		y := make([]float64, len(x))
		for r := range rows {
			mean, variance := 0.0, 0.0
			for _, v := range x[r*n : (r+1)*n] {
				mean += v / n
			}
			for _, v := range x[r*n : (r+1)*n] {
				variance += (v - mean) * (v - mean) / n
			}
			for c := range n {
				y[r*n+c] = gain[c]*(x[r*n+c]-mean)/math.Sqrt(variance+eps) + shift[c]
			}
		}
		return y
	}
	b := bench{t, dev}
	out := b.run(kernels.NormaliseRows(rows, n, eps), sample(x), shared(gain), shared(shift), sample(random(2*rows, 218)), sample(random(rows*n, 219)))
	s := out[3]
	for i, want := range norm(wide(x), wide(gain), wide(shift)) {
		near(t, "layer norm", float64(out[4][i]), want, 4, 4*tol.Linear)
	}
	d := b.run(kernels.NormaliseRowsGradient(rows, n), sample(x), sample(s), sample(g), sum(n), sum(n))
	dx := b.run(kernels.NormaliseRowsAdjoint(rows, n), sample(x), sample(s), shared(gain), sample(g), sample(random(rows*n, 220)))[4]
	loss := func(y []float64) float64 { return inner(y, g) }
	quotient(t, "layer norm's adjoint", x, dx, 30*tol.Linear, func(x []float64) float64 { return loss(norm(x, wide(gain), wide(shift))) })
	quotient(t, "gain's gradient", gain, d[3], 30*tol.Linear, func(v []float64) float64 { return loss(norm(wide(x), v, wide(shift))) })
	quotient(t, "shift's gradient", shift, d[4], 30*tol.Linear, func(v []float64) float64 { return loss(norm(wide(x), wide(gain), v)) })

	zeros := b.run(kernels.RowBias(rows, n), shared(gain), sample(make([]float32, rows*n)))[1]
	db := b.run(kernels.RowBiasAdjoint(rows, n), sample(g), sum(n))[1]
	near(t, "row bias' adjoint", dot(zeros, g), dot(gain, db), rows*n, tol.Linear)
	moved := b.run(kernels.RowBias(rows, n), shared(gain), sample(x))[1]
	for i, v := range moved {
		near(t, "row bias", float64(v), float64(x[i])+float64(gain[i%n]), 4, tol.Linear)
	}
}

// testAttention compares attention, causal and not, with its sums in float64, with large products too, and the way back
// with difference quotients of them.
func testAttention(t *testing.T, dev compute.Device, tol Tolerance) {
	b := bench{t, dev}
	for _, causal := range []bool{true, false} {
		for k, size := range []float32{1, 20, 2} {
			tokens, heads, width := 5, 2, 6
			if k == 2 && !causal {
				continue
			}
			if k == 2 { // more than a workgroup takes at a time
				tokens, width = 83, 74
			}
			d := width / heads
			x, g := random(tokens*3*width, 221), random(tokens*width, 222)
			for i := range x {
				x[i] *= size
			}
			attend := func(x []float64) []float64 {
				y := make([]float64, tokens*width)
				for h := range heads {
					for i := range tokens {
						seen := tokens
						if causal {
							seen = i + 1
						}
						s, top, total := make([]float64, seen), math.Inf(-1), 0.0
						for j := range seen {
							for c := range d {
								s[j] += x[3*i*width+h*d+c] * x[(3*j+1)*width+h*d+c] / math.Sqrt(float64(d))
							}
							top = max(top, s[j])
						}
						for j := range seen {
							s[j] = math.Exp(s[j] - top)
							total += s[j]
						}
						for j := range seen {
							for c := range d {
								y[i*width+h*d+c] += s[j] / total * x[(3*j+2)*width+h*d+c]
							}
						}
					}
				}
				return y
			}
			a := kernels.Attend{Tokens: tokens, Heads: heads, Width: width, Causal: causal}
			square := heads * tokens * tokens
			p := b.run(a.Weights(), sample(x), sample(random(square, 223)))[1]
			y := b.run(a.Values(), sample(p), sample(x), sample(random(tokens*width, 224)))[2]
			scale := float64(size * size * size) // of products in exponents
			for i, want := range attend(wide(x)) {
				near(t, "attention", float64(y[i]), want, scale, 2*tol.Elementary)
			}
			ds := b.run(a.WeightsAdjoint(), sample(p), sample(x), sample(g), sample(random(square, 225)))[3]
			dx := b.run(a.Adjoint(), sample(p), sample(ds), sample(x), sample(g), sample(random(len(x), 226)))[4]
			loss := func(x []float64) float64 { return inner(attend(x), g) }
			if k < 2 {
				quotient(t, "attention's adjoint", x, dx, 2*tol.Elementary*scale, loss)
				continue
			}
			const step = 1e-6 // along a direction alone
			along := random(len(x), 227)
			there, back := wide(x), wide(x)
			for i, v := range along {
				there[i] += step * float64(v)
				back[i] -= step * float64(v)
			}
			near(t, "attention's adjoint, along a direction", dot(dx, along), (loss(there)-loss(back))/(2*step), 100, tol.Elementary)
		}
	}
}

// testEmbed compares rows of a table with those that were asked for, and the way back by the dot product, for a batch,
// written and added.
func testEmbed(t *testing.T, dev compute.Device, tol Tolerance) {
	const tokens, rows, width, batch = 4, 5, 19, 3
	b := bench{t, dev}
	ids := []float32{0, 4, 4, 2, 1, 1, 0, 4, 3, 2, 0, 0}
	e, g, before := random(rows*width, 227), random(batch*tokens*width, 228), random(rows*width, 229)
	alloc := func(s compute.Scope, n int, fill []float32) compute.Buffer {
		buf, err := dev.Alloc(compute.Spec{Name: "embed", Scope: s, Len: n, Batch: batch})
		b.check(err)
		b.check(dev.Write(buf, 0, fill))
		return buf
	}
	x, table := alloc(compute.Sample, tokens, ids), alloc(compute.Shared, len(e), e)
	y, back := alloc(compute.Sample, tokens*width, make([]float32, len(g))), alloc(compute.Sample, tokens*width, g)
	written, added := alloc(compute.Shared, len(e), before), alloc(compute.Shared, len(e), before)
	var p compute.Program
	p.Add(kernels.Embed(tokens, rows, width), x, table, y)
	p.Add(kernels.EmbedAdjoint(tokens, rows, width, false), x, back, written)
	p.Add(kernels.EmbedAdjoint(tokens, rows, width, true), x, back, added)
	r, err := dev.Compile(&p)
	b.check(err)
	b.check(r.Run(batch))
	got, d, more := make([]float32, len(g)), make([]float32, len(e)), make([]float32, len(e))
	b.check(dev.Read(y, 0, got))
	b.check(dev.Read(written, 0, d))
	b.check(dev.Read(added, 0, more))
	for i, v := range got {
		near(t, "embedded", float64(v), float64(e[int(ids[i/width])*width+i%width]), 1, 0)
	}
	near(t, "embedding's adjoint", dot(got, g), dot(e, d), float64(len(g)), tol.Linear)
	for i := range d {
		near(t, "embedding's adjoint, added", float64(more[i]), float64(d[i])+float64(before[i]), 4, 4*tol.Linear)
	}
}

// testTokenLoss compares losses of tokens with their equation, and the gradient of the mean with difference quotients.
func testTokenLoss(t *testing.T, dev compute.Device, tol Tolerance) {
	const tokens, words = 4, 7
	b := bench{t, dev}
	z, x := random(tokens*words, 230), []float32{3, 6, 0, 2}
	for i := range z {
		z[i] *= 6
	}
	next := []int{6, 0, 2, 5}
	loss := func(z []float64, t int) float64 {
		all := 0.0
		for k := range words {
			all += math.Exp(z[t*words+k] - z[t*words+next[t]])
		}
		return math.Log(all)
	}
	mean := func(z []float64) (m float64) {
		for t := range tokens {
			m += loss(z, t) / tokens
		}
		return m
	}
	out := b.run(kernels.TokenCrossEntropy(tokens, words), sample(z), sample(x), sample([]float32{5}), sample(random(2*tokens, 231)), sample(random(len(z), 232)))
	right := 0.0
	for i := range tokens {
		near(t, "token's loss", float64(out[3][2*i]), loss(wide(z), i), 8, tol.Elementary)
		right = 0
		if kernels.ArgMax(z[i*words:(i+1)*words]) == next[i] {
			right = 1
		}
		near(t, "token's answer", float64(out[3][2*i+1]), right, 1, 0)
	}
	quotient(t, "token loss' gradient", z, out[4], 2*tol.Elementary, mean)
	all := b.run(kernels.TokenMeans(tokens), sample(out[3]), sample(random(2, 233)))[1]
	near(t, "mean of tokens", float64(all[0]), mean(wide(z)), 8, tol.Elementary)
	near(t, "last answer", float64(all[1]), right, 1, 0)
}
