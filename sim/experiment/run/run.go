// Package run takes a session of any system from start or checkpoint to its end, and tells a
// front end what happens on the way. The page drives its session itself, step by step, so
// this package is not part of the browser's engine.
package run

import (
	"context"
	"errors"
	"math"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Attended is a session with pieces that can take minutes, as of one that calibrates a bench first: they end with ctx's error
// when it does, and said is told what is being done. Train lets a session attend to its own context, and to none behind it.
type Attended interface {
	Attend(ctx context.Context, said func(what string))
}

// Run is a training from start or checkpoint to its end.
type Run struct {
	Session experiment.Trainer // another one, when the device was lost
	// Test is evaluated after every epoch; of a trainer that holds examples out, those are, and
	// Test at the end alone. Without it a session with examples of its own is
	// tested with these, and another not at all.
	Test *data.Set
	// TestEvery leaves out the evaluation of all epochs but every so manieth and the
	// last; 0 means 1.
	TestEvery int

	// Clock gives seconds from any start; sim itself never reads a clock.
	Clock func() float64
	// Sink takes every event. It is called on the goroutine of Train.
	Sink func(experiment.Event)
	// EachEpoch, unless it is nil, adds to an epoch's event before it is kept; the evaluation is
	// nil where there was none.
	EachEpoch func(*experiment.Event, *experiment.Evaluation) error
	// Save stores a checkpoint: after every epoch, every SaveEvery seconds, and
	// when the run is stopped. May be nil.
	Save      func(*train.State) error
	SaveEvery float64
	// Apart is the least time between the checkpoints of two epochs, in seconds: for runs of
	// many short ones.
	Apart float64

	// Recover makes the session anew, on another device, when the device of the one
	// at hand has been lost (*compute.LostError). The run goes on from the state of at
	// most MirrorEvery seconds before. Without it the run ends with the error.
	Recover     func(why error) (experiment.Trainer, error)
	MirrorEvery float64

	// Helpers are sessions of the same configuration and data on other devices, which
	// take shares of every batch. The session must be a Sharer then.
	Helpers []experiment.Sharer

	// Next, unless it is nil, makes the next update in place of the session's plan.
	Next func() (network.Result, error)

	replicas *train.Replicas // of the session and its helpers
	mirror   *train.State
	mirrored float64 // by Clock
}

// Train runs until the plan is done, or ctx is. In the latter case it saves a checkpoint and
// returns ctx's error; a run restored from it gives the same numbers as one that was never
// stopped.
func (r *Run) Train(ctx context.Context) error {
	if r.Recover != nil {
		if err := r.keep(); err != nil {
			return err
		}
	}
	t := &ride{Run: r, begin: r.Clock()}
	t.saved = t.begin
	defer func() { // ctx may end with the training, and what comes then is not to end with it
		if a, ok := r.Session.(Attended); ok {
			a.Attend(context.Background(), func(string) {})
		}
	}()
	for {
		if a, ok := r.Session.(Attended); ok {
			a.Attend(ctx, func(what string) {
				e := t.event("doing")
				e.Message = what
				r.Sink(e)
			})
		}
		err := t.train(ctx)
		var lost *compute.LostError
		if !errors.As(err, &lost) || r.Recover == nil {
			return err
		}
		if err := r.recover(err); err != nil {
			return err
		}
		e := t.event("device")
		e.Message = "going on with " + r.Session.Device().Name() + " from update " + strconv.Itoa(e.Step) + ": " + lost.Error()
		r.Sink(e)
	}
}

// keep copies the state from the device.
func (r *Run) keep() error {
	s, err := r.Session.Plan().State()
	if err == nil {
		r.mirror, r.mirrored = s, r.Clock()
	}
	return err
}

// recover takes the run to another device.
func (r *Run) recover(why error) error {
	s, err := r.Recover(why)
	if err != nil {
		return err
	}
	r.Session, r.Helpers, r.replicas = s, nil, nil
	return s.Plan().Restore(r.mirror)
}

// ride is a call of Train.
type ride struct {
	*Run
	begin, saved float64
	seen         int            // examples since the start
	sum          network.Result // of this epoch, since the start
	started      bool
	stage        string           // of several
	last         experiment.Event // of an epoch
}

// train goes on until the end, or until something fails.
func (t *ride) train(ctx context.Context) error {
	if !t.started {
		t.started = true
		t.Sink(t.event("start"))
	}
	_, at := t.Session.Progress()
	for t.Session.Plan().Done() < 1 {
		if err := ctx.Err(); err != nil {
			if saveErr := t.save(); saveErr != nil {
				return saveErr
			}
			return err
		}
		t.stage = t.stageName()
		res, err := t.next()
		if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) { // it did nothing of the piece
			continue
		}
		if err != nil {
			return err
		}
		t.seen += res.Count
		t.sum.Add(res)
		if !finite(res.Loss) {
			step, _ := t.Session.Progress()
			return errs.New("the loss is not a number any more after ", step, " updates; ", t.Session.NotANumber())
		}
		if res.Count > 0 { // else the device is still at it
			e := t.event("step")
			e.Trained, e.Values = trained(res)
			t.Sink(e)
		}
		_, now := t.Session.Progress()
		if math.Floor(now) > math.Floor(at) || t.Session.Plan().Done() >= 1 {
			if t.last, err = t.epoch(); err != nil {
				return err
			}
			if t.Apart == 0 || t.Clock()-t.saved >= t.Apart {
				if err := t.save(); err != nil {
					return err
				}
			}
			t.Sink(t.last)
		} else if t.SaveEvery > 0 && t.Clock()-t.saved > t.SaveEvery {
			if err := t.save(); err != nil {
				return err
			}
		}
		if t.Recover != nil && t.Clock()-t.mirrored > t.MirrorEvery {
			if err := t.keep(); err != nil {
				return err
			}
		}
		at = now
	}
	if t.last.Kind == "" { // restored from a run that had ended
		var err error
		if t.last, err = t.epoch(); err != nil {
			return err
		}
	}
	done := t.event("done")
	done.Trained, done.Tested, done.Values = t.last.Trained, t.last.Tested, t.last.Values
	t.Sink(done)
	return nil
}

func (t *ride) save() error {
	if t.Save == nil {
		return nil
	}
	s, err := t.Session.Plan().State()
	if err != nil {
		return err
	}
	t.saved = t.Clock()
	t.mirror, t.mirrored = s, t.saved
	return t.Save(s)
}
