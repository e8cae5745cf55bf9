package main

import (
	"slices"

	"talbot/sim/fft/wasmgen/asm"
)

// square is the number of elements that one 4 x 4 transposition serves.
const square = 2

// gather adds
//
//	gather(block, rows, stride, lines, n, tile)
//
// which moves n times 4 numbers of each of the rows to the lanes of 2n neighbouring
// elements of block. Lanes from lines on repeat the row before. After 4 pairs a row
// goes on tile bytes from where those began.
func gather(m *asm.Module) *asm.Func {
	f := m.Func("gather", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	const block, first, stride, lines, n, tile = 0, 1, 2, 3, 4, 5
	c := &code{f}
	rows := c.pointers(first, stride, lines)
	advance := c.advance()
	c.count(n, func() {
		for i, v := range c.transpose(func(i int) *vector { return c.at(rows[i], 0) }) {
			c.store(v, block, uint32(16*i))
		}
		for _, r := range rows {
			c.moveBy(r, advance)
		}
		c.turnAdvance(advance, tile)
		c.move(block, square*element)
	})
	return f
}

// scatter adds
//
//	scatter(rows, stride, lines, block, step, n, tile)
//
// the opposite of gather: the elements lie step bytes apart.
func scatter(m *asm.Module) *asm.Func {
	f := m.Func("scatter", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	const first, stride, lines, block, step, n, tile = 0, 1, 2, 3, 4, 5, 6
	c := &code{f}
	rows := c.pointers(first, stride, lines)
	advance := c.advance()
	c.count(n, func() {
		second := f.Temporary(asm.I32)
		f.Get(block)
		f.Get(step)
		f.Do(asm.I32Add)
		f.Set(second)
		e := []asm.Local{block, second}
		// Backwards, so that the last row's own lane comes after those beyond.
		for i, v := range slices.Backward(c.transpose(func(i int) *vector { return c.at(e[i/2], uint32(16*(i%2))) })) {
			c.store(v, rows[i], 0)
		}
		for _, r := range rows {
			c.moveBy(r, advance)
		}
		c.turnAdvance(advance, tile)
		f.Get(second)
		f.Get(step)
		f.Do(asm.I32Add)
		f.Set(block)
	})
	return f
}

// advance is a local with how far two pairs bring a row: 16 bytes, and then, after
// turnAdvance, what is left to the next tile; and so on.
func (c *code) advance() asm.Local {
	l := c.Local(asm.I32)
	c.ConstI32(square * pairBytes)
	c.Set(l)
	return l
}

func (c *code) turnAdvance(l, tile asm.Local) {
	c.Get(tile)
	c.Get(l)
	c.Do(asm.I32Sub)
	c.Set(l)
}

// pointers are the addresses of 4 rows, stride apart from first on; those from
// lines on are the row before.
func (c *code) pointers(first, stride, lines asm.Local) []asm.Local {
	rows := []asm.Local{first}
	for i := int32(1); i < 4; i++ {
		r := c.Local(asm.I32)
		c.Get(rows[i-1])
		c.Get(stride)
		c.ConstI32(0)
		c.ConstI32(i)
		c.Get(lines)
		c.Do(asm.I32LtU, asm.Select, asm.I32Add)
		c.Set(r)
		rows = append(rows, r)
	}
	return rows
}

// transpose makes columns of rows.
func (c *code) transpose(row func(i int) *vector) []*vector {
	r := []*vector{row(0), row(1), row(2), row(3)}
	a, b := c.shuffle(r[0], r[1], 0, 4, 1, 5), c.shuffle(r[2], r[3], 0, 4, 1, 5)
	d, e := c.shuffle(r[0], r[1], 2, 6, 3, 7), c.shuffle(r[2], r[3], 2, 6, 3, 7)
	return []*vector{
		c.shuffle(a, b, 0, 1, 4, 5), c.shuffle(a, b, 2, 3, 6, 7),
		c.shuffle(d, e, 0, 1, 4, 5), c.shuffle(d, e, 2, 3, 6, 7),
	}
}

// columns adds
//
//	fill(block, row, stride, n)         element k = row k
//	drain(row, stride, block, n)        row k = element -k
//	mul(block, row, stride, n, sign)    element k *= row k, its imaginary part times sign
//
// for k = 0..n-1; row k is 4 pairs at row + k stride.
func columns(m *asm.Module) []*asm.Func {
	fill := m.Func("fill", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	c := &code{fill}
	c.count(3, func() {
		v := c.pairs(1, 0)
		c.store(v.Re, 0, 0)
		c.store(v.Im, 0, element/2)
		c.move(0, element)
		c.moveBy(1, 2)
	})

	drain := m.Func("drain", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	c = &code{drain}
	c.count(3, func() {
		c.storePairs(complexVector{Re: c.at(2, 0), Im: c.at(2, element/2)}, 0, 0)
		c.moveBy(0, 1)
		c.move(2, -element)
	})

	mul := m.Func("mul", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32, asm.F32}, nil)
	c = &code{mul}
	sign := c.splatted(asm.F32Splat, 4)
	c.count(3, func() {
		h := c.pairs(1, 0)
		h.Im = c.Mul(h.Im, sign)
		v := c.mul(complexVector{Re: c.at(0, 0), Im: c.at(0, element/2)}, h)
		c.store(v.Re, 0, 0)
		c.store(v.Im, 0, element/2)
		c.move(0, element)
		c.moveBy(1, 2)
	})
	return []*asm.Func{fill, drain, mul}
}

// turn adds
//
//	turn(dst, src, step, factor, n)
//
// which multiplies n elements, step bytes apart, by factors re, im, -im, into
// neighbouring elements of dst.
func turn(m *asm.Module) *asm.Func {
	f := m.Func("turn", []asm.Type{asm.I32, asm.I32, asm.I32, asm.I32, asm.I32}, nil)
	const dst, src, step, factor, n = 0, 1, 2, 3, 4
	c := &code{f}
	c.count(n, func() {
		v := c.mul(complexVector{Re: c.at(src, 0), Im: c.at(src, element/2)}, complexVector{Re: c.splat(factor, 0), Im: c.splat(factor, 4)})
		c.store(v.Re, dst, 0)
		c.store(v.Im, dst, element/2)
		c.move(dst, element)
		c.moveBy(src, step)
		c.move(factor, 12)
	})
	return f
}
