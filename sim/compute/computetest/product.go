package computetest

import (
	"slices"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// Products runs the part of the suite that is of products of matrices, those of the given names, for devices with
// several ways to make them.
func Products(t *testing.T, open func() compute.Device, tol Tolerance, names ...string) {
	dev := open()
	testProducts(t, dev, tol, names)
	if err := dev.Close(); err != nil {
		t.Error(err)
	}
}

// testProduct: products of matrices by all the ways to read them, against sums in
// complex128.
func testProduct(t *testing.T, dev compute.Device, tol Tolerance) { testProducts(t, dev, tol, nil) }

func testProducts(t *testing.T, dev compute.Device, tol Tolerance, names []string) {
	conv := kernels.Window{Channels: 3, Height: 9, Width: 7, KernelHeight: 3, KernelWidth: 3, OutHeight: 9, OutWidth: 7, Stride: 1, Pad: 1, Spread: 1}
	strided := kernels.Window{Channels: 2, Height: 8, Width: 9, KernelHeight: 3, KernelWidth: 2, OutHeight: 4, OutWidth: 5, Stride: 2, Pad: 1, Spread: 1}
	spread := kernels.Window{Channels: 5, Height: 4, Width: 5, KernelHeight: 3, KernelWidth: 3, OutHeight: 8, OutWidth: 9, Stride: 1, Pad: 1, Spread: 2}
	flipped := kernels.Matrix{At: 8, Rows: kernels.Axis{N: 5 * 9, Stride: -1, Inner: 9, Outer: 2 * 9}, Cols: kernels.Axis{N: 2, Stride: 9}}
	drawn := kernels.Random{Seed: 0xfedcba9876543210, Stream: rng.Matrix, Deviation: 0.7}
	fixed := kernels.Random{Seed: 7, Stream: rng.Matrix, Deviation: 0.5, Fixed: true}
	places := func(n int) kernels.Matrix { // n numbers for each of 1800 places of a sample: great depth
		return kernels.Matrix{Rows: kernels.Axis{N: 1800, Stride: n, Sample: 1800 * n}, Cols: kernels.Axis{N: n, Stride: 1}}
	}
	const sample, shared, sum = compute.Sample, compute.Shared, compute.Sum
	for _, c := range []struct {
		product kernels.Product
		scopes  [3]compute.Scope
		lens    [3]int
	}{
		{kernels.Product{Name: "square", A: kernels.Dense(75, 130), B: kernels.Dense(130, 67), C: kernels.Dense(75, 67)},
			[3]compute.Scope{shared, shared, shared}, [3]int{75 * 130, 130 * 67, 75 * 67}},
		{kernels.Product{Name: "deep", A: kernels.Dense(5, 700), B: kernels.Dense(33, 700).T(), C: kernels.Dense(5, 33), Add: true},
			[3]compute.Scope{shared, shared, shared}, [3]int{5 * 700, 33 * 700, 5 * 33}},
		{kernels.Product{Name: "wide", A: kernels.Dense(300, 20), B: kernels.Dense(20, 700), C: kernels.Dense(700, 300).T()},
			[3]compute.Scope{shared, shared, shared}, [3]int{300 * 20, 20 * 700, 700 * 300}},
		{kernels.Product{Name: "dense", A: kernels.Samples(40), B: kernels.Dense(23, 40).T(), C: kernels.Samples(23)},
			[3]compute.Scope{sample, shared, sample}, [3]int{40, 23 * 40, 23}},
		{kernels.Product{Name: "dense-input", A: kernels.Samples(23), B: kernels.Dense(23, 40), C: kernels.Samples(40)},
			[3]compute.Scope{sample, shared, sample}, [3]int{23, 23 * 40, 40}},
		{kernels.Product{Name: "dense-weights", A: kernels.Samples(23).T(), B: kernels.Samples(40), C: kernels.Dense(23, 40), Add: true},
			[3]compute.Scope{sample, sample, sum}, [3]int{23, 40, 23 * 40}},
		{kernels.Product{Name: "convolution", A: kernels.Windows(conv), B: kernels.Dense(6, 27).T(), C: kernels.Planes(6, 63)},
			[3]compute.Scope{sample, shared, sample}, [3]int{3 * 63, 6 * 27, 6 * 63}},
		{kernels.Product{Name: "convolution-weights", A: kernels.Planes(6, 63).T(), B: kernels.Windows(conv), C: kernels.Dense(6, 27), Add: true},
			[3]compute.Scope{sample, sample, sum}, [3]int{6 * 63, 3 * 63, 6 * 27}},
		{kernels.Product{Name: "convolution-turned", A: kernels.Dense(6, 27), B: kernels.Windows(conv).T(), C: kernels.Planes(6, 63).T()},
			[3]compute.Scope{shared, sample, sample}, [3]int{6 * 27, 3 * 63, 6 * 63}},
		{kernels.Product{Name: "strided", A: kernels.Windows(strided), B: kernels.Dense(5, 12).T(), C: kernels.Planes(5, 20)},
			[3]compute.Scope{sample, shared, sample}, [3]int{2 * 72, 5 * 12, 5 * 20}},
		{kernels.Product{Name: "strided-input", A: kernels.Windows(spread), B: flipped, C: kernels.Planes(2, 72)},
			[3]compute.Scope{sample, shared, sample}, [3]int{5 * 20, 5 * 2 * 9, 2 * 72}},
		{kernels.Product{Name: "complex", A: kernels.DensePairs(31, 45), B: kernels.DensePairs(45, 29), C: kernels.DensePairs(31, 29), Left: kernels.Complex, Right: kernels.Complex},
			[3]compute.Scope{shared, shared, shared}, [3]int{2 * 31 * 45, 2 * 45 * 29, 2 * 31 * 29}},
		{kernels.Product{Name: "complex-conjugate", A: kernels.DensePairs(145, 31).T(), B: kernels.DensePairs(19, 145).T(), C: kernels.DensePairs(31, 19), Left: kernels.Conjugate, Right: kernels.Complex, Add: true},
			[3]compute.Scope{shared, shared, sum}, [3]int{2 * 31 * 145, 2 * 19 * 145, 2 * 31 * 19}},
		{kernels.Product{Name: "complex-turned", A: kernels.DensePairs(8, 11), B: kernels.DensePairs(11, 9), C: kernels.DensePairs(9, 8).T(), Left: kernels.Complex, Right: kernels.Conjugate},
			[3]compute.Scope{shared, shared, shared}, [3]int{2 * 8 * 11, 2 * 11 * 9, 2 * 9 * 8}},
		{kernels.Product{Name: "drawn-right", A: kernels.Samples(70), B: kernels.Drawn(70, 43, drawn), C: kernels.Samples(43)},
			[3]compute.Scope{sample, shared, sample}, [3]int{70, 1, 43}},
		{kernels.Product{Name: "drawn-right-turned", A: kernels.Samples(43), B: kernels.Drawn(70, 43, drawn).T(), C: kernels.Samples(70), Add: true},
			[3]compute.Scope{sample, shared, sample}, [3]int{43, 1, 70}},
		{kernels.Product{Name: "drawn-left", A: kernels.Drawn(61, 300, drawn), B: kernels.Dense(300, 37), C: kernels.Dense(61, 37)},
			[3]compute.Scope{shared, shared, shared}, [3]int{1, 300 * 37, 61 * 37}},
		{kernels.Product{Name: "drawn-left-turned", A: kernels.Drawn(300, 61, drawn).T(), B: kernels.Dense(300, 37), C: kernels.Dense(61, 37)},
			[3]compute.Scope{shared, shared, shared}, [3]int{1, 300 * 37, 61 * 37}},
		{kernels.Product{Name: "drawn-pairs-left", A: kernels.DrawnPairs(31, 45, drawn), B: kernels.DensePairs(45, 29), C: kernels.DensePairs(31, 29), Left: kernels.Complex, Right: kernels.Complex},
			[3]compute.Scope{shared, shared, shared}, [3]int{1, 2 * 45 * 29, 2 * 31 * 29}},
		{kernels.Product{Name: "drawn-pairs-left-turned", A: kernels.DrawnPairs(45, 31, drawn).T(), B: kernels.DensePairs(45, 29), C: kernels.DensePairs(31, 29), Left: kernels.Conjugate, Right: kernels.Complex},
			[3]compute.Scope{shared, shared, shared}, [3]int{1, 2 * 45 * 29, 2 * 31 * 29}},
		{kernels.Product{Name: "drawn-pairs-right", A: kernels.DensePairs(29, 45), B: kernels.DrawnPairs(45, 31, drawn), C: kernels.DensePairs(29, 31), Left: kernels.Complex, Right: kernels.Conjugate},
			[3]compute.Scope{shared, shared, shared}, [3]int{2 * 29 * 45, 1, 2 * 29 * 31}},
		{kernels.Product{Name: "drawn-pairs-right-turned", A: kernels.DensePairs(29, 31), B: kernels.DrawnPairs(45, 31, drawn).T(), C: kernels.DensePairs(29, 45), Left: kernels.Complex, Right: kernels.Complex},
			[3]compute.Scope{shared, shared, shared}, [3]int{2 * 29 * 31, 1, 2 * 29 * 45}},
		{kernels.Product{Name: "fixed-right", A: kernels.Samples(70), B: kernels.Drawn(70, 43, fixed), C: kernels.Samples(43)},
			[3]compute.Scope{sample, shared, sample}, [3]int{70, 1, 43}},
		{kernels.Product{Name: "fixed-right-turned", A: kernels.Samples(43), B: kernels.Drawn(70, 43, fixed).T(), C: kernels.Samples(70)},
			[3]compute.Scope{sample, shared, sample}, [3]int{43, 1, 70}},
		{kernels.Product{Name: "fixed-left-turned", A: kernels.Drawn(300, 61, fixed).T(), B: kernels.Dense(300, 37), C: kernels.Dense(61, 37)},
			[3]compute.Scope{shared, shared, shared}, [3]int{1, 300 * 37, 61 * 37}},
		{kernels.Product{Name: "in-parts", A: places(9).T(), B: places(20), C: kernels.Dense(20, 9).T(), Add: true},
			[3]compute.Scope{sample, sample, shared}, [3]int{1800 * 9, 1800 * 20, 180}},
		{kernels.Product{Name: "in-parts-complex", A: kernels.DensePairs(3, 1500), B: kernels.DensePairs(1500, 5), C: kernels.DensePairs(3, 5), Left: kernels.Complex, Right: kernels.Conjugate},
			[3]compute.Scope{shared, shared, shared}, [3]int{2 * 3 * 1500, 2 * 1500 * 5, 2 * 15}},
	} {
		if names != nil && !slices.Contains(names, c.product.Name) {
			continue
		}
		t.Run(c.product.Name, func(t *testing.T) {
			batches := []int{1, 7}
			if testing.Short() {
				batches = batches[1:]
			}
			for _, batch := range batches {
				testOneProduct(bench{t, dev}, tol, c.product, c.scopes, c.lens, batch)
			}
		})
	}
}

func testOneProduct(b bench, tol Tolerance, p kernels.Product, scopes [3]compute.Scope, lens [3]int, batch int) {
	b.t.Helper()
	var bufs [3]compute.Buffer
	var data [3][]float32
	for i, scope := range scopes {
		buf, err := b.dev.Alloc(compute.Spec{Name: p.Name, Scope: scope, Len: lens[i], Batch: batch})
		b.check(err)
		n := lens[i]
		if scope == compute.Sample {
			n *= batch
		}
		data[i] = random(n, uint32(i))
		b.check(b.dev.Write(buf, 0, data[i]))
		bufs[i] = buf
	}
	var prog compute.Program
	prog.Add(p.Kernel(), bufs[:]...)
	r, err := b.dev.Compile(&prog)
	b.check(err)
	b.check(r.Run(batch))
	got := make([]float32, len(data[2]))
	b.check(b.dev.Read(bufs[2], 0, got))
	// What the product does not write stays; a Sum begins at zero.
	want := make([]complex128, len(got))
	for i, v := range data[2] {
		if scopes[2] != compute.Sum {
			want[i] = complex(float64(v), 0)
		}
	}
	pairs := p.Left != kernels.Plain
	rows, depth := p.A.Size(batch)
	_, cols := p.B.Size(batch)
	p.A, data[0] = stored(p.A, data[0], pairs)
	p.B, data[1] = stored(p.B, data[1], pairs)
	left, right := make([]complex128, rows*depth), make([]complex128, depth*cols)
	for i := range left {
		left[i] = element(&p.A, data[0], i/depth, i%depth, p.Left)
	}
	for i := range right {
		right[i] = element(&p.B, data[1], i%depth, i/depth, p.Right) // [cols][depth]
	}
	for m := range rows {
		for n := range cols {
			var s complex128
			b := right[n*depth:][:depth]
			for k, a := range left[m*depth:][:depth] {
				s += a * b[k]
			}
			at := place(&p.C, m, n)
			if !p.Add {
				want[at] = 0
				if pairs {
					want[at+1] = 0
				}
			}
			want[at] += complex(real(s), 0)
			if pairs {
				want[at+1] += complex(imag(s), 0)
			}
		}
	}
	for i, v := range got {
		near(b.t, "element", float64(v), real(want[i]), float64(depth), tol.Linear)
	}
}

// stored is a matrix with its numbers, also where they are drawn: by rng, row by row.
func stored(m kernels.Matrix, data []float32, pairs bool) (kernels.Matrix, []float32) {
	if m.Random == nil {
		return m, data
	}
	s, rows, cols := kernels.Dense(m.Rows.N, m.Cols.N), m.Rows.N, m.Cols.N
	if pairs {
		s, cols = kernels.DensePairs(rows, cols), 2*cols
	}
	s.Turned = m.Turned
	x := make([]float32, rows*cols)
	for i := range rows {
		s := rng.Stream{Seed: m.Random.Seed, Stream: m.Random.Stream}
		if line := x[i*cols : (i+1)*cols]; m.Random.Fixed {
			s.Fixed(uint32(i), line)
		} else {
			s.Normal(uint32(i), line)
		}
	}
	size := m.Random.Deviation
	if m.Random.Fixed {
		size /= rng.FixedUnit
	}
	for i := range x {
		x[i] *= float32(size)
	}
	return s, x
}

// place is where an element of a matrix lies, -1 for a zero around or between.
func place(m *kernels.Matrix, row, col int) int {
	if m.Turned {
		row, col = col, row
	}
	if w := m.Window; w != nil {
		s, q := row/(w.OutHeight*w.OutWidth), row%(w.OutHeight*w.OutWidth)
		c, tap := col/(w.KernelHeight*w.KernelWidth), col%(w.KernelHeight*w.KernelWidth)
		y := q/w.OutWidth*w.Stride + tap/w.KernelWidth - w.Pad
		x := q%w.OutWidth*w.Stride + tap%w.KernelWidth - w.Pad
		if y < 0 || x < 0 || y%w.Spread != 0 || x%w.Spread != 0 || y/w.Spread >= w.Height || x/w.Spread >= w.Width {
			return -1
		}
		return ((s*w.Channels+c)*w.Height+y/w.Spread)*w.Width + x/w.Spread
	}
	along := func(a kernels.Axis, i int) int {
		at := i / a.N * a.Sample
		i %= a.N
		if a.Inner > 0 {
			return at + i/a.Inner*a.Outer + i%a.Inner*a.Stride
		}
		return at + i*a.Stride
	}
	return m.At + along(m.Rows, row) + along(m.Cols, col)
}

func element(m *kernels.Matrix, data []float32, row, col int, pairs kernels.Pairs) complex128 {
	at := place(m, row, col)
	switch {
	case at < 0:
		return 0
	case pairs == kernels.Plain:
		return complex(float64(data[at]), 0)
	case pairs == kernels.Conjugate:
		return complex(float64(data[at]), -float64(data[at+1]))
	}
	return complex(float64(data[at]), float64(data[at+1]))
}
