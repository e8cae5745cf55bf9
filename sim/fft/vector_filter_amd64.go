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
	e := &avx512Ends
	if p.v == avx2 {
		e = &avx2Ends
	}
	a, b, tile = a[:p.BlockLen()], b[:p.BlockLen()], tile[:(p.n-2*pad)*w]
	_ = h[(p.n-1)*stride:][:w]
	x := tile
	if pad > 0 {
		x = b[:p.n*w]
		clear(x[:pad*w])
		copy(x[pad*w:], tile)
		clear(x[(p.n-pad)*w:])
	}
	first, last := &p.passes[0], &p.passes[end]
	e.open(first.radix, unsafe.Pointer(&a[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&first.twiddle[0]), first.m, 1)
	f := p.middle(1, end, a, b, first.radix)
	g := other(f, a, b)
	e.middle(last.radix, unsafe.Pointer(&g[0]), unsafe.Pointer(&f[0]), unsafe.Pointer(&h[0]), p.n/last.radix, 4*stride, sign)
	f = p.middle(0, end, g, f, 1)
	if x = tile; pad > 0 {
		x = other(f, a, b)
	}
	e.close(last.radix, unsafe.Pointer(&x[0]), unsafe.Pointer(&f[0]), p.n/last.radix)
	if pad > 0 {
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
// take 0.78 to 0.87 of the time of 16 at 128, 200 and 256, 0.95 at 400, and 1.2 times at 512; at 64 both take the same.
func VectorsFor(n int) []*Vector {
	if len(vectors) == 2 && n >= 100 && n <= 448 {
		return vectors[1:]
	}
	return vectors
}
