package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/cluster"
)

func (a *app) worker() *cobra.Command {
	var c crew
	var hub hubFlags
	var limit time.Duration
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "work off a hub's trials, until it is stopped",
		Long: `Takes trials from a hub and computes them, one a GPU, or one a processor core where
there is none. Ctrl-C and SIGTERM, and the end of --for, store a checkpoint of what
is under way and give it back; another worker goes on from there with the same bits.
A worker that is killed loses a few seconds of work: the hub gives its trials to
others after 15 seconds. When the hub goes away, workers wait for it.

A trial names its pictures by their hash: they must be here, as "talbot data get"
puts them. A worker that lacks them gives the trial back.`,
		Example: "  talbot worker --nats nats://lab:4222\n  talbot worker --for 55m --data built-in",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 0 {
				return usage("--for: %v is below 0", limit)
			}
			q, err := hub.connect()
			if err != nil {
				return err
			}
			defer q.Close()
			devices, err := c.open()
			if err != nil {
				return err
			}
			defer closeAll(devices)
			ctx, done := a.untilStopped(cmd.Context(), "stopping after a checkpoint")
			defer done()
			if limit > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, limit)
				defer cancel()
			}
			if !a.json {
				fmt.Fprintf(a.out, "%s at %s, on %s; Ctrl-C gives back what is under way\n", count(len(devices), "worker"), hub.address(), devices[0].Name())
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
	return cmd
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
