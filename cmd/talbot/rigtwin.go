package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/optim"
	"talbot/sim/plant"
	"talbot/sim/rig/twin"
	"talbot/sim/train"
)

// twinning is a run that makes a digital twin of a bench, trains masks on it, and asks both of them.
type twinning struct {
	*healing
	patterns int
	rounds   [2]int // of the numbers and of the plates
	dev      compute.Device

	twin  *twin.Twin
	model plant.Way // the twin
	told  *twinReport
}

func (b *bench) twinCommand() *cobra.Command {
	c, _ := b.twins()
	return c
}

// twins is the command and the run that it makes.
func (b *bench) twins() (*cobra.Command, *twinning) {
	h := &healing{networkRun: &networkRun{tended: &tended{bench: b}, every: 100}, epochs: 2, batch: 10, seed: 1, rate: 0.02, where: "on the twin of a bench"}
	x := &twinning{healing: h, patterns: 32, rounds: [2]int{twin.Rounds, 40}}
	c := &cobra.Command{
		Use:   "twin RUN|PRESET [BENCH.json] --out DIR",
		Short: "fit a digital twin of a bench to frames, train masks on it, and show them on the bench",
		Long: `Makes a digital twin of a bench: shows random patterns (--patterns), reads their fields, and fits a
simulation to them: distance, shift, rotation, scale and tilt of the camera, shift of the amplitude panel, light that
the phase panel does not change, range of its phases, blur, the beam, and a plate of any shape on the panel and one in
the reading. A quarter of the patterns is held out, and tells how far twin and bench are apart.

Then the masks of a network such as d2nn-mnist-64, or levels of a display, go on in the twin, without the bench, and the
bench is asked the test pictures (--limit-test) with the masks that there were and with those that the twin has trained.
"talbot rig run heal" trains them by the light itself instead.

Ctrl-C saves, and the same command goes on where it stopped; a bench that was unplugged is waited
for. DIR keeps each pattern (patterns/1.npz: amplitude, phase and what was seen), fit.json with the numbers and how
sure they are, fit.npz with the plates, the masks (masks.npz), the answers (before.csv, after.csv), report.json and
twin.png. The twin is computed on the processor, or with --device webgpu on a GPU, which finds the same to rounding.`,
		Example: "  talbot rig run twin d2nn-mnist-64 --virtual mild --direct --limit-train 400 --limit-test 500 --out twin",
		Args:    b.benchArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return x.run(cmd.Context(), args) },
	}
	h.flags(c, "the twin", "begin with", true)
	c.Flags().IntVar(&x.patterns, "patterns", x.patterns, "so many random patterns `n` are shown")
	h.learns(c)
	return c, x
}

// twinPlan is what a folder is of.
type twinPlan struct {
	healPlan
	Patterns int `json:"patterns"`
	Test     int `json:"pictures_to_test"`
}

func (x *twinning) run(ctx context.Context, args []string) error {
	if err := x.check(); err != nil {
		return err
	}
	if x.patterns < 8 || x.patterns > 1000 {
		return usage("--patterns: %d is outside 8 to 1000", x.patterns)
	}
	if x.device.name == "auto" { // light goes to and fro between GPU and panels, a field at a time: only where it is asked for
		x.device.name = "cpu"
	}
	dev, err := x.begin(args, "the twin")
	if err != nil {
		return err
	}
	defer dev.Close()
	if x.diffractive == nil {
		return usage("%s learns from its bench by: talbot rig run train, with --method refined for a model that is fitted on the way", x.shown.preset)
	}
	x.dev = dev
	plan := twinPlan{x.plan(), x.patterns, x.set.Len()}
	if err := samePlan(x.out, "twin.json", plan); err != nil {
		return err
	}
	x.done, x.told = &healReport{healPlan: plan.healPlan}, &twinReport{Talbot: build(), twinPlan: plan}
	ctx, done := x.untilStopped(ctx, "stopping")
	defer done()
	l := newLine(x.err)
	defer l.clear()
	if !x.json {
		fmt.Fprintf(x.app.out, "%s: %s, %s of %s to learn, %s to test with\n", x.shown.path, x.shown.text(), several(x.learning.Len(), "picture"), x.learning.Name, several(x.set.Len(), "picture"))
	}
	if err := x.drive(ctx, l); err != nil {
		return x.stopped(err)
	}
	l.clear()
	return x.finish()
}

// drive does what is missing, one thing after another.
func (x *twinning) drive(ctx context.Context, l *line) (err error) {
	share := 0.0
	if err := x.on(ctx, l, func() float64 { return share }); err != nil {
		return err
	}
	defer x.close()
	began := time.Now()
	samples, again, err := x.capture(ctx, l)
	if err != nil {
		return err
	}
	if err := x.fit(ctx, l, samples, again); err != nil {
		return err
	}
	if x.model, err = x.twin.Way(x.shown.net); err != nil {
		return err
	}
	x.grad = x.layers.Along(ctx, func() plant.Way { return x.model })
	descent, err := train.NewDescent(x.dev, x.grad, optim.DefaultAdam, false)
	if err != nil {
		return err
	}
	x.stage = &train.Epochs{Title: "training", N: x.epochs, Loop: &train.Loop{Descent: descent, Set: x.learning, Batch: x.batch, Seed: uint64(x.seed), Rate: func(int) float64 { return x.rate }}}
	if x.told.Planned, err = x.planned(ctx, l); err != nil {
		return err
	}
	if x.told.Before, err = x.answer(ctx, l, "before"); err != nil {
		return err
	}
	if err := x.resumed(); err != nil {
		return err
	}
	if err := x.learn(ctx, l); err != nil {
		return err
	}
	if x.told.After, err = x.answer(ctx, l, "after"); err != nil {
		return err
	}
	x.told.Seconds = time.Since(began).Seconds()
	return x.draw(ctx, samples[len(samples)-1])
}

// learn makes the updates that are missing, on the twin.
func (x *twinning) learn(ctx context.Context, l *line) error {
	x.hold = nil
	for x.stage.Done() < 1 {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, x.kept())
		}
		epoch := x.stage.Epoch
		if _, err := x.stage.Next(); err != nil {
			return errors.Join(err, x.grad.Forget(), x.kept())
		}
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
		if l.live {
			l.draw(bar{label: "training on the twin", share: x.stage.Done(), notes: []string{percent(accuracy(x.stage.Sum)) + " right"}}, false)
		}
	}
	return nil
}

// kept saves what has been learned.
func (x *twinning) kept() error {
	if x.stage.Step == 0 {
		return nil
	}
	return x.save()
}

// stopped says how to go on.
func (x *twinning) stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return stopped{fmt.Sprintf("stopped; the same command goes on with %s", errs.Word(x.out))}
	}
	return fmt.Errorf("%w; what there is is kept: the same command goes on with %s", err, errs.Word(x.out))
}
