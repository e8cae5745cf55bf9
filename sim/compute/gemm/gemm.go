// Package gemm has the inner loops of matrix products, for panels that were packed for
// them; package kernels packs, and takes large matrices apart.
//
// The design is that of Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication", ACM Transactions on Mathematical Software 34, 12 (2008): the
// accumulators of a tile stay in registers, b comes from the first cache, a from the second.
package gemm

// Micro multiplies a panel of Rows rows by one of Columns columns.
type Micro struct {
	Name          string // instruction set
	Rows, Columns int

	run func(k int, a, b, c *float32, stride int, add bool)
}

// Run writes the product of a, [k][Rows], and b, [k][Columns], to Rows rows of c, stride
// numbers apart, or adds it to what is there: c_ij = sum over k of a_ki b_kj, summed in the
// order of k. k is at least 1.
func (m *Micro) Run(k int, a, b, c []float32, stride int, add bool) {
	_, _, _ = a[k*m.Rows-1], b[k*m.Columns-1], c[(m.Rows-1)*stride+m.Columns-1]
	if m.run == nil {
		scalar(k, a, b, c, stride, add)
		return
	}
	m.run(k, &a[0], &b[0], &c[0], 4*stride, add)
}

// Interleave writes n numbers of width lines of src, stride apart, as [n][width]: a panel
// of lines that lie in memory along the depth. width is at least 4.
func (m *Micro) Interleave(dst, src []float32, width, stride, n int) {
	done := 0
	if m.run != nil && lines != nil && n >= 8 {
		done = n &^ 7
		_, _ = src[(width-1)*stride+done-1], dst[done*width-1]
		for i := 0; i < width; i += 4 {
			at := min(i, width-4) // the last lines again, if they are not four
			lines(done/8, &src[at*stride], 4*stride, &dst[at], 4*width)
		}
	}
	for i := range width {
		for k, v := range src[i*stride:][done:n] {
			dst[(done+k)*width+i] = v
		}
	}
}

// Scalar runs on every machine, with the same bits.
var Scalar = &Micro{Name: "scalar", Rows: 4, Columns: 4}

// lines is lines4 where there is one.
var lines func(n int, src *float32, stride int, dst *float32, wide int)

// vectors are those that this machine and build can use, best first.
var vectors []*Micro

// Vectors lists those in SIMD instructions that this machine and build can use, the
// fastest first; none where there is no SIMD. Their results differ from Scalar's by
// rounding alone.
func Vectors() []*Micro { return vectors }

// scalar is Scalar's loop.
func scalar(k int, a, b, c []float32, stride int, add bool) {
	var s [16]float32
	for ; k > 0; k-- {
		p, q := (*[4]float32)(a), (*[4]float32)(b)
		for i := range 4 {
			x := p[i]
			s[4*i] += float32(x * q[0])
			s[4*i+1] += float32(x * q[1])
			s[4*i+2] += float32(x * q[2])
			s[4*i+3] += float32(x * q[3])
		}
		a, b = a[4:], b[4:]
	}
	for i := range 4 {
		row := (*[4]float32)(c[i*stride:])
		if add {
			for j := range row {
				row[j] += s[4*i+j]
			}
		} else {
			copy(row[:], s[4*i:])
		}
	}
}
