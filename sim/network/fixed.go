package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// Fixed is a layer whose mask is a given transmission that nobody trains: free space,
// then the mask.
type Fixed struct {
	Hop optics.Propagator
	T   compute.Buffer // Shared, [Ny][Nx] complex
}

func (f Fixed) Vars() []*compute.Var     { return nil }
func (f Fixed) Prepare(*compute.Program) {}

func (f Fixed) Forward(p *compute.Program, in, out compute.Buffer) {
	f.Hop.Forward(p, in, out)
	p.Add(kernels.Modulate(), out, f.T)
}

// Backward panics: nothing before a fixed mask is trained.
func (f Fixed) Backward(*compute.Program, compute.Buffer, compute.Buffer, bool) {
	panic("network: a fixed layer has no way back")
}

var _ Layer = Fixed{}
