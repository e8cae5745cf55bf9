package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/cascade"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/optim"
	"talbot/sim/plant"
	"talbot/sim/rundir"
	"talbot/sim/train"
)

// healing is a run that goes on with the masks of a diffractive network on a bench.
type healing struct {
	*networkRun
	epochs, batch, seed int
	rate                float64
	where               string // that the masks learn

	stage *train.Epochs
	grad  *cascade.Gradient
	saved time.Time
	done  *healReport
}

func (b *bench) healCommand() *cobra.Command {
	x := &healing{networkRun: &networkRun{tended: &tended{bench: b}, every: 100}, epochs: 2, batch: 10, seed: 1, rate: 0.02, where: "on a bench"}
	c := &cobra.Command{
		Use:   "heal RUN|PRESET [BENCH.json] --out DIR",
		Short: "go on with a diffractive network's masks on a bench, until they answer there",
		Long: `Takes masks that were trained in simulation, such as those of d2nn-mnist-64, and trains them on
by fully forward mode on the bench that is there: pictures and errors go through it as light, and its
faults are learned with the rest. The network's layers are to be all alike. Masks of a display, such as
those of codesign-mnist-64, go on by the method that they learned by, and nothing but levels of its curve
is shown: "talbot rig calibrate curves" measures one, and "talbot train --curve FILE.csv" trains with it.

Ctrl-C saves, and the same command goes on where it stopped; a bench that was unplugged is waited
for. DIR/masks.npz has the masks: "talbot rig run infer PRESET --masks DIR/masks.npz" asks
them on the bench, with --calibration DIR/calibration.json as it was calibrated here.`,
		Example: "  talbot rig run heal d2nn-mnist-64 --virtual mild --direct --limit-train 1000 --out healed\n  talbot rig run infer d2nn-mnist-64 --masks healed/masks.npz --virtual mild --direct --limit-test 500 --out answers",
		Args:    b.benchArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return x.heal(cmd.Context(), args) },
	}
	x.flags(c, "the masks", "begin with", true)
	x.learns(c)
	return c
}

// learns are the flags of what learns.
func (x *healing) learns(c *cobra.Command) {
	c.Flags().IntVar(&x.epochs, "epochs", x.epochs, "go so `often` through the pictures; more go on from fewer")
	c.Flags().IntVar(&x.batch, "batch", x.batch, "`pictures` an update, up to 10")
	c.Flags().IntVar(&x.seed, "seed", x.seed, "`number` from which the pictures' order comes")
	c.Flags().Float64Var(&x.rate, "learning-rate", x.rate, "`rate` of Adam, rad an update for phases")
}

// healPlan is what a folder is of.
type healPlan struct {
	Preset string  `json:"preset"`
	Masks  string  `json:"masks_sha256"`
	Data   string  `json:"data"`
	Count  int     `json:"pictures"`
	Bench  string  `json:"bench"`
	Batch  int     `json:"batch"`
	Seed   int     `json:"seed"`
	Rate   float64 `json:"learning_rate"`
}

// check refuses what cannot be learned with.
func (x *healing) check() error {
	switch {
	case x.batch < 1 || x.batch > 10:
		return usage("--batch: %d is outside 1 to 10", x.batch)
	case x.epochs < 1:
		return usage("--epochs: want 1 at least")
	case !(x.rate > 0 && x.rate < 10):
		return usage("--learning-rate: %g is outside 0 to 10", x.rate)
	}
	return nil
}

// plan is what the run's masks learn.
func (x *healing) plan() healPlan {
	return healPlan{x.shown.preset, x.shown.masks, x.learning.Name, x.learning.Len(), x.benchName(), x.batch, x.seed, x.rate}
}

func (x *healing) heal(ctx context.Context, args []string) error {
	if err := x.check(); err != nil {
		return err
	}
	if dir, err := otherRun(args[0]); err != nil {
		return err
	} else if dir != nil {
		return usage("%s is trained on a bench by: talbot rig run train", dir.Preset)
	}
	dev, err := x.begin(args, "the masks")
	if err != nil {
		return err
	}
	defer dev.Close()
	plan := x.plan()
	if err := samePlan(x.out, "heal.json", plan); err != nil {
		return err
	}
	x.done = &healReport{healPlan: plan}
	ctx, done := x.untilStopped(ctx, "stopping after this update")
	defer done()
	x.grad = x.layers.Along(ctx, func() plant.Way { return x.way })
	descent, err := train.NewDescent(dev, x.grad, optim.DefaultAdam, false)
	if err != nil {
		return err
	}
	x.stage = &train.Epochs{Title: "healing", N: x.epochs, Loop: &train.Loop{Descent: descent, Set: x.learning, Batch: x.batch, Seed: uint64(x.seed), Rate: func(int) float64 { return x.rate }}}
	if err := x.resumed(); err != nil {
		return err
	}
	return x.train(ctx)
}

