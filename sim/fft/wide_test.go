package fft

import (
	"math"
	"math/cmplx"
	"testing"
)

// The relative error against the sum of the definition, 1e-16 times what a fast
// transform may lose, the root of log2 n + 1, and what the sum itself loses, some of
// the root of n, with a few for either.
func TestTransform64AgainstDefinition(t *testing.T) {
	lengths := []int{1, 2, 3, 4, 5, 6, 7, 8, 12, 35, 49, 64, 210, 1000, 1024, 2401, 3000}
	for _, n := range append(lengths, 11, 13, 22, 97, 121, 187, 211, 509, 1009, 2197, 3001) {
		if testing.Short() && n > 600 { // the definition takes n squared
			continue
		}
		u := make([]complex128, n)
		x := make([]float64, 0, 2*n)
		for i, v := range random(2*n, 130) {
			x = append(x, float64(v))
			if i%2 == 1 {
				u[i/2] = complex(x[i-1], x[i])
			}
		}
		got := Transform64(x)
		var off, size float64
		for k := range n {
			var want complex128
			for j, v := range u {
				want += v * cmplx.Rect(1, -2*math.Pi*float64(j*k%n)/float64(n))
			}
			off += math.Pow(cmplx.Abs(want-complex(got[2*k], got[2*k+1])), 2)
			size += math.Pow(cmplx.Abs(want), 2)
		}
		if e, most := math.Sqrt(off/size), 1e-16*(8*math.Sqrt(math.Log2(float64(n))+1)+3*math.Sqrt(float64(n))); !(e <= most) {
			t.Errorf("n=%d: relative error %.2g, allowed %.2g", n, e, most)
		}
	}
}

// Long lines, of fast length and of prime length: a wave of one frequency becomes one
// line of the spectrum. A quadratic transform would take an hour here.
func TestTransform64OfLongLines(t *testing.T) {
	lengths := []int{1 << 19, 500000, 499979}
	if testing.Short() {
		lengths = []int{1 << 15, 30000, 29989}
	}
	for _, n := range lengths {
		x := make([]float64, 2*n)
		for i := range n {
			x[2*i+1], x[2*i] = math.Sincos(2 * math.Pi * float64(i*1234%n) / float64(n))
		}
		got := Transform64(x)
		for k := range n {
			want := 0.0
			if k == 1234 {
				want = float64(n)
			}
			if e := math.Hypot(got[2*k]-want, got[2*k+1]) / float64(n); e > 1e-14 {
				t.Fatalf("n=%d: frequency %d is off by %.2g", n, k, e)
			}
		}
	}
}
