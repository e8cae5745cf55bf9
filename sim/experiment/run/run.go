// Package run takes a session of any system from start or checkpoint to its end, and tells a
// front end what happens on the way. Diffractive networks, which may go on on another device
// and share their updates, have a run of their own.
package run

import (
	"context"
	"math"

	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Run is a training from start or checkpoint to its end.
type Run struct {
	experiment.Trainer
	Test *data.Set // evaluated after every epoch; nil for the session's own examples

	// Clock gives seconds from any start; sim itself never reads a clock.
	Clock func() float64
	// Sink takes every event. It is called on the goroutine of Train.
	Sink func(experiment.Event)
	// Save stores a checkpoint: after every epoch, every SaveEvery seconds, and when the run
	// is stopped.
	Save      func(*train.State) error
	SaveEvery float64

	begin, saved float64
	seen         int            // examples since the start
	sum          network.Result // of this epoch
	last         experiment.Event
}

// Train runs until the plan is done, or ctx is. In the latter case it saves a checkpoint and
// returns ctx's error; a run restored from it gives the same numbers as one that was never
// stopped.
func (r *Run) Train(ctx context.Context) error {
	r.begin = r.Clock()
	r.saved = r.begin
	r.Sink(r.event("start"))
	plan := r.Plan()
	_, at := r.Progress()
	for plan.Done() < 1 {
		if err := ctx.Err(); err != nil {
			if saveErr := r.save(); saveErr != nil {
				return saveErr
			}
			return err
		}
		res, err := plan.Next()
		if err != nil {
			return err
		}
		if !finite(res.Loss) {
			step, _ := r.Progress()
			return errs.New("the loss is not a number any more after ", step, " updates; ", r.NotANumber())
		}
		r.seen += res.Count
		r.sum.Add(res)
		if res.Count > 0 { // else the device is still at it
			e := r.event("step")
			e.Trained = trained(res)
			r.Sink(e)
		}
		_, now := r.Progress()
		if ended := math.Floor(now) > math.Floor(at); ended || r.SaveEvery > 0 && r.Clock()-r.saved > r.SaveEvery {
			if ended {
				if r.last, err = r.epoch(); err != nil {
					return err
				}
			}
			if err := r.save(); err != nil {
				return err
			}
			if ended {
				r.Sink(r.last)
			}
		}
		at = now
	}
	if r.last.Kind == "" { // restored from a run that had ended
		var err error
		if r.last, err = r.epoch(); err != nil {
			return err
		}
	}
	done := r.event("done")
	done.Trained, done.Tested = r.last.Trained, r.last.Tested
	r.Sink(done)
	return nil
}

// event makes an event of where the run stands.
func (r *Run) event(kind string) experiment.Event {
	now := r.Clock() - r.begin
	step, epoch := r.Progress()
	e := experiment.Event{Kind: kind, Epoch: int(epoch), Step: step, Seconds: now}
	if done := r.Plan().Done(); done > 0 && step > 0 {
		e.Steps = int(float64(step)/done + 0.5)
	}
	if now > 0 {
		e.Rate = float64(r.seen) / now
	}
	return e
}

func (r *Run) save() error {
	s, err := r.Plan().State()
	if err != nil {
		return err
	}
	r.saved = r.Clock()
	return r.Save(s)
}

// epoch makes the event of the epoch that has just ended.
func (r *Run) epoch() (experiment.Event, error) {
	e := r.event("epoch")
	test := r.Trainer.Test(r.Test)
	for more := true; more; {
		var err error
		if more, err = test.More(); err != nil {
			return e, err
		}
	}
	ev, _ := test.Result()
	if !finite(ev.MeanLoss()) {
		return e, errs.New("the loss of the test examples is not a number after ", e.Step, " updates; ", r.NotANumber())
	}
	low, high := ev.Interval()
	e.Trained, r.sum = trained(r.sum), network.Result{}
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
