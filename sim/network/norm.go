package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// Norm is batch normalisation of real channels (Ioffe and Szegedy, ICML 2015): in training by
// mean and variance of the batch, else by their running averages, so that then it is a bias
// and a scale for each channel, which electronics do to detected intensity.
type Norm struct {
	Scale, Shift *compute.Var // [channels]

	running  *compute.Var // [channels][mean, variance]
	name     string
	channels int
}

// Of a batch, the share in the running averages, and what is added to its variance.
const (
	normRate    = 0.1
	normEpsilon = 1e-5
)

// NewNorm makes a normalisation to mean 0 and variance 1.
func NewNorm(dev compute.Device, name string, channels int) (*Norm, error) {
	var err error
	array := func(name string, shape []int, grad bool, fill func(i int) float32) *compute.Var {
		v := &compute.Var{Name: name, Shape: shape}
		x := make([]float32, v.Len())
		for i := range x {
			x[i] = fill(i)
		}
		if err == nil {
			v.Value, err = dev.Alloc(compute.Spec{Name: name, Len: len(x)})
		}
		if err == nil {
			err = dev.Write(v.Value, 0, x)
		}
		if err == nil && grad {
			v.Grad, err = dev.Alloc(compute.Spec{Name: name + " gradient", Scope: compute.Sum, Len: len(x)})
		}
		return v
	}
	l := &Norm{name: name, channels: channels}
	l.Scale = array(name+" scale", []int{channels}, true, func(int) float32 { return 1 })
	l.Shift = array(name+" shift", []int{channels}, true, func(int) float32 { return 0 })
	l.running = array(name+" averages", []int{channels, 2}, false, func(i int) float32 { return float32(i % 2) })
	return l, err
}

// Expect has the running averages begin with that mean and variance for all channels, in place of 0 and 1: what is read before anything has been learned
// is then normalised too.
func (l *Norm) Expect(dev compute.Device, mean, variance float64) error {
	x := make([]float32, 2*l.channels)
	for i := range l.channels {
		x[2*i], x[2*i+1] = float32(mean), float32(variance)
	}
	return dev.Write(l.running.Value, 0, x)
}

// Vars are Scale and Shift.
func (l *Norm) Vars() []*compute.Var { return []*compute.Var{l.Scale, l.Shift} }

func (l *Norm) Forward(t *Tape, x Value) (Value, Back, error) {
	if err := x.Want("layer "+l.name, Shape{Channels: l.channels, Ny: x.Ny, Nx: x.Nx}); err != nil {
		return x, nil, err
	}
	places := x.Ny * x.Nx
	statistics, err := t.Device.Alloc(compute.Spec{Name: l.name + " statistics", Len: kernels.NormNumbers * l.channels})
	if err != nil {
		return x, nil, err
	}
	pairs := Shape{Channels: l.channels, Ny: 1, Nx: 2}
	if t.Kind == Train {
		t.Keeps(l.running)
		moments := t.New("moments", pairs)
		t.Main.Add(kernels.Moments(l.channels, places), x.Buf, moments.Buf)
		t.Main.Add(kernels.NormStatistics(l.channels, places, normEpsilon), moments.Buf, statistics)
		t.After.Add(kernels.RunningStatistics(l.channels, normRate), statistics, l.running.Value)
	} else {
		t.Before.Add(kernels.FixedStatistics(l.channels, normEpsilon), l.running.Value, statistics)
	}
	y := t.New("normalised", x.Shape)
	t.Main.Add(kernels.Normalise(l.channels, places), x.Buf, statistics, l.Scale.Value, l.Shift.Value, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		means, err := t.Device.Alloc(compute.Spec{Name: l.name + " means of gradients", Len: 2 * l.channels})
		if err != nil {
			return g, err
		}
		moments := t.New("moments of gradients", pairs)
		t.Main.Add(kernels.NormMoments(l.channels, places), x.Buf, statistics, g.Buf, moments.Buf)
		t.Main.Add(kernels.NormGradient(l.channels, places), moments.Buf, l.Scale.Grad, l.Shift.Grad, means)
		if input {
			t.Main.Add(kernels.NormAdjoint(l.channels, places), x.Buf, statistics, l.Scale.Value, means, g.Buf, g.Buf)
		}
		return g, nil
	}, nil
}

var _ Layer = (*Norm)(nil)
