package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/cluster/work"
	"talbot/sim/rundir"
)

// The files of a sweep's folder.
const (
	sweepFile   = "sweep.json"
	resultsFile = "results.jsonl"
)

// text is all that the sweep is, to know it again.
func (p *sweepPlan) text() string {
	b, _ := json.MarshalIndent(struct {
		Spec     any               `json:"sweep"`
		Pictures *cluster.Pictures `json:"pictures,omitempty"`
	}{p.Spec, p.pictures}, "", "  ")
	return string(b) + "\n"
}

func writeText(file, text string) error {
	return rundir.WriteFile(file, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
}

// following is a sweep that is under way.
type following struct {
	*app
	plan  *sweepPlan
	queue *cluster.Queue
	path  string
	where string // what computes
	line  *line

	mu       sync.Mutex
	results  map[string]*cluster.Result
	parked   map[string]string // and why
	list     []*cluster.Result // in the order in which they came
	restored int               // results of an earlier start
	began    time.Time
	notes    *fleetNotes // nil where this program computes
}

// all submits the trials, round by round, and waits for their results.
func (f *following) all(ctx context.Context) error {
	f.began = time.Now()
	if !f.json {
		fmt.Fprintf(f.app.out, "%s: %s, %s\n%s keeps the sweep; Ctrl-C stops it, and it can go on later\n", f.plan.Preset, several(f.plan.total, "trial"), f.where, f.path)
	}
	trials := f.plan.trials
	for len(trials) > 0 {
		if err := f.round(ctx, trials); err != nil {
			return err
		}
		if f.plan.Method != "halving" {
			return nil
		}
		var err error
		if trials, err = f.plan.Next(trials, f.results, f.plan.last); err != nil {
			return err
		}
	}
	return nil
}

// round submits trials and waits until each has a result or is parked.
func (f *following) round(ctx context.Context, trials []*cluster.Trial) error {
	want := map[string]*cluster.Trial{}
	for _, t := range trials {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r, err := f.queue.Result(ctx, t.Key())
		if err == nil && r != nil {
			err = f.take(ctx, t, r, true)
		} else if err == nil {
			want[t.Key()] = t
			_, err = f.queue.Submit(ctx, t)
		}
		if err != nil {
			return err
		}
	}
	return f.queue.Await(ctx, want, func(t *cluster.Trial, r *cluster.Result) error { return f.take(ctx, t, r, false) },
		func(t *cluster.Trial, why string) { f.parked[t.Key()] = why }, func(records map[string]cluster.Record) {
			f.draw()
			if f.notes != nil {
				f.notes.look(ctx, records, func(key string) bool { return want[key] != nil }, len(f.results)-f.restored)
			}
		})
}

// take keeps a result: a line of the file, and the run's folder.
func (f *following) take(ctx context.Context, t *cluster.Trial, r *cluster.Result, before bool) error {
	if f.results[r.Key] != nil {
		return nil
	}
	if err := f.saveRun(ctx, t, r); err != nil {
		return err
	}
	f.results[r.Key] = r
	f.list = append(f.list, r)
	if before {
		f.restored++
	}
	line, err := json.Marshal(r)
	if err == nil {
		err = f.keepLine(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("cannot write the results: %w: make room, then the same command goes on", err)
	}
	if f.json {
		return f.app.write(r)
	}
	f.draw()
	return nil
}

// keepLine writes a line of the file of results: this start's first makes it anew, others come behind it.
func (f *following) keepLine(line []byte) error {
	name := filepath.Join(f.path, resultsFile)
	if len(f.list) == 1 {
		return writeText(name, string(line))
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(line)
	return errors.Join(err, file.Close())
}

// saveRun makes a folder of a trial, as a run that has ended.
func (f *following) saveRun(ctx context.Context, t *cluster.Trial, r *cluster.Result) error {
	path := filepath.Join(f.path, r.Key[:8])
	d := &rundir.Dir{Path: path}
	if _, err := d.Checkpoint(); err == nil {
		return nil
	}
	if err := os.RemoveAll(path); err != nil { // what a killed program left
		return err
	}
	c, err := work.Config(t)
	if err != nil {
		return err
	}
	info := rundir.Info{Preset: t.Preset, Config: c, Device: threadsOf.ReplaceAllString(r.Device, ""), Talbot: r.Talbot, Created: time.Now().UTC().Format(time.RFC3339)}
	if p := t.Pictures; p != nil {
		info.Data, info.Source = rundir.Data{Train: p.Train, Test: p.Test, SHA256: p.SHA256}, f.plan.source
	}
	b, err := f.queue.Get(ctx, r.Checkpoint)
	if err != nil {
		return err
	}
	curve, err := f.queue.Get(ctx, r.Curve)
	if err != nil {
		return err
	}
	state, err := rundir.ReadCheckpoint(b)
	if err != nil {
		return err
	}
	if d, err = rundir.Create(path, info); err != nil {
		return err
	}
	unlock, err := d.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := writeText(filepath.Join(path, rundir.MetricsFile), string(curve)); err != nil {
		return err
	}
	return d.Save(state)
}

// tell is told by the workers of this program.
func (f *following) tell(e cluster.Event) {
	if e.Kind == "error" && !f.json {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.line.clear()
		fmt.Fprintf(f.err, "talbot: note: trial %.8s: %v; it is tried again\n", e.Key, e.Why)
	}
}

// draw draws the line of progress.
func (f *following) draw() {
	done := len(f.results) + len(f.parked)
	notes := []string{}
	if len(f.list) > 0 {
		best := f.best()[0]
		notes = append(notes, "best "+f.plan.score(best))
	}
	if now := done - f.restored; now > 0 && done < f.plan.total {
		notes = append(notes, clock(time.Since(f.began).Seconds()/float64(now)*float64(f.plan.total-done))+" left")
	}
	if n := len(f.parked); n > 0 {
		notes = append(notes, fmt.Sprint(n, " failed"))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.line.draw(bar{label: fmt.Sprintf("trial %d of %d", done, f.plan.total), share: float64(done) / float64(max(1, f.plan.total)), notes: notes}, false)
}
