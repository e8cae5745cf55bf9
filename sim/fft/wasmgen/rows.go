package main

import (
	"talbot/sim/fft/gen/dft"
	"talbot/sim/fft/wasmgen/asm"
)

// The first and the last pass of a transform whose lines are rows of pairs: they
// transpose as they go, which saves a way through memory each. A vector of a row
// has two elements, so they do two butterflies at a time; of an odd number, the
// last two overlap those before. Imaginary parts are xored with flip, which is 0
// or, to conjugate, the sign bit.

// pairBytes is the size of a complex number in a row.
const pairBytes = 8

// firstPasses adds, for m >= 2 groups of one element,
//
//	first(radix, y, rows, stride, lines, tile, twiddle, m, flip)
func firstPasses(m *asm.Module, radices []int) *asm.Func {
	return byRadix(m, "first", 8, radices, func(f *asm.Func, radix int) {
		const y, first, stride, lines, tile, twiddle, groups, flip = 0, 1, 2, 3, 4, 5, 6, 7
		c := &code{f}
		mask := c.splatted(asm.I32Splat, flip)
		rows := c.pointers(first, stride, lines)
		xs := c.inTiles(radix, tile, groups)
		c.countPairs(groups, tile, rows, func(step func(l asm.Local, bytes int32)) {
			var in [2][]complexVector
			for e := range in {
				in[e] = make([]complexVector, radix)
			}
			for k := range radix {
				v := c.together(4, func() []*vector {
					all := c.transpose(func(l int) *vector {
						return c.lazy(func() {
							f.Get(rows[l])
							if k > 0 {
								f.Get(xs[k])
								f.Do(asm.I32Add)
							}
							f.Memory(asm.LoadV128, 0)
						})
					})
					all[1], all[3] = c.binary(asm.V128Xor, all[1], mask), c.binary(asm.V128Xor, all[3], mask)
					return all
				})
				in[0][k], in[1][k] = complexVector{Re: v[0], Im: v[1]}, complexVector{Re: v[2], Im: v[3]}
			}
			for e := range in {
				dft.Write(c, in[e], func(j int, v complexVector) {
					if j > 0 {
						at := 12 * (e*(radix-1) + j - 1)
						v = c.mul(v, complexVector{Re: c.splat(twiddle, at), Im: c.splat(twiddle, at+4)})
					}
					at := uint32(element * (e*radix + j))
					c.store(v.Re, y, at)
					c.store(v.Im, y, at+element/2)
				})
			}
			step(y, int32(radix*element))
			step(twiddle, int32(12*(radix-1)))
		})
	})
}

// lastPasses adds, for s >= 2 elements,
//
//	last(radix, rows, stride, lines, tile, x, s, flip)
func lastPasses(m *asm.Module, radices []int) *asm.Func {
	return byRadix(m, "last", 7, radices, func(f *asm.Func, radix int) {
		const first, stride, lines, tile, x, s, flip = 0, 1, 2, 3, 4, 5, 6
		c := &code{f}
		mask := c.splatted(asm.I32Splat, flip)
		rows := c.pointers(first, stride, lines)
		xs, ys := c.offsets(radix, element, s), c.inTiles(radix, tile, s)
		c.countPairs(s, tile, rows, func(step func(l asm.Local, bytes int32)) {
			out := make([]complexVector, radix)
			dft.Write(c, c.elements(x, xs, 0), func(j int, v complexVector) { out[j] = v })
			dft.Write(c, c.elements(x, xs, element), func(j int, v complexVector) {
				all := []*vector{out[j].Re, c.binary(asm.V128Xor, out[j].Im, mask), v.Re, c.binary(asm.V128Xor, v.Im, mask)}
				// Backwards, so that the last row's own lane comes after those beyond.
				t := c.transpose(func(i int) *vector { return all[i] })
				for l := 3; l >= 0; l-- {
					f.Get(rows[l])
					if j > 0 {
						f.Get(ys[j])
						f.Do(asm.I32Add)
					}
					c.get(t[l])
					f.Memory(asm.StoreV128, 0)
				}
			})
			step(x, element)
		})
	})
}

// inTiles are the offsets in a row of n things, count pairs apart.
func (c *code) inTiles(n int, tile, count asm.Local) []asm.Local {
	quarter := c.Local(asm.I32) // of a tile's way
	c.Get(tile)
	c.ConstI32(2)
	c.Do(asm.I32ShrU)
	c.Set(quarter)
	return c.offsets(n, 1, quarter, count)
}

// countPairs repeats body for two of n at a time and brings rows forward. Body says
// by step which other locals move how far for one; they move for two, but before the
// last of an odd n for one.
func (c *code) countPairs(n, tile asm.Local, rows []asm.Local, body func(step func(l asm.Local, bytes int32))) {
	move, advance := c.Local(asm.I32), c.advance()
	c.move(n, -2)
	c.Repeat(func() {
		// n is what is left after this pair: 0, or 1 of an odd number.
		c.ConstI32(1)
		c.ConstI32(2)
		c.Get(n)
		c.ConstI32(1)
		c.Do(asm.I32Eq, asm.Select)
		c.Set(move)
		body(func(l asm.Local, bytes int32) {
			c.Get(l)
			c.Get(move)
			c.ConstI32(bytes)
			c.Do(asm.I32Mul, asm.I32Add)
			c.Set(l)
		})
		by := c.Temporary(asm.I32)
		c.ConstI32(pairBytes)
		c.Get(advance)
		c.Get(n)
		c.ConstI32(1)
		c.Do(asm.I32Eq, asm.Select)
		c.Set(by)
		for _, r := range rows {
			c.moveBy(r, by)
		}
		c.turnAdvance(advance, tile)
		c.Get(n)
		c.Get(move)
		c.Do(asm.I32Sub)
		c.Tee(n)
		c.ConstI32(-2)
		c.Do(asm.I32Ne)
	})
}
