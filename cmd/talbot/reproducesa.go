package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/reproduce/sa"
	"talbot/sim/rundir"
)

// absorbers repeats an experiment on backpropagation through saturable absorbers. Runs go side by
// side, one on each core, as their networks are small; those of convolutions take the device.
func (r *reproducing) absorbers(ctx context.Context, id string) error {
	e, err := sa.Find(id, r.quick)
	if err != nil {
		return err
	}
	if e.Rows, err = chosenRows(e.Rows, r.only); err != nil {
		return err
	}
	if err := r.replace(&e); err != nil {
		return err
	}
	if r.flagged("seeds") {
		e.Seeds = r.seeds
	}
	if len(e.Seeds) == 0 || r.epochs < 0 {
		return usage("reproduce wants seeds, and --epochs of 1 or more")
	}
	if r.epochs > 0 {
		for i := range e.Rows {
			e.Rows[i].Config.Epochs = r.epochs
		}
	}
	b := &absorberBatch{reproducing: r, experiment: e, file: filepath.Join(r.out, id+map[bool]string{true: "-quick"}[r.quick]+r.ownMark()+".jsonl")}
	if r.records != "" {
		b.file = r.records
	}
	if b.done, err = readAbsorbers(b.file, e, r.quick, r.epochs, r.own.text); err != nil {
		return err
	}
	if r.list {
		for _, row := range e.Rows {
			fmt.Fprintf(r.app.out, "%-28s %-44s %d of %d runs\n", row.Name, row.Label, b.count(row.Name), len(e.Seeds))
		}
		return nil
	}
	if r.records != "" {
		if len(b.done) == 0 {
			return fmt.Errorf("%s has no run of %s%s", r.records, id, map[bool]string{true: " --quick"}[r.quick])
		}
		return b.table()
	}
	err = b.all(ctx)
	if errors.Is(err, context.Canceled) {
		err = stopped{"stopped; the same command goes on"}
	}
	return errors.Join(err, b.table())
}

// absorberBatch is the runs of an experiment under way.
type absorberBatch struct {
	*reproducing
	experiment sa.Experiment
	file       string // of results, one a line
	mutex      sync.Mutex
	done       []sa.Result
}

func (b *absorberBatch) count(row string) (n int) {
	for _, d := range b.done {
		if d.Row == row && slices.Contains(b.experiment.Seeds, d.Seed) {
			n++
		}
	}
	return n
}

func (b *absorberBatch) table() error {
	if b.json {
		return b.write(b.done)
	}
	_, err := fmt.Fprintf(b.app.out, "%s\n%s", b.experiment.Title, b.experiment.Table(b.done))
	return err
}

type absorberRun struct {
	row  sa.Row
	seed int
}

// all makes the runs that are not there yet.
func (b *absorberBatch) all(ctx context.Context) error {
	var todo []absorberRun
	sets := map[string][2]*data.Set{}
	for _, seed := range b.experiment.Seeds {
		for _, row := range b.experiment.Rows {
			if slices.ContainsFunc(b.done, func(d sa.Result) bool { return d.Row == row.Name && d.Seed == seed }) {
				continue
			}
			todo = append(todo, absorberRun{row, seed})
			if _, ok := sets[row.Config.Data]; !ok && !row.Config.Planar() {
				learn, test, err := b.pictures(row.Config.Data)
				if err != nil {
					return err
				}
				sets[row.Config.Data] = [2]*data.Set{learn, test}
			}
		}
	}
	if len(todo) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(b.out, b.experiment.ID), 0o777); err != nil {
		return err
	}
	devices, err := b.devices(len(todo))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan absorberRun)
	var wait sync.WaitGroup
	began, ended := time.Now(), 0
	for _, dev := range devices {
		wait.Add(1)
		go func() {
			defer wait.Done()
			defer dev.Close()
			for w := range work {
				if err := b.one(ctx, dev, w, sets[w.row.Config.Data]); err != nil {
					cancel(err)
					continue
				}
				b.mutex.Lock()
				ended++
				left := time.Since(began) / time.Duration(ended) * time.Duration(len(todo)-ended)
				if !b.json {
					fmt.Fprintf(b.app.out, "%s, seed %d: %.2f %% (%d of %d; about %s left)\n", w.row.Label, w.seed,
						100*b.done[len(b.done)-1].Last, ended, len(todo), left.Round(time.Second))
				}
				b.mutex.Unlock()
			}
		}()
	}
	for _, w := range todo {
		select {
		case work <- w:
		case <-ctx.Done():
		}
	}
	close(work)
	wait.Wait()
	return context.Cause(ctx)
}

