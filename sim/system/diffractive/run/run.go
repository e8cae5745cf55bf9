// Package run takes a session from start or checkpoint to its last epoch, and tells
// a front end what happens on the way. The page drives its session itself, step by
// step, so this package is not part of the browser's engine.
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
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// Run is a training run from start or checkpoint to its last epoch.
type Run struct {
	*diffractive.Session
	Test *data.Set // evaluated after every epoch; nil for none
	// TestEvery leaves out the evaluation of all epochs but every so manieth and the
	// last; 0 means 1.
	TestEvery int

	// Clock gives seconds from any start; sim itself never reads a clock.
	Clock func() float64
	// Sink takes every event. It is called on the goroutine of Train.
	Sink func(experiment.Event)
	// Save stores a checkpoint: after every epoch, every SaveEvery seconds, and
	// when the run is stopped. May be nil.
	Save      func(*train.State) error
	SaveEvery float64

	// Recover makes the session anew, on another device, when the device of the one
	// at hand has been lost (*compute.LostError). The run goes on from the state of at
	// most MirrorEvery seconds before. Without it the run ends with the error.
	Recover     func(why error) (*diffractive.Session, error)
	MirrorEvery float64

	// Helpers are sessions of the same configuration and data on other devices, which
	// take shares of every batch.
	Helpers []*diffractive.Session

	values    []float32 // of all variables, and the helpers' gradients
	gradients [][]float32

	mirror   *train.State
	mirrored float64 // by Clock
}

// Train runs until the configured number of epochs is done, or ctx is. In the
// latter case it saves a checkpoint and returns ctx's error; a run restored from
// it gives the same numbers as one that was never stopped.
func (r *Run) Train(ctx context.Context) error {
	if r.Recover != nil {
		if err := r.keep(); err != nil {
			return err
		}
	}
	t := &ride{Run: r, begin: r.Clock()}
	t.saved = t.begin
	for {
		err := t.train(ctx)
		var lost *compute.LostError
		if !errors.As(err, &lost) || r.Recover == nil {
			return err
		}
		if err := r.recover(err); err != nil {
			return err
		}
		e := t.event("device")
		e.Message = "going on with " + r.Device.Name() + " from update " + strconv.Itoa(r.Loop.Step) + ": " + lost.Error()
		r.Sink(e)
	}
}

// keep copies the state from the device.
func (r *Run) keep() error {
	s, err := r.Loop.State(r.Device)
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
	r.Session, r.Helpers = s, nil
	return r.Loop.Restore(r.Device, r.mirror)
}

// ride is a call of Train.
type ride struct {
	*Run
	begin, saved float64
	seen         int
	started      bool
}

// event makes an event of where the run stands.
func (t *ride) event(kind string) experiment.Event {
	now := t.Clock() - t.begin
	e := experiment.Event{Kind: kind, Epoch: t.Loop.Epoch, Step: t.Loop.Step, Steps: t.Config.Epochs * t.Loop.Batches(), Seconds: now}
	if now > 0 {
		e.Rate = float64(t.seen) / now
	}
	return e
}

// train goes on until the end, or until something fails.
func (r *ride) train(ctx context.Context) error {
	event := r.event
	if !r.started {
		r.started = true
		r.Sink(event("start"))
	}
	var last experiment.Event
	for r.Loop.Epoch < r.Config.Epochs {
		if err := ctx.Err(); err != nil {
			if saveErr := r.save(); saveErr != nil {
				return saveErr
			}
			return err
		}
		res, err := r.next()
		if err != nil {
			return err
		}
		r.seen += res.Count
		if !finite(res.Loss) {
			return errs.New("the loss is not a number any more after ", r.Loop.Step, " updates; ", r.Config.NotANumber(r.Loop.Epoch))
		}
		if res.Count > 0 { // else the device is still at it
			e := event("step")
			e.Trained = trained(res)
			r.Sink(e)
		}
		if r.Loop.Index == 0 {
			if last, err = r.epoch(event); err != nil {
				return err
			}
			if err := r.save(); err != nil {
				return err
			}
			r.saved = r.Clock()
			r.Sink(last)
		} else if r.SaveEvery > 0 && r.Clock()-r.saved > r.SaveEvery {
			if err := r.save(); err != nil {
				return err
			}
			r.saved = r.Clock()
		}
		if r.Recover != nil && r.Clock()-r.mirrored > r.MirrorEvery {
			if err := r.keep(); err != nil {
				return err
			}
		}
	}
	if last.Kind == "" { // restored from a run that had ended
		var err error
		if last, err = r.epoch(event); err != nil {
			return err
		}
	}
	done := event("done")
	done.Trained, done.Tested = last.Trained, last.Tested
	r.Sink(done)
	return nil
}

func (r *Run) save() error {
	if r.Save == nil {
		return nil
	}
	s, err := r.Loop.State(r.Device)
	if err != nil {
		return err
	}
	r.mirror, r.mirrored = s, r.Clock()
	return r.Save(s)
}

// epoch makes the event of the epoch that has just ended.
func (r *Run) epoch(event func(string) experiment.Event) (experiment.Event, error) {
	between := r.TestEvery > 1 && r.Loop.Epoch%r.TestEvery != 0 && r.Loop.Epoch < r.Config.Epochs
	if r.Test == nil || between {
		e := event("epoch")
		e.Trained = trained(r.Loop.Sum)
		return e, nil
	}
	ev := r.Evaluate(r.Test)
	for {
		more, err := r.More(ev)
		if err != nil {
			return experiment.Event{}, err
		}
		if !more {
			break
		}
	}
	if !finite(ev.MeanLoss()) || !finite(ev.Efficiency) {
		return experiment.Event{}, errs.New("the loss of the test pictures is not a number after ", r.Loop.Step, " updates; ", r.Config.NotANumber(r.Loop.Epoch))
	}
	low, high := ev.Interval()
	e := event("epoch")
	e.Trained = trained(r.Loop.Sum)
	e.Tested = &experiment.Tested{TestLoss: ev.MeanLoss(), TestAccuracy: ev.Accuracy(), Efficiency: ev.Efficiency, SourceEfficiency: &ev.SourceEfficiency,
		TestCount: ev.Count, TestInterval: &[2]float64{low, high}}
	return e, nil
}

// trained is the mean over the samples of r, or nil when there are none.
func trained(r network.Result) *experiment.Trained {
	if r.Count == 0 {
		return nil
	}
	n := float64(r.Count)
	return &experiment.Trained{Loss: r.Loss / n, TrainAccuracy: float64(r.Correct) / n}
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
