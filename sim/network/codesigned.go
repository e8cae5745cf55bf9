package network

import (
	"talbot/sim/compute"
	"talbot/sim/modulator"
	"talbot/sim/optics"
)

// Codesigned is a layer whose mask is a display: the mask, then free space. The field
// in front of the layer is the light that arrives at the mask. A network of such layers
// begins with Free, the way from the source to the first mask.
type Codesigned struct {
	Mask modulator.Display
	Hop  optics.Propagator
}

func (d Codesigned) Vars() []*compute.Var { return []*compute.Var{d.Mask.Var()} }

func (d Codesigned) Forward(t *Tape, in Value) (out Value, _ Back, err error) {
	if err := in.Want("a mask", Plane(d.Hop.In())); err != nil {
		return in, nil, err
	}
	if t.Kind == Train {
		d.Mask.PrepareTrain(&t.Before)
	} else {
		d.Mask.Prepare(&t.Before)
	}
	behind := t.New("field", in.Shape)
	d.Mask.Forward(&t.Main, in.Buf, behind.Buf)
	if out = behind; d.Hop.In() != d.Hop.Out() {
		out = t.New("field", Plane(d.Hop.Out()))
	}
	d.Hop.Forward(&t.Main, behind.Buf, out.Buf)
	return out, func(g Value, _ bool) (Value, error) {
		g = propagateBack(t, d.Hop, g, true)
		d.Mask.Adjoint(&t.Main, g.Buf, in.Buf)
		d.Mask.Finish(&t.After)
		return g, nil
	}, nil
}

var _ Layer = Codesigned{}
