package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"talbot/sim/compute"
	"talbot/sim/compute/webgpu"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// saveEvery is the time between two checkpoints, in seconds.
const saveEvery = 30

// mirrorEvery is the time between two copies of the state from a GPU, in seconds: what
// is done again, at most, if it goes away.
const mirrorEvery = 2

// run trains until the end, or until ctx is done.
func (t *training) run(ctx context.Context, args []string) error {
	app, out := *t.app, &faultyOutput{w: t.app.out}
	app.out, t.app = out, &app
	if err := t.all(ctx, args); err != nil || out.err == nil {
		return err
	}
	return fmt.Errorf("the run is whole, but what it says could not all be written: %w", out.err)
}

func (t *training) all(ctx context.Context, args []string) error {
	if r, err := t.other(args); r != nil || err != nil {
		if err != nil {
			return err
		}
		return r.train(ctx)
	}
	if t.hub.url != "" {
		return notFitted(args)
	}
	dir, config, err := t.plan(args)
	if err != nil {
		return err
	}
	if t.bench != nil {
		return learnsElsewhere(dir.Preset)
	}
	if t.resume != "" {
		unlock, err := dir.Lock()
		if err != nil {
			return err
		}
		defer unlock()
		switch done, err := t.finished(dir, config); {
		case err != nil:
			return err
		case done:
			return t.nothingLeft(dir)
		}
	}
	if err := errors.Join(t.device.check(), t.device.checkShares()); err != nil {
		return err
	}
	opened := t.device.opening()
	train, test, err := t.pictures(dir, config)
	if err != nil {
		opened.discard()
		return err
	}
	t.first.pictures()
	if note := config.CheckData(train.Len()); note != "" {
		fmt.Fprintf(t.err, "talbot: note: %s\n", note)
	}
	dev, err := opened.wait()
	if err != nil {
		return err
	}
	defer dev.Close()
	t.first.device(opened.took)
	others, err := t.device.helpers()
	for _, d := range others {
		defer d.Close()
	}
	if err != nil {
		return err
	}
	session, err := diffractive.NewSession(dev, config, train)
	if err != nil {
		return err
	}
	t.first.network()
	if t.given != nil {
		if err := t.begin(session); err != nil {
			return err
		}
	}
	dir, unlock, err := t.folder(dir, config, session, rundir.Describe(train, test))
	if err != nil {
		return err
	}
	defer unlock()
	t.first.folder()
	session, done, err := t.drive(ctx, dir, dev, others, session, test)
	if err != nil {
		return err
	}
	masks, err := rundir.MasksOf(session)
	if err != nil {
		return err
	}
	if err := dir.WriteMasks(masks); err != nil {
		return fmt.Errorf("cannot write the masks: %w: make room, then: %s", err, again(dir))
	}
	done(dir.Path)
	return nil
}

// pictures loads the data. A run that goes on has its own folder and limits, unless
// there are others on the command line.
func (t *training) pictures(dir *rundir.Dir, config diffractive.Config) (train, test *data.Set, err error) {
	t.data.like(dir.Source)
	if t.resume != "" {
		t.data.run = dir
	}
	if train, test, err = t.data.load(config.Data); err != nil || t.resume == "" {
		return train, test, err
	}
	if t.data.limitTrain == 0 { // the limits of a run of an older version are not kept with it
		train = train.First(dir.Data.Train)
	}
	if t.data.limitTest == 0 {
		test = test.First(dir.Data.Test)
	}
	return train, test, nil
}

