package run

import (
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/reproduce"
	"talbot/sim/train"
)

// Estimate measures how long the runs will take that are not there yet: a few updates
// and a piece of a test of each row, on this machine as it is now.
func (r *Runner) Estimate(ctx context.Context, e reproduce.Experiment, seeds []int) (runs int, seconds float64, err error) {
	for i, row := range e.Rows {
		if ctx.Err() != nil {
			return 0, 0, ctx.Err()
		}
		done, err := r.Finished(e, row, seeds)
		if err != nil {
			return 0, 0, err
		}
		left := len(seeds) - len(done)
		if left == 0 {
			continue
		}
		r.tell(Progress{Row: row, Label: "measuring this machine", Share: float64(i) / float64(len(e.Rows))})
		one, err := r.estimate(ctx, e, row, seeds[0])
		if err != nil {
			return 0, 0, err
		}
		runs, seconds = runs+left, seconds+float64(left)*one
		before, one, err := r.estimateBefore(ctx, e, row, seeds)
		if err != nil {
			return 0, 0, err
		}
		runs, seconds = runs+before, seconds+float64(before)*one
	}
	return runs, seconds / float64(max(1, min(runs, len(r.Devices)))), nil
}

// estimateBefore is how many runs are made before those of a row that are no rows of e themselves, and about the time of one.
func (r *Runner) estimateBefore(ctx context.Context, e reproduce.Experiment, row reproduce.Row, seeds []int) (runs int, seconds float64, err error) {
	if row.From == nil || slices.ContainsFunc(e.Rows, func(other reproduce.Row) bool { return other.Name == row.From.Name }) {
		return 0, 0, nil
	}
	own := r.ownEpochs()
	done, err := own.Finished(e, *row.From, seeds)
	if err != nil || len(done) == len(seeds) {
		return 0, 0, err
	}
	seconds, err = own.estimate(ctx, e, *row.From, seeds[0])
	return len(seeds) - len(done), seconds, err
}

// estimate is about the time of one run.
func (r *Runner) estimate(ctx context.Context, e reproduce.Experiment, row reproduce.Row, seed int) (float64, error) {
	c, err := row.At(seed, r.Epochs)
	if err != nil {
		return 0, err
	}
	learn, test, _, err := r.pictures(row)
	if err != nil {
		return 0, err
	}
	session, err := c.Open(r.Devices[0], learn)
	if err != nil {
		return 0, err
	}
	if a, ok := session.(run.Attended); ok {
		a.Attend(ctx, func(what string) { r.tell(Progress{Row: row, Label: what}) })
	}
	s, ok := session.(experiment.Trainer)
	if !ok { // how long Measure takes, nobody knows
		return 0, nil
	}
	if row.Timed {
		piece, err := meanTime(ctx, func() (bool, error) { _, err := s.Plan().Next(); return s.Plan().Done() < 1, err })
		_, epoch := s.Progress()
		return piece * pieces / math.Max(epoch, 1e-9), err
	}
	training, err := trainingTime(ctx, s.Plan())
	if err != nil {
		return 0, err
	}
	epochs, _ := strconv.Atoi(experiment.ValueOf(c, experiment.RoleEpochs)) // "" for none
	every := max(1, r.TestEvery)
	each := (max(1, epochs) + every - 1) / every
	whole := func() experiment.Test { return s.Test(test) }
	ended := 0 // tests of the whole set at the end
	if h, holds := s.(experiment.Holding); e.AtEnd && holds && h.TestHeld() != nil {
		held, err := testTime(ctx, h.TestHeld)
		if err != nil {
			return 0, err
		}
		training, each, ended = training+held*float64(each), 0, 1
	} else if e.AtEnd {
		each, ended = 0, 1
	}
	if e.Tests != nil {
		ended += e.Tests(c)
	}
	tested, err := testTime(ctx, whole)
	if err != nil {
		return 0, err
	}
	if e.Takes != nil {
		more, err := e.Takes(ctx, session, test)
		if err != nil {
			return 0, err
		}
		training += more
	}
	return training + tested*float64(each+ended), nil
}

// trainingTime is about the time of all stages of a plan that has not begun. Pieces of each are of a length of their own, so some
// of each are done; stages that cannot begin before those in front of them have ended are as long as the others are on the mean.
func trainingTime(ctx context.Context, plan train.Stage) (sum float64, err error) {
	stages, measured := []train.Stage{plan}, 0
	if p, ok := plan.(*train.Plan); ok {
		stages = p.Stages
	}
	for i, stage := range stages {
		if stage.Done() >= 1 {
			measured++
			continue
		}
		began := stage.Done()
		piece, err := meanTime(ctx, func() (bool, error) { _, err := stage.Next(); return stage.Done() < 1, err })
		if err != nil {
			if i == 0 || ctx.Err() != nil {
				return 0, err
			}
			continue
		}
		sum += piece * pieces / math.Max(stage.Done()-began, 1e-9)
		measured++
	}
	return sum * float64(len(stages)) / float64(max(1, measured)), nil
}

// testTime is about the time of a test of a whole set.
func testTime(ctx context.Context, begin func() experiment.Test) (float64, error) {
	t, done := begin(), 0
	batch, err := meanTime(ctx, func() (bool, error) {
		e, all := t.Result()
		if done = e.Count; done == all { // the set is small
			t, done = begin(), 0
		}
		_, err := t.More()
		return true, err
	})
	e, all := t.Result()
	return batch * float64(all) / math.Max(1, float64(e.Count-done)), err
}

// now is the clock.
var now = time.Now

// pieces are how often meanTime does its work.
const pieces = 4

// meanTime is the mean time in seconds of work, of three times, after one that
// brings all into memory. Work that is at its end before is taken to go on as it did.
func meanTime(ctx context.Context, work func() (more bool, err error)) (float64, error) {
	sum, first := 0.0, 0.0
	for i := range pieces {
		if ctx.Err() != nil { // a piece of a large network may take many seconds
			return 0, ctx.Err()
		}
		began := now()
		more, err := work()
		if err != nil {
			return 0, err
		}
		if took := now().Sub(began).Seconds(); i == 0 {
			first = took
		} else {
			sum += took
		}
		if !more {
			if i == 0 {
				return first / pieces, nil
			}
			return sum / float64(i) * float64(i+1) / pieces, nil
		}
	}
	return sum / (pieces - 1), nil
}
