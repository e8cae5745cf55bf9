package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// Fields is the shape of so many channels of complex numbers, each as two channels: its real
// parts, then its imaginary ones.
func Fields(channels, ny, nx int) Shape { return Shape{Channels: 2 * channels, Ny: ny, Nx: nx} }

// ComplexConv is a convolution of complex pictures, Fields, with complex kernels of side x
// side, by the four real ones that it is made of:
//
//	y[o][i][j] = sum over c, k, l of K[o][c][k][l] x[c][i + k - Pad][j + l - Pad]
//
// with zeros around the pictures. It is the artificial neuron of DANTE (Yuan et al., "Training
// large-scale optoelectronic neural networks with dual-neuron optical-artificial learning",
// Nature Communications 14, 7110 (2023)).
type ComplexConv struct {
	K *compute.Var // [outputs][inputs][side][side][re, im]

	filter             // of the real pictures
	dev                compute.Device
	w, dw              compute.Buffer // of the real convolution
	inputs, outs, taps int
}

// NewComplexConv makes a convolution of zeros from in to out channels.
func NewComplexConv(dev compute.Device, name string, in, out, side, pad int) (*ComplexConv, error) {
	l := &ComplexConv{filter: filter{Stride: 1, Pad: pad, in: 2 * in, out: 2 * out, side: side}, dev: dev, inputs: in, outs: out, taps: side * side}
	if err := l.check(); err != nil {
		return nil, err
	}
	var err error
	alloc := func(name string, n int) compute.Buffer {
		b, e := dev.Alloc(compute.Spec{Name: name, Len: n})
		if err == nil {
			err = e
		}
		return b
	}
	n := out * in * l.taps
	l.K = &compute.Var{Name: name, Shape: []int{out, in, side, side, 2}, Value: alloc(name, 2*n), Grad: alloc(name+" gradient", 2*n)}
	l.w, l.dw = alloc(name+" as real weights", 4*n), alloc(name+" real gradient", 4*n)
	return l, err
}

// Vars is K.
func (l *ComplexConv) Vars() []*compute.Var { return []*compute.Var{l.K} }

// Draw gives K random numbers of the normal distribution, whose mean squared magnitude is size^2.
func (l *ComplexConv) Draw(seed uint64, step uint32, size float64) error {
	return l.dev.Write(l.K.Value, 0, l.Drawn(seed, step, size))
}

// Drawn is what Draw writes.
func (l *ComplexConv) Drawn(seed uint64, step uint32, size float64) []float32 {
	v := make([]float32, l.K.Len())
	rng.Stream{Seed: seed, Stream: rng.Init}.Normal(step, v)
	for i := range v {
		v[i] *= float32(size * math.Sqrt2 / 2)
	}
	return v
}

func (l *ComplexConv) Forward(t *Tape, x Value) (Value, Back, error) {
	shape, layout, err := l.layout(l.K.Name, x)
	if err != nil {
		return x, nil, err
	}
	y := t.New(l.K.Name+" output", shape)
	t.Before.Add(kernels.ComplexWeights(l.outs, l.inputs, l.taps), l.K.Value, l.w)
	layout.forward(t, x.Buf, l.w, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		add := t.Adds(l.K)
		layout.gradient(t, g.Buf, x.Buf, l.dw, add)
		if !add { // once all of dw is there
			t.After.Add(kernels.ComplexWeightsAdjoint(l.outs, l.inputs, l.taps), l.dw, l.K.Grad)
		}
		if !input {
			return g, nil
		}
		dx := t.New(l.K.Name+" input gradient", x.Shape)
		layout.adjoint(t, g.Buf, l.w, dx.Buf)
		return dx, nil
	}, nil
}

var _ Layer = (*ComplexConv)(nil)
