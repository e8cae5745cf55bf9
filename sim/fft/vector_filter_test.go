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
				filters(t, v, n, pad)
			}
		}
	}
}

func filters(t *testing.T, v *Vector, n, pad int) {
	p, w := v.NewPlan(n), 2*v.Lanes
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
