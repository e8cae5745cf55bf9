package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// systemRun is a run of another system than diffractive networks.
type systemRun struct {
	*training
	dir     *rundir.Dir // of a run that goes on, else nil
	preset  experiment.Preset
	config  experiment.Config
	session experiment.Trainer
	test    *data.Set
}

// other finds whether the command line is of another system, which has something to train.
func (t *training) other(args []string) (*systemRun, error) {
	r := &systemRun{training: t}
	id := ""
	if t.resume != "" {
		dir, err := rundir.Open(t.resume)
		if err != nil {
			return nil, nil // whoever reads it next says so
		}
		if _, ok := diffractive.Of(dir.Config); ok {
			return nil, nil
		}
		if len(args) == 1 && args[0] != dir.Preset {
			return nil, usage("the run in %s is of the preset %s, not %s; leave the preset away", t.resume, dir.Preset, args[0])
		}
		r.dir, id = dir, dir.Preset
	} else {
		id = args[0]
	}
	p, _, err := all.Find(id)
	if err != nil {
		return nil, nil
	}
	if _, ok := diffractive.Of(p.Config); ok {
		return nil, nil
	}
	if !learns(p) {
		return nil, nil
	}
	r.preset, r.config = p, p.Config
	if r.dir != nil {
		r.config = r.dir.Config.Clone()
	}
	return r, nil
}

// train makes the run.
func (r *systemRun) train(ctx context.Context) error {
	if err := r.masked(); err != nil {
		return err
	}
	if err := r.device.check(); err != nil {
		return err
	}
	r.data.suit(r.config)
	if p, ok := r.config.(experiment.Pictured); ok {
		err := r.data.takeFor(r.params, func(name string, _ int) (string, error) {
			p.UseData(name)
			return "", nil
		})
		if err != nil {
			return err
		}
	}
	if r.bench != nil && r.dir == nil {
		if err := r.bench.settings(r.preset.ID, r.config); err != nil {
			return err
		}
	}
	warnings, err := r.params.apply(r.config)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		fmt.Fprintf(r.err, "talbot: note: %s\n", w)
	}
	var learn *data.Set
	var what rundir.Data
	if r.preset.Data != "" {
		if r.dir != nil {
			r.data.like(r.dir.Source)
			r.data.run = r.dir
		}
		set, err := experiment.Named(r.config, "data-set")
		if err != nil {
			return err
		}
		if learn, r.test, err = r.data.load(set.Value()); err != nil {
			return err
		}
		what = rundir.Describe(learn, r.test)
	}
	r.first.pictures()
	opened := r.device.later()
	dev, err := opened.wait()
	if err != nil {
		return err
	}
	defer dev.Close()
	r.first.device(opened.took)
	session, err := r.config.Open(dev, learn)
	if err != nil {
		return err
	}
	r.first.network()
	trainer, ok := session.(experiment.Trainer)
	if !ok {
		return nothingToTrain(r.preset.ID)
	}
	r.session = trainer
	if r.given != nil {
		if err := r.beginWith(session); err != nil {
			return err
		}
	}
	if r.bench != nil {
		if r.session, err = r.bench.take(r.preset.ID, r.session); err != nil {
			return err
		}
	}
	if r.hub.url != "" {
		close, err := r.away(ctx)
		if err != nil {
			return err
		}
		defer close()
	}
	dir, unlock, err := r.place(dev, what)
	if err != nil {
		return err
	}
	defer unlock()
	if r.bench != nil {
		defer r.bench.close()
		if err := r.bench.begin(ctx, dir); err != nil {
			return err
		}
	}
	r.first.folder()
	done, err := r.drive(ctx, dir, dev)
	if err != nil {
		return err
	}
	if err := dir.WriteMasksOf(session); err != nil {
		return fmt.Errorf("cannot write the masks: %w: make room, then: %s", err, r.onward(dir))
	}
	done()
	return nil
}

// beginWith gives the session the masks of the file.
func (r *systemRun) beginWith(s experiment.Session) error {
	if err := r.given.told(r.given.PutInto(s)); err != nil {
		return err
	}
	r.noteTurns(r.given)
	return nil
}