// resumed takes up the checkpoint of the folder, if there is one.
func (x *healing) resumed() error {
	name := filepath.Join(x.out, rundir.CheckpointFile)
	b, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	st, err := rundir.ReadCheckpoint(b)
	if err == nil {
		err = x.stage.Restore(st)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be taken up: %w: take another folder", name, err)
	}
	if !x.json {
		fmt.Fprintf(x.app.out, "%s goes on after update %d\n", x.out, x.stage.Step)
	}
	return x.done.earlier(x.out, x.stage.Epoch)
}

// save keeps checkpoint and masks. Each is written whole or not at all, so that on a full disk those before stand.
func (x *healing) save() error {
	return x.room(x.write())
}

// room says of an error in writing what to do.
func (x *healing) room(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cannot save in %s; what was saved before is still there: %w: make room, and the same command goes on", x.out, err)
}

func (x *healing) write() error {
	st, err := x.stage.State()
	if err != nil {
		return err
	}
	if err := rundir.WriteFile(filepath.Join(x.out, rundir.CheckpointFile), func(w io.Writer) error { return rundir.WriteCheckpoint(w, st) }); err != nil {
		return err
	}
	if !x.diffractive.Config.Displayed() { // what displays learn is the session's own
		a, err := x.diffractive.MaskArray()
		if err != nil {
			return err
		}
		if a.Values, err = x.layers.Phases(); err != nil {
			return err
		}
		if err := x.diffractive.SetMaskArray(a); err != nil {
			return err
		}
	}
	x.saved = time.Now()
	source := fmt.Sprintf("%s after %d updates %s", x.run, x.stage.Step, x.where)
	return rundir.WriteFile(filepath.Join(x.out, "masks.npz"), func(w io.Writer) error {
		return rundir.WriteMaskFile(w, x.diffractive, x.diffractive.Config, x.shown.preset, source, build())
	})
}

// train makes the updates that are missing.
func (x *healing) train(ctx context.Context) error {
	l := newLine(x.err)
	defer l.clear()
	x.hold = x.save
	if !x.json {
		fmt.Fprintf(x.app.out, "%s: %s, %s of %s\n", x.run, x.shown.text(), several(x.learning.Len(), "picture"), x.learning.Name)
	}
	if err := x.on(ctx, l, x.stage.Done); err != nil {
		return x.onward(err)
	}
	defer x.close()
	began := time.Now()
	for since := 0; x.stage.Done() < 1; {
		if since++; x.every > 0 && since > x.every {
			if err := x.well(ctx); err != nil {
				return x.onward(err)
			}
			since = 1
		}
		if err := ctx.Err(); err != nil {
			return x.onward(err)
		}
		epoch := x.stage.Epoch
		err := x.do(ctx, func() error {
			_, err := x.stage.Next()
			if err != nil {
				return errors.Join(err, x.grad.Forget())
			}
			return nil
		})
		if err != nil {
			return x.onward(err)
		}
		x.done.Seconds = time.Since(began).Seconds()
		if x.stage.Epoch > epoch {
			if err := x.ended(l); err != nil {
				return err
			}
		}
		if x.stage.Epoch > epoch || time.Since(x.saved) > 20*time.Second {
			if err := x.save(); err != nil {
				return err
			}
		}
		if r := x.stage.Sum; l.live {
			l.draw(bar{label: "healing", share: x.stage.Done(), notes: []string{percent(accuracy(r)) + " right"}}, false)
		}
	}
	l.clear()
	if x.json {
		return x.app.write(x.done)
	}
	_, err := fmt.Fprintf(x.app.out, "%s; the masks are in %s\n", several(x.report().Frames, "frame"), filepath.Join(x.out, "masks.npz"))
	return err
}

func accuracy(r network.Result) float64 { return float64(r.Correct) / float64(max(1, r.Count)) }

// onward keeps what there is, and says how to go on.
func (x *healing) onward(err error) error {
	if x.stage.Step > 0 {
		if wrong := x.save(); wrong != nil {
			return errors.Join(err, wrong)
		}
	}
	if errors.Is(err, context.Canceled) {
		return stopped{fmt.Sprintf("stopped after update %d; the same command goes on with %s", x.stage.Step, errs.Word(x.out))}
	}
	return fmt.Errorf("%w; the masks are kept: the same command goes on with %s", err, errs.Word(x.out))
}
