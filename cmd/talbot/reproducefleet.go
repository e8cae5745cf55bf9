package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"talbot/sim/cluster"
	"talbot/sim/cluster/work"
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/all"
	"talbot/sim/reproduce/run"
)

// onFleet has the runs that are not there yet made by the workers of a hub, each from a seed by itself, and gives all that
// there are, as run.Runner.All does.
func (r *reproducing) onFleet(ctx context.Context, e reproduce.Experiment, runner *run.Runner) (map[string][]*reproduce.Result, error) {
	results := map[string][]*reproduce.Result{}
	q, err := r.hub.connect()
	if err != nil {
		return results, err
	}
	defer q.Close()
	type piece struct {
		row  reproduce.Row
		seed int
	}
	pieces, trials := map[string]piece{}, map[string]*cluster.Trial{}
	limits := cluster.Pictures{LimitTrain: r.data.limitTrain, LimitTest: r.data.limitTest, HoldOut: r.data.holdOut}
	added := 0
	for _, seed := range r.seeds {
		for _, row := range e.Rows {
			there, err := runner.Finished(e, row, []int{seed})
			if err != nil {
				return results, err
			}
			if len(there) > 0 {
				continue
			}
			t, err := work.Piece(runner, e, row, seed, limits)
			if err != nil {
				return results, fmt.Errorf("%s: %w", row.Name, err)
			}
			isNew, err := q.Submit(ctx, t)
			if err != nil {
				return results, err
			}
			if isNew {
				added++
			}
			pieces[t.Key()], trials[t.Key()] = piece{row, seed}, t
		}
	}
	if len(trials) > 0 && !r.json {
		fmt.Fprintf(r.app.out, "%s for the workers of %s, %d of them new there; Ctrl-C stops the waiting, and the same command goes on\n", several(len(trials), "run"), r.hub.address(), added)
	}
	line, began, done := newLog(r.err), time.Now(), 0
	defer line.clear()
	notes := r.fleetNotes(&r.hub, q, line.clear)
	var failed error
	err = q.Await(ctx, trials, func(t *cluster.Trial, res *cluster.Result) error {
		p := pieces[t.Key()]
		got, err := work.TakePiece(ctx, q, runner, e, p.row, p.seed, res)
		if err != nil {
			return err
		}
		done++
		left := time.Since(began).Seconds() / float64(done) * float64(len(trials)-done)
		r.show(e, line, run.Progress{Row: p.row, Seed: p.seed, Number: done, Runs: len(trials), Result: got, All: left})
		return nil
	}, func(t *cluster.Trial, why string) {
		failed = errors.Join(failed, fmt.Errorf("%s, seed %d: %s: try it again with: talbot jobs retry %.8s", t.Piece.Row, t.Piece.Seed, why, t.Key()))
	}, func(records map[string]cluster.Record) {
		notes.look(ctx, records, func(key string) bool { return trials[key] != nil }, done)
		if r.json {
			return
		}
		at, running := float64(done), 0
		for key := range trials {
			if rec := records[key]; rec.Worker != "" {
				at, running = at+rec.Done, running+1
			}
		}
		line.draw(bar{label: fmt.Sprintf("run %d of %d", done, len(trials)), share: at / float64(len(trials)), notes: []string{fmt.Sprint(running, " under way")}}, false)
	})
	for _, row := range e.Rows {
		there, ferr := runner.Finished(e, row, r.seeds)
		if ferr != nil {
			return results, errors.Join(err, ferr)
		}
		if len(there) > 0 {
			results[row.Name] = there
		}
	}
	return results, errors.Join(err, failed)
}

// notOnFleet says what of the command does not go to a hub.
func (r *reproducing) notOnFleet(id string) error {
	if r.hub.url == "" {
		return nil
	}
	if _, err := all.Find(id, false); err != nil {
		return usage("--nats: %s is no list of runs, and is made here: leave --nats away", id)
	}
	if r.data.ownFlag != "" || r.own.absorber != "" {
		return usage("--nats: workers on other machines have no pictures or absorbers of your own: leave --nats away, or these")
	}
	return nil
}
