package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// PhaseCode writes numbers as phases of light, exp(i Most/(1 + exp(-x))): real channels
// become Fields.
type PhaseCode struct{ Most float64 }

func (c PhaseCode) Vars() []*compute.Var { return nil }

func (c PhaseCode) Forward(t *Tape, x Value) (Value, Back, error) {
	if err := x.Want("a phase code", Shape{Channels: x.Channels, Ny: x.Ny, Nx: x.Nx}); err != nil {
		return x, nil, err
	}
	y := t.New("phase code", Fields(x.Channels, x.Ny, x.Nx))
	t.Main.Add(kernels.PhaseCode(x.Channels, x.Ny*x.Nx, c.Most), x.Buf, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		dx := t.New("gradient before phase code", x.Shape)
		t.Main.Add(kernels.PhaseCodeAdjoint(x.Channels, x.Ny*x.Nx, c.Most), x.Buf, y.Buf, g.Buf, dx.Buf)
		return dx, nil
	}, nil
}

// Intensity is what a camera sees of Fields: the square of their magnitude, a real channel each.
type Intensity struct{}

func (Intensity) Vars() []*compute.Var { return nil }

func (Intensity) Forward(t *Tape, x Value) (Value, Back, error) {
	n := x.Channels / 2
	if err := x.Want("a camera", Fields(n, x.Ny, x.Nx)); err != nil {
		return x, nil, err
	}
	y := t.New("intensity", Shape{Channels: n, Ny: x.Ny, Nx: x.Nx})
	t.Main.Add(kernels.Intensity(n, x.Ny*x.Nx), x.Buf, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		dx := t.New("gradient before intensity", x.Shape)
		t.Main.Add(kernels.IntensityAdjoint(n, x.Ny*x.Nx), x.Buf, g.Buf, dx.Buf)
		return dx, nil
	}, nil
}

// Gain multiplies all that comes by a number that is trained.
type Gain struct {
	W *compute.Var // [1]

}

// NewGain makes a gain of that value.
func NewGain(dev compute.Device, name string, value float64) (*Gain, error) {
	g := &Gain{W: &compute.Var{Name: name, Shape: []int{1}}}
	var err error
	if g.W.Value, err = dev.Alloc(compute.Spec{Name: name, Len: 1}); err != nil {
		return nil, err
	}
	if g.W.Grad, err = dev.Alloc(compute.Spec{Name: name + " gradient", Scope: compute.Sum, Len: 1}); err != nil {
		return nil, err
	}
	return g, dev.Write(g.W.Value, 0, []float32{float32(value)})
}

// Vars is W.
func (l *Gain) Vars() []*compute.Var { return []*compute.Var{l.W} }

// gainParts is how many parts a sum over the numbers of a sample is made in.
const gainParts = 1024

func (l *Gain) Forward(t *Tape, x Value) (Value, Back, error) {
	n := x.Len()
	y := t.New(l.W.Name+" output", x.Shape)
	t.Main.Add(kernels.Scaled(n), x.Buf, l.W.Value, y.Buf)
	return y, func(g Value, input bool) (Value, error) {
		parts, total := t.New("gain in parts", Vector(min(n, gainParts))), t.New("gain of a sample", Vector(1))
		t.Main.Add(kernels.DotParts(n, parts.Len()), x.Buf, g.Buf, parts.Buf)
		t.Main.Add(kernels.Total(1, parts.Len()), parts.Buf, total.Buf)
		t.Main.Add(kernels.SumSamples(), total.Buf, l.W.Grad)
		if input {
			t.Main.Add(kernels.Scaled(n), g.Buf, l.W.Value, g.Buf)
		}
		return g, nil
	}, nil
}

// MaxPool has the largest numbers of squares of Side x Side places.
type MaxPool struct{ Side int }

func (m MaxPool) Vars() []*compute.Var { return nil }

func (m MaxPool) Forward(t *Tape, in Value) (Value, Back, error) {
	if m.Side < 1 || in.Complex || in.Ny < m.Side || in.Nx < m.Side {
		return in, nil, errs.New("network: the largest of ", m.Side, " x ", m.Side, " places do not fit ", in.String())
	}
	out := t.New("largest", Shape{Channels: in.Channels, Ny: in.Ny / m.Side, Nx: in.Nx / m.Side})
	t.Main.Add(kernels.MaxPool(in.Channels, in.Ny, in.Nx, m.Side), in.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		d := t.New("gradient before the largest", in.Shape)
		t.Main.Add(kernels.MaxPoolAdjoint(in.Channels, in.Ny, in.Nx, m.Side), in.Buf, g.Buf, d.Buf)
		return d, nil
	}, nil
}

var (
	_ Layer = PhaseCode{}
	_ Layer = Intensity{}
	_ Layer = (*Gain)(nil)
	_ Layer = MaxPool{}
)
