package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// inferring is one run of the command.
type inferring struct {
	*networkRun
	answers *answers
}

func (b *bench) inferCommand() *cobra.Command {
	x := &inferring{networkRun: &networkRun{tended: &tended{bench: b}, every: 200}}
	c := &cobra.Command{
		Use:   "infer RUN|PRESET [BENCH.json] --out DIR",
		Short: "let the light of a bench answer with the masks of a run, layer by layer",
		Long: `Shows the test pictures on a bench, through the masks of a run, one layer after another:
the field behind a mask is measured, and shown again before the next one. Each answer is
kept beside that of the simulation in DIR/answers.csv. The run is of masks that learned for
one bench, such as ffm-small or ffm-fashion-4, or of a diffractive network whose layers are all
alike, such as d2nn-mnist-64 or codesign-mnist-64; of a preset the masks are those that Talbot ships. The bench's
plane must be theirs. Of a display's masks amplitude and phase of each level are shown as its curve has them, with the
field that is shown again.

The bench is calibrated first, and DIR/calibration.json keeps that; --calibration begins with
what a file says. Ctrl-C stops it, and the same command goes on where it stopped; a bench
that was unplugged is waited for. Every so many pictures (--check-every) it is tested whether
light and place are as they were, and while they are not, nothing is asked.

At the end DIR has report.json and infer.png: accuracy and confusion of both, and light of some pictures
as simulated and as measured, side by side.`,
		Example: "  talbot train ffm-small --method in-silico --knock 0 --out runs/small\n  talbot rig run infer runs/small --virtual mild --direct --limit-test 100 --out answers",
		Args:    b.benchArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return x.infer(cmd.Context(), args) },
	}
	x.flags(c, "the answers", "show", false)
	return c
}

// inferPlan is what answers are of: a folder goes on with the same alone.
type inferPlan struct {
	Run    string `json:"run"`
	Preset string `json:"preset"`
	Masks  string `json:"checkpoint_sha256"`
	Data   string `json:"data"`
	Count  int    `json:"pictures"`
	Bench  string `json:"bench"` // its file, or the grade of a simulated one
}

func (x *inferring) infer(ctx context.Context, args []string) error {
	dev, err := x.begin(args, "the answers")
	if err != nil {
		return err
	}
	defer dev.Close()
	if err := x.folder(); err != nil {
		return err
	}
	defer x.answers.close()
	ctx, done := x.untilStopped(ctx, "stopping")
	defer done()
	return x.drive(ctx)
}

func (x *inferring) plan() inferPlan {
	return inferPlan{x.shown.path, x.shown.preset, x.shown.masks, x.set.Name, x.set.Len(), x.benchName()}
}

// folder makes the folder, or finds out where the answers in it end.
func (x *inferring) folder() (err error) {
	if err := samePlan(x.out, "infer.json", x.plan()); err != nil {
		return err
	}
	x.answers, err = openAnswers(filepath.Join(x.out, "answers.csv"), x.names)
	if err != nil {
		return err
	}
	if n := len(x.answers.class); n > x.set.Len() {
		return fmt.Errorf("%s has answers to %d pictures, and the set has %d: take another folder", x.out, n, x.set.Len())
	}
	return nil
}

// drive asks, and writes the report when all have been asked.
func (x *inferring) drive(ctx context.Context) error {
	l := newLine(x.err)
	defer l.clear()
	began, from := time.Now(), len(x.answers.class)
	share := func() float64 { return float64(len(x.answers.class)) / float64(x.set.Len()) }
	if !x.json {
		fmt.Fprintf(x.app.out, "%s: %s, %s of %s\n", x.run, x.shown.text(), several(x.set.Len(), "picture"), x.set.Name)
		if from > 0 {
			fmt.Fprintf(x.app.out, "%s goes on after picture %d\n", x.out, from)
		}
	}
	if err := x.on(ctx, l, share); err != nil {
		return x.stopped(err)
	}
	defer x.close()
	asked := 0
	for n := x.shown.net.Batch; len(x.answers.class) < x.set.Len(); {
		at := len(x.answers.class)
		part := x.set.Slice(at, min(at+n, x.set.Len()))
		if x.every > 0 && asked >= x.every {
			if err := x.well(ctx); err != nil {
				return x.stopped(err)
			}
			asked = 0
		}
		light, simulated, err := x.ask(ctx, x.shown.model, part)
		if err != nil {
			return x.stopped(err)
		}
		for i := range part.Len() {
			k := x.shown.net.Classes
			if err := x.answers.add(int(part.Labels[i]), simulated[i*k:(i+1)*k], light[i*k:(i+1)*k]); err != nil {
				return err
			}
		}
		if err := x.answers.flush(); err != nil {
			return err
		}
		asked += part.Len()
		took := time.Since(began).Seconds()
		now := float64(len(x.answers.class) - from)
		if x.json {
			_ = x.app.write(map[string]any{"event": "asked", "pictures": len(x.answers.class), "of": x.set.Len(), "frames": x.report().Frames})
		} else {
			a := x.answers.count()
			l.draw(bar{label: "asking", share: share(), notes: []string{percent(a.Optical) + " right", clock(took/now*float64(x.set.Len()-len(x.answers.class))) + " left"}}, false)
		}
	}
	l.clear()
	return x.finish(ctx, time.Since(began))
}

// stopped says how to go on.
func (x *inferring) stopped(err error) error {
	n := len(x.answers.class)
	if errors.Is(err, context.Canceled) {
		return stopped{fmt.Sprintf("stopped after %s; the same command goes on with %s", several(n, "picture"), errs.Word(x.out))}
	}
	return fmt.Errorf("%w; the answers to %s are kept: the same command goes on with %s", err, several(n, "picture"), errs.Word(x.out))
}

// answerOf is the class of logits.
func answerOf(logits []float32) int { return kernels.ArgMax(logits) }
