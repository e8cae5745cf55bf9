package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// Fixed is a layer whose mask is a given transmission that nobody trains: free space,
// then the mask. It has no way back, so it stands before all that is trained.
type Fixed struct {
	Hop optics.Propagator
	T   compute.Buffer // Shared, [Ny][Nx] complex
}

func (f Fixed) Vars() []*compute.Var { return nil }

func (f Fixed) Forward(t *Tape, in Value) (Value, Back, error) {
	out, err := propagate(t, f.Hop, in)
	if err == nil {
		t.Main.Add(kernels.Modulate(), out.Buf, f.T)
	}
	return out, nil, err
}

var _ Layer = Fixed{}
