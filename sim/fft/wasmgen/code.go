package main

import (
	"talbot/sim/fft/gen/dft"
	"talbot/sim/fft/wasmgen/asm"
)

// vector is a value of 4 lanes: a local variable, which load fills when the value is
// first used. So loads stand where they are needed, and fewer values live at once.
type vector struct {
	at   asm.Local
	load func() // nil once it is in the local; leaves the value on the stack
	make func() // nil once at is known; one of several that are made together
}

type complexVector = dft.Complex[*vector]

// code writes vector arithmetic into a function.
type code struct{ *asm.Func }

// get pushes a value.
func (c *code) get(v *vector) {
	if v.make != nil {
		v.make()
	}
	if v.load == nil {
		c.Get(v.at)
		return
	}
	v.load()
	v.load = nil
	c.Tee(v.at)
}

// lazy is a value that load pushes.
func (c *code) lazy(load func()) *vector { return &vector{at: c.Temporary(asm.V128), load: load} }

// together are n values that make makes when the first of them is used.
func (c *code) together(n int, make func() []*vector) (all []*vector) {
	for range n {
		all = append(all, &vector{make: func() {
			for i, v := range make() {
				*all[i] = *v
			}
		}})
	}
	return all
}

// top takes the value on the stack into a local.
func (c *code) top() *vector {
	v := &vector{at: c.Temporary(asm.V128)}
	c.Set(v.at)
	return v
}

func (c *code) binary(op asm.Op, a, b *vector) *vector {
	c.get(a)
	c.get(b)
	c.Do(op)
	return c.top()
}

func (c *code) unary(op asm.Op, a *vector) *vector {
	c.get(a)
	c.Do(op)
	return c.top()
}

// splatted is a parameter in every lane, for all of the function.
func (c *code) splatted(op asm.Op, param asm.Local) *vector {
	v := &vector{at: c.Local(asm.V128)}
	c.Get(param)
	c.Do(op)
	c.Set(v.at)
	return v
}

func (c *code) Add(a, b *vector) *vector { return c.binary(asm.F32Add, a, b) }
func (c *code) Sub(a, b *vector) *vector { return c.binary(asm.F32Sub, a, b) }
func (c *code) Mul(a, b *vector) *vector { return c.binary(asm.F32Mul, a, b) }

// MulAdd rounds twice: WebAssembly has no fused operation that all browsers know.
func (c *code) MulAdd(a, b, d *vector) *vector {
	c.get(a)
	c.get(b)
	c.Do(asm.F32Mul)
	c.get(d)
	c.Do(asm.F32Add)
	return c.top()
}

func (c *code) Constant(x float64) *vector {
	f := float32(x)
	return &vector{at: c.Temporary(asm.V128), load: func() { c.ConstF32x4(f) }}
}

func (c *code) Turn(a complexVector, re, im float64) complexVector {
	return c.mul(a, complexVector{Re: c.Constant(re), Im: c.Constant(im)})
}

func (c *code) mul(a, b complexVector) complexVector {
	return complexVector{Re: c.products(a.Re, b.Re, asm.F32Sub, a.Im, b.Im), Im: c.products(a.Re, b.Im, asm.F32Add, a.Im, b.Re)}
}

// products is a b + d e, or a b - d e.
func (c *code) products(a, b *vector, op asm.Op, d, e *vector) *vector {
	c.get(a)
	c.get(b)
	c.Do(asm.F32Mul)
	c.get(d)
	c.get(e)
	c.Do(asm.F32Mul, op)
	return c.top()
}

// mulConj is a conj(b).
func (c *code) mulConj(a, b complexVector) complexVector {
	return complexVector{Re: c.products(a.Re, b.Re, asm.F32Add, a.Im, b.Im), Im: c.products(a.Im, b.Re, asm.F32Sub, a.Re, b.Im)}
}

func (c *code) shuffle(a, b *vector, lanes ...byte) *vector {
	c.get(a)
	c.get(b)
	c.Shuffle([4]byte(lanes))
	return c.top()
}

// at is the vector at address p plus offset.
func (c *code) at(p asm.Local, offset uint32) *vector {
	return c.lazy(func() {
		c.Get(p)
		c.Memory(asm.LoadV128, offset)
	})
}

func (c *code) store(v *vector, p asm.Local, offset uint32) {
	c.Get(p)
	c.get(v)
	c.Memory(asm.StoreV128, offset)
}

// pairs is 4 complex numbers that lie as pairs at address p plus offset.
func (c *code) pairs(p asm.Local, offset uint32) complexVector {
	a, b := c.at(p, offset), c.at(p, offset+16)
	return complexVector{Re: c.shuffle(a, b, 0, 2, 4, 6), Im: c.shuffle(a, b, 1, 3, 5, 7)}
}

// storePairs is the opposite of pairs.
func (c *code) storePairs(v complexVector, p asm.Local, offset uint32) {
	c.store(c.shuffle(v.Re, v.Im, 0, 4, 1, 5), p, offset)
	c.store(c.shuffle(v.Re, v.Im, 2, 6, 3, 7), p, offset+16)
}

// move adds a constant to a local.
func (c *code) move(l asm.Local, by int32) {
	c.Get(l)
	c.ConstI32(by)
	c.Do(asm.I32Add)
	c.Set(l)
}

// moveBy adds a local to a local.
func (c *code) moveBy(l, by asm.Local) {
	c.Get(l)
	c.Get(by)
	c.Do(asm.I32Add)
	c.Set(l)
}

// count repeats body n times; n is used up. It must be positive.
func (c *code) count(n asm.Local, body func()) {
	c.Repeat(func() {
		body()
		c.Get(n)
		c.ConstI32(-1)
		c.Do(asm.I32Add)
		c.Tee(n)
	})
}
