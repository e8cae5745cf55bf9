package network

import (
	"talbot/sim/compute"
	"talbot/sim/modulator"
	"talbot/sim/optics"
)

// Diffractive is a layer of a diffractive network (Lin et al., "All-optical
// machine learning using diffractive deep neural networks", Science 361, 1004
// (2018)): free space, then a mask.
type Diffractive struct {
	Hop  optics.Propagator
	Mask modulator.Modulator
}

func (d Diffractive) Vars() []*compute.Var { return []*compute.Var{d.Mask.Var()} }

func (d Diffractive) Forward(t *Tape, in Value) (Value, Back, error) {
	out, err := propagate(t, d.Hop, in)
	if err != nil {
		return out, nil, err
	}
	d.Mask.Prepare(&t.Before)
	d.Mask.Forward(&t.Main, out.Buf)
	return out, func(g Value, input bool) (Value, error) {
		d.Mask.Adjoint(&t.Main, g.Buf, out.Buf)
		return propagateBack(t, d.Hop, g, input), nil
	}, nil
}

// Free is a layer of free space alone, such as the way to the detector.
type Free struct{ Hop optics.Propagator }

func (f Free) Vars() []*compute.Var { return nil }

func (f Free) Forward(t *Tape, in Value) (Value, Back, error) {
	out, err := propagate(t, f.Hop, in)
	return out, func(g Value, input bool) (Value, error) { return propagateBack(t, f.Hop, g, input), nil }, err
}

// propagate records the way of a field through hop into a new one.
func propagate(t *Tape, hop optics.Propagator, in Value) (Value, error) {
	if err := in.Want("a propagator", Plane(hop.In())); err != nil {
		return in, err
	}
	out := t.New("field", Plane(hop.Out()))
	hop.Forward(&t.Main, in.Buf, out.Buf)
	return out, nil
}

// propagateBack records the way of a gradient back through hop, if anybody asks for it: in place
// where both planes have the same grid.
func propagateBack(t *Tape, hop optics.Propagator, g Value, input bool) Value {
	if !input {
		return g
	}
	to := g
	if hop.In() != hop.Out() {
		to = t.New("field gradient", Plane(hop.In()))
	}
	hop.Adjoint(&t.Main, g.Buf, to.Buf)
	return to
}

var (
	_ Layer = Diffractive{}
	_ Layer = Free{}
)
