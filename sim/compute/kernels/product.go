package kernels

import (
	"talbot/sim/compute"
	"talbot/sim/compute/gemm"
)

// Product is a product of matrices, C = A B or C += A B, once for the whole batch:
//
//	C_mn = sum over k of A_mk B_kn
//
// Dense layers, convolutions, their adjoints, and discrete Fourier transforms of a part of a plane
// are all this, by the way their arguments are read: see Matrix.
//
//	a  left factor
//	b  right factor
//	c  written; with Add, added to
//
// Of complex matrices A is read as it lies or conjugated, and so is B; C is pairs.
type Product struct {
	Name    string
	A, B, C Matrix
	Left    Pairs // how A is read; Plain with a complex Right is not allowed
	Right   Pairs // how B is read; both are Plain or neither is
	Add     bool  // C += A B: must be set where the scope of c is Sum
}

// Blocks of a product: of its rows, columns and depth. A packed block of A stays in the
// second cache, a panel of B in the first.
const (
	blockRowsMost = 288
	blockColsMost = 512
	blockDepth    = 256
)

// Kernel makes the kernel. Its Batch form takes blocks of C.
func (p Product) Kernel() compute.Kernel {
	if (p.Left == Plain) != (p.Right == Plain) {
		panic("kernels: product " + p.Name + " of a real and a complex matrix")
	}
	if p.C.Random != nil {
		panic("kernels: product " + p.Name + " would write to a matrix that is drawn")
	}
	k := compute.Kernel{Name: p.Name, Grain: 1, GPU: p.gpu(), Common: p.common, Finish: p.finish, Finishing: p.finishing}
	k.Batch, k.Elements, k.Work = p.form(gemm.Scalar)
	for _, m := range gemm.Vectors() {
		// The blocks are the same for all forms.
		k.VectorBatch, _, k.VectorWork = p.form(m)
		break
	}
	return k
}

// size is the product's as one of real matrices: pairs count twice.
func (p *Product) size(batch int) (m, n, k int) {
	m, k = p.A.Size(batch)
	_, n = p.B.Size(batch)
	if p.Left != Plain {
		n, k = 2*n, 2*k
	}
	return m, n, k
}

// form is the kernel by a micro-kernel.
func (p *Product) form(g *gemm.Micro) (batch func(args [][]float32, work []float32, batch, from, to int), elements func(int) int, work int) {
	up := func(n, to int) int { return (n + to - 1) / to * to }
	roomA := up(blockRowsMost, g.Rows) * blockDepth
	roomB := up(blockColsMost, g.Columns) * blockDepth
	elements = func(batch int) int {
		return p.cut(batch).calls()
	}
	batch = func(args [][]float32, work []float32, batch, from, to int) {
		c := p.cut(batch)
		a, b, tile := work[:roomA], work[roomA:][:roomB], work[roomA+roomB:]
		for i := from; i < to; {
			part, r := c.next(i, to)
			i += r.calls
			q, whole := *p, [3][]float32{args[0], args[1], args[2]}
			if c.parts > 1 {
				q.C, q.Add = c.partial(part, p.Left != Plain), false
				whole[2] = args[3]
			}
			k0 := part * c.deep
			q.blocks(g, whole[:], a, b, tile, r, k0, min(k0+c.deep, c.k))
		}
	}
	return batch, elements, roomA + roomB + g.Rows*g.Columns
}

// blocks computes a rectangle of C, of the depths from to to-1: a panel of B is packed once for
// all its rows, a block of A once for blockColsMost columns. The sums have the same order whatever
// the rectangle.
func (p *Product) blocks(g *gemm.Micro, args [][]float32, a, b, tile []float32, r rectangle, from, to int) {
	for c0 := r.col; c0 < r.colEnd; c0 += blockColsMost {
		c1 := min(c0+blockColsMost, r.colEnd)
		for k0 := from; k0 < to || k0 == from; k0 += blockDepth {
			k1 := min(k0+blockDepth, to)
			switch {
			case p.B.Random != nil:
				p.B.packRandom(b, true, p.Right, c0, c1, k0, k1, g.Columns)
			case p.Right == Plain:
				p.B.pack(g, b, args[1], true, c0, c1, k0, k1, g.Columns)
			default:
				p.B.packPairs(b, args[1], imaginary(p.Right), c0, c1, k0, k1, g.Columns)
			}
			for r0 := r.row; r0 < r.rowEnd; r0 += blockRowsMost {
				r1 := min(r0+blockRowsMost, r.rowEnd)
				switch {
				case p.A.Random != nil:
					p.A.packRandom(a, false, p.Left, r0, r1, k0, k1, g.Rows)
				case p.Left == Plain:
					p.A.pack(g, a, args[0], false, r0, r1, k0, k1, g.Rows)
				default:
					p.packLeft(a, args[0], r0, r1, k0, k1, g.Rows)
				}
				p.block(g, args[2], a, b, tile, r0, r1, c0, c1, k1-k0, p.Add || k0 > from)
			}
		}
	}
}

