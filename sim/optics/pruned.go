package optics

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fft"
)

// NewPruned makes r ready on dev for light that starts in the middle of its first plane and is wanted in the middle of
// its last one: it is Resize(in, ...), r and Resize(..., out) joined, but what is dark or not wanted is not
// transformed. The first and last of two or more steps of r must be convolutions.
func NewPruned(dev compute.Device, in Grid, r *Recipe, out Grid, batch int) (*Map, error) {
	last := len(r.Steps) - 1
	if last < 1 || r.Steps[0].H == nil || r.Steps[last].H == nil {
		return nil, errs.New("optics: a pruned system begins and ends with a convolution, and has two steps or more")
	}
	for _, g := range []Grid{in, out} {
		if s := r.Steps[0]; g.Dx != r.In.Dx || g.Dy != r.In.Dy || g.Nx > s.Mx || g.Ny > s.My {
			return nil, errs.New("optics: ", g.String(), " is no part of the system's ", r.In.String())
		}
	}
	whole, err := Join(Resize(in, r.In), r, Resize(r.Out.Grid, out))
	if err != nil {
		return nil, err
	}
	m, err := NewMap(dev, r, batch)
	if err != nil {
		return nil, err
	}
	between := func(i, inX, inY, outX, outY int) {
		x, y := fft.NewPlan(r.Steps[i].Mx), fft.NewPlan(r.Steps[i].My)
		m.ops[i].forward = kernels.PropagateBetween(x, y, inX, inY, outX, outY, r.Steps[i].Even)
		m.ops[i].adjoint = kernels.PropagateBetweenAdjoint(x, y, inX, inY, outX, outY, r.Steps[i].Even)
	}
	first, before := r.Steps[0], r.Steps[last-1]
	between(0, in.Nx, in.Ny, first.Nx, first.Ny)
	between(last, before.Nx, before.Ny, out.Nx, out.Ny)
	m.Recipe = whole
	return m, nil
}
