package fft

import (
	"math"
	"math/cmplx"
	"slices"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
)

// The vector code against gonum: rows in, transform, rows out; forwards and, by
// reading backwards, inverse; whole blocks and partial ones.
func TestVectorRows(t *testing.T) {
	for _, v := range Vectors() {
		for _, n := range lengths {
			p := v.NewPlan(n)
			for _, lines := range []int{1, v.Lanes - 3, v.Lanes} {
				src := random(2*n*lines, 104)
				block := make([]float32, p.BlockLen())
				p.Gather(block, 0, Rows{src, 2 * n, 0}, lines, n)
				f := p.Forward(block, make([]float32, p.BlockLen()))
				p.Wrap(f)
				forward, back := make([]float32, 2*n*lines), make([]float32, 2*n*lines)
				p.Scatter(Rows{forward, 2 * n, 0}, lines, n, f, 0, false)
				p.Scatter(Rows{back, 2 * n, 0}, lines, n, f, n, true)
				// Rows lie further apart than they are long.
				fused, work, wide := make([]float32, p.BlockLen()), make([]float32, p.BlockLen()), (2*n+6)*lines
				rows, rowsBack := make([]float32, wide), make([]float32, wide)
				p.Transform(Rows{rows, 2*n + 6, 0}, Rows{src, 2 * n, 0}, lines, false, fused, work)
				for l := range lines {
					copy(rowsBack[l*(2*n+6):], src[2*n*l:2*n*(l+1)])
				}
				p.Transform(Rows{rowsBack, 2*n + 6, 0}, Rows{rowsBack, 2*n + 6, 0}, lines, true, fused, work)
				for l := range lines {
					want := fourier.NewCmplxFFT(n).Coefficients(nil, line(src[2*n*l:], n, 1, 0))
					compare(t, v.Name+" rows", n, line(rows[(2*n+6)*l:], n, 1, 0), want)
					if gap := rows[(2*n+6)*l+2*n:][:6]; !slices.Equal(gap, make([]float32, 6)) {
						t.Fatalf("%s n=%d: writes between rows", v.Name, n)
					}
					compare(t, v.Name+" forward", n, line(forward[2*n*l:], n, 1, 0), want)
					inverse := make([]complex128, n)
					for j := range inverse {
						inverse[j] = want[(n-j)%n]
					}
					compare(t, v.Name+" backward", n, line(back[2*n*l:], n, 1, 0), inverse)
					compare(t, v.Name+" rows backward", n, line(rowsBack[(2*n+6)*l:], n, 1, 0), inverse)
				}
			}
		}
	}
}

// Rows in tiles hold what plain rows hold.
func TestVectorTiles(t *testing.T) {
	for _, v := range Vectors() {
		for _, n := range lengths {
			p := v.NewPlan(n)
			tiles, w := (n+v.Lanes-1)/v.Lanes, 2*v.Lanes
			for _, lines := range []int{1, v.Lanes} {
				plain := Rows{random(2*n*lines, 109), 2 * n, 0}
				tiled := Rows{random(tiles*w*lines, 110), w, w * lines}
				a, b := make([]float32, p.BlockLen()), make([]float32, p.BlockLen())
				p.Transform(tiled, plain, lines, false, a, b)
				for l := range lines {
					for x := n; x < tiles*v.Lanes; x++ {
						if i := l*w + v.at(tiled, x); tiled.Data[i] != 0 || tiled.Data[i+1] != 0 {
							t.Fatalf("%s n=%d: the rest of the last tile is not 0", v.Name, n)
						}
					}
				}
				back := Rows{make([]float32, 2*n*lines), 2 * n, 0}
				p.Transform(back, tiled, lines, true, a, b)
				var want []complex128
				for i := range n * lines {
					want = append(want, complex(float64(n)*float64(plain.Data[2*i]), float64(n)*float64(plain.Data[2*i+1])))
				}
				compare(t, v.Name+" tiles and back", n, line(back.Data, n*lines, 1, 0), want)
			}
		}
	}
}