// masked reads the masks to begin with, if there are some, and takes the parameters that they were made with.
func (r *systemRun) masked() (err error) {
	if r.given, err = r.masks.read(); err != nil || r.given == nil {
		return err
	}
	if r.dir != nil {
		return usage("--masks and --resume: a run goes on with its own masks; leave --masks away, or start a new run")
	}
	if r.config, err = r.given.SettingsOf(r.preset.ID, r.config); err != nil {
		return fmt.Errorf("%s: %w", r.given.File, err)
	}
	return nil
}

// masksGiven is where the masks come from that the run begins with; nil for none.
func (r *systemRun) masksGiven() *rundir.Given {
	if r.given == nil {
		return nil
	}
	return &r.given.Given
}

// place makes the folder, or brings the session to where the run in it stands.
func (r *systemRun) place(dev compute.Device, what rundir.Data) (*rundir.Dir, func(), error) {
	if d := r.dir; d != nil {
		unlock, err := d.Lock()
		if err != nil {
			return nil, nil, err
		}
		err = d.SameData(what, r.data.given...)
		if err == nil {
			err = d.Allows(r.config) // before the checkpoint, which would seem another network's
		}
		if err == nil {
			err = r.enough(d)
		}
		if err == nil {
			err = d.ResumeStage(r.session.Plan())
		}
		if err == nil {
			step, _ := r.session.Progress()
			from := d.Source
			if what != (rundir.Data{}) {
				from.Folder = r.data.from
			}
			err = d.GoOn(r.config, from, deviceKind(dev), step)
		}
		if err != nil {
			unlock()
		}
		return d, unlock, err
	}
	info := rundir.Info{Preset: r.preset.ID, Config: r.config, Data: what, Masks: r.masksGiven(), Device: deviceKind(dev), Talbot: build(), Created: time.Now().UTC().Format(time.RFC3339)}
	if what != (rundir.Data{}) {
		info.Source = r.data.source()
	}
	dir, err := create(r.out, r.preset.ID, info)
	if err != nil {
		return nil, nil, err
	}
	unlock, err := dir.Lock()
	if err != nil {
		return nil, nil, err
	}
	state, err := r.session.Plan().State()
	if err == nil {
		err = dir.Save(state)
	}
	if err != nil {
		unlock()
	}
	return dir, unlock, err
}

// enough refuses fewer epochs than a run has ended.
func (r *systemRun) enough(d *rundir.Dir) error {
	events, err := d.Metrics()
	if err != nil {
		return err
	}
	asked, ended := epochsOf(r.config), epochsEnded(events)
	if asked < ended {
		return &experiment.ParamError{Name: "epochs", Why: fmt.Sprintf("%d is below %d, the epochs that the run in %s has done: give %d or more, or start a new run", asked, ended, d.Path, ended)}
	}
	return nil
}

// drive trains and shows what happens. It returns what shows the end, once all is on the disk.
func (r *systemRun) drive(ctx context.Context, dir *rundir.Dir, dev compute.Device) (done func(), err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	_, epoch := r.session.Progress()
	recorder := dir.Record(int(epoch))
	show := r.reporter(dir, dev)
	began := time.Now()
	var last experiment.Event
	driven := run.Run{
		Session: r.session, Test: r.test, Save: recorder.Save, SaveEvery: saveEvery,
		Clock: func() float64 { return time.Since(began).Seconds() },
		Sink: func(e experiment.Event) {
			if err := recorder.Event(e); err != nil {
				cancel(err)
			} else if last = e; e.Kind != "done" {
				show(e)
			}
		},
	}
	if r.bench != nil {
		driven.EachEpoch = r.bench.count
		if step, _ := r.session.Progress(); step == 0 {
			err = r.untrained(ctx, show)
		}
	}
	if err == nil {
		err = driven.Train(ctx)
	}
	if err != nil {
		show(experiment.Event{Kind: "stop"})
	}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return nil, cause // the folder could not be written
	}
	if errors.Is(err, context.Canceled) {
		step, epoch := r.session.Progress()
		text := fmt.Sprintf("stopped after update %s; go on with: %s", thousands(step), r.onward(dir))
		if r.hub.url != "" {
			text += " --nats " + errs.Word(r.hub.url)
		}
		err = stoppedRun{stopped{text}, int(epoch), step, dir.Path}
	}
	return func() { show(last) }, err
}
