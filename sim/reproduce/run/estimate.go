package run

import (
	"context"
	"math"
	"strconv"
	"time"

	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
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
		one, err := r.estimate(e, row, seeds[0])
		if err != nil {
			return 0, 0, err
		}
		runs, seconds = runs+left, seconds+float64(left)*one
	}
	return runs, seconds / float64(max(1, min(runs, len(r.Devices)))), nil
}

// estimate is about the time of one run.
func (r *Runner) estimate(e reproduce.Experiment, row reproduce.Row, seed int) (float64, error) {
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
	s, ok := session.(experiment.Trainer)
	if !ok { // how long Measure takes, nobody knows
		return 0, nil
	}
	piece, err := meanTime(func() error { _, err := s.Plan().Next(); return err })
	if err != nil {
		return 0, err
	}
	_, epoch := s.Progress()
	if row.Timed {
		return piece * pieces / math.Max(epoch, 1e-9), nil
	}
	training := piece * pieces / math.Max(s.Plan().Done(), 1e-9)
	tested, err := testTime(s, test)
	if err != nil {
		return 0, err
	}
	epochs, _ := strconv.Atoi(experiment.ValueOf(c, experiment.RoleEpochs)) // "" for none
	every := max(1, r.TestEvery)
	tests := (max(1, epochs) + every - 1) / every
	if e.Tests != nil {
		tests += e.Tests(c)
	}
	return training + tested*float64(tests), nil
}

// testTime is about the time of a test of the whole set.
func testTime(s experiment.Trainer, set *data.Set) (float64, error) {
	t, done := s.Test(set), 0
	batch, err := meanTime(func() error {
		e, all := t.Result()
		if done = e.Count; done == all { // the set is small
			t, done = s.Test(set), 0
		}
		_, err := t.More()
		return err
	})
	e, all := t.Result()
	return batch * float64(all) / math.Max(1, float64(e.Count-done)), err
}

// pieces are how often meanTime does its work.
const pieces = 4

// meanTime is the mean time in seconds of work, of three times, after one that
// brings all into memory.
func meanTime(work func() error) (float64, error) {
	sum := 0.0
	for i := range pieces {
		began := time.Now()
		if err := work(); err != nil {
			return 0, err
		}
		if i > 0 {
			sum += time.Since(began).Seconds() / (pieces - 1)
		}
	}
	return sum, nil
}
