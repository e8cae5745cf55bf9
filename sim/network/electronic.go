package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/rng"
)

// Activate is an electronic non-linearity of each number.
type Activate struct{ kernels.Activation }

func (a Activate) Vars() []*compute.Var { return nil }

func (a Activate) Forward(t *Tape, in Value) (Value, Back, error) {
	out := t.New("activations", in.Shape)
	t.Main.Add(kernels.Activate(a.Activation, in.Len()), in.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if input {
			t.Main.Add(kernels.ActivateAdjoint(a.Activation, in.Len()), out.Buf, g.Buf, g.Buf)
		}
		return g, nil
	}, nil
}

// MeanPool has the means of squares of Side x Side places.
type MeanPool struct{ Side int }

func (m MeanPool) Vars() []*compute.Var { return nil }

func (m MeanPool) Forward(t *Tape, in Value) (Value, Back, error) {
	if m.Side < 1 || in.Complex || in.Ny < m.Side || in.Nx < m.Side {
		return in, nil, errs.New("network: means of ", m.Side, " x ", m.Side, " places do not fit ", in.String())
	}
	out := t.New("means", Shape{Channels: in.Channels, Ny: in.Ny / m.Side, Nx: in.Nx / m.Side})
	t.Main.Add(kernels.MeanPool(in.Channels, in.Ny, in.Nx, m.Side), in.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		d := t.New("gradient before means", in.Shape)
		t.Main.Add(kernels.MeanPoolAdjoint(in.Channels, in.Ny, in.Nx, m.Side), g.Buf, d.Buf)
		return d, nil
	}, nil
}

// Dropout leaves out a share of the numbers in training.
type Dropout struct {
	Share  float64
	Seed   uint64
	Number int // of the layer
}

func (d Dropout) Vars() []*compute.Var { return nil }

func (d Dropout) Forward(t *Tape, in Value) (Value, Back, error) {
	if t.Kind != Train || d.Share == 0 {
		return in, func(g Value, _ bool) (Value, error) { return g, nil }, nil
	}
	r, err := newDraws(t, d.Seed)
	if err != nil {
		return in, nil, err
	}
	k := kernels.Dropout(in.Len(), d.Share, stream(rng.Dropout, d.Number, 0))
	out := t.New("what is left", in.Shape)
	t.Main.Add(k, in.Buf, out.Buf, r.number, r.control)
	return out, func(g Value, input bool) (Value, error) {
		if input {
			t.Main.Add(k, g.Buf, g.Buf, r.number, r.control)
		}
		return g, nil
	}, nil
}

// Times multiplies all numbers by a constant.
type Times struct{ Factor float64 }

func (m Times) Vars() []*compute.Var { return nil }

func (m Times) Forward(t *Tape, in Value) (Value, Back, error) {
	k := kernels.Times(in.Len(), m.Factor)
	out := t.New("multiplied", in.Shape)
	t.Main.Add(k, in.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if input {
			t.Main.Add(k, g.Buf, g.Buf)
		}
		return g, nil
	}, nil
}

var (
	_ Layer = Activate{}
	_ Layer = MeanPool{}
	_ Layer = Dropout{}
	_ Layer = Times{}
)
