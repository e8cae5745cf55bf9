package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/cluster"
	"talbot/sim/errs"
	"talbot/sim/rundir"
)

// sweeping is one run of the command.
type sweeping struct {
	crew
	hub  hubFlags
	out  string
	list bool

	again string // the flags of this command line, by which the same command goes on
}

const sweepHelp = `SPEC is a file of JSON, or "-" for the standard input:

  {"preset": "d2nn-mnist-64", "set": {"epochs": 3},
   "vary": {"learning-rate": {"from": 0.001, "to": 0.1, "steps": 5, "scale": "log"},
            "distance": ["3cm", "5cm"]}, "seeds": 3}

  method       "grid": every value with every other, the usual; "random": so many
               "trials" drawn from lists and ranges; "halving": the same, whose best
               go on for "factor" (3) times the epochs, from "first_epochs" (1) on
  set, vary    parameters, as the flags of train: one value; a list, or a range
  seeds        how many, from 1 on, or a list of them
  test         "held-out": what is best is found on training pictures that are held out,
               a tenth or so many as "hold_out" says, and nobody tunes on the test set;
               "test": on the test pictures
  by           "accuracy", "loss", or another value of a result
  limit_train, limit_test   only the first so many pictures
  bench        a name: the trials are made on that bench, one after another, by the
               worker of a hub that has it ("talbot worker --bench")
  exact        true: every trial is computed without SIMD, on processors, so that the bits
               are the same whatever worker or page does it; slower
  shares       2 to 64: one training after another, each update cut into so many shares for
               all workers and pages of a hub, which adds them in their order; all compute
               without SIMD, so that the masks are the same whoever takes part`

func (a *app) sweep() *cobra.Command {
	s := &sweeping{}
	cmd := &cobra.Command{
		Use:   "sweep SPEC",
		Short: "train with many choices of parameters, on all cards or cores at once",
		Long: `Trains a network with many choices of its parameters, side by side on all GPUs or
processor cores of this machine, and says which is best. With --nats the trials go to
the workers of a hub. Ctrl-C stops; the same command goes on where it was.

` + sweepHelp + `

A folder keeps the description, the results as JSON lines, and each trial as a run,
for eval and figure; "talbot runs FOLDER" is a table of them.`,
		Example: "  talbot sweep rates.json\n  talbot sweep rates.json --list",
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := s.plan(args[0])
			if err != nil {
				return err
			}
			if s.list {
				return s.listTrials(p)
			}
			if p.Bench != "" && s.hub.url == "" {
				return usage("a bench is at a hub, whose worker has it: give --nats, and start talbot worker --bench %s=BENCH.json", p.Bench)
			}
			s.again = givenFlags(cmd)
			ctx, done := s.untilStopped(cmd.Context(), "stopping after a checkpoint")
			defer done()
			return s.run(ctx, p)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&s.out, "out", "", "`folder` of the sweep (default: runs/sweep-SPEC)")
	f.BoolVar(&s.list, "list", false, "list the trials, and train nothing")
	s.crew.add(a, f)
	s.hub.add(f, "default: none, so that this program computes the trials itself")
	return cmd
}

// folder is where the sweep is kept. One that holds another sweep is an error.
func (s *sweeping) folder(p *sweepPlan) (path string, err error) {
	path = s.out
	if path == "" {
		base := strings.TrimSuffix(filepath.Base(p.file), filepath.Ext(p.file))
		if p.file == "-" {
			base = "stdin"
		}
		path = filepath.Join("runs", "sweep-"+base)
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return "", fmt.Errorf("cannot make the folder of the sweep: %w", err)
	}
	text := p.text()
	file := filepath.Join(path, sweepFile)
	was, err := os.ReadFile(file)
	if err == nil && string(was) != text {
		return "", fmt.Errorf("%s holds another sweep: choose another folder with --out", path)
	}
	if err == nil {
		return path, nil
	}
	return path, writeText(file, text)
}

// run makes the sweep, here or at a hub.
func (s *sweeping) run(ctx context.Context, p *sweepPlan) error {
	path, err := s.folder(p)
	if err != nil {
		return err
	}
	unlock, err := (&rundir.Dir{Path: path}).Lock()
	if err != nil {
		return fmt.Errorf("the sweep in %s is under way in another program: wait for it, or stop it first", path)
	}
	defer unlock()
	f := &following{app: s.app, plan: p, path: path, results: map[string]*cluster.Result{}, parked: map[string]string{}}
	if s.hub.url != "" {
		q, err := s.hub.connect()
		if err != nil {
			return err
		}
		defer q.Close()
		f.queue, f.where = q, "the workers of "+s.hub.address()
		f.line = newLine(s.err)
		f.notes = s.fleetNotes(&s.hub, q, f.line.clear)
		return s.ended(f, f.all(ctx))
	}
	devices, err := s.open()
	if err != nil {
		return err
	}
	defer closeAll(devices)
	f.line = newLine(s.err)
	s.adds = p.Shares > 0
	if len(devices) > len(p.trials) && !s.adds {
		closeAll(devices[len(p.trials):])
		devices = devices[:len(p.trials)]
	}
	h, err := cluster.Start(cluster.Options{Store: filepath.Join(path, "hub"), Tell: func(err error) {
		f.line.clear()
		s.tellDisk(err)
	}})
	if err != nil {
		return err
	}
	defer h.Stop()
	q, err := h.Connect()
	if err != nil {
		return err
	}
	defer q.Close()
	f.queue, f.where = q, fmt.Sprintf("%s on %s", count(len(devices), "worker"), devices[0].Name())
	working, stop := context.WithCancel(ctx)
	failed := make(chan error, 1)
	go func() {
		err := s.crew.run(working, q, devices, f.tell)
		failed <- err
		if err != nil {
			stop()
		}
	}()
	err = f.all(working)
	stop()
	if werr := <-failed; werr != nil {
		err = werr
	}
	return s.ended(f, err)
}

// ended tells how it ended.
func (s *sweeping) ended(f *following, err error) error {
	f.line.clear()
	if s.hub.url != "" && errors.Is(err, context.Canceled) {
		return stopped{fmt.Sprintf("stopped after %d of %s; the workers of the hub go on with the others, and the same command takes the results: talbot sweep %s%s",
			len(f.results), several(f.plan.total, "trial"), errs.Word(f.plan.file), s.again)}
	}
	if errors.Is(err, context.Canceled) {
		return stopped{fmt.Sprintf("stopped after %d of %s; go on with the same command: talbot sweep %s%s", len(f.results), several(f.plan.total, "trial"), errs.Word(f.plan.file), s.again)}
	}
	if err != nil {
		return err
	}
	return f.summary()
}
