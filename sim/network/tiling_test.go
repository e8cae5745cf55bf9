package network

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"talbot/sim/rng"
)

func drawn(n int, step uint32) []float32 {
	x := make([]float32, n)
	rng.Stream{Seed: 9, Stream: 1003}.Uniform(step, x)
	for i := range x {
		x[i] = 2*x[i] - 1
	}
	return x
}

// ordered is what an Arrange makes of x.
func ordered(a *Arrange, x []float32) []complex128 {
	y := make([]float32, len(a.Index))
	for i, k := range a.Index {
		if k >= 0 {
			y[i] = x[k]
		}
	}
	return pairs(y)
}

func pairs(x []float32) []complex128 {
	c := make([]complex128, len(x)/2)
	for i := range c {
		c[i] = complex(float64(x[2*i]), float64(x[2*i+1]))
	}
	return c
}

// fieldAt is number i of a channel of Fields.
func fieldAt(x []float32, size, channel, i int) complex128 {
	return complex(float64(x[2*channel*size+i]), float64(x[(2*channel+1)*size+i]))
}

// onn33 are the layers of the paper's network ONN-3-3.
var onn33 = []Tiling{{In: 3, Out: 25, Side: 32, Kernel: 5}, {In: 25, Out: 36, Side: 14, Kernel: 3}, {In: 36, Out: 81, Side: 6, Kernel: 3}}

func TestTilingOfThePapersNetwork(t *testing.T) {
	for i, want := range [][4]int{{32, 320, 384, 28}, {14, 420, 490, 12}, {6, 324, 360, 4}} {
		l := onn33[i]
		if got := [4]int{l.Cell(), l.Response(), l.Region(), l.Valid()}; got != want {
			t.Errorf("layer %d: cell, response, region and output are %v, want %v", i+1, got, want)
		}
		if err := DANTE.Check(l.Region()); err != nil {
			t.Error(err)
		}
	}
	// The focal length that the paper's text prints.
	short := DANTE
	short.Focus = 14.5e-3
	if err := short.Check(onn33[0].Region()); err == nil || !strings.Contains(err.Error(), "wider than the 120 that") {
		t.Errorf("kernels of 384 samples at a focal length of 14.5 mm: %v", err)
	}
}

// Before any mask is fitted: the correlation of the tiled light with the tiled kernels, which is what
// a 4-f layer does,
//
//	U(x) = sum over x' of u(x') p(x + x'),
//
// has in its crops the convolution of the channels to machine precision. Nothing outside Region is
// read, so p is not a number there.
func TestTilingIsTheConvolution(t *testing.T) {
	for _, l := range append([]Tiling{{In: 2, Out: 3, Side: 5, Kernel: 2}, {In: 5, Out: 2, Side: 4, Pad: 1, Kernel: 3},
		{In: 1, Out: 1, Side: 3, Kernel: 3}, {In: 3, Out: 5, Side: 6, Pad: 2, Kernel: 4}, {In: 4, Out: 4, Side: 3, Pad: 2, Kernel: 5}}, onn33...) {
		size, valid, k := l.Side*l.Side, l.Valid()*l.Valid(), l.Kernel
		x, w := drawn(2*l.In*size, 1), drawn(2*l.Out*l.In*k*k, 2)
		light, p := ordered(l.tile(), x), pairs(l.Kernels(w))
		block, region := l.Block(), l.Region()
		type source struct {
			y, x int
			u    complex128
		}
		var lit []source
		for i, u := range light {
			if u != 0 {
				lit = append(lit, source{i/block - block/2, i%block - block/2, u})
			}
		}
		read := l.read()
		for o := range l.Out {
			for i := range valid {
				at := int(read.Index[2*o*valid+i]) / 2
				y, x0 := at/l.Response()-l.Response()/2, at%l.Response()-l.Response()/2
				var got complex128
				for _, s := range lit {
					row, col := y+s.y+region/2, x0+s.x+region/2
					if row < 0 || col < 0 || row >= region || col >= region {
						t.Fatalf("%+v: output %d of channel %d needs what lies outside the region", l, i, o)
					}
					got += s.u * p[row*region+col]
				}
				var want complex128
				for c := range l.In {
					for a := range k {
						for b := range k {
							yy, xx := i/l.Valid()+a-l.Pad, i%l.Valid()+b-l.Pad
							if yy >= 0 && xx >= 0 && yy < l.Side && xx < l.Side {
								n := 2 * (((o*l.In+c)*k+a)*k + b)
								want += complex(float64(w[n]), float64(w[n+1])) * fieldAt(x, size, c, yy*l.Side+xx)
							}
						}
					}
				}
				if cmplx.Abs(got-want) > 1e-13*math.Sqrt(float64(l.In*k*k)) {
					t.Fatalf("%+v: output %d of channel %d is %v, want %v", l, i, o, got, want)
				}
			}
		}
	}
}

// The squares of SuperCell have the kernels of their channel, all of them.
func TestSuperCellsHoldTheKernels(t *testing.T) {
	l := Tiling{In: 3, Out: 5, Side: 6, Pad: 2, Kernel: 4}
	w := drawn(2*l.Out*l.In*l.Kernel*l.Kernel, 3)
	p, n := pairs(l.Kernels(w)), l.Region()
	for o := range l.Out {
		row, col := l.SuperCell(o)
		found, want := 0.0, 0.0
		for i := range l.Block() * l.Block() {
			v := p[(row+i/l.Block())*n+col+i%l.Block()]
			found += real(v * cmplx.Conj(v))
		}
		for _, v := range w[o*2*l.In*l.Kernel*l.Kernel:][:2*l.In*l.Kernel*l.Kernel] {
			want += float64(v) * float64(v)
		}
		if math.Abs(found-want) > 1e-12*want {
			t.Errorf("super-cell %d holds %g of %g", o, found, want)
		}
	}
}
