package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/all"
	"talbot/sim/reproduce/run"
	"talbot/sim/rundir"
	"talbot/sim/system/forward"
)

// trained repeats an experiment that is a list of runs.
func (r *reproducing) trained(ctx context.Context, id string) error {
	r.id = id
	e, err := all.Find(id, r.quick)
	if err != nil {
		return err
	}
	if err := e.Pick(r.only); err != nil {
		return usage("--only: %w", err)
	}
	r.data.suit(e.Rows[0].Config)
	if err := r.replace(&e); err != nil {
		return err
	}
	if e.Seeds != nil && !r.flagged("seeds") {
		r.seeds = e.Seeds
	}
	if r.epochs < 0 || r.testEvery < 1 || len(r.seeds) == 0 {
		return usage("reproduce wants seeds, and --epochs and --test-every of 1 or more")
	}
	if r.records != "" {
		return r.recorded(e)
	}
	runner := r.runner()
	if r.list {
		done := map[string][]*reproduce.Result{}
		for _, row := range e.Rows {
			if done[row.Name], err = runner.Finished(e, row, r.seeds); err != nil {
				return err
			}
		}
		return r.listRows(e, done)
	}
	if r.hub.url != "" {
		results, err := r.onFleet(ctx, e, runner)
		return r.ended(e, results, err)
	}
	if runner.Devices, err = r.devices(e); err != nil {
		return err
	}
	for _, d := range runner.Devices {
		defer d.Close()
	}
	forward.KeepCalibrations(calibrations{filepath.Join(r.out, "calibrations")})
	defer forward.KeepCalibrations(nil)
	line := newLog(r.err)
	defer line.clear()
	runner.Progress = func(p run.Progress) { r.show(e, line, p) }
	if r.quick {
		runs, seconds, err := runner.Estimate(ctx, e, r.seeds)
		if errors.Is(err, context.Canceled) {
			return stopped{"stopped before the first run; the same command begins anew"}
		}
		line.clear()
		if err == nil && runs > 0 {
			err = r.say(runs, "run", runner.Devices[0].Name(), seconds, "Ctrl-C stops, and the same command goes on")
		}
		if err != nil {
			return err
		}
	}
	results, err := runner.All(ctx, e, r.seeds)
	line.clear()
	return r.ended(e, results, err)
}

// ended writes the record of what is there.
func (r *reproducing) ended(e reproduce.Experiment, results map[string][]*reproduce.Result, err error) error {
	if errors.Is(err, context.Canceled) {
		err = stopped{"stopped; the same command goes on"}
	}
	return errors.Join(err, r.record(e, results))
}

// runner is what makes the runs, without devices.
func (r *reproducing) runner() *run.Runner {
	return &run.Runner{Out: r.out, Epochs: r.epochs, TestEvery: r.testEvery, HoldOut: r.data.holdOut, Trim: r.trim, Talbot: build(),
		Own: r.own.text, OwnMark: r.ownMark(), Pictures: r.pictures, Command: r.command}
}

// devices are what the runs go on: small ones side by side on each core, unless a GPU was asked
// for or one is there for convolutions.
func (r *reproducing) devices(e reproduce.Experiment) ([]compute.Device, error) {
	if !e.Small || r.device.name == "webgpu" || r.device.gpu != "" || e.Heavy && r.device.name == "auto" {
		dev, err := r.device.open()
		if err != nil {
			return nil, err
		}
		if _, ok := dev.(*cpu.Device); !ok || !e.Small {
			return []compute.Device{dev}, nil
		}
		dev.Close()
	}
	n := r.device.threads
	if n < 1 {
		n = runtime.GOMAXPROCS(0)
	}
	var list []compute.Device
	for range min(n, len(e.Rows)*len(r.seeds)) {
		list = append(list, r.device.processor(1))
	}
	return list, nil
}

