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

func (d Diffractive) Vars() []*compute.Var       { return []*compute.Var{d.Mask.Var()} }
func (d Diffractive) Prepare(p *compute.Program) { d.Mask.Prepare(p) }

func (d Diffractive) Forward(p *compute.Program, in, out compute.Buffer) {
	d.Hop.Forward(p, in, out)
	d.Mask.Forward(p, out)
}

func (d Diffractive) Backward(p *compute.Program, g, out compute.Buffer, input bool) {
	d.Mask.Adjoint(p, g, out)
	if input {
		d.Hop.Adjoint(p, g, g)
	}
}

// Free is a layer of free space alone, such as the way to the detector.
type Free struct{ Hop optics.Propagator }

func (f Free) Vars() []*compute.Var     { return nil }
func (f Free) Prepare(*compute.Program) {}

func (f Free) Forward(p *compute.Program, in, out compute.Buffer) { f.Hop.Forward(p, in, out) }
func (f Free) Backward(p *compute.Program, g, _ compute.Buffer, input bool) {
	if input {
		f.Hop.Adjoint(p, g, g)
	}
}

var (
	_ Layer = Diffractive{}
	_ Layer = Free{}
)
