package dante

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/network"
)

// The paper's bench (its figure 4) has two layers: one display writes pictures and channels as amplitudes of
// light, and another one in the Fourier plane has the masks. Of each mask's 25 output channels the middle
// one lies on the axis, where light that the mask does not change comes to an image of the input: it is not
// read, neither by convolutions nor by light, and its kernels stay 0. Channels and sizes are ours, within half of
// the 831 pixels that lenses of 10 cm light.
var (
	benchMNIST = architecture{channels: 1, side: 28, bench: true, enlarge: 2, layers: []layer{onAxis(1, 1, 5, 56, 4), onAxis(1, 24, 3, 13, 2)}}
	benchCIFAR = architecture{channels: 3, side: 32, bench: true, layers: []layer{onAxis(1, 3, 5, 32, 2), onAxis(4, 24, 3, 14, 2)}}
	// benchSmall is one for a processor: its impulse responses, of 168 and 180 samples, go with masks of 360.
	benchSmall = architecture{channels: 1, side: 28, bench: true, layers: []layer{onAxis(1, 1, 5, 28, 4), onAxis(1, 24, 3, 6, 2)}}
)

// onAxis is so many masks with 25 channels behind each, of which the middle one is dark. All of them get all
// channels that come.
func onAxis(masks, in, kernel, side, pool int) layer {
	return layer{masks: masks, in: in, out: 25, side: side, kernel: kernel, pool: pool, repeat: masks, branches: 1, dark: 1}
}

// darkKernels are the kernels of the channel that is not read, which begin with 0, where they stay.
func darkKernels(m Mask, kernels []float32) []float32 {
	size := 2 * m.In * m.Tiling.Kernel * m.Tiling.Kernel
	return kernels[m.Out/2*size:][:size]
}

// rearranged is a layer that puts numbers of what comes elsewhere; index says which, or kernels.None for 0.
type rearranged struct {
	title string
	out   func(in network.Shape) network.Shape
	index func(in network.Shape, c, y, x int) int
}

func (r rearranged) Vars() []*compute.Var { return nil }

func (r rearranged) Forward(t *network.Tape, in network.Value) (network.Value, network.Back, error) {
	a := &network.Arrange{Title: r.title, In: in.Shape, Out: r.out(in.Shape)}
	for c := range a.Out.Channels {
		for y := range a.Out.Ny {
			for x := range a.Out.Nx {
				a.Index = append(a.Index, int32(r.index(in.Shape, c, y, x)))
			}
		}
	}
	return a.Forward(t, in)
}

// enlarged makes n x n of each pixel.
func enlarged(n int) network.Layer {
	return rearranged{"larger pictures", func(in network.Shape) network.Shape {
		in.Ny, in.Nx = n*in.Ny, n*in.Nx
		return in
	}, func(in network.Shape, c, y, x int) int { return (c*in.Ny+y/n)*in.Nx + x/n }}
}

// amplitudes writes numbers from 0 to 1 as amplitudes of light, all of one phase: real channels become Fields.
var amplitudes = rearranged{"amplitudes", func(in network.Shape) network.Shape { return network.Fields(in.Channels, in.Ny, in.Nx) },
	func(in network.Shape, c, y, x int) int {
		if c%2 == 1 {
			return kernels.None
		}
		return (c/2*in.Ny+y)*in.Nx + x
	}}

// undark leaves out the channel of each mask that is not read.
func undark(l layer) network.Layer {
	read := l.out - l.dark
	return rearranged{"channels beside the axis", func(in network.Shape) network.Shape {
		in.Channels = l.masks * read
		return in
	}, func(in network.Shape, c, y, x int) int {
		mask, k := c/read, c%read
		if k >= l.out/2 {
			k += l.dark
		}
		return ((mask*l.out+k)*in.Ny+y)*in.Nx + x
	}}
}

// write is how electronics give channels to the masks of a layer, and front what they do before.
func (p *parts) write(i int) (front, code network.Chain) {
	switch {
	case !p.arch.bench:
		return nil, network.Chain{network.PhaseCode{Most: most}}
	case i > 0: // from 0, dark, up to 1
		front = network.Chain{network.Activate{Activation: kernels.ReLU}, network.Activate{Activation: kernels.Tanh}}
	case p.arch.enlarge > 1:
		front = network.Chain{enlarged(p.arch.enlarge)}
	}
	return front, network.Chain{amplitudes}
}
