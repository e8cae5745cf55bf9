package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"talbot/sim/cluster"
	"talbot/sim/cluster/sweep"
)

func (a *app) jobs() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "jobs",
		Short: "look at a hub's trials, cancel or retry them, or see the best",
		Args:  subcommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	job := func(use, short string, n int, run func(ctx context.Context, q *cluster.Queue, args []string) error) *cobra.Command {
		var hub hubFlags
		c := &cobra.Command{Use: use, Short: short, Args: exactly(n), RunE: func(cmd *cobra.Command, args []string) error {
			q, err := hub.connect()
			if err != nil {
				return err
			}
			defer q.Close()
			a.fleetNotes(&hub, q, nil)
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			return run(ctx, q, args)
		}}
		hub.add(c.Flags(), "default: $TALBOT_NATS, or this machine")
		cmd.AddCommand(c)
		return c
	}
	job("list", "count the trials, and list what runs and what has failed", 0, func(ctx context.Context, q *cluster.Queue, _ []string) error { return a.listJobs(ctx, q) })
	job("follow", "write each result as it comes, until nothing is left", 0, func(ctx context.Context, q *cluster.Queue, _ []string) error { return a.followJobs(ctx, q) })
	job("cancel TRIAL", "take a trial from the queue, or stop it", 1, func(ctx context.Context, q *cluster.Queue, args []string) error {
		return a.changeJob(ctx, q, args[0], q.Cancel, "is cancelled", "is not in the queue: it is done, parked or cancelled already")
	})
	job("retry TRIAL", "put a trial that has failed or was cancelled back into the queue", 1, func(ctx context.Context, q *cluster.Queue, args []string) error {
		return a.changeJob(ctx, q, args[0], q.Retry, "is in the queue again", "has neither failed nor was it cancelled")
	})
	by, n := "accuracy", bestShown
	best := job("best", "write the best results", 0, func(ctx context.Context, q *cluster.Queue, _ []string) error {
		if n < 1 {
			return usage("--count: %d is below 1", n)
		}
		list, err := q.Results(ctx)
		if err != nil {
			return err
		}
		(&sweep.Spec{By: by}).Sort(list)
		return a.writeResults(list[:min(n, len(list))], list)
	})
	best.Flags().StringVar(&by, "by", by, "what is best: `accuracy|loss`, or another value of a result")
	best.Flags().IntVar(&n, "count", n, "how many to write")
	return cmd
}

// writeResults writes some of all results, as lines or as a table.
func (a *app) writeResults(list, all []*cluster.Result) error {
	if a.json {
		for _, r := range list {
			if err := a.write(r); err != nil {
				return err
			}
		}
		return nil
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(a.out, "there are no results yet")
		return err
	}
	return resultTable(a.out, list, all)
}

func (a *app) listJobs(ctx context.Context, q *cluster.Queue) error {
	c, err := q.Counts(ctx)
	if err != nil {
		return err
	}
	records, err := q.Records(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return a.write(struct {
			cluster.Counts
			Trials map[string]cluster.Record `json:"trials"`
		}{c, records})
	}
	fmt.Fprintf(a.out, "%s done, %d running, %d waiting, %d failed\n", several(c.Done, "trial"), c.Running, max(0, c.Left-c.Running), c.Parked)
	for _, key := range slices.Sorted(maps.Keys(records)) {
		r := records[key]
		state := fmt.Sprintf("%3.0f %%  epoch %.0f", 100*r.Done, r.Epoch)
		switch {
		case r.Cancelled:
			state = "cancelled"
		case r.Parked:
			state = "failed: " + r.Why
		case r.Worker != "":
			state += "  on " + r.Worker
			if r.Helpers != "" {
				state += " with " + r.Helpers
			}
		}
		if r.Why != "" && !r.Parked {
			state += "  (" + r.Why + ")"
		}
		if _, err := fmt.Fprintf(a.out, "  %.8s  %s\n", key, state); err != nil {
			return err
		}
	}
	return nil
}

// followJobs writes results until the queue is empty.
func (a *app) followJobs(ctx context.Context, q *cluster.Queue) error {
	left := -1
	err := q.Follow(ctx, func(r *cluster.Result) bool {
		if a.json {
			_ = a.write(r)
		} else {
			fmt.Fprintf(a.out, "%.8s  %s  loss %.4f  accuracy %s  by %s\n", r.Key, r.What(), r.Loss, percent(r.Accuracy), r.Worker)
		}
		if left--; left > 0 {
			return true
		}
		c, err := q.Counts(ctx)
		left = c.Left / 2 // so that a long queue is not counted for every result
		return err != nil || c.Left > 0
	})
	if errors.Is(err, context.Canceled) {
		return stopped{"stopped; the trials go on"}
	}
	return err
}

// changeJob does something to the trial whose name begins so.
func (a *app) changeJob(ctx context.Context, q *cluster.Queue, begin string, do func(context.Context, string) (bool, error), yes, no string) error {
	key, err := q.Find(ctx, begin)
	if err != nil {
		return err
	}
	ok, err := do(ctx, key)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("trial %.8s %s", key, no)
	}
	if a.json {
		return a.write(map[string]string{"event": "done", "trial": key})
	}
	_, err = fmt.Fprintf(a.out, "trial %.8s %s\n", key, yes)
	return err
}
