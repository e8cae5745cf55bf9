package fft

import (
	"unsafe"
)

//go:generate go run ./gen

// Vector transforms W lines at once in the lanes of SIMD vectors. Its lines lie in
// a block: element j is W real parts and then W imaginary parts, so that no
// arithmetic needs a shuffle. Planes of interleaved pairs are moved into blocks and
// back by Gather and Scatter (lines are rows) or Fill and Drain (columns).
type Vector struct {
	Name  string // instruction set
	Lanes int

	radices []int

	// What the instruction set does, n times over. Strides and steps are in bytes;
	// n is at least 1.

	// pass is a Stockham pass of m groups and s elements each, from x to y.
	pass func(radix int, y, x, tw unsafe.Pointer, m, s int)
	// transform, where it is not nil, does n passes in one call, the first with s.
	transform func(passes *passHead, n int, x, work unsafe.Pointer, s int)
	// first and last, where they are not nil, do the first pass of a transform from
	// rows of pairs and the last one to rows, conjugating them if asked, for radices
	// in starts and ends.
	first        func(ps *pass, y, rows unsafe.Pointer, stride, lines, tile int, conj bool)
	last         func(ps *pass, rows unsafe.Pointer, stride, lines, tile int, x unsafe.Pointer, s int, conj bool)
	starts, ends []int
	// gather moves W numbers of each row, rows stride apart, to the lanes of W/2
	// elements. The last of lines rows serves the lanes beyond as well. Where tiled is
	// set, W pairs of a row lie tile after the W before, else next to them.
	gather func(block, rows unsafe.Pointer, stride, lines, n, tile int)
	// scatter is the opposite, for elements step apart; lanes beyond are dropped.
	scatter func(rows unsafe.Pointer, stride, lines int, block unsafe.Pointer, step, n, tile int)
	tiled   bool
	// fill moves rows of W pairs, stride apart, to elements, of which one may lie
	// where its row does.
	fill func(block, row unsafe.Pointer, stride, n int)
	// drain moves elements, the last first, to rows of W pairs; likewise.
	drain func(row unsafe.Pointer, stride int, block unsafe.Pointer, n int)
	// mul multiplies elements by rows of W pairs, whose imaginary parts count sign
	// times.
	mul func(block, row unsafe.Pointer, stride, n int, sign float32)
	// turn multiplies elements of src, step apart, by factors re, im, -im, into dst.
	turn func(dst, src unsafe.Pointer, step int, factor unsafe.Pointer, n int)
}

// vectors are the instruction sets that this machine can use, best first; package
// files for a processor add theirs.
var vectors []*Vector

// Vectors lists the instruction sets that this machine and build can use, the
// fastest first; none where there is no SIMD.
func Vectors() []*Vector { return vectors }

// VectorPlan is a Plan for blocks of a Vector. It is read-only once made.
type VectorPlan struct {
	v             *Vector
	n, m          int        // as in Plan
	passes        []pass     // twiddle: [m][radix-1] of re, im, -im
	heads         []passHead // the same
	chirp, filter []float32  // of re, im, -im; nil where there is no convolution
	// back is for transforms back, of a plan made by NewWindow, else nil: its last pass can leave out what is
	// not in the middle, as the plan's first one can.
	back *VectorPlan
}

// passHead is a pass as SIMD code that is not Go reads it.
type passHead struct {
	radix, m int32
	twiddle  *float32
}

// NewPlan makes a plan for length n >= 1.
func (v *Vector) NewPlan(n int) *VectorPlan { return v.NewWindow(n, 0) }

// NewWindow is NewPlan for Filter with so many elements of padding at each end, if it can be.
func (v *Vector) NewWindow(n, pad int) *VectorPlan {
	if n < 1 {
		panic("fft: length must be at least 1")
	}
	passes := func(n int) ([]int, bool) { return cheapest(n, v.radices, &vectorCost) }
	if radices, ok := passes(n); ok {
		if first, ok := quarter(radices, false); ok && v.first == nil && 4*pad == n && len(radices) > 1 {
			p := v.planOf(n, first)
			last, _ := quarter(radices, true)
			p.back = v.planOf(n, last)
			return p
		}
		return v.planOf(n, v.arrange(n, radices))
	}
	m, radices := window(n, passes, &vectorCost)
	p := v.planOf(m, radices)
	p.n = n
	p.chirp, p.filter = convolution(n, m, true)
	return p
}

// planOf makes a plan of the given passes, whose radices multiply to n.
func (v *Vector) planOf(n int, radices []int) *VectorPlan {
	p := &VectorPlan{v: v, n: n, m: n}
	rest := n
	for _, radix := range radices {
		m := rest / radix
		ps := pass{radix: radix, m: m, twiddle: make([]float32, 3*m*(radix-1))}
		for k := range m {
			for j := 1; j < radix; j++ {
				re, im := root(k*j, rest)
				copy(ps.twiddle[3*(k*(radix-1)+j-1):], []float32{re, im, -im})
			}
		}
		p.passes = append(p.passes, ps)
		p.heads = append(p.heads, passHead{int32(radix), int32(m), &ps.twiddle[0]})
		rest = m
	}
	return p
}

// Len is the length of a line.
func (p *VectorPlan) Len() int { return p.n }

// BlockLen is the number of float32 of a block of this plan. It has room for at least
// one element more than the line, so that element n can stand for element 0.
func (p *VectorPlan) BlockLen() int { return 2 * p.v.Lanes * (p.m + 1) }

// Forward does what Plan.Forward does for the lines of a block: x and work are
// overwritten, and the one that holds the result is returned.
func (p *VectorPlan) Forward(x, work []float32) []float32 {
	x, work = x[:p.BlockLen()], work[:p.BlockLen()]
	if p.chirp != nil {
		return p.convolve(x, work)
	}
	return p.middle(0, len(p.passes), x, work, 1)
}

// middle does the passes from <= i < to, from x on, whose first has s elements a
// group; it returns the one of x and work that has the result.
func (p *VectorPlan) middle(from, to int, x, work []float32, s int) []float32 {
	if p.v.transform != nil && from < to {
		p.v.transform(&p.heads[from], to-from, unsafe.Pointer(&x[0]), unsafe.Pointer(&work[0]), s)
		if (to-from)%2 == 1 {
			return work
		}
		return x
	}
	for i := from; i < to; i++ {
		ps := &p.passes[i]
		p.v.pass(ps.radix, unsafe.Pointer(&work[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&ps.twiddle[0]), ps.m, s)
		x, work = work, x
		s *= ps.radix
	}
	return x
}

// Wrap copies element 0 to element n, so that Scatter may read a line backwards
// across its start.
func (p *VectorPlan) Wrap(block []float32) {
	w := 2 * p.v.Lanes
	copy(block[p.n*w:(p.n+1)*w], block[:w])
}

// Clear zeroes the elements from <= j < to.
func (p *VectorPlan) Clear(block []float32, from, to int) {
	w := 2 * p.v.Lanes
	clear(block[from*w : to*w])
}
