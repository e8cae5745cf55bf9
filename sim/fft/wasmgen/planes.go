package main

import "talbot/sim/fft/wasmgen/asm"

// planes adds loops over whole planes or lines, n times 4 pairs or numbers, of package
// kernels' mask.go and encode.go:
//
//	modulate(x, t, n)              x = t x
//	phase_adjoint(g, e, t, d, n)   d += Im(g conj e), g = g conj t
//	add_scaled(x, y, n, w)         x += w y, numbers
//	expand(line, u, e, n)          e = line u, line of numbers
func planes(m *asm.Module) []*asm.Func {
	modulate := m.Func("modulate", []asm.Type{asm.I32, asm.I32, asm.I32}, nil)
	c := &code{modulate}
	c.count(2, func() {
		c.storePairs(c.mul(c.pairs(0, 0), c.pairs(1, 0)), 0, 0)
		c.move(0, 32)
		c.move(1, 32)
	})

	adjoint := m.Func("phase_adjoint", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	c = &code{adjoint}
	const g, e, t, d, n = 0, 1, 2, 3, 4
	c.count(n, func() {
		v, behind := c.pairs(g, 0), c.pairs(e, 0)
		im := c.products(v.Im, behind.Re, asm.F32Sub, v.Re, behind.Im)
		c.store(c.Add(c.at(d, 0), im), d, 0)
		c.storePairs(c.mulConj(v, c.pairs(t, 0)), g, 0)
		for _, p := range []asm.Local{g, e, t} {
			c.move(p, 32)
		}
		c.move(d, 16)
	})

	add := m.Func("add_scaled", []asm.Type{asm.I32, asm.I32, asm.I32, asm.F32}, nil)
	c = &code{add}
	w := c.splatted(asm.F32Splat, 3)
	c.count(2, func() {
		c.store(c.Add(c.at(0, 0), c.Mul(w, c.at(1, 0))), 0, 0)
		c.move(0, 16)
		c.move(1, 16)
	})

	expand := m.Func("expand", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	c = &code{expand}
	c.count(3, func() {
		v := c.at(0, 0)
		c.store(c.Mul(c.shuffle(v, v, 0, 0, 1, 1), c.at(1, 0)), 2, 0)
		c.store(c.Mul(c.shuffle(v, v, 2, 2, 3, 3), c.at(1, 16)), 2, 16)
		c.move(0, 16)
		c.move(1, 32)
		c.move(2, 32)
	})
	return []*asm.Func{modulate, adjoint, add, expand}
}
