package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Way says how the gradient comes back through absorbers.
type Way int

const (
	WayExact    Way = iota // multiplied by the slope
	WayProbe               // by the transmission that the pump has left: a weak probe's way
	WayFinite              // by that which pump and a probe of Power have left
	WayScatter             // by what two weak signals of Power show, without a model
	WayConstant            // by Constant
)

// Saturable is a layer of saturable absorbers, one for each number: see kernels.Saturable.
type Saturable struct {
	Law       kernels.Absorption
	Depth     float64
	Intensity bool
	Table     *kernels.AbsorptionTable // for kernels.Measured
	Way       Way
	Constant  float64
	// Power is the mean intensity of the probe for WayFinite, in units of saturation, and the
	// root mean square of the signals' amplitude for WayScatter.
	Power float64
}

func (s Saturable) Vars() []*compute.Var { return nil }

func (s Saturable) Forward(t *Tape, in Value) (Value, Back, error) {
	if !(s.Power > 0) && (s.Way == WayFinite || s.Way == WayScatter) {
		return in, nil, errs.New("network: signals that go back through absorbers must have a power above 0, not ", errs.Float(s.Power))
	}
	k := kernels.Saturable{N: in.Len(), Law: s.Law, Depth: s.Depth, Intensity: s.Intensity, Table: s.Table}
	out := t.New("behind absorbers", in.Shape)
	t.Main.Add(k.Forward(), in.Buf, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		if !input {
			return g, nil
		}
		d := t.New("gradient before absorbers", in.Shape)
		switch s.Way {
		case WayFinite:
			t.Main.Add(k.FiniteProbe(s.Power), in.Buf, g.Buf, d.Buf)
		case WayScatter:
			t.Main.Add(k.Scatter(s.Power), in.Buf, g.Buf, d.Buf)
		case WayProbe:
			t.Main.Add(k.Adjoint(kernels.Probe, 0), in.Buf, out.Buf, g.Buf, d.Buf)
		case WayConstant:
			t.Main.Add(k.Adjoint(kernels.Replacement, s.Constant), in.Buf, out.Buf, g.Buf, d.Buf)
		default:
			t.Main.Add(k.Adjoint(kernels.Exact, 0), in.Buf, out.Buf, g.Buf, d.Buf)
		}
		return d, nil
	}, nil
}

var _ Layer = Saturable{}
