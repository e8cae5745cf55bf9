package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Conv is a convolution of real pictures with kernels of side x side:
//
//	y[o][i][j] = sum over c, k, l of W[o][c][k][l] x[c][i Stride + k - Pad][j Stride + l - Pad]  + b[o]
//
// with zeros around the pictures.
type Conv struct {
	weights
	Stride, Pad   int
	in, out, side int
}

// NewConv makes a convolution of zeros from in to out channels, with b or without.
func NewConv(dev compute.Device, name string, in, out, side, stride, pad int, bias bool) (*Conv, error) {
	if side < 1 || stride < 1 || pad < 0 || pad >= side {
		return nil, errs.New("network: a convolution of side ", side, ", stride ", stride, " and padding ", pad, "; want a side and a stride of 1 or more and a padding below the side")
	}
	w, err := newWeights(dev, name, []int{out, in, side, side}, bias)
	return &Conv{w, stride, pad, in, out, side}, err
}

func (l *Conv) Forward(t *Tape, x Value) (Value, Back, error) {
	if err := x.Want("layer "+l.W.Name, Shape{Channels: l.in, Ny: x.Ny, Nx: x.Nx}); err != nil {
		return x, nil, err
	}
	places := func(n int) int { return (n+2*l.Pad-l.side)/l.Stride + 1 }
	if x.Ny+2*l.Pad < l.side || x.Nx+2*l.Pad < l.side {
		return x, nil, errs.New("network: layer ", l.W.Name, " has kernels of ", l.side, " x ", l.side, ", and what comes is ", x.String())
	}
	y := Shape{Channels: l.out, Ny: places(x.Ny), Nx: places(x.Nx)}
	taps := l.side * l.side
	out := kernels.Planes(l.out, y.Ny*y.Nx)
	return l.products(t, x, y, layout{
		name: "convolution",
		x: kernels.Windows(kernels.Window{Channels: l.in, Height: x.Ny, Width: x.Nx, KernelHeight: l.side, KernelWidth: l.side,
			OutHeight: y.Ny, OutWidth: y.Nx, Stride: l.Stride, Pad: l.Pad, Spread: 1}),
		w: kernels.Dense(l.out, l.in*taps),
		y: out,
		// The adjoint is a convolution of g, with zeros between its numbers, by the turned kernels.
		g: kernels.Windows(kernels.Window{Channels: l.out, Height: y.Ny, Width: y.Nx, KernelHeight: l.side, KernelWidth: l.side,
			OutHeight: x.Ny, OutWidth: x.Nx, Stride: 1, Pad: l.side - 1 - l.Pad, Spread: l.Stride}),
		back: kernels.Matrix{At: taps - 1, Rows: kernels.Axis{N: l.out * taps, Stride: -1, Inner: taps, Outer: l.in * taps},
			Cols: kernels.Axis{N: l.in, Stride: taps}},
		dx: kernels.Planes(l.in, x.Ny*x.Nx),
	})
}

var _ Layer = (*Conv)(nil)
