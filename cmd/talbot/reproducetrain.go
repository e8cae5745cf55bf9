package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
	"talbot/sim/system/diffractive/run"
)

// timed makes the updates of one epoch, in a folder that gets nothing but the result.
func (r *reproducing) timed(ctx context.Context, dev compute.Device, s *diffractive.Session, row reproduce.Row, seed int, path string) (*reproduce.Result, error) {
	var times []float64
	for s.Loop.Epoch == 0 {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		began := time.Now()
		if _, err := s.Loop.Next(); err != nil {
			return nil, err
		}
		times = append(times, 1e3*time.Since(began).Seconds())
	}
	slices.Sort(times)
	res := &reproduce.Result{Row: row.Name, Seed: seed, Epochs: 1, Steps: s.Loop.Step, Device: dev.Name(), Talbot: build(),
		Command: r.command(row, seed), StepMS: times[len(times)/2]}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, err
	}
	return res, writeJSON(filepath.Join(path, resultFile), res)
}

// drive trains a run to its end and returns the median time of an update in ms.
func (r *reproducing) drive(ctx context.Context, dir *rundir.Dir, s *diffractive.Session, test *data.Set, label string) (float64, error) {
	l := newLine(r.err)
	defer l.clear()
	recorder := dir.Record(s.Loop.Epoch)
	began := time.Now()
	var times []float64
	last, accuracy := 0.0, ""
	var failed error
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t := run.Run{Session: s, Test: test, TestEvery: r.testEvery, Save: recorder.Save, SaveEvery: saveEvery,
		Clock: func() float64 { return time.Since(began).Seconds() },
		Sink: func(e experiment.Event) {
			if err := recorder.Event(e); err != nil && failed == nil {
				failed = err
				cancel()
			}
			switch e.Kind {
			case "step":
				times = append(times, 1e3*(e.Seconds-last))
			case "epoch":
				if e.Tested != nil {
					accuracy = r.data.tested() + " " + percent(e.TestAccuracy)
				}
			}
			last = e.Seconds
			if !r.json {
				share := float64(e.Step) / float64(max(1, e.Steps))
				notes := []string{clock(e.Seconds/float64(max(1, len(times)))*float64(e.Steps-e.Step)) + " left"}
				if accuracy != "" {
					notes = append(notes, accuracy)
				}
				l.draw(bar{label: label, share: share, notes: notes}, false)
			}
		}}
	err := t.Train(ctx)
	if failed != nil {
		return 0, failed
	}
	if len(times) == 0 {
		return 0, err
	}
	slices.Sort(times)
	return times[len(times)/2], err
}

// test evaluates the trained masks in every way.
func (r *reproducing) test(ctx context.Context, s *diffractive.Session, set *data.Set) (*reproduce.Result, error) {
	e, err := r.evaluate(ctx, "testing", s, set)
	if err != nil {
		return nil, err
	}
	res := &reproduce.Result{Test: e.Accuracy(), Light: e.Efficiency, Source: &e.SourceEfficiency, Stays: map[string]float64{}}
	for _, x := range taken {
		res.Stays[fmt.Sprint(x)] = e.Confident(x / 100)
	}
	res.Sampled, res.Relaxed = res.Test, res.Test
	if s.Displays() == nil {
		res.Mapped = map[string]float64{}
		for _, display := range reproduce.MapTo {
			rep, err := r.report(ctx, evalDisplay{curve: display}, s.Device, s, set)
			if err != nil {
				return nil, err
			}
			res.Mapped[display] = *rep.OnCurve
		}
		return res, nil
	}
	rep, err := r.report(ctx, evalDisplay{}, s.Device, s, set)
	if err != nil {
		return nil, err
	}
	res.Sampled, res.Relaxed, res.Levels = *rep.Sampled, *rep.Continuous, rep.Levels
	return res, nil
}
