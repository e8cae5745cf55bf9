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
	filter
}

// NewConv makes a convolution of zeros from in to out channels, with b or without.
func NewConv(dev compute.Device, name string, in, out, side, stride, pad int, bias bool) (*Conv, error) {
	f := filter{Stride: stride, Pad: pad, in: in, out: out, side: side}
	if err := f.check(); err != nil {
		return nil, err
	}
	w, err := newWeights(dev, name, []int{out, in, side, side}, bias)
	return &Conv{w, f}, err
}

func (l *Conv) Forward(t *Tape, x Value) (Value, Back, error) {
	y, layout, err := l.layout(l.W.Name, x)
	if err != nil {
		return x, nil, err
	}
	return l.products(t, x, y, layout)
}

// filter is what a convolution does to pictures.
type filter struct {
	Stride, Pad   int
	in, out, side int
}

func (f filter) check() error {
	if f.side < 1 || f.Stride < 1 || f.Pad < 0 || f.Pad >= f.side {
		return errs.New("network: a convolution of side ", f.side, ", stride ", f.Stride, " and padding ", f.Pad, "; want a side and a stride of 1 or more and a padding below the side")
	}
	return nil
}

// layout is the shape of what comes of x, and the products that it takes.
func (f filter) layout(name string, x Value) (y Shape, l layout, err error) {
	if err := x.Want("layer "+name, Shape{Channels: f.in, Ny: x.Ny, Nx: x.Nx}); err != nil {
		return y, l, err
	}
	places := func(n int) int { return (n+2*f.Pad-f.side)/f.Stride + 1 }
	if x.Ny+2*f.Pad < f.side || x.Nx+2*f.Pad < f.side {
		return y, l, errs.New("network: layer ", name, " has kernels of ", f.side, " x ", f.side, ", and what comes is ", x.String())
	}
	y = Shape{Channels: f.out, Ny: places(x.Ny), Nx: places(x.Nx)}
	taps := f.side * f.side
	return y, layout{
		name: "convolution",
		x: kernels.Windows(kernels.Window{Channels: f.in, Height: x.Ny, Width: x.Nx, KernelHeight: f.side, KernelWidth: f.side,
			OutHeight: y.Ny, OutWidth: y.Nx, Stride: f.Stride, Pad: f.Pad, Spread: 1}),
		w: kernels.Dense(f.out, f.in*taps),
		y: kernels.Planes(f.out, y.Ny*y.Nx),
		// The adjoint is a convolution of g, with zeros between its numbers, by the turned kernels.
		g: kernels.Windows(kernels.Window{Channels: f.out, Height: y.Ny, Width: y.Nx, KernelHeight: f.side, KernelWidth: f.side,
			OutHeight: x.Ny, OutWidth: x.Nx, Stride: 1, Pad: f.side - 1 - f.Pad, Spread: f.Stride}),
		back: kernels.Matrix{At: taps - 1, Rows: kernels.Axis{N: f.out * taps, Stride: -1, Inner: taps, Outer: f.in * taps},
			Cols: kernels.Axis{N: f.in, Stride: taps}},
		dx: kernels.Planes(f.in, x.Ny*x.Nx),
	}, nil
}

var _ Layer = (*Conv)(nil)
