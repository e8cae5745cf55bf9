package network

import (
	"talbot/sim/compute"
	"talbot/sim/modulator"
	"talbot/sim/optics"
)

// Codesigned is a layer whose mask is a device: the mask, then free space. The field
// in front of the layer is the light that arrives at the mask. A network of such layers
// begins with Free, the way from the source to the first mask.
type Codesigned struct {
	Mask modulator.Device
	Hop  optics.Propagator
}

func (d Codesigned) Vars() []*compute.Var            { return []*compute.Var{d.Mask.Var()} }
func (d Codesigned) Prepare(p *compute.Program)      { d.Mask.Prepare(p) }
func (d Codesigned) PrepareTrain(p *compute.Program) { d.Mask.PrepareTrain(p) }
func (d Codesigned) Finish(p *compute.Program)       { d.Mask.Finish(p) }

func (d Codesigned) Forward(p *compute.Program, in, out compute.Buffer) {
	d.Mask.Forward(p, in, out)
	d.Hop.Forward(p, out, out)
}

// BackwardFrom takes the gradient back through free space and mask, whatever input.
func (d Codesigned) BackwardFrom(p *compute.Program, g, in compute.Buffer, _ bool) {
	d.Hop.Adjoint(p, g, g)
	d.Mask.Adjoint(p, g, in)
}

// Backward panics: the layer has BackwardFrom.
func (d Codesigned) Backward(*compute.Program, compute.Buffer, compute.Buffer, bool) {
	panic("network: a codesigned layer goes back from the field in front of it")
}

var _ Prepared = Codesigned{}
