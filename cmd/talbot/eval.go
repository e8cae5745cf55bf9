package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/data"
	"talbot/sim/report"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

func (a *app) eval() *cobra.Command {
	var pictures dataFlags
	var device deviceFlags
	var on evalDisplay
	var given maskFlags
	var answers string
	cmd := &cobra.Command{
		Use:   "eval RUN|PRESET...",
		Short: "test a trained network on the whole test set",
		Long: `Tests the network of a run, or of a preset with the masks that Talbot ships, on
the test set: accuracy and how sure it is (Wilson's 95 % interval), loss,
efficiency, and which class was taken for which. Efficiency is the share of the
light behind the picture that reaches the detector regions; of source is that of
the source's light, in front of the picture, which takes most of it away.

Masks of a display are tested as the display shows them, and also as training has
them: one draw of the levels, and what it relaxes them to. --display-curve shows
masks on another display: the same levels if it has as many, else the nearest
states. --faults tests them with wrong levels, a drifting curve and dead pixels.

The masks of a run are those of its checkpoint.npz, in full precision. masks.npy
and phase.npy, which other programs read, are compared with them.

Of a run of another system, such as sa-mlp or dante-small, it tests what the
checkpoint has; dual neurons by their convolutions and by light.

--masks tests those of a file, such as the page saves, on the bench of the run; or of
the preset, with the parameters that the file has, if it is of that preset. So it does
for masks that learn on a bench, as those of ffm-small.

--answers keeps what the network says to each picture: a row a picture with its
number, its class, the answer, whether that is right, a logit a class, and, of
diffractive networks, what each detector reads. Of several runs there is one table.`,
		Example: "  talbot eval d2nn-mnist-64\n  talbot eval runs/d2nn-mnist-64-20260102-150405 --json\n  talbot eval d2nn-mnist-64 --masks d2nn-mnist-64-masks.npz\n  talbot eval runs/a --answers a.csv\n  talbot eval runs/a runs/b",
		Args:    atLeast(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			if on.draws < 1 || on.draws > 1000 {
				return usage("--fault-draws: %d is outside 1 to 1000", on.draws)
			}
			if err := checkAnswers(answers); err != nil {
				return err
			}
			if len(args) > 1 {
				if given.file != "" || answers != "" || on.curve != "" || on.faults {
					return usage("--masks, --answers, --display-curve and --faults are of one run: give one, not %d", len(args))
				}
				return a.evalSeveral(ctx, args, pictures, &device)
			}
			if other, err := a.otherTested(args[0], &given); other != nil || err != nil {
				if err != nil {
					return err
				}
				if on.curve != "" || on.faults {
					return usage("--display-curve and --faults are for masks of displays in diffractive networks, not for %s", other.dir.Preset)
				}
				return a.evalOther(ctx, other, &pictures, &device, answers)
			}
			t, err := a.findWith(args[0], &given)
			if err != nil {
				return err
			}
			if err := device.check(); err != nil {
				return err
			}
			if t.dir != nil {
				pictures.kept, pictures.run = t.dir.Source.Folder, t.dir
			}
			_, test, err := pictures.load(t.config.Data)
			if err != nil {
				return err
			}
			dev, err := device.open()
			if err != nil {
				return err
			}
			defer dev.Close()
			s, err := t.session(dev, test)
			if err != nil {
				return err
			}
			masks, err := rundir.MasksOf(s)
			if err != nil {
				return err
			}
			a.noteMasks(t, masks)
			s.KeepReadings = answers != ""
			began := time.Now()
			e, err := a.evaluate(ctx, "testing", s, test)
			if err == nil && answers != "" {
				err = a.writeAnswers(answers, &e.Evaluation, test.Classes)
			}
			if err != nil {
				return err
			}
			s.KeepReadings = false
			on.levels = t.given != nil || t.dir != nil && t.dir.Polished != nil
			r, err := a.report(ctx, on, s, test)
			if err != nil {
				return err
			}
			if a.json {
				return a.evalJSON(e, r, test, t.source(), time.Since(began))
			}
			fmt.Fprintf(a.out, "%s: %s of %s, %s\n%s\n\n", t.name, several(e.Count, "test picture"), test.Name, dev.Name(), t.source())
			return a.evalText(e, r, test)
		},
	}
	cmd.Flags().SortFlags = false
	given.add(cmd.Flags(), "test")
	pictures.add(a, cmd.Flags())
	device.add(cmd.Flags())
	cmd.Flags().StringVar(&on.curve, "display-curve", "", "show the masks on this display: a `file` of its states, a name such as slm-8, or one of them for each mask, separated by commas")
	cmd.Flags().StringVar(&answers, "answers", "", "write what it says to each picture into a `file`, ending in .csv or .npy")
	cmd.Flags().BoolVar(&on.faults, "faults", false, "also test masks of a display with faults")
	cmd.Flags().IntVar(&on.draws, "fault-draws", 3, "with --faults, draw `n` times which pixels have them")
	return cmd
}

func (a *app) evalText(e *diffractive.Testing, r *report.Report, set *data.Set) error {
	var b strings.Builder
	fmt.Fprintf(&b, "  accuracy    %8s   %s of %s are right\n", percent(e.Accuracy()), thousands(e.Correct), thousands(e.Count))
	low, high := e.Interval()
	fmt.Fprintf(&b, "  95 %% sure   %s\n", percentRange(low, high)+"   if the pictures were drawn at random (Wilson)")
	fmt.Fprintf(&b, "  loss        %8.4f   mean over the pictures\n", e.MeanLoss())
	fmt.Fprintf(&b, "  efficiency  %8s   of the light behind the picture lands in the detectors\n", percent(e.Efficiency))
	fmt.Fprintf(&b, "  of source   %8s   of the source's light, in front of the picture\n", percent(e.SourceEfficiency))
	b.WriteString("  confidence")
	for _, x := range taken {
		fmt.Fprintf(&b, "  %8s", percent(e.Confident(x/100)))
	}
	b.WriteString("   right with 1, 3, 5 % off the winner\n" + reportText(r))
	b.WriteString(confusionText(e.Confusion, set.Classes))
	_, err := a.out.Write([]byte(b.String()))
	return err
}

func (a *app) evalJSON(e *diffractive.Testing, r *report.Report, set *data.Set, masks string, took time.Duration) error {
	k := len(set.Classes)
	matrix := make([][]int, k)
	for i := range matrix {
		matrix[i] = e.Confusion[i*k : (i+1)*k]
	}
	low, high := e.Interval()
	confidence := map[string]float64{}
	for _, x := range taken {
		confidence[fmt.Sprint(x)] = e.Confident(x / 100)
	}
	return a.write(struct {
		Event      string     `json:"event"`
		Count      int        `json:"count"`
		Accuracy   float64    `json:"test_accuracy"`
		Interval   [2]float64 `json:"test_interval"` // 95 %, as of experiment.Wilson
		Loss       float64    `json:"test_loss"`
		Efficiency float64    `json:"efficiency"`        // of the light behind the picture
		OfSource   float64    `json:"source_efficiency"` // of the light in front of it
		Classes    []string   `json:"classes"`
		Confusion  [][]int    `json:"confusion"`
		Masks      string     `json:"masks"`
		Seconds    float64    `json:"seconds"`

		Confidence map[string]float64 `json:"confidence"` // by the percent taken from the winner
		*report.Report
	}{"done", e.Count, e.Accuracy(), [2]float64{low, high}, e.MeanLoss(), e.Efficiency, e.SourceEfficiency, set.Classes, matrix, masks, took.Seconds(), confidence, r})
}
