package forward

import (
	"context"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// A bench is registered once, and its image wanders: by half a pixel in an hour on a typical one. Two masks of 48 x 48 pixels that learn MNIST on a bench
// where nothing else is wrong have 81 % of the training pictures right behind 150 updates, and end at chance behind 250; followed every ten updates they
// have 87 % then, and go on as on an ideal bench.

// wanders tells whether the image of the bench is followed.
func (s *Session) wanders() bool {
	return s.Calibrate && s.Recentre > 0 && s.bench.Reference.Camera != nil
}

// recentre follows the image of the bench, where it is time to, before an update.
func (s *Session) recentre(ctx context.Context) error {
	if s.bench == nil || s.inModel() || !s.onBench() || !s.wanders() {
		return nil
	}
	if since := s.Stage.Step - s.Elsewhere*s.Stage.Loop.Batches(); since%s.Recentre != 0 {
		return nil
	}
	if !s.bench.Wanders {
		if err := s.take(s.bench); err != nil {
			return err
		}
	}
	return s.bench.Recentre(ctx, &s.centre)
}

// triple is how many numbers of a checkpoint one number has.
const triple = 3

// centred is where the image is, as numbers of a checkpoint: both cameras' ways, and what each saw first. Nil where nobody has looked.
func (s *Session) centred() (v []float32) {
	c := &s.centre
	if !c.Seen() {
		return nil
	}
	for k := range c.Moved {
		v = append(v, thirds(c.Moved[k][:]...)...)
	}
	return append(append(v, c.First[0]...), c.First[1]...)
}

// centreAt takes the bench there, which has just been calibrated.
func (s *Session) centreAt(v []float32) error {
	s.centre = rig.Centre{}
	if v == nil {
		return nil
	}
	n, cameras := s.bench.Cells().Len(), []*rig.Eye{&s.bench.Object, &s.bench.Reference}
	want := len(cameras) * 2 * triple
	for _, e := range cameras {
		if e.Camera != nil {
			want += n
		}
	}
	if len(v) != want {
		return errs.New("forward: a checkpoint has ", len(v), " numbers about where the image was, where this bench has ", want, ": go on with the version that it was begun with, or begin anew with --masks")
	}
	for k := range cameras {
		for i := range s.centre.Moved[k] {
			s.centre.Moved[k][i] = sum(v[(2*k+i)*triple:])
		}
	}
	v = v[len(cameras)*2*triple:]
	for k, e := range cameras {
		if e.Camera != nil {
			s.centre.First[k], v = slices.Clone(v[:n]), v[n:]
		}
	}
	s.bench.Move(&s.centre)
	return nil
}
