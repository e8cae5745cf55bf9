package fft

import (
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
)

// Filter is a transform, a product and a transform back of each column, of all radices at both ends, and
// touches no other number.
func TestVectorFilter(t *testing.T) {
	for _, v := range Vectors() {
		for _, n := range []int{4, 6, 9, 10, 12, 14, 15, 16, 21, 24, 25, 28, 32, 36, 40, 48, 49, 64, 200, 256, 400} {
			for _, pad := range []int{0, n / 4} {
				filters(t, v, v.NewPlan(n), n, pad)
				if pad > 0 {
					filters(t, v, v.NewWindow(n, pad), n, pad)
				}
			}
		}
	}
}

func filters(t *testing.T, v *Vector, p *VectorPlan, n, pad int) {
	w := 2 * v.Lanes
	stride, rows := w+6, n-2*pad
	tile, h := random(rows*w+2, 107), random(n*stride, 108)
	src := slices.Clone(tile)
	if !p.Filter(tile[:rows*w], pad, h, stride, -1, random(p.BlockLen(), 109), random(p.BlockLen(), 110)) {
		if len(p.passes) > 1 && runtime.GOARCH == "amd64" {
			t.Fatalf("%s n=%d: there is no filter", v.Name, n)
		}
		return
	}
	if !slices.Equal(tile[rows*w:], src[rows*w:]) {
		t.Fatalf("%s n=%d: writes behind the tile", v.Name, n)
	}
	f := fourier.NewCmplxFFT(n)
	for l := range v.Lanes {
		in, out := make([]complex128, n), make([]complex128, rows)
		for y := range rows {
			i := y*w + 2*l
			in[pad+y], out[y] = complex(float64(src[i]), float64(src[i+1])), complex(float64(tile[i]), float64(tile[i+1]))
		}
		middle := f.Coefficients(nil, in)
		for y := range middle {
			i := y*stride + 2*l
			middle[y] *= complex(float64(h[i]), -float64(h[i+1]))
		}
		compare(t, v.Name+" filter", n, out, f.Sequence(nil, middle)[pad:n-pad])
	}
}

// Spread and Cut are a transform of rows in the middle of zeros, and the middle of one back; they are there
// where the window is twice as long and has a factor of 4.
func TestVectorSpreadAndCut(t *testing.T) {
	for _, v := range Vectors() {
		for _, m := range []int{8, 16, 20, 24, 40, 56, 64, 96, 112, 256, 400} {
			n, lines := m/2, v.Lanes-1
			p := v.NewWindow(m, m/4)
			a, b := random(p.BlockLen(), 111), random(p.BlockLen(), 112)
			row := (m + v.Lanes - 1) / v.Lanes * v.Lanes
			small, large := random(2*n*lines, 113), random(2*row*lines, 114)
			from, to := slices.Clone(large), make([]float32, len(small))
			if !p.Spread(Rows{Data: large, Stride: 2 * row}, Rows{Data: small, Stride: 2 * n}, lines, n, a, b) {
				if runtime.GOARCH == "amd64" && len(p.passes) > 1 {
					t.Fatalf("%s m=%d: there is no way", v.Name, m)
				}
				continue
			}
			p.Cut(Rows{Data: to, Stride: 2 * n}, Rows{Data: from, Stride: 2 * row}, lines, n, a, b)
			f := fourier.NewCmplxFFT(m)
			pair := func(x []float32, i int) complex128 { return complex(float64(x[2*i]), float64(x[2*i+1])) }
			for l := range lines {
				in, spectrum, out := make([]complex128, m), make([]complex128, m), make([]complex128, m)
				for i := range m {
					spectrum[i], out[i] = pair(from, l*row+i), pair(large, l*row+i)
				}
				for i := range n {
					in[m/4+i] = pair(small, l*n+i)
				}
				compare(t, v.Name+" spread", m, out, f.Coefficients(nil, in))
				cut := make([]complex128, n)
				for i := range cut {
					cut[i] = pair(to, l*n+i)
				}
				compare(t, v.Name+" cut", m, cut, f.Sequence(nil, spectrum)[m/4:m/4+n])
			}
		}
	}
}

// VectorsFor are some of those that there are.
func TestVectorsFor(t *testing.T) {
	for _, n := range []int{1, 64, 200, 400, 512, 2000} {
		list := VectorsFor(n)
		if (len(list) == 0) != (len(Vectors()) == 0) {
			t.Errorf("of %d points there are %d vectors", n, len(list))
		}
		for _, v := range list {
			if !slices.Contains(Vectors(), v) {
				t.Errorf("of %d points %s is the best", n, v.Name)
			}
		}
	}
}
