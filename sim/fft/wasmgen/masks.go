package main

import (
	"math"

	"talbot/sim/fft/wasmgen/asm"
)

// adam adds the loop of package kernels' Adam over 4n numbers:
//
//	adam(x, grad, m, v, n, scale, rate, i1, i2, b1, b2, c1, c2, eps)
//
// i1 and i2 are 1 over the biases, c1 and c2 are 1-b1 and 1-b2. Each operation
// rounds as the scalar one does, so that the results are the same.
func adam(mod *asm.Module) *asm.Func {
	i, f := asm.I32, asm.F32
	fn := mod.Func("adam", []asm.Type{i, i, i, i, i, f, f, f, f, f, f, f, f, f}, nil)
	const x, grad, m, v, n = 0, 1, 2, 3, 4
	c := &code{fn}
	var p []*vector
	for k := range asm.Local(9) {
		p = append(p, c.splatted(asm.F32Splat, 5+k))
	}
	scale, rate, i1, i2, b1, b2, c1, c2, eps := p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8]
	c.count(n, func() {
		g := c.Mul(c.at(grad, 0), scale)
		first := c.Add(c.Mul(c.at(m, 0), b1), c.Mul(g, c1))
		second := c.Add(c.Mul(c.at(v, 0), b2), c.Mul(c.Mul(g, g), c2))
		c.store(first, m, 0)
		c.store(second, v, 0)
		root := c.Add(c.unary(asm.F32Sqrt, c.Mul(second, i2)), eps)
		step := c.binary(asm.F32Div, c.Mul(c.Mul(first, i1), rate), root)
		c.store(c.Sub(c.at(x, 0), step), x, 0)
		for _, l := range []asm.Local{x, grad, m, v} {
			c.move(l, 16)
		}
	})
	return fn
}

// transmission adds the loop of package kernels' PhaseTransmission over 4n numbers:
//
//	transmission(phi, t, n, gain)   t = gain exp(i phi)
//
// in float64, by Taylor series on -pi to pi, which leave less than 1e-9.
func transmission(mod *asm.Module) *asm.Func {
	fn := mod.Func("transmission", []asm.Type{asm.I32, asm.I32, asm.I32, asm.F64}, nil)
	const phi, t, n = 0, 1, 2
	c := &code{fn}
	gain := c.splatted(asm.F64Splat, 3)
	number := func(x float64) *vector { return c.lazy(func() { c.ConstF64x2(x) }) }
	times := func(a, b *vector) *vector { return c.binary(asm.F64Mul, a, b) }
	// series is 1 - x^2/((k+1)(k+2)) (1 - x^2/((k+3)(k+4)) (...)): ten terms of
	// cosine for k = 0, of sine over x for k = 1.
	series := func(z *vector, k float64) *vector {
		sum := number(1)
		for j := k + 18; j >= k; j -= 2 {
			sum = c.binary(asm.F64Add, times(times(sum, z), number(-1/((j+1)*(j+2)))), number(1))
		}
		return sum
	}
	c.count(n, func() {
		all := c.at(phi, 0)
		var re, im [2]*vector
		for half := range re {
			lanes := all
			if half == 1 {
				lanes = c.shuffle(all, all, 2, 3, 2, 3)
			}
			x := c.unary(asm.Promote, lanes)
			turns := c.unary(asm.F64Round, times(x, number(1/(2*math.Pi))))
			x = c.binary(asm.F64Sub, x, times(turns, number(2*math.Pi)))
			z := times(x, x)
			re[half] = c.unary(asm.Demote, times(series(z, 0), gain))
			im[half] = c.unary(asm.Demote, times(times(series(z, 1), x), gain))
		}
		c.storePairs(complexVector{Re: c.shuffle(re[0], re[1], 0, 1, 4, 5), Im: c.shuffle(im[0], im[1], 0, 1, 4, 5)}, t, 0)
		c.move(phi, 16)
		c.move(t, 32)
	})
	return fn
}
