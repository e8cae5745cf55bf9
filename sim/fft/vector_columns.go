package fft

import "unsafe"

// Fill copies n rows of lines pairs each, stride float32 apart, to the elements from
// first on: the lines are columns. Drain and Mul order the lanes as Fill does.
func (p *VectorPlan) Fill(block []float32, first int, src []float32, stride, lines, n int) {
	v, w := p.v, 2*p.v.Lanes
	dst := block[first*w : (first+n)*w]
	if lines == v.Lanes {
		_ = src[(n-1)*stride:][:w]
		v.fill(unsafe.Pointer(&dst[0]), unsafe.Pointer(&src[0]), 4*stride, n)
		return
	}
	for y := range n {
		e := dst[y*w:][:w]
		clear(e[copy(e, src[y*stride:][:2*lines]):])
		v.fill(unsafe.Pointer(&e[0]), unsafe.Pointer(&e[0]), 0, 1)
	}
}

// Drain moves elements back to n rows of lines pairs: row y is element first - y.
// What it leaves in the block is arbitrary.
func (p *VectorPlan) Drain(dst []float32, stride, lines, n int, block []float32, first int) {
	v, w := p.v, 2*p.v.Lanes
	_, _ = block[first*w:(first+1)*w], block[(first-n+1)*w:]
	if lines == v.Lanes {
		_ = dst[(n-1)*stride:][:w]
		v.drain(unsafe.Pointer(&dst[0]), 4*stride, unsafe.Pointer(&block[first*w]), n)
		return
	}
	for y := range n {
		e := block[(first-y)*w:][:w]
		v.drain(unsafe.Pointer(&e[0]), 0, unsafe.Pointer(&e[0]), 1)
		copy(dst[y*stride:][:2*lines], e)
	}
}

// Mul multiplies element k of block by row k of h, rows of lines pairs stride apart,
// with the imaginary part of h times sign.
func (p *VectorPlan) Mul(block, h []float32, stride, lines int, sign float32) {
	v, w := p.v, 2*p.v.Lanes
	block = block[:p.BlockLen()]
	if lines == v.Lanes {
		_ = h[(p.n-1)*stride:][:w]
		v.mul(unsafe.Pointer(&block[0]), unsafe.Pointer(&h[0]), 4*stride, p.n, sign)
		return
	}
	// Where there are fewer lines than lanes, the others meet the start of the next
	// row, which does no harm; the last row has no next one.
	whole := 0
	if stride+2*lines >= w {
		whole = p.n - 1
	}
	if whole > 0 {
		_ = h[(whole-1)*stride:][:w]
		v.mul(unsafe.Pointer(&block[0]), unsafe.Pointer(&h[0]), 4*stride, whole, sign)
	}
	part := block[p.n*w:] // the element that Wrap writes
	for k := whole; k < p.n; k++ {
		copy(part, h[k*stride:][:2*lines])
		v.mul(unsafe.Pointer(&block[k*w]), unsafe.Pointer(&part[0]), 0, 1, sign)
	}
}
