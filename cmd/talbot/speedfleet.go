package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/cluster"
)

// fleetSpeed is one call of "talbot speed fleet".
type fleetSpeed struct {
	*app
	only                  []string
	jobs, trials, samples int
	epochs                int                            // of each training of the sweep
	program               func(args ...string) *exec.Cmd // this one, as a process of its own
	rows                  int
}

// fleetRow is one line of it.
type fleetRow struct {
	Event string   `json:"event"`
	Suite string   `json:"suite"`
	Case  string   `json:"case"`
	N     int      `json:"n"` // trials
	Unit  string   `json:"unit"`
	Times int      `json:"samples"`
	Time  partTime `json:"time"`                 // s, of all n
	Rate  float64  `json:"per_second,omitempty"` // trials, at the median
	Ratio float64  `json:"ratio,omitempty"`      // to the time of what it is compared with, median of pairs
	Kills int      `json:"workers_killed,omitempty"`
	Hubs  int      `json:"hubs_killed,omitempty"`
	Lost  int      `json:"leases_lost,omitempty"`
	Want  string   `json:"want,omitempty"`
}

// fleetParts are what it measures.
var fleetParts = []string{"overhead", "kills", "sweep"}

func (a *app) speedFleet() *cobra.Command {
	s := &fleetSpeed{app: a}
	cmd := &cobra.Command{
		Use:   "fleet",
		Short: "measure hub and workers: what a trial costs, what kills cost, a sweep beside plain runs",
		Long: `Measures hub and workers on this machine, with processes of this program:

  overhead   trials that do nothing, two workers with 8 at a time each, on loopback; also
             with every write synced to the disk (1,000 and 50 a second are wanted)
  kills      trials of about a second on two workers, in turns undisturbed and while one of
             them is killed every 3 s and the hub twice; each trial must have exactly one
             result, and none may be parked (at most 1.35 x the time is wanted)
  sweep      a sweep of 16 trainings on two cores, in turns with the same trainings as plain
             runs, two at a time (at most 1.05 x the time is wanted)

All of it takes about 7 minutes. Times are of a machine that does nothing else.`,
		Example: "  talbot speed fleet --json > fleet.jsonl\n  talbot speed fleet --only kills --trials 40",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, p := range s.only {
				if !slices.Contains(fleetParts, p) {
					return usage("--only: %q is not one of %s%s", p, strings.Join(fleetParts, ", "), suggest(p, fleetParts, ""))
				}
			}
			if s.jobs < 10 || s.trials < 6 || s.samples < 1 || s.epochs < 1 {
				return usage("--jobs wants 10 or more, --trials 6, --epochs and --samples 1")
			}
			path, err := os.Executable()
			if err != nil {
				return err
			}
			s.program = func(args ...string) *exec.Cmd { return exec.Command(path, args...) }
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			return s.run(ctx)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringSliceVar(&s.only, "only", nil, "only these: `"+strings.Join(fleetParts, ",")+"`")
	f.IntVar(&s.jobs, "jobs", 1000, "`n` trials that do nothing")
	f.IntVar(&s.trials, "trials", 200, "`n` trials of the kills")
	f.IntVar(&s.epochs, "epochs", 2000, "`n` epochs of each training of the sweep; 2000 take some seconds on a core")
	f.IntVar(&s.samples, "samples", 1, "measure each `n` times; what is compared goes in turns")
	return cmd
}

func (s *fleetSpeed) run(ctx context.Context) error {
	if s.json {
		if err := s.machine("2 workers"); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "talbot-fleet-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, p := range []struct {
		name string
		do   func(context.Context, string) error
	}{{"overhead", s.overhead}, {"kills", s.kills}, {"sweep", s.sweeps}} {
		if len(s.only) > 0 && !slices.Contains(s.only, p.name) {
			continue
		}
		err := p.do(ctx, filepath.Join(dir, p.name))
		if ctx.Err() != nil {
			return stopped{"stopped; the lines so far are whole"}
		}
		if err != nil {
			return err
		}
	}
	if s.json {
		return s.write(map[string]any{"event": "done", "rows": s.rows})
	}
	return nil
}

// show writes a row.
func (s *fleetSpeed) show(r fleetRow, seconds []float64) error {
	s.rows++
	r.Event, r.Suite, r.Unit, r.Times, r.Time = "row", "fleet", "all trials", len(seconds), timeOf(seconds)
	r.Rate = float64(r.N) / r.Time.Median
	if s.json {
		return s.write(r)
	}
	text := fmt.Sprintf("%-22s %5d trials in %7.2f s, %8.1f a second", r.Case, r.N, r.Time.Median, r.Rate)
	if r.Ratio > 0 {
		text += fmt.Sprintf("; %.3f x", r.Ratio)
	}
	if r.Kills > 0 {
		text += fmt.Sprintf("; %s and the hub %s killed, %s lost", count(r.Kills, "worker"), times(r.Hubs), count(r.Lost, "lease"))
	}
	if r.Want != "" {
		text += " (wanted: " + r.Want + ")"
	}
	_, err := fmt.Fprintln(s.app.out, text)
	return err
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprint(n, " times")
}

// overhead has two connections work off trials that do nothing, from the first one taken to the last result.
func (s *fleetSpeed) overhead(ctx context.Context, dir string) error {
	for _, c := range []struct {
		name, want string
		sync       bool
	}{{"overhead", "1,000 a second", false}, {"overhead, synced", "50 a second", true}} {
		var seconds []float64
		for i := range s.samples {
			took, err := emptyTrials(ctx, filepath.Join(dir, fmt.Sprint(c.name, i)), s.jobs, c.sync)
			if err != nil {
				return err
			}
			seconds = append(seconds, took)
		}
		if err := s.show(fleetRow{Case: c.name, N: s.jobs, Want: c.want}, seconds); err != nil {
			return err
		}
	}
	return nil
}

// emptyTrials is the time in seconds that two workers with 8 at a time each take for n trials that do nothing.
func emptyTrials(ctx context.Context, store string, n int, synced bool) (float64, error) {
	h, err := cluster.Start(cluster.Options{Store: store, Addr: "127.0.0.1:0", Sync: synced})
	if err != nil {
		return 0, err
	}
	defer h.Stop()
	q, err := cluster.Connect(h.URL(), "", nil)
	if err != nil {
		return 0, err
	}
	defer q.Close()
	for i := range n {
		if _, err := q.Submit(ctx, &cluster.Trial{Preset: "empty", Parameters: map[string]string{"number": fmt.Sprint(i)}, Test: cluster.HeldOut}); err != nil {
			return 0, err
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var wait sync.WaitGroup
	defer wait.Wait()
	defer stop()
	began := time.Now()
	for i := range 2 {
		mine, err := cluster.Connect(h.URL(), "", nil)
		if err != nil {
			return 0, err
		}
		defer mine.Close()
		for j := range 8 {
			w := &cluster.Worker{Name: fmt.Sprint(i, "-", j), Queue: mine, Do: func(_ context.Context, t *cluster.Task) (*cluster.Result, error) {
				return &cluster.Result{Preset: t.Trial.Preset, Test: t.Trial.Test}, nil
			}}
			wait.Go(func() { _ = w.Run(ctx) })
		}
	}
	seen := map[string]bool{}
	err = q.Follow(ctx, func(r *cluster.Result) bool {
		if seen[r.Key] {
			return false
		}
		seen[r.Key] = true
		return len(seen) < n
	})
	took := time.Since(began).Seconds()
	if err == nil && len(seen) != n {
		err = errors.New("a trial has two results")
	}
	return took, err
}
