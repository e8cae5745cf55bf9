package main

import (
	"talbot/sim/fft/gen/dft"
	"talbot/sim/fft/wasmgen/asm"
)

// Bytes of an element of a block: four real parts, four imaginary parts.
const element = 32

// transform adds
//
//	transform(passes, n, x, work, s)
//
// which does n Stockham passes, each from x to work and then with the two exchanged;
// see package fft's scalar.go for the equation. s is that of the first. A pass is
// radix, m and the address of its twiddles in 16 bytes; the twiddles are re, im, -im,
// float32. A block's elements are element bytes apart.
func transform(m *asm.Module, radices []int) *asm.Func {
	middle, end := byRadix(m, "", 5, radices, passTwiddled), byRadix(m, "", 3, radices, passLast)
	f := m.Func("transform", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	const passes, n, x, work, s = 0, 1, 2, 3, 4
	c := &code{f}
	field := func(offset uint32) {
		f.Get(passes)
		f.Memory(asm.LoadI32, offset)
	}
	const radix, groups, twiddle = 0, 4, 8
	c.count(n, func() {
		field(groups)
		f.ConstI32(1)
		f.Do(asm.I32Ne)
		f.If(func() {
			field(radix)
			f.Get(work)
			f.Get(x)
			field(twiddle)
			field(groups)
			f.Get(s)
			f.Call(middle)
		})
		field(groups)
		f.ConstI32(1)
		f.Do(asm.I32Eq)
		f.If(func() {
			field(radix)
			f.Get(work)
			f.Get(x)
			f.Get(s)
			f.Call(end)
		})
		f.Get(work)
		f.Get(x)
		f.Set(work)
		f.Set(x)
		field(radix)
		f.Get(s)
		f.Do(asm.I32Mul)
		f.Set(s)
		c.move(passes, 16)
	})
	return f
}

// passTwiddled is a pass of m > 1 groups.
func passTwiddled(f *asm.Func, radix int) {
	const y, x, twiddle, groups, s = 0, 1, 2, 3, 4
	c := &code{f}
	group := c.scaled(element, s)
	xs, ys := c.offsets(radix, element, s, groups), c.offsets(radix, element, s)
	end := f.Local(asm.I32)
	f.Get(x)
	f.Set(end)
	c.count(groups, func() {
		c.moveBy(end, group)
		f.Repeat(func() {
			c.butterfly(radix, x, y, xs, ys, func(j int) complexVector {
				return complexVector{Re: c.splat(twiddle, 12*(j-1)), Im: c.splat(twiddle, 12*(j-1)+4)}
			})
			c.move(x, element)
			c.move(y, element)
			f.Get(x)
			f.Get(end)
			f.Do(asm.I32Ne)
		})
		// y stands at the second of radix outputs' rows.
		f.Get(y)
		f.Get(ys[radix-1])
		f.Do(asm.I32Add)
		f.Set(y)
		c.move(twiddle, int32(12*(radix-1)))
	})
}

// passLast is a pass of one group, the last of a transform, without twiddles.
func passLast(f *asm.Func, radix int) {
	const y, x, s = 0, 1, 2
	c := &code{f}
	rows := c.offsets(radix, element, s)
	c.count(s, func() {
		c.butterfly(radix, x, y, rows, rows, nil)
		c.move(x, element)
		c.move(y, element)
	})
}

// byRadix adds a function that hands its parameters but for the first, the radix, to
// one of those that write writes.
func byRadix(m *asm.Module, name string, params int, radices []int, write func(f *asm.Func, radix int)) *asm.Func {
	types := make([]asm.Type, params+1)
	for i := range types {
		types[i] = asm.I32
	}
	choose := m.Func(name, types, nil)
	for _, r := range radices {
		f := m.Func("", types[1:], nil)
		write(f, r)
		choose.Get(0)
		choose.ConstI32(int32(r))
		choose.Do(asm.I32Eq)
		choose.If(func() {
			for p := range params {
				choose.Get(asm.Local(p + 1))
			}
			choose.Call(f)
			choose.Do(asm.Return)
		})
	}
	return choose
}

// scaled is a local with k times the product of the factors.
func (c *code) scaled(k int32, factors ...asm.Local) asm.Local {
	c.ConstI32(k)
	for _, f := range factors {
		c.Get(f)
		c.Do(asm.I32Mul)
	}
	l := c.Local(asm.I32)
	c.Set(l)
	return l
}

// offsets are those of n things, each as many bytes behind the one before as size
// times the product of the factors. The first is 0 and has no local.
func (c *code) offsets(n, size int, factors ...asm.Local) []asm.Local {
	all := make([]asm.Local, n)
	for k := 1; k < n; k++ {
		all[k] = c.scaled(int32(k*size), factors...)
	}
	return all
}

// butterfly transforms the elements at x + xs[k] into those at y + ys[j].
func (c *code) butterfly(radix int, x, y asm.Local, xs, ys []asm.Local, twiddle func(j int) complexVector) {
	dft.Write(c, c.elements(x, xs, 0), func(j int, v complexVector) {
		p := y
		if j > 0 {
			p = c.Temporary(asm.I32)
			c.Get(y)
			c.Get(ys[j])
			c.Do(asm.I32Add)
			c.Set(p)
			if twiddle != nil {
				v = c.mul(v, twiddle(j))
			}
		}
		c.store(v.Re, p, 0)
		c.store(v.Im, p, element/2)
	})
}

// elements are those at x + xs[k], plus offset.
func (c *code) elements(x asm.Local, xs []asm.Local, offset uint32) []complexVector {
	in := make([]complexVector, len(xs))
	for k := range in {
		// Both halves need the address; whichever comes first computes it.
		p := x
		known := k == 0
		if k > 0 {
			p = c.Temporary(asm.I32)
		}
		half := func(offset uint32) *vector {
			return c.lazy(func() {
				if known {
					c.Get(p)
				} else {
					c.Get(x)
					c.Get(xs[k])
					c.Do(asm.I32Add)
					c.Tee(p)
					known = true
				}
				c.Memory(asm.LoadV128, offset)
			})
		}
		in[k] = complexVector{Re: half(offset), Im: half(offset + element/2)}
	}
	return in
}

// splat is the number at address p plus offset in every lane.
func (c *code) splat(p asm.Local, offset int) *vector {
	return c.lazy(func() {
		c.Get(p)
		c.Memory(asm.LoadSplat, uint32(offset))
	})
}
