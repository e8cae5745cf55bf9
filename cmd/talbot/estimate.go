package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/reproduce"
	"talbot/sim/system/diffractive"
	"talbot/sim/validate"
)

// estimate measures how long the runs will take that are not there yet: a few updates
// and a piece of a test of each row, on this machine as it is now.
func (r *reproducing) estimate(ctx context.Context, dev compute.Device, e reproduce.Experiment) (runs int, seconds float64, err error) {
	l := newLine(r.err)
	defer l.clear()
	for i, row := range e.Rows {
		if ctx.Err() != nil {
			return 0, 0, ctx.Err()
		}
		left := len(r.seeds) - len(r.finished(row))
		if left == 0 {
			continue
		}
		if !r.json {
			l.draw(bar{label: "measuring this machine", share: float64(i) / float64(len(e.Rows))}, false)
		}
		c := r.config(row, r.seeds[0])
		train, test, err := r.rowPictures(row)
		if err != nil {
			return 0, 0, err
		}
		s, err := diffractive.NewSession(dev, c, train)
		if err != nil {
			return 0, 0, err
		}
		step, err := meanTime(func() error { _, err := s.Loop.Next(); return err })
		if err != nil {
			return 0, 0, err
		}
		steps := c.Epochs * s.Loop.Batches()
		if row.Timed {
			runs, seconds = runs+left, seconds+float64(left)*step*float64(s.Loop.Batches())
			continue
		}
		tested, err := testTime(s, test)
		if err != nil {
			return 0, 0, err
		}
		tests := (c.Epochs + r.testEvery - 1) / r.testEvery
		if s.Displays() == nil {
			tests += 1 + len(reproduce.MapTo) // as deployed, and mapped to displays
		} else {
			tests += 3 // as deployed, sampled and continuous
		}
		runs, seconds = runs+left, seconds+float64(left)*(step*float64(steps)+tested*float64(tests))
	}
	return runs, seconds, nil
}

// testTime is about the time of a test of the whole set.
func testTime(s *diffractive.Session, set *data.Set) (float64, error) {
	e, done := s.Evaluate(set), 0
	batch, err := meanTime(func() error {
		done = e.Count
		if done == set.Len() { // the set is small
			e, done = s.Evaluate(set), 0
		}
		_, err := s.More(e)
		return err
	})
	return batch * float64(set.Len()) / math.Max(1, float64(e.Count-done)), err
}

// meanTime is the mean time in seconds of work, of three times, after one that
// brings all into memory.
func meanTime(work func() error) (float64, error) {
	sum := 0.0
	for i := range 4 {
		began := time.Now()
		if err := work(); err != nil {
			return 0, err
		}
		if i > 0 {
			sum += time.Since(began).Seconds() / 3
		}
	}
	return sum, nil
}

// announce says before the first run how long all will take.
func (r *reproducing) announce(ctx context.Context, dev compute.Device, e reproduce.Experiment) error {
	runs, seconds, err := r.estimate(ctx, dev, e)
	if err != nil || runs == 0 {
		return err
	}
	return r.say(runs, "run", dev.Name(), seconds, "Ctrl-C stops, and the same command goes on")
}

// opticsProbe are cases of optics that take little time; all of them together take
// opticsRatio times as long, by the processor time of one thread.
var opticsProbe = []string{"square-coarse", "square-medium", "square-band-limited"}

const opticsRatio = 54

// announceOptics says how long the cases will take, by a few of them.
func (r *reproducing) announceOptics(on validate.Engine, device string) error {
	began := time.Now()
	for _, c := range validate.Cases() {
		if slices.Contains(opticsProbe, c.ID) {
			if _, err := c.Check(on); err != nil {
				return fmt.Errorf("%s: %w", c.ID, err)
			}
		}
	}
	return r.say(len(validate.Cases()), "case", device, opticsRatio*time.Since(began).Seconds(), "Ctrl-C stops")
}

// say tells how much work there is and how long it will take.
func (r *reproducing) say(n int, what, device string, seconds float64, stop string) error {
	if r.json {
		return r.app.write(struct {
			Event   string  `json:"event"`
			Count   int     `json:"count"`
			Seconds float64 `json:"seconds"`
		}{"estimate", n, seconds})
	}
	_, err := fmt.Fprintf(r.app.out, "%s on %s: about %s; %s\n", count(n, what), device, duration(seconds), stop)
	return err
}

// duration is a time in words, as coarse as an estimate is.
func duration(seconds float64) string {
	switch {
	case seconds < 100:
		return count(int(math.Max(1, math.Ceil(seconds))), "second")
	case seconds < 100*60:
		return count(int(math.Ceil(seconds/60)), "minute")
	}
	return count(int(math.Ceil(seconds/3600)), "hour")
}