// devices are what the runs go on side by side.
func (b *absorberBatch) devices(runs int) ([]compute.Device, error) {
	if b.device.name == "webgpu" || b.device.gpu != "" || b.experiment.ID == "sa-cnn" && b.device.name == "auto" {
		dev, err := b.device.open()
		if err != nil {
			return nil, err
		}
		if _, ok := dev.(*cpu.Device); !ok {
			return []compute.Device{dev}, nil
		}
		dev.Close()
	}
	n := b.device.threads
	if n < 1 {
		n = runtime.GOMAXPROCS(0)
	}
	var all []compute.Device
	for range min(n, runs) {
		all = append(all, b.device.processor(1))
	}
	return all, nil
}

// one makes a run, from where an earlier one was stopped, and adds its line to the results.
func (b *absorberBatch) one(ctx context.Context, dev compute.Device, w absorberRun, sets [2]*data.Set) error {
	file := filepath.Join(b.out, b.experiment.ID, fmt.Sprintf("%s-seed%d%s-epochs%d%s.state", w.row.Name, w.seed, map[bool]string{true: "-quick"}[b.quick], w.row.Config.Epochs, b.ownMark()))
	var from *sa.State
	switch kept, err := os.ReadFile(file); {
	case err == nil:
		from = &sa.State{}
		if err := gob.NewDecoder(bytes.NewReader(kept)).Decode(from); err != nil {
			return fmt.Errorf("%s is damaged: %w: delete it to begin the run again", file, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	saved := time.Now()
	res, err := sa.Run(ctx, dev, w.row, w.seed, sets[0], sets[1], from, func() float64 { return float64(time.Now().UnixNano()) / 1e9 }, func(s *sa.State, _ sa.Epoch) error {
		if time.Since(saved) < 20*time.Second { // a run of seconds needs no state
			return nil
		}
		saved = time.Now()
		return rundir.WriteFile(file, func(out io.Writer) error { return gob.NewEncoder(out).Encode(s) })
	})
	if err != nil {
		return err
	}
	res.Experiment, res.Quick, res.Talbot, res.Own = b.experiment.ID, b.quick, build(), b.own.text
	res.Command = "talbot reproduce " + b.experiment.ID + " --only " + w.row.Name + fmt.Sprint(" --seeds ", w.seed)
	if b.quick {
		res.Command += " --quick"
	}
	if b.epochs > 0 {
		res.Command += fmt.Sprint(" --epochs ", b.epochs)
	}
	res.Command += b.ownFlags()
	line, err := json.Marshal(res)
	if err != nil {
		return err
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	f, err := os.OpenFile(b.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	b.done = append(b.done, *res)
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// readAbsorbers are the results of an experiment in a file, which may not be there yet.
func readAbsorbers(file string, e sa.Experiment, quick bool, epochs int, own string) (done []sa.Result, err error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var res sa.Result
		if err := json.Unmarshal(lines.Bytes(), &res); err != nil {
			return nil, fmt.Errorf("line %d of %s is not the result of a run: %w: delete it to make the run again", n, file, err)
		}
		i := slices.IndexFunc(e.Rows, func(r sa.Row) bool { return r.Name == res.Row })
		if i >= 0 && res.Experiment == e.ID && res.Quick == quick && res.Own == own && (epochs == 0 || res.Epochs == epochs) {
			done = append(done, res)
		}
	}
	return done, lines.Err()
}

// chosenRows are those whose names fit one of the patterns, all for none.
func chosenRows(rows []sa.Row, patterns []string) (some []sa.Row, err error) {
	if len(patterns) == 0 {
		return rows, nil
	}
	for _, p := range patterns {
		fits := func(r sa.Row) bool { ok, _ := path.Match(p, r.Name); return ok }
		if !slices.ContainsFunc(rows, fits) {
			var names []string
			for _, r := range rows {
				names = append(names, r.Name)
			}
			return nil, usage("--only: there is no row %q; want some of %s", p, strings.Join(names, ", "))
		}
	}
	for _, r := range rows {
		if slices.ContainsFunc(patterns, func(p string) bool { ok, _ := path.Match(p, r.Name); return ok }) {
			some = append(some, r)
		}
	}
	return some, nil
}
