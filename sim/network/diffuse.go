package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/rng"
)

// Diffuse hides the pictures that come in noise, at a time that is drawn for each: see kernels.Diffuse. What comes out is
// a vector, z and the waves of the time; what is to be told of it is for a Left at the end of the network. It
// stands before all that is trained.
type Diffuse struct {
	Seed  uint64
	Waves int

	told Value // v, on the tape that was recorded last
}

// Steps of a diffusion begin at this time, near the end, where next to nothing is left of a picture.
const MostNoise = 0.98

func (d *Diffuse) Vars() []*compute.Var { return nil }

// Kernel is the kernel for pictures of n numbers.
func (d *Diffuse) Kernel(n int) kernels.Diffuse {
	return kernels.Diffuse{N: n, Waves: d.Waves, Most: MostNoise, Stream: rng.Diffuse}
}

func (d *Diffuse) Forward(t *Tape, in Value) (Value, Back, error) {
	if in.Complex {
		return in, nil, errs.New("network: noise hides real pictures, and what comes is ", in.String())
	}
	r, err := newDraws(t, d.Seed)
	if err != nil {
		return in, nil, err
	}
	k := d.Kernel(in.Len())
	z, v := t.New("picture in noise", Vector(k.Len())), t.New("what is to be told", Vector(in.Len()))
	t.Main.Add(k.Kernel(), in.Buf, r.number, r.control, z.Buf, v.Buf)
	d.told = v
	return z, nil, nil
}

// Left is what is left of an answer when what it should be is taken off.
type Left struct{ Of *Diffuse }

func (l Left) Vars() []*compute.Var { return nil }

func (l Left) Forward(t *Tape, in Value) (Value, Back, error) {
	if in.Len() != l.Of.told.Len() {
		return in, nil, errs.New("network: an answer of ", in.Len(), " numbers to pictures of ", l.Of.told.Len())
	}
	out := t.New("what is left", in.Shape)
	t.Main.Add(kernels.Less(in.Len()), in.Buf, l.Of.told.Buf, out.Buf)
	return out, func(g Value, _ bool) (Value, error) { return g, nil }, nil
}

var (
	_ Layer = (*Diffuse)(nil)
	_ Layer = Left{}
)