func TestVectorColumns(t *testing.T) {
	for _, v := range Vectors() {
		for _, n := range []int{1, 5, 8, 11, 12, 30, 37, 64} {
			p := v.NewPlan(n)
			for _, lines := range []int{1, v.Lanes - 1, v.Lanes} {
				stride := 2*lines + 6
				src, h := random(n*stride+2*v.Lanes, 105), random(n*stride+2*v.Lanes, 106)
				block := make([]float32, p.BlockLen())
				p.Fill(block, 0, src, stride, lines, n)
				f := p.Forward(block, make([]float32, p.BlockLen()))
				p.Mul(f, h, stride, lines, -1)
				p.Wrap(f)
				dst := make([]float32, n*stride+2*v.Lanes)
				p.Drain(dst, stride, lines, n, f, n)
				for l := range lines {
					in, out, factor := make([]complex128, n), make([]complex128, n), make([]complex128, n)
					for y := range n {
						i := y*stride + 2*l
						in[y] = complex(float64(src[i]), float64(src[i+1]))
						out[y] = complex(float64(dst[i]), float64(dst[i+1]))
						factor[y] = complex(float64(h[i]), -float64(h[i+1]))
					}
					want := fourier.NewCmplxFFT(n).Coefficients(nil, in)
					turned := make([]complex128, n)
					for y := range n {
						turned[y] = want[(n-y)%n] * factor[(n-y)%n]
					}
					compare(t, v.Name+" columns", n, out, turned)
				}
				for y := range n {
					if !slices.Equal(dst[y*stride+2*lines:(y+1)*stride], make([]float32, 6)) {
						t.Fatalf("%s n=%d: writes beyond its %d lines", v.Name, n, lines)
					}
				}
			}
		}
	}
}

func compare(t *testing.T, what string, n int, got, want []complex128) {
	t.Helper()
	if e := relative(got, want); !(e <= bound(n)) {
		t.Fatalf("%s n=%d: relative error %.2g, allowed %.2g", what, n, e, bound(n))
	}
}

// relative is the error of got, the root of the sum of squares over that of want.
func relative(got, want []complex128) float64 {
	var num, den float64
	for k := range want {
		d := cmplx.Abs(got[k] - want[k])
		num += d * d
		den += cmplx.Abs(want[k]) * cmplx.Abs(want[k])
	}
	return math.Sqrt(num / den)
}

func BenchmarkVectorForward(b *testing.B) {
	for _, v := range Vectors() {
		for _, n := range []int{64, 96, 128, 200, 256, 270, 400, 512, 1024, 2000} {
			b.Run(v.Name+"/"+strconv.Itoa(n), func(b *testing.B) {
				p := v.NewPlan(n)
				x, w := make([]float32, p.BlockLen()), make([]float32, p.BlockLen())
				for b.Loop() {
					p.Forward(x, w)
				}
				flops := float64(v.Lanes) * 5 * float64(n) * math.Log2(float64(n))
				b.ReportMetric(flops*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}

// BenchmarkVectorLines transforms lines as they lie in memory: into blocks and back
// is part of it.
func BenchmarkVectorLines(b *testing.B) {
	for _, v := range Vectors() {
		for _, n := range []int{128, 200, 256, 400, 512, 1024, 2048} {
			b.Run(v.Name+"/"+strconv.Itoa(n), func(b *testing.B) {
				p := v.NewPlan(n)
				x, y := random(2*n*v.Lanes, 108), make([]float32, 2*n*v.Lanes)
				block, w := make([]float32, p.BlockLen()), make([]float32, p.BlockLen())
				for b.Loop() {
					p.Transform(Rows{y, 2 * n, 0}, Rows{x, 2 * n, 0}, v.Lanes, false, block, w)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*v.Lanes), "ns/line")
			})
		}
	}
}
