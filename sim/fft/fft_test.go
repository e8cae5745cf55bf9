package fft

import (
	"math"
	"math/cmplx"
	"slices"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"

	"talbot/sim/rng"
)

// lengths has every radix, alone and mixed, and primes.
var lengths = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 21, 25, 30, 35, 49, 64, 96, 97, 100, 128, 200, 210, 256, 270, 400, 1024, 2000}

func random(n int, stream uint32) []float32 {
	x := make([]float32, n)
	rng.Stream{Seed: 1, Stream: stream}.Uniform(uint32(n), x)
	for i := range x {
		x[i] = 2*x[i] - 1
	}
	return x
}

func line(x []float32, n, lines, q int) []complex128 {
	c := make([]complex128, n)
	for j := range c {
		c[j] = complex(float64(x[2*(j*lines+q)]), float64(x[2*(j*lines+q)+1]))
	}
	return c
}

// forward is p.Forward of lines in x, which stay as they are. What of the blocks does
// not count is not a number.
func forward(p *Plan, x []float32, lines int) []float32 {
	a, b := nans(p.BlockLen(lines)), nans(p.BlockLen(lines))
	copy(a, x)
	return p.Forward(a, b, lines)
}

// The error of a float32 transform grows like the square root of the number of
// passes times half a unit in the last place; 3e-7 leaves a factor of about two.
func bound(n int) float64 { return 3e-7 * math.Sqrt(math.Log2(float64(n))+1) }

func TestForwardAgainstGonum(t *testing.T) {
	for _, n := range lengths {
		for _, lines := range []int{1, 3, 8} {
			x := random(2*n*lines, 100)
			in := slices.Clone(x)
			out := forward(NewPlan(n), x, lines)
			for q := range lines {
				want := fourier.NewCmplxFFT(n).Coefficients(nil, line(in, n, lines, q))
				got := line(out, n, lines, q)
				if e := relative(got, want); !(e <= bound(n)) {
					t.Errorf("n=%d lines=%d line %d: relative error %.2g, allowed %.2g", n, lines, q, e, bound(n))
				}
			}
		}
	}
}

func TestInverseIsForwardReadBackwards(t *testing.T) {
	for _, n := range lengths {
		p := NewPlan(n)
		x := random(2*n, 101)
		in := slices.Clone(x)
		y := forward(p, x, 1)
		z := forward(p, y[:2*n], 1)
		for j := range n {
			k := (n - j) % n
			for c := range 2 {
				if d := math.Abs(float64(z[2*k+c])/float64(n) - float64(in[2*j+c])); d > 4*bound(n) {
					t.Fatalf("n=%d: element %d is off by %.2g", n, j, d)
				}
			}
		}
	}
}

// <F x, y> = <x, F^H y>, where F^H y is Forward(y) read backwards.
func TestAdjointDotProduct(t *testing.T) {
	for _, n := range lengths {
		p := NewPlan(n)
		x, y := random(2*n, 102), random(2*n, 103)
		fx := line(forward(p, x, 1), n, 1, 0)
		fy := line(forward(p, y, 1), n, 1, 0)
		cx, cy := line(x, n, 1, 0), line(y, n, 1, 0)
		var a, b complex128
		var size float64
		for k := range n {
			a += cmplx.Conj(fx[k]) * cy[k]
			b += cmplx.Conj(cx[k]) * fy[(n-k)%n]
			size += cmplx.Abs(fx[k]) * cmplx.Abs(cy[k])
		}
		if cmplx.Abs(a-b) > 1e-6*size {
			t.Errorf("n=%d: <Fx,y> = %v, <x,F^H y> = %v", n, a, b)
		}
	}
}

func TestPassesMultiplyToLength(t *testing.T) {
	for n := 1; n < 2100; n++ {
		if n > 300 && !Fast(n) {
			continue
		}
		p := NewPlan(n)
		product := 1
		for _, ps := range p.passes {
			product *= ps.radix
		}
		if product != p.m || p.chirp == nil && p.m != n || p.chirp != nil && p.m < 2*n-1 {
			t.Fatalf("n=%d: passes of %d, a plan of %d", n, product, p.m)
		}
		if Fast(n) && p.chirp != nil {
			t.Fatalf("n=%d is fast, but has a convolution", n)
		}
	}
}

func TestNextFast(t *testing.T) {
	for _, c := range [][2]int{{1, 1}, {11, 12}, {64, 64}, {97, 98}, {262, 270}, {401, 405}} {
		if got := NextFast(c[0]); got != c[1] {
			t.Errorf("NextFast(%d) = %d, want %d", c[0], got, c[1])
		}
	}
}

func BenchmarkForward8Lines(b *testing.B) {
	for _, n := range []int{64, 96, 128, 200, 256, 270, 400} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			p, x, w := NewPlan(n), random(16*n, 1), make([]float32, 16*n)
			for b.Loop() {
				p.Forward(x, w, 8)
				clear(x) // keeps the numbers finite
			}
			flops := 8 * 5 * float64(n) * math.Log2(float64(n))
			b.ReportMetric(flops*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
