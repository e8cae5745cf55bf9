//go:build goexperiment.simd

package fft

import "unsafe"

// columnEnds are the passes at the ends of transforms of columns whose rows of W pairs lie as elements of a
// block do. open is a first pass from them; middle a last one that multiplies its results by rows of pairs,
// stride bytes apart, whose imaginary parts count sign times, and exchanges real and imaginary parts; close a
// last one to rows, which exchanges them back.
type columnEnds struct {
	open   func(radix int, y, x, tw unsafe.Pointer, m, s int)
	middle func(radix int, y, x, h unsafe.Pointer, s, stride int, sign float32)
	close  func(radix int, y, x unsafe.Pointer, s int)
	// Of windows twice as long as what is in their middle, whose rows alone are in memory; for radices 4 and 8.
	openHalf  func(radix int, y, x, tw unsafe.Pointer, m, s int)
	closeHalf func(radix int, y, x unsafe.Pointer, s int)
	// pad and crop are the same for elements, swap a first pass that exchanges real and imaginary parts, as crop does.
	pad, swap func(radix int, y, x, tw unsafe.Pointer, m, s int)
	crop      func(radix int, y, x unsafe.Pointer, s int)
}

// ends are those of the plan's vector.
func (p *VectorPlan) ends() *columnEnds {
	switch p.v {
	case avx2:
		return &avx2Ends
	case avx512half:
		return &avx512halfEnds
	}
	return &avx512Ends
}

// halves tells whether the plan's first pass and the last one back can leave out what is not in the middle of a line.
func (p *VectorPlan) halves(middle int) bool { return p.back != nil && 2*middle == p.n }

// Spread transforms lines rows of src, of n pairs, that stand in the middle of rows of zeros, into rows of dst. a and b
// are blocks that it may use. It does nothing and returns false where there is no such way.
func (p *VectorPlan) Spread(dst, src Rows, lines, n int, a, b []float32) bool {
	if !p.halves(n) {
		return false
	}
	a, b = a[:p.BlockLen()], b[:p.BlockLen()]
	p.Gather(a, 0, src, lines, n)
	first := &p.passes[0]
	p.ends().pad(first.radix, unsafe.Pointer(&b[0]), unsafe.Pointer(&a[0]), unsafe.Pointer(&first.twiddle[0]), first.m, 1)
	p.Scatter(dst, lines, p.n, p.middle(1, len(p.passes), b, a, first.radix), 0, false)
	return true
}

// Cut transforms lines rows of src back, times their length, into dst's, which have the n pairs in the middle.
// Likewise.
func (p *VectorPlan) Cut(dst, src Rows, lines, n int, a, b []float32) bool {
	if !p.halves(n) {
		return false
	}
	a, b = a[:p.BlockLen()], b[:p.BlockLen()]
	p.Gather(a, 0, src, lines, p.n)
	q, end := p.back, len(p.back.passes)-1
	first, last := &q.passes[0], &q.passes[end]
	q.ends().swap(first.radix, unsafe.Pointer(&b[0]), unsafe.Pointer(&a[0]), unsafe.Pointer(&first.twiddle[0]), first.m, 1)
	f := q.middle(1, end, b, a, first.radix)
	g := other(f, a, b)
	p.ends().crop(last.radix, unsafe.Pointer(&g[0]), unsafe.Pointer(&f[0]), p.n/last.radix)
	p.Scatter(dst, lines, n, g, 0, false)
	return true
}

// Filter transforms W columns, multiplies them by rows of h, stride float32 apart, with its imaginary parts times
// sign, and transforms them back, times n. Rows of the tile are W pairs, one after another; n - 2 pad of them are
// there, the others 0 on the way in and dropped on the way out. a and b are blocks that it may use. It does nothing
// and returns false where there is no such way.
func (p *VectorPlan) Filter(tile []float32, pad int, h []float32, stride int, sign float32, a, b []float32) bool {
	end, w := len(p.passes)-1, 2*p.v.Lanes
	if p.chirp != nil || end < 1 {
		return false
	}
	e, half, q := p.ends(), p.halves(p.n-2*pad), p
	if half {
		q = p.back
	}
	a, b, tile = a[:p.BlockLen()], b[:p.BlockLen()], tile[:(p.n-2*pad)*w]
	_ = h[(p.n-1)*stride:][:w]
	x, open, shut := tile, e.open, e.close
	switch {
	case half:
		open, shut = e.openHalf, e.closeHalf
	case pad > 0:
		x = b[:p.n*w]
		clear(x[:pad*w])
		copy(x[pad*w:], tile)
		clear(x[(p.n-pad)*w:])
	}
	first, last := &p.passes[0], &p.passes[end]
	open(first.radix, unsafe.Pointer(&a[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&first.twiddle[0]), first.m, 1)
	f := p.middle(1, end, a, b, first.radix)
	g := other(f, a, b)
	e.middle(last.radix, unsafe.Pointer(&g[0]), unsafe.Pointer(&f[0]), unsafe.Pointer(&h[0]), p.n/last.radix, 4*stride, sign)
	end = len(q.passes) - 1
	f, last = q.middle(0, end, g, f, 1), &q.passes[end]
	cut := pad > 0 && !half
	if x = tile; cut {
		x = other(f, a, b)
	}
	shut(last.radix, unsafe.Pointer(&x[0]), unsafe.Pointer(&f[0]), p.n/last.radix)
	if cut {
		copy(tile, x[pad*w:])
	}
	return true
}

// other is the one of two blocks that f is not.
func other(f, a, b []float32) []float32 {
	if &f[0] == &a[0] {
		return b
	}
	return a
}

// VectorsFor are Vectors, the fastest for lines of n points first. Two blocks of
// 16 lanes do not fit the nearest cache of 32 or 48 KiB where those of 8 lanes do, or nearly: measured on a Xeon, 8 lanes
// of AVX2 take 0.78 to 0.87 of the time of 16 at 128, 200 and 256, 0.95 at 400, and 1.2 times at 512; at 64 both take the
// same there, and on an EPYC 0.83 (processor time). With the 32 registers of AVX-512, which have room for 10 points, 8 lanes take 0.74 of that at 400, 0.92 at 200.
func VectorsFor(n int) []*Vector {
	if len(vectors) == 3 && n >= 64 && n <= 448 {
		return vectors[1:]
	}
	return vectors
}