// show draws where a run stands, or tells what came out of it.
func (r *reproducing) show(e reproduce.Experiment, l *line, p run.Progress) {
	label := fmt.Sprintf("%s (%d of %d, seed %d)", p.Row.Label, p.Number, p.Runs, p.Seed)
	if p.Result != nil {
		if r.json {
			_ = r.app.write(p.Result) // a reader that went away must not stop the runs
			return
		}
		l.clear()
		what := "test accuracy"
		if math.IsNaN(p.Result.Value(reproduce.Test)) || e.Columns[0].Unit == "1" {
			what = e.Columns[0].Name
		}
		left := ""
		if p.All > 1 {
			left = "; about " + duration(p.All) + " left"
		}
		fmt.Fprintf(r.app.out, "%s: %s %s%s\n", label, what, gotText(e, p.Result), left)
		return
	}
	if r.json {
		if p.Label != "" && p.Label != r.doing {
			r.doing = p.Label
			_ = r.app.write(experiment.Event{Kind: "doing", Message: p.Label})
		}
		return
	}
	if p.Runs == 0 { // an estimate
		l.draw(bar{label: p.Label, share: p.Share}, false)
		return
	}
	var notes []string
	if p.Label != "" {
		label = p.Label
	} else {
		if p.Left > 0 { // else nobody knows yet
			notes = append(notes, clock(p.Left)+" left")
		}
		if p.Test != nil {
			notes = append(notes, r.data.tested()+" "+percent(*p.Test))
		}
	}
	l.draw(bar{label: label, share: p.Share, notes: notes}, false)
}

// pictures loads a data set, once for all rows.
func (r *reproducing) pictures(name string) (train, test *data.Set, from rundir.Source, err error) {
	if r.loaded == nil {
		r.loaded = map[string]loaded{}
	}
	sets, ok := r.loaded[name]
	if !ok {
		if sets.train, sets.test, err = r.data.load(name); err != nil {
			return nil, nil, from, err
		}
		sets.from = r.data.source()
		r.loaded[name] = sets
	}
	return sets.train, sets.test, sets.from, nil
}

// loaded are training and test pictures.
type loaded struct {
	train, test *data.Set
	from        rundir.Source
}

func (r *reproducing) command(row reproduce.Row, seed, epochs int) string {
	text := "talbot reproduce " + r.id + " --only " + row.Name + fmt.Sprint(" --seeds ", seed)
	if r.device.name != "auto" {
		text += " --device " + r.device.name
	}
	if r.quick {
		text += " --quick"
	}
	if epochs > 0 {
		text += fmt.Sprint(" --epochs ", epochs)
	}
	if r.data.holdOut > 0 {
		text += fmt.Sprint(" --hold-out ", r.data.holdOut)
	}
	if r.data.limitTrain > 0 {
		text += fmt.Sprint(" --limit-train ", r.data.limitTrain)
	}
	if r.data.limitTest > 0 {
		text += fmt.Sprint(" --limit-test ", r.data.limitTest)
	}
	if r.data.dir == builtIn {
		text += " --data " + builtIn
	}
	return text + r.ownFlags()
}

// recorded shows the runs of a file in place of making them.
func (r *reproducing) recorded(e reproduce.Experiment) error {
	lines, err := run.ReadLines(r.records)
	if err != nil {
		return usage("--records: %w", err)
	}
	results := run.Of(e, lines, r.own.text, r.epochs)
	if len(results) > 0 {
		if r.list {
			return r.listRows(e, results)
		}
		return r.record(e, results)
	}
	var epochs []int
	for _, row := range e.Rows {
		for _, res := range lines[row.Name] {
			if at, has := slices.BinarySearch(epochs, res.Epochs); e.Shared && !has {
				epochs = slices.Insert(epochs, at, res.Epochs)
			}
		}
	}
	if len(epochs) > 0 {
		return fmt.Errorf("%s has no run of %s of %d epochs: its runs of it have %s", r.records, e.ID, r.epochs, strings.ReplaceAll(strings.Trim(fmt.Sprint(epochs), "[]"), " ", ", "))
	}
	if other, err := all.Find(e.ID, !r.quick); err == nil && len(run.Of(other, lines, r.own.text, 0)) > 0 {
		return fmt.Errorf("%s has no run of %s %s", r.records, e.ID, map[bool]string{true: "--quick: leave --quick away", false: "at full size: add --quick"}[r.quick])
	}
	return fmt.Errorf("%s has no run of %s", r.records, e.ID)
}