// folder makes the folder of a new run and locks it, or brings the session to where
// the run in the folder stands.
func (t *training) folder(dir *rundir.Dir, config diffractive.Config, s *diffractive.Session, now rundir.Data) (_ *rundir.Dir, unlock func(), err error) {
	if t.resume != "" {
		return dir, func() {}, t.goOn(dir, config, s, now)
	}
	dir, err = create(t.out, dir.Preset, rundir.Info{Preset: dir.Preset, Config: diffractive.Settings(config), Data: now,
		Source: t.data.source(), Masks: dir.Masks,
		Device: deviceKind(s.Device), Talbot: build(), Created: time.Now().UTC().Format(time.RFC3339)})
	if err != nil {
		return nil, nil, err
	}
	if unlock, err = dir.Lock(); err != nil {
		return nil, nil, err
	}
	if err = begin(dir, s); err != nil {
		unlock()
	}
	return dir, unlock, err
}

// begin gives the session the masks of the file.
func (t *training) begin(s *diffractive.Session) error {
	if err := t.given.put(s); err != nil {
		return err
	}
	n, err := s.Stuck()
	if n > 0 {
		fmt.Fprintf(t.err, "talbot: note: training cannot move %s of the masks of %s, which are 0 or 1 to the last digit\n", count(n, "pixel"), t.given.File)
	}
	return err
}

// create makes the folder of a new run: out or, without it, one named by what it is of
// and the time, with a number if there is one of that name.
func create(out, name string, info rundir.Info) (*rundir.Dir, error) {
	if out != "" {
		return rundir.Create(out, info)
	}
	return rundir.CreateNumbered(filepath.Join("runs", name+"-"+time.Now().Format("20060102-150405")), info)
}

// begin saves the state before the first update, so that every run can be resumed.
func begin(dir *rundir.Dir, s *diffractive.Session) error {
	state, err := s.Loop.State(s.Device)
	if err != nil {
		return err
	}
	return dir.Save(state)
}

// drive trains the session and shows what happens. It returns the session as it is in the end,
// which is another one if the device was lost, and what shows the end.
func (t *training) drive(ctx context.Context, dir *rundir.Dir, dev compute.Device, others []compute.Device, s *diffractive.Session, test *data.Set) (*diffractive.Session, func(path string), error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	recorder := dir.Record(s.Loop.Epoch)
	show := t.reporter(dir, dev, s, test)
	began := time.Now()
	var last experiment.Event
	r := run.Run{
		Session: diffractive.Running(s), Test: test, Save: recorder.Save, SaveEvery: saveEvery,
		Clock: func() float64 { return time.Since(began).Seconds() },
		Sink: func(e experiment.Event) {
			if err := recorder.Event(e); err != nil {
				cancel(err)
			} else if last = e; e.Kind != "done" {
				show(e)
			}
		},
	}
	if _, gpu := dev.(*webgpu.Device); gpu {
		r.Recover = func(why error) (experiment.Trainer, error) {
			again, err := diffractive.NewSession(t.device.again(), s.Config, s.Set)
			return diffractive.Running(again), err
		}
		r.MirrorEvery = mirrorEvery
	}
	for _, d := range others {
		h, err := diffractive.NewSession(d, s.Config, s.Set)
		if err != nil {
			return s, nil, err
		}
		r.Helpers = append(r.Helpers, diffractive.Running(h).(experiment.Sharer))
	}
	err := r.Train(ctx)
	s, _ = diffractive.SessionOf(r.Session)
	if err != nil {
		show(experiment.Event{Kind: "stop"})
	}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return s, nil, cause // the folder could not be written
	}
	if errors.Is(err, context.Canceled) {
		text := fmt.Sprintf("stopped after update %s; go on with: %s", thousands(s.Loop.Step), again(dir))
		err = stoppedRun{stopped{text}, s.Loop.Epoch, s.Loop.Step, dir.Path}
	}
	return s, func(path string) {
		last.Message = path
		show(last)
	}, err
}

// again is the command that goes on with the run.
func again(dir *rundir.Dir) string { return "talbot train --resume " + errs.Word(dir.Path) }

// onward is that of a run that may learn on a bench.
func (t *training) onward(dir *rundir.Dir) string {
	if t.bench != nil {
		return t.bench.onward(dir)
	}
	return again(dir)
}
