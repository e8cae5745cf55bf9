package run

import (
	"cmp"
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/reproduce"
	"talbot/sim/rundir"
)

// saveEvery is the time between two checkpoints within an epoch, and between those of
// epochs of small runs, in seconds.
const saveEvery, apart = 30, 20

// train takes a run from its beginning, or from where it was stopped, to its end.
func (r *Runner) train(ctx context.Context, e reproduce.Experiment, s experiment.Trainer, t *reproduce.Trained, path string, c experiment.Config, from rundir.Source, given *rundir.Given, at Progress) error {
	dir, err := r.open(path, c, s, described(t.Learn, t.Test), from, given)
	if err != nil {
		return err
	}
	unlock, err := dir.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	_, epochs := s.Progress()
	recorder := dir.Record(int(epochs))
	if r.Kept != nil {
		recorder.Kept = func() error { return r.Kept(path, s) }
	}
	began := time.Now()
	var times []float64
	last := 0.0
	var done experiment.Event
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	driven := run.Run{Session: s, Test: t.Test, TestEvery: r.TestEvery, Save: recorder.Save, SaveEvery: cmp.Or(r.SaveEvery, saveEvery),
		Clock: func() float64 { return time.Since(began).Seconds() },
		Sink: func(e experiment.Event) {
			if err := recorder.Event(e); err != nil {
				cancel(err)
			}
			if e.Kind == "doing" {
				r.telling.Lock()
				doing := at
				doing.Label = e.Message
				r.tell(doing)
				r.telling.Unlock()
				return
			}
			if e.Kind == "step" {
				times = append(times, 1e3*(e.Seconds-last))
			}
			last, done = e.Seconds, e
			if e.Tested != nil {
				at.Test = &e.TestAccuracy
			}
			at.Share = float64(e.Step) / float64(max(1, e.Steps))
			if len(times) > 0 { // else nobody knows yet, of a run that goes on either
				at.Left = e.Seconds / float64(len(times)) * float64(e.Steps-e.Step)
			}
			r.telling.Lock()
			r.tell(at)
			r.telling.Unlock()
		}}
	if e.Small {
		driven.Apart = cmp.Or(r.SaveEvery, apart)
	}
	if h, holds := s.(experiment.Holding); e.AtEnd && (!holds || h.TestHeld() == nil) {
		driven.TestEvery = math.MaxInt
	}
	if e.EachEpoch != nil {
		driven.EachEpoch = func(event *experiment.Event, ev *experiment.Evaluation) error { return e.EachEpoch(t, event, ev) }
	}
	if err := driven.Train(ctx); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	}
	res := t.Result
	step, epoch := s.Progress()
	res.Epochs, res.Steps = int(epoch), step
	if len(times) > 0 {
		slices.Sort(times)
		res.StepMS = times[len(times)/2]
	}
	if res.Curve, err = dir.Metrics(); err != nil {
		return err
	}
	values(t, done)
	if err := dir.WriteMasksOf(s); err != nil {
		return err
	}
	if r.Trim {
		return os.Remove(filepath.Join(path, rundir.CheckpointFile))
	}
	return nil
}

// open makes the folder of a run, or goes on with the one that is there.
func (r *Runner) open(path string, c experiment.Config, s experiment.Trainer, what rundir.Data, from rundir.Source, given *rundir.Given) (*rundir.Dir, error) {
	if _, err := os.Stat(filepath.Join(path, rundir.CheckpointFile)); err == nil {
		dir, err := like(path, c, what)
		if err != nil {
			return nil, err
		}
		return dir, dir.ResumeStage(s.Plan())
	}
	unlock, err := (&rundir.Dir{Path: path}).Lock()
	if err != nil {
		return nil, err
	}
	err = os.RemoveAll(path) // a run that was stopped before its first checkpoint
	unlock()
	if err != nil {
		return nil, err
	}
	preset, err := Nearest(c)
	if err != nil {
		return nil, err
	}
	dir, err := rundir.Create(path, rundir.Info{Preset: preset, Config: c, Data: what, Source: from, Masks: given, Talbot: r.Talbot, Created: time.Now().UTC().Format(time.RFC3339)})
	if err != nil {
		return nil, err
	}
	state, err := s.Plan().State()
	if err != nil {
		return nil, err
	}
	return dir, dir.Save(state)
}

// values are those that every training has, of its last event and its curve.
func values(t *reproduce.Trained, last experiment.Event) {
	for name, v := range last.Values {
		t.Set(name, v)
	}
	if last.Tested != nil {
		t.Set(reproduce.Test, last.TestAccuracy)
		if last.Efficiency != nil && last.SourceEfficiency != nil {
			t.Set(reproduce.Efficiency, *last.Efficiency)
			t.Set(reproduce.OfSource, *last.SourceEfficiency)
		}
	}
	best := 0.0
	for _, e := range t.Result.Curve {
		if e.Tested != nil {
			best = max(best, e.TestAccuracy)
			t.Set(reproduce.Best, best)
		}
		if e.Trained != nil {
			t.Set(reproduce.Training, e.TrainAccuracy)
		}
	}
}
