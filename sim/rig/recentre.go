package rig

import (
	"context"

	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/plant"
)

// Centre is what both cameras saw of one load when they were first looked at for it, and by how much their images have wandered since.
type Centre struct {
	First [2][]float32  // light on the plane, in cells as Cells has them, any unit; nil before it has been seen
	Moved [2][2]float64 // m, along x and y
	from  [2]Homography // registrations before
}

// Seen tells whether anybody has looked.
func (c *Centre) Seen() bool { return c.First[0] != nil || c.First[1] != nil }

// Recentre shows a load of waves and moves both cameras' registrations by how far what they see of it has gone since c first saw it: an image wanders
// while a bench is used (Drift of package virtual), by more in hours than a network that is trained on it bears. The first time nothing is moved. It takes
// nine frames, and how far is told by all their pixels together: on a typical bench to some hundredths of a pixel, and behind the reference beam to a tenth, root mean square. With
// Wanders measurements that are ready follow; without it they must be made anew behind it. What is no longer the picture that was first seen is an
// error that says so, and moves nothing.
func (b *Bench) Recentre(ctx context.Context, c *Centre) error {
	next := *c
	for k := range c.First {
		if b.eye(k).Camera == nil {
			continue
		}
		v, err := b.sees(ctx, k)
		if err != nil {
			return err
		}
		if c.First[k] == nil {
			next.First[k] = v
			continue
		}
		d, err := moved(b.Cells(), c.First[k], v)
		if err != nil {
			return errs.New("rig: camera ", b.eye(k).Camera.Info().Name, ": ", err)
		}
		for i := range d {
			next.Moved[k][i] += d[i]
		}
	}
	b.Move(&next)
	*c = next
	return nil
}

// sees is the intensity of the waves by a camera, registered. Behind the reference beam it is that of the part which the phase panel modulates, where
// that is told apart: what beats against light which no panel changes goes with the phase by which both arms drift, and would seem to move.
func (b *Bench) sees(ctx context.Context, camera int) ([]float32, error) {
	one := *b
	one.Reference.Phase, one.Reading, one.Follow = nil, FourSteps, false
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	part, what := plant.Magnitude, watchObject
	if camera == 1 {
		part, what = plant.Modulated, watchReference
	}
	if camera == 0 || one.separates() {
		u, ok, err := b.watch(what).watched(ctx, &one, part, b.waves)
		if err != nil {
			return nil, err
		}
		if ok {
			return b.even(squares(u)), nil
		}
	}
	l, err := b.waves()
	if err != nil {
		return nil, err
	}
	var all [][]float32
	switch {
	case camera == 0:
		if all, err = one.intensities(ctx, []plant.Load{l}); err == nil {
			return b.even(all[0]), nil
		}
	case one.separates():
		if all, err = one.Modulated(ctx, []plant.Load{l}); err == nil {
			return b.even(squares(all[0])), nil
		}
	default:
		err = one.looks(ctx, []plant.Load{l}, camera, func(seen []float32) error {
			all = [][]float32{b.register(b.eye(camera), seen, 1)}
			return nil
		})
		if err == nil {
			return b.even(all[0]), nil
		}
	}
	return nil, err
}

// squares are the intensities of a field.
func squares(u []float32) []float32 {
	v := make([]float32, len(u)/2)
	for i := range v {
		v[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
	}
	return v
}

// Cells is the grid of a Centre's pictures, about a hundred squares of pixels along each axis: waves are long.
func (b *Bench) Cells() optics.Grid {
	g := b.Design.Plane
	cell := max(1, min(g.Nx, g.Ny)/96)
	return optics.Grid{Nx: g.Nx / cell, Ny: g.Ny / cell, Dx: g.Dx * float64(cell), Dy: g.Dy * float64(cell)}
}

// even are means of squares around each pixel, smaller than what is seen of waves is, of one in each cell: without them what is left of the reference beam's
// fringes, and noise, which stand where the camera stands, hold what is seen.
func (b *Bench) even(v []float32) []float32 {
	g, c := b.Design.Plane, b.Cells()
	u := pairs(len(v), func(i int) (re, im float32) { return v[i], 0 })
	smooth(u, g, max(3, min(g.Nx, g.Ny)/32))
	x, y := g.Nx/c.Nx, g.Ny/c.Ny
	out := make([]float32, c.Len())
	for i := range out {
		out[i] = u[2*((i/c.Nx*y+y/2)*g.Nx+i%c.Nx*x+x/2)]
	}
	return out
}

// waves is the load that Recentre shows: smooth random phases, or amplitudes where the phase panel is imaged onto the camera, which sees no phases.
func (b *Bench) waves() (plant.Load, error) {
	z, holes, err := b.way()
	if err != nil {
		return nil, err
	}
	g, l := b.Design.Plane, b.Blank()
	levels := LevelsOf(b.Mounts[b.Stepper].Curve)
	for i, v := range wavy(g.Nx, g.Ny, 2000) {
		if z > 0 {
			l[b.Stepper][i] = levels.Nearest(v)
		} else {
			l[holes][i] = b.amplitude(holes, max(0.2, min(0.6+0.3*v, 1)))
		}
	}
	return l, nil
}

// Move gives both cameras the registrations that they had when c first came to this bench, moved as c has it.
func (b *Bench) Move(c *Centre) {
	for k, d := range c.Moved {
		e := b.eye(k)
		if e.Camera == nil {
			continue
		}
		if c.from[k] == (Homography{}) {
			c.from[k] = e.Registration.orSame()
		}
		h := c.from[k]
		for i := range 3 {
			h[i], h[3+i] = h[i]+d[0]*h[6+i], h[3+i]+d[1]*h[6+i]
		}
		if d != ([2]float64{}) || e.Registration != (Homography{}) {
			e.Registration = h
		}
	}
}
