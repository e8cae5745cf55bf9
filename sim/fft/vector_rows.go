package fft

import (
	"slices"
	"unsafe"
)

// Rows are rows of pairs, Stride float32 apart. With Tile, each is in pieces of W
// pairs, the vector's lanes, that lie Tile float32 apart.
type Rows struct {
	Data         []float32
	Stride, Tile int
}

// tile is the distance of pieces.
func (v *Vector) tile(r Rows) int {
	if r.Tile == 0 {
		return 2 * v.Lanes
	}
	return r.Tile
}

// at is where pair x of the first row lies.
func (v *Vector) at(r Rows, x int) int { return x/v.Lanes*v.tile(r) + 2*(x%v.Lanes) }

// check panics unless lines rows of n pairs are inside the data.
func (v *Vector) check(r Rows, lines, n int) {
	_ = r.Data[(lines-1)*r.Stride:][:v.at(r, n-1)+2]
}

// run is how many pairs the vector can move at a time.
func (v *Vector) run(r Rows, n int) int {
	if r.Tile == 0 || v.tiled {
		return n
	}
	return v.Lanes
}

// Gather copies n pairs of lines rows of src to lanes 0.. of the elements from first
// on. Other lanes are left with arbitrary numbers.
func (p *VectorPlan) Gather(block []float32, first int, src Rows, lines, n int) {
	v, w := p.v, 2*p.v.Lanes
	dst := block[first*w : (first+n)*w]
	v.check(src, lines, n)
	square := v.Lanes / 2                          // elements that one move serves
	run, at, tile := v.run(src, n), 0, v.tile(src) // at is v.at(src, x), without its divisions
	for x := 0; x+square <= n; x, at = x+run, at+tile {
		v.gather(unsafe.Pointer(&dst[x*w]), unsafe.Pointer(&src.Data[at]), 4*src.Stride, lines, min(run, n-x)/square, 4*tile)
	}
	for x := n - n%square; x < n; x++ {
		for l := range lines {
			pair := src.Data[l*src.Stride+v.at(src, x):][:2]
			dst[x*w+l], dst[x*w+w/2+l] = pair[0], pair[1]
		}
	}
}

// Scatter copies lanes 0.. of block to n pairs of lines rows of dst: pair x is
// element first + x, or first - x when back is set. It zeroes the rest of the last
// tile.
func (p *VectorPlan) Scatter(dst Rows, lines, n int, block []float32, first int, back bool) {
	v, w := p.v, 2*p.v.Lanes
	step := 1
	if back {
		step = -1
	}
	_, _ = block[first*w:(first+1)*w], block[(first+step*(n-1))*w:(first+step*(n-1)+1)*w]
	v.check(dst, lines, n)
	square := v.Lanes / 2
	run, at, tile := v.run(dst, n), 0, v.tile(dst)
	for x := 0; x+square <= n; x, at = x+run, at+tile {
		v.scatter(unsafe.Pointer(&dst.Data[at]), 4*dst.Stride, lines,
			unsafe.Pointer(&block[(first+step*x)*w]), 4*step*w, min(run, n-x)/square, 4*tile)
	}
	for x := n - n%square; x < n; x++ {
		e := block[(first+step*x)*w:][:w]
		for l := range lines {
			pair := dst.Data[l*dst.Stride+v.at(dst, x):][:2]
			pair[0], pair[1] = e[l], e[w/2+l]
		}
	}
	if rest := n % v.Lanes; dst.Tile != 0 && rest > 0 {
		for l := range lines {
			clear(dst.Data[l*dst.Stride+v.at(dst, n):][:2*(v.Lanes-rest)])
		}
	}
}

// Transform transforms lines rows of src into rows of dst; with back it reads the
// results backwards, which makes it the inverse times n. dst may be src. a and b are
// blocks that it may use.
func (p *VectorPlan) Transform(dst, src Rows, lines int, back bool, a, b []float32) {
	v, n, end := p.v, p.n, len(p.passes)-1
	if !p.whole(dst, src) {
		p.Gather(a, 0, src, lines, n)
		f := p.Forward(a, b)
		first := 0
		if back {
			p.Wrap(f)
			first = n
		}
		p.Scatter(dst, lines, n, f, first, back)
		return
	}
	v.check(src, lines, n)
	v.check(dst, lines, n)
	a, b = a[:p.BlockLen()], b[:p.BlockLen()]
	// The inverse is the conjugate of the transform of the conjugate.
	first, last := &p.passes[0], &p.passes[end]
	v.first(first, unsafe.Pointer(&a[0]), unsafe.Pointer(&src.Data[0]), 4*src.Stride, lines, 4*v.tile(src), back)
	f := p.middle(1, end, a, b, first.radix)
	v.last(last, unsafe.Pointer(&dst.Data[0]), 4*dst.Stride, lines, 4*v.tile(dst), unsafe.Pointer(&f[0]), n/last.radix, back)
}

// whole tells whether the first and the last pass can go from row to row. In tiles,
// each of their butterflies' points must begin one.
func (p *VectorPlan) whole(dst, src Rows) bool {
	v, end := p.v, len(p.passes)-1
	if v.first == nil || p.chirp != nil || end < 1 || !slices.Contains(v.starts, p.passes[0].radix) || !slices.Contains(v.ends, p.passes[end].radix) {
		return false
	}
	return (src.Tile == 0 || p.passes[0].m%v.Lanes == 0) && (dst.Tile == 0 || p.n/p.passes[end].radix%v.Lanes == 0)
}

// arrange brings two radices to the ends of the list with which the first and the
// last pass can go from row to row, in tiles too, if there are such.
func (v *Vector) arrange(n int, radices []int) []int {
	for i, first := range radices {
		if !slices.Contains(v.starts, first) || n/first%v.Lanes != 0 {
			continue
		}
		rest := slices.Delete(slices.Clone(radices), i, i+1)
		for j, last := range slices.Backward(rest) {
			if slices.Contains(v.ends, last) && n/last%v.Lanes == 0 {
				return slices.Concat([]int{first}, slices.Delete(rest, j, j+1), []int{last})
			}
		}
	}
	return radices
}
