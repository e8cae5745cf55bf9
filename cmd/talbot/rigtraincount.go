package main

import (
	"context"
	"maps"

	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
)

// Names of what an epoch's event says of a bench, beside the accuracy.
const (
	framesTaken   = "frames"            // that cameras have taken since the command began, also to calibrate and to test
	framesUpdates = "frames of updates" // of these, those by which masks have learned
)

// count adds to an epoch's event how many frames have been taken.
func (x *benchTraining) count(e *experiment.Event, _ *experiment.Evaluation) error {
	if e.Values = maps.Clone(e.Values); e.Values == nil {
		e.Values = map[string]float64{}
	}
	e.Values[framesTaken], e.Values[framesUpdates] = float64(x.session.Frames()), float64(x.session.Learned())
	return nil
}

// untrained tests masks on the bench before the first update, as an epoch's event of number 0.
func (r *systemRun) untrained(ctx context.Context, show func(experiment.Event)) (err error) {
	if a, ok := r.session.(run.Attended); ok {
		a.Attend(ctx, func(what string) { show(experiment.Event{Kind: "doing", Message: what}) })
	}
	show(experiment.Event{Kind: "doing", Message: "testing before the first update"})
	test := r.session.Test(r.test)
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if more, err = test.More(); err != nil {
			return err
		}
	}
	v, _ := test.Result()
	low, high := v.Interval()
	e := experiment.Event{Kind: "epoch", Tested: &experiment.Tested{TestLoss: v.MeanLoss(), TestAccuracy: v.Accuracy(), TestCount: v.Count, TestInterval: &[2]float64{low, high}}}
	err = r.bench.count(&e, v)
	show(e)
	return err
}
