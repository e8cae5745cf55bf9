package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/cluster"
)

func (a *app) worker() *cobra.Command {
	var c crew
	var hub hubFlags
	var limit time.Duration
	var named string
	lab := &bench{app: a}
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "work off a hub's trials, until it is stopped",
		Long: `Takes trials from a hub and computes them, one a GPU, or one a processor core where
there is none. Ctrl-C and SIGTERM, and the end of --for, store a checkpoint of what
is under way and give it back; another worker goes on from there with the same bits.
A worker that is killed loses a few seconds of work: the hub gives its trials to
others after 15 seconds. When the hub goes away, workers wait for it.

A trial names its pictures by their hash: they must be here, as "talbot data get"
puts them. A worker that lacks them gives the trial back.

Cores that have no trial compute shares of a training with "shares", which the hub adds.

--bench NAME=BENCH.json is a worker with a bench of panels and cameras ("talbot rig"), which
it keeps open. It takes only trials that ask for that name ("bench" in the SPEC of sweep and
submit), one at a time, and their masks are shown and learn there. --bench NAME with
--virtual is one with a simulated bench.`,
		Example: "  talbot worker --nats nats://lab:4222\n  talbot worker --for 55m --data built-in\n  talbot worker --bench lab-1=bench.json --calibration monday.json",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 0 {
				return usage("--for: %v is below 0", limit)
			}
			file, err := c.benchOf(lab, named)
			if err != nil {
				return err
			}
			q, err := hub.connect()
			if err != nil {
				return err
			}
			defer q.Close()
			a.fleetNotes(&hub, q, nil)
			ctx, done := a.untilStopped(cmd.Context(), "stopping after a checkpoint")
			defer done()
			if c.at != "" {
				open, _, end, err := lab.open(ctx, []string{file})
				if err != nil {
					return err
				}
				defer end()
				c.lab = open.Bench
			}
			devices, err := c.open()
			if err != nil {
				return err
			}
			defer closeAll(devices)
			if limit > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, limit)
				defer cancel()
			}
			if !a.json {
				what := ""
				if c.at != "" {
					what = ", with the bench " + c.at
				}
				fmt.Fprintf(a.out, "%s at %s, on %s%s; Ctrl-C gives back what is under way\n", count(len(devices), "worker"), hub.address(), devices[0].Name(), what)
			}
			err = c.run(ctx, q, devices, a.tellWork)
			if err == nil && errors.Is(ctx.Err(), context.Canceled) {
				return stopped{"stopped; what was under way is back in the queue"}
			}
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	hub.add(f, "default: $TALBOT_NATS, or this machine")
	f.DurationVar(&limit, "for", 0, "end in an orderly way after this `time`, such as 55m (default: never)")
	c.add(a, f)
	f.StringVar(&named, "bench", "", "work on a bench, `NAME=BENCH.json`, or NAME with --virtual, and take only what asks for it")
	cmd.Flags().BoolVar(&c.adds, "add", false, "make the updates of trainings that many share, as talbot hub does: for a NATS server of your own")
	lab.running(cmd)
	return cmd
}

// benchOf reads the flags of a worker with a bench, which has one job at a time: its name is kept, and file has the bench.
func (c *crew) benchOf(b *bench, named string) (file string, err error) {
	if named == "" {
		if b.virtual != "" || b.direct || b.calibration != "" {
			return "", usage("--virtual, --direct and --calibration are of a bench: say how it is called with --bench")
		}
		return "", nil
	}
	name, file, has := strings.Cut(named, "=")
	if err := cluster.CheckBench(name); err != nil {
		return "", usage("--bench: %w", err)
	}
	if has == (b.virtual != "") || has && file == "" {
		return "", usage("--bench: want NAME=BENCH.json, or NAME and --virtual for a simulated one")
	}
	if c.workers > 1 {
		return "", usage("--workers: a bench has one job at a time: leave it away")
	}
	c.workers, c.at = 1, name
	return file, nil
}

// tellWork says what happened to a trial.
func (a *app) tellWork(e cluster.Event) {
	if a.json {
		why := ""
		if e.Why != nil {
			why = e.Why.Error()
		}
		_ = a.write(struct {
			Event  string `json:"event"`
			Trial  string `json:"trial"`
			Worker string `json:"worker"`
			Error  string `json:"error,omitempty"`
		}{e.Kind, e.Key, e.Worker, why})
		return
	}
	text := ""
	if e.Why != nil {
		text = ": " + e.Why.Error()
	}
	fmt.Fprintf(a.out, "%s  %-9s %.8s%s\n", time.Now().Format("15:04:05"), e.Kind, e.Key, text)
}