// block computes rows r0 to r1-1 and columns c0 to c1-1 of C from packed a and b.
func (p *Product) block(g *gemm.Micro, dst, a, b, tile []float32, r0, r1, c0, c1, deep int, add bool) {
	at, stride, plain := p.rowsOf(r0, r1, c0, c1)
	for c := c0; c < c1; c += g.Columns {
		for r := r0; r < r1; r += g.Rows {
			switch {
			case deep == 0:
				clear(tile)
			case plain && r+g.Rows <= r1 && c+g.Columns <= c1:
				g.Run(deep, a[(r-r0)*deep:], b[(c-c0)*deep:], dst[at+(r-r0)*stride+c-c0:], stride, add)
				continue
			default:
				g.Run(deep, a[(r-r0)*deep:], b[(c-c0)*deep:], tile, g.Columns, false)
			}
			p.store(dst, tile, g.Columns, r, min(r+g.Rows, r1), c, min(c+g.Columns, c1), add)
		}
	}
}

// rowsOf is where a block of C lies if its columns lie next to each other and its rows
// stride apart.
func (p *Product) rowsOf(r0, r1, c0, c1 int) (at, stride int, plain bool) {
	row, col := p.C.row(r0, r1), p.C.colOf(c0, c1, p.Left != Plain)
	return p.C.At + row.at + col.at, row.stride, row.n == r1-r0 && col.n == c1-c0 && col.stride == 1 && row.stride > 0
}

// imaginary is the sign of imaginary parts.
func imaginary(p Pairs) float32 {
	if p == Conjugate {
		return -1
	}
	return 1
}

// packLeft is pack for the left factor of complex matrices: a column of pairs is two
// columns.
func (p *Product) packLeft(dst, src []float32, i0, i1, k0, k1, width int) {
	sign := imaginary(p.Left)
	for q := i0; q < i1; q += width {
		panel := dst[:(k1-k0)*width]
		dst = dst[len(panel):]
		end := min(q+width, i1)
		if end-q < width {
			clear(panel)
		}
		for i := q; i < end; i++ {
			l := p.A.row(i, i+1)
			for k := k0 / 2; k < k1/2; {
				d := p.A.col(k, k1/2)
				for j := range d.n {
					at := p.A.At + l.at + d.at + j*d.stride
					out := panel[2*(k+j-k0/2)*width+i-q:]
					out[0], out[width] = src[at], sign*src[at+1]
				}
				k += d.n
			}
		}
	}
}

// store writes a tile, of rows of width numbers, to C, or adds it.
func (p *Product) store(dst, tile []float32, width, r0, r1, c0, c1 int, add bool) {
	pairs := p.Left != Plain
	for r := r0; r < r1; r++ {
		l := p.C.row(r, r+1)
		row := tile[(r-r0)*width:][:c1-c0]
		for c := c0; c < c1; {
			d := p.C.colOf(c, c1, pairs)
			part := row[c-c0:][:d.n]
			at := p.C.At + l.at + d.at
			switch {
			case d.stride == 1 && add:
				out := dst[at:][:len(part)]
				for i, v := range part {
					out[i] += v
				}
			case d.stride == 1:
				copy(dst[at:], part)
			case add:
				for i, v := range part {
					dst[at+i*d.stride] += v
				}
			default:
				for i, v := range part {
					dst[at+i*d.stride] = v
				}
			}
			c += d.n
		}
	}
}

// colOf is col, for pairs of column c/2 and its part.
func (m *Matrix) colOf(c, to int, pairs bool) run {
	if !pairs {
		return m.col(c, to)
	}
	d := m.col(c/2, (to+1)/2)
	if d.stride == 2 { // pairs one after another
		return run{i: c, n: min(2*d.n-c%2, to-c), at: d.at + c%2, stride: 1}
	}
	return run{i: c, n: min(2-c%2, to-c), at: d.at + c%2, stride: 1}
}
