package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/reproduce"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// resultFile is the file of a run of reproduce that has ended.
const resultFile = "result.json"

// trained repeats an experiment that trains networks.
func (r *reproducing) trained(ctx context.Context, id string) error {
	r.id = id
	e, err := reproduce.Find(id, r.quick)
	if err != nil {
		return err
	}
	if err := e.Choose(r.only); err != nil {
		return usage("--only: %w", err)
	}
	if r.epochs < 0 || r.testEvery < 1 || len(r.seeds) == 0 {
		return usage("reproduce wants seeds, and --epochs and --test-every of 1 or more")
	}
	if r.records != "" {
		return r.recorded(e)
	}
	if r.list {
		return r.listRows(e, r.finished)
	}
	dev, err := r.device.open()
	if err != nil {
		return err
	}
	defer dev.Close()
	if r.quick {
		if err := r.announce(ctx, dev, e); err != nil {
			if errors.Is(err, context.Canceled) {
				err = stopped{"stopped before the first run"}
			}
			return err
		}
	}
	results := map[string][]*reproduce.Result{}
	for _, seed := range r.seeds {
		for i, row := range e.Rows {
			res, err := r.one(ctx, dev, row, seed, fmt.Sprintf("%d of %d, seed %d", i+1, len(e.Rows), seed))
			if err != nil {
				if errors.Is(err, context.Canceled) {
					err = stopped{"stopped; the same command goes on"}
				}
				return errors.Join(err, r.record(e, results))
			}
			results[row.Name] = append(results[row.Name], res)
		}
	}
	return r.record(e, results)
}

// folder is where the run of a row from a seed is.
func (r *reproducing) folder(row reproduce.Row, seed int) string {
	name := fmt.Sprint(row.Name, "-seed", seed)
	if r.epochs > 0 {
		name += fmt.Sprint("-epochs", r.epochs)
	}
	if r.data.holdOut > 0 {
		name += fmt.Sprint("-held", r.data.holdOut)
	}
	return filepath.Join(r.out, name)
}

func readResult(dir string) (*reproduce.Result, error) {
	b, err := os.ReadFile(filepath.Join(dir, resultFile))
	if err != nil {
		return nil, err
	}
	var res reproduce.Result
	if err := json.Unmarshal(b, &res); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w: delete it to test the run again", filepath.Join(dir, resultFile), err)
	}
	return &res, nil
}

// one makes the run of a row from a seed, or reads its result if it has ended.
func (r *reproducing) one(ctx context.Context, dev compute.Device, row reproduce.Row, seed int, which string) (*reproduce.Result, error) {
	path := r.folder(row, seed)
	c := r.config(row, seed)
	if _, err := c.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", row.Name, err)
	}
	train, test, err := r.rowPictures(row)
	if err != nil {
		return nil, err
	}
	if res, err := readResult(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		if err == nil && !row.Timed {
			_, err = like(path, c, rundir.Describe(train, test))
		}
		return res, err
	}
	s, err := diffractive.NewSession(dev, c, train)
	if err != nil {
		return nil, err
	}
	if row.Timed {
		return r.timed(ctx, dev, s, row, seed, path)
	}
	dir, err := r.open(path, c, s, train, test)
	if err != nil {
		return nil, err
	}
	unlock, err := dir.Lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	stepMS, err := r.drive(ctx, dir, s, test, row.Label+" ("+which+")")
	if err != nil {
		return nil, err
	}
	res, err := r.test(ctx, s, test)
	if err != nil {
		return nil, err
	}
	res.Row, res.Seed, res.Epochs, res.Steps, res.StepMS = row.Name, seed, s.Loop.Epoch, s.Loop.Step, stepMS
	res.Device, res.Talbot, res.Command, res.HoldOut = dev.Name(), build(), r.command(row, seed), r.data.holdOut
	if res.Curve, err = dir.Metrics(); err != nil {
		return nil, err
	}
	for _, e := range res.Curve {
		if e.Tested != nil {
			res.Best = max(res.Best, e.TestAccuracy)
		}
		if e.Trained != nil {
			res.Train = e.TrainAccuracy
		}
	}
	masks, err := rundir.MasksOf(s)
	if err != nil {
		return nil, err
	}
	if err := dir.WriteMasks(masks); err != nil {
		return nil, err
	}
	if err := writeJSON(filepath.Join(path, resultFile), res); err != nil {
		return nil, err
	}
	if r.trim {
		if err := os.Remove(filepath.Join(path, rundir.CheckpointFile)); err != nil {
			return nil, err
		}
	}
	if r.json {
		return res, r.app.write(res)
	}
	_, err = fmt.Fprintf(r.app.out, "%s (%s): test accuracy %s\n", row.Label, which, percent(res.Test))
	return res, err
}

