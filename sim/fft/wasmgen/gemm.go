package main

import "talbot/sim/fft/wasmgen/asm"

// gemm adds what package gemm needs:
//
//	micro4x8(k, a, b, c, stride, add)   rows of c, stride bytes apart, are or get added
//	                                    the product of a, [k][4], and b, [k][8]
//	lines4(n, src, stride, dst, wide)   4 n numbers of 4 lines, stride bytes apart, become
//	                                    rows of 4, wide bytes apart
//
// WebAssembly has 16 registers of a vector on common processors: 8 accumulators, two
// vectors of b, one number of a in all lanes and a product.
func gemm(m *asm.Module) []*asm.Func {
	micro := m.Func("micro4x8", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	c := &code{micro}
	const k, a, b, dst, stride, add = 0, 1, 2, 3, 4, 5
	var acc [4][2]*vector
	for i := range acc {
		for j := range acc[i] {
			acc[i][j] = &vector{at: c.Local(asm.V128)}
		}
	}
	c.count(k, func() {
		b0, b1 := c.at(b, 0), c.at(b, 16)
		for i := range acc {
			x := c.lazy(func() {
				c.Get(a)
				c.Memory(asm.LoadSplat, uint32(4*i))
			})
			for j, y := range []*vector{b0, b1} {
				c.get(acc[i][j])
				c.get(x)
				c.get(y)
				c.Do(asm.F32Mul, asm.F32Add)
				c.Set(acc[i][j].at)
			}
		}
		c.move(a, 16)
		c.move(b, 32)
	})
	// Sums and what is there, if it is to be added, else the sums alone.
	for i := range acc {
		c.Get(add)
		c.If(func() {
			for j := range acc[i] {
				c.get(acc[i][j])
				c.Get(dst)
				c.Memory(asm.LoadV128, uint32(16*j))
				c.Do(asm.F32Add)
				c.Set(acc[i][j].at)
			}
		})
		for j := range acc[i] {
			c.store(acc[i][j], dst, uint32(16*j))
		}
		c.moveBy(dst, stride)
	}

	lines := m.Func("lines4", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	c = &code{lines}
	const n, src, apart, to, wide = 0, 1, 2, 3, 4
	from := c.Local(asm.I32)
	c.count(n, func() {
		var r [4]*vector
		c.Get(src)
		c.Set(from)
		for i := range r {
			r[i] = &vector{at: c.Local(asm.V128)}
			c.Get(from)
			c.Memory(asm.LoadV128, 0)
			c.Set(r[i].at)
			c.moveBy(from, apart)
		}
		low0, low1 := c.shuffle(r[0], r[1], 0, 4, 1, 5), c.shuffle(r[2], r[3], 0, 4, 1, 5)
		high0, high1 := c.shuffle(r[0], r[1], 2, 6, 3, 7), c.shuffle(r[2], r[3], 2, 6, 3, 7)
		for _, v := range []*vector{c.shuffle(low0, low1, 0, 1, 4, 5), c.shuffle(low0, low1, 2, 3, 6, 7),
			c.shuffle(high0, high1, 0, 1, 4, 5), c.shuffle(high0, high1, 2, 3, 6, 7)} {
			c.store(v, to, 0)
			c.moveBy(to, wide)
		}
		c.move(src, 16)
	})
	return []*asm.Func{micro, lines}
}
