package forward

import (
	"context"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// A bench is registered once, and its image wanders: by half a pixel in an hour on a typical one. Two masks of 48 x 48 pixels that learn MNIST on a bench
// where nothing else is wrong have 81 % of the training pictures right behind 150 updates, and end at chance behind 250; followed every ten updates they
// have 87 % then, and go on as on an ideal bench.

// recentre follows the image of the bench, where it is time to, before an update.
func (s *Session) recentre(ctx context.Context) error {
	if s.bench == nil || s.inModel() || !s.onBench() || !s.Calibrate || s.Recentre == 0 || s.bench.Reference.Camera == nil {
		return nil
	}
	if since := s.Stage.Step - s.Elsewhere*s.Stage.Loop.Batches(); since%s.Recentre != 0 {
		return nil
	}
	first := s.centre.Spots[0] == nil
	if err := s.bench.Recentre(ctx, &s.centre); err != nil || first {
		return err
	}
	return s.take(s.bench)
}

// centred is where the image is, as numbers of a checkpoint: both cameras' ways, and where each saw the spots first. Nil where nobody has looked.
func (s *Session) centred() []float32 {
	c := &s.centre
	if c.Spots[0] == nil {
		return nil
	}
	var all []float64
	for k := range c.Spots {
		all = append(all, c.Moved[k][:]...)
		for _, p := range c.Spots[k] {
			all = append(all, p[:]...)
		}
	}
	return thirds(all...)
}

// centreAt takes the bench there, which has just been calibrated.
func (s *Session) centreAt(v []float32) error {
	s.centre = rig.Centre{}
	if v == nil {
		return nil
	}
	const triple = 3
	each := len(v) / (2 * 2 * triple) // pairs of a camera: its way, and spots
	if each < 2 || len(v) != each*2*2*triple {
		return errs.New("forward: a checkpoint has ", len(v), " numbers about where the image was, which are no spots of two cameras")
	}
	for k := range s.centre.Spots {
		for i := range each {
			at := v[(k*each+i)*2*triple:]
			p := [2]float64{sum(at[:triple]), sum(at[triple:][:triple])}
			if i == 0 {
				s.centre.Moved[k] = p
				continue
			}
			s.centre.Spots[k] = append(s.centre.Spots[k], p)
		}
	}
	s.bench.Move(&s.centre)
	return s.take(s.bench)
}
