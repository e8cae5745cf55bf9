// Package run takes a session from start or checkpoint to its last epoch, and tells
// a front end what happens on the way. The page drives its session itself, step by
// step, so this package is not part of the browser's engine.
package run

import (
	"context"

	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/train"
)

// Run is a training run from start or checkpoint to its last epoch.
type Run struct {
	*experiment.Session
	Test *data.Set // evaluated after every epoch; nil for none

	// Clock gives seconds from any start; sim itself never reads a clock.
	Clock func() float64
	// Sink takes every event. It is called on the goroutine of Train.
	Sink func(experiment.Event)
	// Save stores a checkpoint: after every epoch, every SaveEvery seconds, and
	// when the run is stopped. May be nil.
	Save      func(*train.State) error
	SaveEvery float64
}

// Train runs until the configured number of epochs is done, or ctx is. In the
// latter case it saves a checkpoint and returns ctx's error; a run restored from
// it gives the same numbers as one that was never stopped.
func (r *Run) Train(ctx context.Context) error {
	begin := r.Clock()
	saved, seen := begin, 0
	event := func(kind string) experiment.Event {
		t := r.Clock() - begin
		e := experiment.Event{Kind: kind, Epoch: r.Loop.Epoch, Step: r.Loop.Step, Steps: r.Config.Epochs * r.Loop.Batches(), Seconds: t}
		if t > 0 {
			e.Rate = float64(seen) / t
		}
		return e
	}
	r.Sink(event("start"))
	var last experiment.Event
	for r.Loop.Epoch < r.Config.Epochs {
		if err := ctx.Err(); err != nil {
			if saveErr := r.save(); saveErr != nil {
				return saveErr
			}
			return err
		}
		res, err := r.Loop.Next()
		if err != nil {
			return err
		}
		seen += res.Count
		if res.Loss != res.Loss {
			return errs.New("the loss is not a number any more after ", r.Loop.Step, " updates; the learning rate of ",
				r.Config.Rate(r.Loop.Epoch), " may be too high")
		}
		if res.Count > 0 { // else the device is still at it
			e := event("step")
			e.Loss, e.TrainAccuracy = res.Loss/float64(res.Count), float64(res.Correct)/float64(res.Count)
			r.Sink(e)
		}
		if r.Loop.Index == 0 {
			if last, err = r.epoch(event); err != nil {
				return err
			}
			if err := r.save(); err != nil {
				return err
			}
			saved = r.Clock()
			r.Sink(last)
		} else if r.SaveEvery > 0 && r.Clock()-saved > r.SaveEvery {
			if err := r.save(); err != nil {
				return err
			}
			saved = r.Clock()
		}
	}
	if last.Kind == "" { // restored from a run that had ended
		var err error
		if last, err = r.epoch(event); err != nil {
			return err
		}
	}
	done := event("done")
	done.Loss, done.TrainAccuracy = last.Loss, last.TrainAccuracy
	done.TestLoss, done.TestAccuracy, done.Efficiency = last.TestLoss, last.TestAccuracy, last.Efficiency
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
	return r.Save(s)
}

// epoch makes the event of the epoch that has just ended.
func (r *Run) epoch(event func(string) experiment.Event) (experiment.Event, error) {
	sum := r.Loop.Sum
	fill := func(e experiment.Event) experiment.Event {
		e.Loss, e.TrainAccuracy = sum.Loss/float64(max(1, sum.Count)), float64(sum.Correct)/float64(max(1, sum.Count))
		return e
	}
	if r.Test == nil {
		return fill(event("epoch")), nil
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
	e := fill(event("epoch"))
	e.TestLoss, e.TestAccuracy, e.Efficiency = ev.MeanLoss(), ev.Accuracy(), ev.Efficiency
	return e, nil
}
