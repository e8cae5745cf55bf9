package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/optics"
)

// shown is a layer whose mask is a display that has been fitted: free space, then the display, which leaves a
// share of the light's power as it was, see leaking. Nothing learns through it.
type shown struct {
	Hop   optics.Propagator
	Mask  modulator.Display
	Share float64
}

func (s shown) Vars() []*compute.Var { return nil }

func (s shown) Forward(t *Tape, in Value) (Value, Back, error) {
	if t.Kind == Train {
		return in, nil, errs.New("network: the mask is one that a display shows, which is fitted and not trained through the light")
	}
	u, err := propagate(t, s.Hop, in)
	if err != nil {
		return u, nil, err
	}
	out, n := t.New("field", u.Shape), u.Len()
	s.Mask.Prepare(&t.Before)
	s.Mask.Forward(&t.Main, u.Buf, out.Buf)
	if s.Share > 0 {
		t.Main.Add(kernels.Times(n, math.Sqrt(1-s.Share)), out.Buf, out.Buf)
		t.Main.Add(kernels.Times(n, math.Sqrt(s.Share)), u.Buf, u.Buf)
		t.Main.Add(kernels.AddTo(n), u.Buf, out.Buf)
	}
	return out, nil, nil
}

var _ Layer = shown{}
