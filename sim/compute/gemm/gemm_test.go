package gemm

import (
	"math"
	"testing"

	"talbot/sim/rng"
)

func TestMicro(t *testing.T) {
	for _, m := range append([]*Micro{Scalar}, Vectors()...) {
		for _, k := range []int{1, 2, 3, 64, 1001} {
			stride := m.Columns + 3
			a, b, c := make([]float32, k*m.Rows), make([]float32, k*m.Columns), make([]float32, m.Rows*stride)
			rng.Stream{Seed: 1, Stream: 1000}.Uniform(0, a)
			rng.Stream{Seed: 1, Stream: 1000}.Uniform(1, b)
			m.Run(k, a, b, c, stride, false)
			m.Run(k, a, b, c, stride, true)
			for i := range m.Rows {
				for _, v := range c[i*stride+m.Columns:][:min(3, len(c)-i*stride-m.Columns)] {
					if v != 0 {
						t.Fatalf("%s writes beyond its columns", m.Name)
					}
				}
				for j := range m.Columns {
					want := 0.0
					for l := range k {
						want += float64(a[l*m.Rows+i]) * float64(b[l*m.Columns+j])
					}
					want *= 2
					if got := float64(c[i*stride+j]); !(math.Abs(got-want) <= 2e-7*math.Sqrt(float64(k))*want) {
						t.Fatalf("%s, k = %d: element %d, %d is %g, want %g", m.Name, k, i, j, got, want)
					}
				}
			}
		}
	}
}

func TestInterleave(t *testing.T) {
	for _, m := range append([]*Micro{Scalar}, Vectors()...) {
		for _, n := range []int{1, 7, 8, 9, 40, 47} {
			stride, width := n+5, m.Rows+n%7
			src, dst := make([]float32, (width-1)*stride+n), make([]float32, n*width)
			for i := range src {
				src[i] = float32(i + 1)
			}
			m.Interleave(dst, src, width, stride, n)
			for i, v := range dst {
				if want := src[i%width*stride+i/width]; v != want {
					t.Fatalf("%s: number %d of %d is %g, want %g", m.Name, i, n, v, want)
				}
			}
		}
	}
}

// BenchmarkMicro is the most that a product can reach on one core.
func BenchmarkMicro(b *testing.B) {
	const k = 256
	for _, m := range append([]*Micro{Scalar}, Vectors()...) {
		b.Run(m.Name, func(b *testing.B) {
			x, y, c := make([]float32, k*m.Rows), make([]float32, k*m.Columns), make([]float32, m.Rows*m.Columns)
			for b.Loop() {
				m.Run(k, x, y, c, m.Columns, false)
			}
			b.ReportMetric(2*k*float64(m.Rows*m.Columns*b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
