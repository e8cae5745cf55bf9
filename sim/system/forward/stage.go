package forward

import (
	"context"
	"slices"

	"talbot/sim/network"
	"talbot/sim/rig/virtual"
	"talbot/sim/train"
)

// stage is the training with all that goes with it: its checkpoints have what the bench remembers, so that a run that was
// stopped goes on with the noise and the drift that an unbroken one has.
type stage struct {
	*train.Epochs
	s *Session
}

func (t stage) Next() (network.Result, error) { return t.s.Next() }

// Names of these arrays, the last of a checkpoint: the clock and the noise of the bench, the phase of its reference beam as it was
// measured last, where the refined model has its camera, and where the bench's image has wandered.
const (
	remembered = "bench"
	spent      = "frames of updates"
	beamPhase  = "reference beam's phase"
	fitted     = "fitted camera"
	wandered   = "where the image is"
)

// OfBench tells whether an array of a checkpoint is of the bench that it was made on, and not of what has learned there.
func OfBench(name string) bool {
	return slices.Contains([]string{remembered, spent, beamPhase, fitted, wandered}, name)
}

// State is that of the training and of the bench.
func (t stage) State() (*train.State, error) {
	st, err := t.Epochs.State()
	if err != nil || t.s.bench == nil || !t.s.onBench() {
		return st, err
	}
	v, err := virtual.Remember(t.s.bench)
	if err != nil {
		return st, nil // a real bench goes on as it stands
	}
	add := func(name string, v []float32) {
		st.Arrays = append(st.Arrays, train.Values{Name: name, Shape: []int{len(v)}, Data: v})
	}
	add(spent, thirds(float64(t.s.learned)))
	if v := t.s.centred(); v != nil {
		add(wandered, v)
	}
	if r := t.s.refined; r != nil {
		add(fitted, thirds(r.at[:]...))
	}
	if p := t.s.bench.Reference.Phase; p != nil {
		add(beamPhase, slices.Clone(p))
	}
	add(remembered, v)
	return st, nil
}

// Restore goes on from there: the bench is made and calibrated again first. A checkpoint without a bench goes on with one that is
// made when it is asked for, and so does one that has a part of what belongs to a bench, as versions before wrote it of benches
// that are no simulations.
func (t stage) Restore(st *train.State) error {
	s, rest := t.s, *st
	take := func(name string) []float32 {
		n := len(rest.Arrays) - 1
		if n < 0 || rest.Arrays[n].Name != name {
			return nil
		}
		v := rest.Arrays[n].Data
		rest.Arrays = rest.Arrays[:n:n]
		return v
	}
	bench, phase, at, moved, frames := take(remembered), take(beamPhase), take(fitted), take(wandered), take(spent)
	if bench == nil {
		if err := t.Epochs.Restore(&rest); err != nil {
			return err
		}
		s.Forget()
		return nil
	}
	if err := s.ready(s.ctx()); err != nil {
		return err
	}
	before, err := virtual.Remember(s.bench)
	if err != nil {
		return err
	}
	was, centre := s.bench.Calibration(), s.centre
	err = func() error {
		if err := virtual.Recall(s.bench, bench); err != nil {
			return err
		}
		if phase != nil {
			c := s.bench.Calibration()
			c.Cameras[1].Phase = slices.Clone(phase)
			if err := s.bench.Calibrate(c); err != nil {
				return err
			}
		}
		if err := s.centreAt(moved); err != nil {
			return err
		}
		return t.Epochs.Restore(&rest)
	}()
	if err != nil {
		if again := virtual.Recall(s.bench, before); again != nil {
			return again
		}
		if again := s.bench.Calibrate(was); again != nil {
			return again
		}
		s.centre = centre
		return err
	}
	if len(frames) == 3 {
		s.learned = int(sum(frames))
	}
	if r := s.refined; r != nil && len(at) == 3*len(r.at) {
		for i := range r.at {
			r.at[i] = sum(at[3*i:][:3])
		}
		return r.tune(r.at)
	}
	return nil
}

// Pack is the state as bytes, for an engine, which could not tell how many numbers of a bench are in it.
func (t stage) Pack() ([]byte, error) { return train.PackState(t.State()) }

// Unpack goes on from bytes that Pack has made.
func (t stage) Unpack(b []byte) error {
	st, err := train.UnpackState(b)
	if err != nil {
		return err
	}
	return t.Restore(st)
}

func sum(third []float32) float64 {
	return float64(third[0]) + (float64(third[1]) + float64(third[2]))
}

// thirds are three float32 each, whose sum is a float64 bit for bit.
func thirds(all ...float64) (v []float32) {
	for _, x := range all {
		for range 3 {
			part := float32(x)
			v, x = append(v, part), x-float64(part)
		}
	}
	return v
}

// peek does something on the bench and leaves it as it was, but for the count of frames: what is learned does not depend on how
// often somebody looks or tests.
func (s *Session) peek(ctx context.Context, do func() error) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	b := s.bench
	back, err := virtual.Hold(b)
	if err != nil {
		return do() // a real bench goes on as it stands
	}
	frames := b.Report.Frames
	err = do()
	s.frames += b.Report.Frames - frames
	back()
	return err
}
