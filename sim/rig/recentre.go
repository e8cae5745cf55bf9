package rig

import (
	"context"

	"talbot/sim/errs"
)

// Centre is where both cameras saw the spots of Register when they were first looked at for it, and by how much their images have wandered since.
type Centre struct {
	Spots [2][][2]float64 // m of the camera's plane; nil before they have been seen
	Moved [2][2]float64   // m, along x and y
	from  [2]Homography   // registrations before
}

// Recentre looks at the spots of Register again and moves both cameras' registrations by how far, in the mean, they have gone since c first saw
// them: an image wanders while a bench is used (Drift of package virtual), by more in hours than a network that is trained on it bears. The first time
// nothing is moved. What is made of a registration, as a way through the bench, is to be made anew behind it.
func (b *Bench) Recentre(ctx context.Context, c *Centre) error {
	next := *c
	for k := range c.Spots {
		if b.eye(k).Camera == nil {
			continue
		}
		_, seen, err := b.spots(ctx, k)
		if err != nil {
			return err
		}
		if c.Spots[k] == nil {
			next.Spots[k] = seen
			continue
		}
		if len(seen) != len(c.Spots[k]) {
			return errs.New("rig: ", len(seen), " spots are seen, and before it were ", len(c.Spots[k]))
		}
		x, y := 0.0, 0.0
		for i, p := range seen {
			x, y = x+(p[0]-c.Spots[k][i][0]), y+(p[1]-c.Spots[k][i][1])
		}
		next.Moved[k] = [2]float64{x / float64(len(seen)), y / float64(len(seen))}
	}
	b.Move(&next)
	*c = next
	return nil
}

// Move gives both cameras the registrations that they had when c first came to this bench, moved as c has it.
func (b *Bench) Move(c *Centre) {
	for k, d := range c.Moved {
		e := b.eye(k)
		if e.Camera == nil {
			continue
		}
		if c.from[k] == (Homography{}) {
			if c.from[k] = e.Registration; c.from[k] == (Homography{}) {
				c.from[k] = Same
			}
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
