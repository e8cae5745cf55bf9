package kernels

// Axis says where the elements along one side of a matrix lie in an array: number i of
// a sample is i/Inner*Outer + i%Inner*Stride numbers behind the first; Inner 0 is for
// i*Stride.
type Axis struct {
	N            int // elements; of each sample, where Sample is set
	Stride       int
	Inner, Outer int
	// Sample is how many numbers a sample's elements lie behind those of the one before;
	// it is not 0 where the axis goes through the samples of a batch.
	Sample int
}

// Len is the number of elements for a batch.
func (a *Axis) Len(batch int) int {
	if a.Sample != 0 {
		return a.N * batch
	}
	return a.N
}

// run is n elements of an axis, from number i on, that lie stride apart. In a Window y
// and x say where the first is, and step how far apart they are along x.
type run struct {
	i, n, at, stride int
	y, x, step       int
}

// next is the longest run from element i to at most to.
func (a *Axis) next(i, to int) run {
	if a.N == 1 && a.Sample != 0 { // samples in a row
		return run{i: i, n: to - i, at: i * a.Sample, stride: a.Sample}
	}
	s, r := i/a.N, i%a.N
	n := a.N - r
	at := s*a.Sample + r*a.Stride
	if a.Inner > 0 {
		n = min(n, a.Inner-r%a.Inner)
		at = s*a.Sample + r/a.Inner*a.Outer + r%a.Inner*a.Stride
	}
	return run{i: i, n: min(n, to-i), at: at, stride: a.Stride}
}

// Window reads pictures of [Channels][Height][Width] as a convolution sees them: a
// matrix with a row for each place of the kernel, [sample][OutHeight][OutWidth], and a
// column for each number it meets there, [Channels][KernelHeight][KernelWidth]; zeros
// around the pictures. The picture's sample that tap (ky, kx) meets at place (y, x) is
// (y*Stride + ky - Pad)/Spread, and likewise along x: Spread above 1 puts zeros between the
// picture's samples, as the adjoint of a convolution with that Stride does.
type Window struct {
	Channels, Height, Width   int
	KernelHeight, KernelWidth int
	OutHeight, OutWidth       int
	Stride, Pad, Spread       int
}

// places and taps are the two axes as runs: of places of one row, of taps of one row.
func (w *Window) places(i, to int) run {
	size := w.OutHeight * w.OutWidth
	s, p := i/size, i%size
	y, x := p/w.OutWidth, p%w.OutWidth
	return run{i: i, n: min(w.OutWidth-x, to-i), at: s * w.Channels * w.Height * w.Width, y: y*w.Stride - w.Pad, x: x*w.Stride - w.Pad, step: w.Stride}
}

func (w *Window) taps(i, to int) run {
	size := w.KernelHeight * w.KernelWidth
	c, p := i/size, i%size
	y, x := p/w.KernelWidth, p%w.KernelWidth
	return run{i: i, n: min(w.KernelWidth-x, to-i), at: c * w.Height * w.Width, y: y, x: x, step: 1}
}

// Pairs says how a matrix of complex numbers is read.
type Pairs int

const (
	Plain     Pairs = iota // of real numbers
	Complex                // of pairs re, im
	Conjugate              // of pairs, conjugated
)

// Matrix says how an argument is read as a matrix: by two axes, or through a Window. A
// matrix of complex numbers has axes in pairs: their strides count numbers, two for each.
type Matrix struct {
	At         int // of element 0, 0
	Rows, Cols Axis
	Window     *Window // instead of axes: rows are places
	Random     *Random // instead of an argument: see Drawn
	Turned     bool    // rows and columns change places
}

// Dense is a matrix of [rows][cols] numbers.
func Dense(rows, cols int) Matrix {
	return Matrix{Rows: Axis{N: rows, Stride: cols}, Cols: Axis{N: cols, Stride: 1}}
}

// DensePairs is a matrix of [rows][cols] pairs.
func DensePairs(rows, cols int) Matrix {
	return Matrix{Rows: Axis{N: rows, Stride: 2 * cols}, Cols: Axis{N: cols, Stride: 2}}
}

// Samples has a row of n numbers for each sample.
func Samples(n int) Matrix {
	return Matrix{Rows: Axis{N: 1, Sample: n}, Cols: Axis{N: n, Stride: 1}}
}

// Planes has a row for each place of each sample's [channels][places], and a column for
// each channel.
func Planes(channels, places int) Matrix {
	return Matrix{Rows: Axis{N: places, Stride: 1, Sample: channels * places}, Cols: Axis{N: channels, Stride: places}}
}

// Windows is what a convolution reads.
func Windows(w Window) Matrix { return Matrix{Window: &w} }

// T is the transpose.
func (m Matrix) T() Matrix {
	m.Turned = !m.Turned
	return m
}

// Size is the number of rows and columns for a batch.
func (m *Matrix) Size(batch int) (rows, cols int) {
	if w := m.Window; w != nil {
		rows, cols = batch*w.OutHeight*w.OutWidth, w.Channels*w.KernelHeight*w.KernelWidth
	} else {
		rows, cols = m.Rows.Len(batch), m.Cols.Len(batch)
	}
	if m.Turned {
		rows, cols = cols, rows
	}
	return rows, cols
}

// row and col are runs along a column and along a row.
func (m *Matrix) row(i, to int) run { return m.along(m.Turned, i, to) }
func (m *Matrix) col(i, to int) run { return m.along(!m.Turned, i, to) }

func (m *Matrix) along(cols bool, i, to int) run {
	switch {
	case m.Window != nil && cols:
		return m.Window.taps(i, to)
	case m.Window != nil:
		return m.Window.places(i, to)
	case cols:
		return m.Cols.next(i, to)
	}
	return m.Rows.next(i, to)
}