// config is that of a row's run from a seed.
func (r *reproducing) config(row reproduce.Row, seed int) diffractive.Config {
	c := row.Config
	c.Seed = seed
	if r.epochs > 0 {
		c.Epochs = r.epochs
	}
	return c
}

// rowPictures are the pictures of a row's runs.
func (r *reproducing) rowPictures(row reproduce.Row) (train, test *data.Set, err error) {
	train, test, err = r.pictures(row.Config.Data)
	if err == nil && row.Limit > 0 && row.Limit < train.Len() {
		train = train.First(row.Limit)
		test = test.First(min(test.Len(), max(row.Limit/3, 1000)))
	}
	return train, test, err
}

// pictures loads a data set, once for all rows.
func (r *reproducing) pictures(name string) (train, test *data.Set, err error) {
	if r.loaded == nil {
		r.loaded = map[string][2]*data.Set{}
	}
	sets, ok := r.loaded[name]
	if !ok {
		if sets[0], sets[1], err = r.data.load(name); err != nil {
			return nil, nil, err
		}
		r.loaded[name] = sets
	}
	return sets[0], sets[1], nil
}

// like opens the run in a folder if it has these parameters and pictures.
func like(path string, c diffractive.Config, what rundir.Data) (*rundir.Dir, error) {
	dir, err := rundir.Open(path)
	if err != nil {
		return nil, err
	}
	if dir.Network() != c {
		return nil, fmt.Errorf("the run in %s has other parameters than this version's row: move it away, or choose another --out", path)
	}
	if err := dir.SameData(what); err != nil {
		return nil, fmt.Errorf("%w; or choose another --out", err)
	}
	return dir, nil
}

func (r *reproducing) command(row reproduce.Row, seed int) string {
	text := "talbot reproduce " + r.id + " --only " + row.Name + fmt.Sprint(" --seeds ", seed)
	if r.device.name != "auto" {
		text += " --device " + r.device.name
	}
	if r.quick {
		text += " --quick"
	}
	if r.epochs > 0 {
		text += fmt.Sprint(" --epochs ", r.epochs)
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
	return text
}

// open makes the folder of a run, or goes on with the one that is there.
func (r *reproducing) open(path string, c diffractive.Config, s *diffractive.Session, train, test *data.Set) (*rundir.Dir, error) {
	what := rundir.Describe(train, test)
	if _, err := os.Stat(filepath.Join(path, rundir.CheckpointFile)); err != nil {
		unlock, err := (&rundir.Dir{Path: path}).Lock()
		if err != nil {
			return nil, err
		}
		err = os.RemoveAll(path) // a run that was stopped before its first checkpoint
		unlock()
		if err != nil {
			return nil, err
		}
		dir, err := rundir.Create(path, rundir.Info{Preset: nearestPreset(c), Config: diffractive.Settings(c), Data: what,
			Source: rundir.Source{Folder: r.data.from, LimitTrain: train.Len() + r.data.holdOut, LimitTest: test.Len(), HoldOut: r.data.holdOut},
			Talbot: build(), Created: time.Now().UTC().Format(time.RFC3339)})
		if err != nil {
			return nil, err
		}
		return dir, begin(dir, s)
	}
	dir, err := like(path, c, what)
	if err != nil {
		return nil, err
	}
	return dir, dir.Resume(s)
}

// nearestPreset is a preset that the configuration could have come from.
func nearestPreset(c diffractive.Config) string {
	if c.Displayed() {
		return "codesign-mnist"
	}
	return "d2nn-mnist"
}

// writeJSON replaces a file by v in JSON.
func writeJSON(path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return rundir.WriteFile(path, func(w io.Writer) error { _, err := w.Write(append(b, '\n')); return err })
}
