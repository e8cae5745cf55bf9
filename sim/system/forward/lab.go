package forward

import (
	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// On lets the network be shown on a bench that others have made, real or simulated, in place of the session's own, until
// Forget. Its plane must be that of the masks.
func (s *Session) On(b *rig.Bench) (err error) {
	if b.Design.Plane != s.Grid() {
		return errs.New("forward: the masks are for ", s.Grid().String(), ", and the bench has ", b.Design.Plane.String())
	}
	return s.take(b)
}

// Model is the way of light in the simulation of the bench as it is meant.
func (s *Session) Model() plant.Way { return s.model }
