package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	repeats "talbot/sim/reproduce/all"
	"talbot/sim/reproduce/fit"
	"talbot/sim/reproduce/scaling"
	"talbot/sim/system/all"
)

// reproduction is one published experiment that the command repeats. A new kind of
// experiment is a new entry of reproductions.
type reproduction struct {
	id, title string
	// run repeats it, and prints what the paper has beside what we get.
	run func(ctx context.Context, r *reproducing) error
}

// reproductions are all of them, in the order of the help.
func reproductions() []reproduction {
	var list []reproduction
	for _, e := range repeats.Experiments(false) {
		list = append(list, reproduction{e.ID, e.Title, func(ctx context.Context, r *reproducing) error { return r.trained(ctx, e.ID) }})
	}
	list = append(list, reproduction{"dante-fig3e", "Memory of the steps of dual neurons, and of single ones", danteMemory},
		reproduction{"dante-tops", "Operations, time and energy of DANTE's networks, as the paper counts", tops})
	list = append(list, reproduction{scaling.ID, scaling.Title, func(ctx context.Context, r *reproducing) error { return r.scaled(ctx) }})
	list = append(list, reproduction{fit.ID, fit.Title, func(ctx context.Context, r *reproducing) error { return r.fits(ctx) }})
	return append(list, reproduction{"optics", "Every propagator against closed forms and an integral", opticsCases})
}

func reproductionIDs() (ids []string) {
	for _, p := range reproductions() {
		ids = append(ids, p.id)
	}
	return ids
}

// notReproduced says that no published experiment has that name, and where what has it is.
func notReproduced(id string) error {
	if p, _, err := all.Find(id); err == nil {
		do := "train"
		if !learns(p) {
			do = "serve --open, and choose"
		}
		return usage("%s is no published experiment but a preset: talbot %s %s", id, do, id)
	}
	ids := reproductionIDs()
	return usage("there is nothing called %q to reproduce%s; want one of %s", id, suggestOf(id, namesOf{ids, ""}, namesOf{allPresetIDs(), "the preset "}), strings.Join(ids, ", "))
}

// reproducing is one run of the command.
type reproducing struct {
	*app
	id                string // of what is repeated
	quick, list, trim bool
	only              []string
	seeds             []int
	epochs, testEvery int
	out, page         string
	records           string // a file of runs
	data              dataFlags
	own               ownParts
	scaling           scalingFlags
	hub               hubFlags
	loaded            map[string]loaded // pictures by the name of the set
	device            deviceFlags
	flagged           func(name string) bool // whether a flag was given
	doing             string                 // what was said last of it
}

func (a *app) reproduce() *cobra.Command {
	r := &reproducing{app: a}
	about := ""
	for _, p := range reproductions() {
		about += fmt.Sprintf("  %-15s %s\n", p.id, p.title)
	}
	cmd := &cobra.Command{
		Use:   "reproduce ID",
		Short: "repeat a published experiment, with the paper's values beside ours",
		Long: `Repeats a figure or table of a paper, and shows the paper's values beside ours:

` + about + `
--quick makes it small enough for a processor: smaller masks, few pictures and
epochs. It shows that all works, not what the full experiment gives.

Every row is trained from several seeds, each in a folder of its own below --out.
What is finished is kept, so that the command goes on where it was stopped; --only
and --seeds make a part. The table, a record in JSON and a figure hold what is
there so far; of masks one behind another on a bench a second figure, -drift.png,
shows how the light behind each goes away from the simulation's (figure 2e).

With --nats every run, of a row from a seed, goes to the workers of a hub by itself
("talbot hub", "talbot worker"), and comes back into --out as if it had been made here.

The runs of sa-... are small: they go side by side, one on each processor core
(--threads), but for the convolutions of sa-cnn where there is a GPU. Their results are
lines of a file below --out. Nothing is chosen on the test set but in the last column.
--data-set and --absorber put pictures and an absorber of your own in place of the paper's.

dante-fit draws kernels and fits masks to them, one after another; its results are lines
of a file too, with the error by the time. All of it takes seconds on a GPU, an hour on a
processor, where --only chooses.

dfa-scaling measures steps of backpropagation by width and by depth, fits a law and
predicts where an optical unit makes the shorter step; the loss stands beside the
time. --only billion,transformer makes steps of 1e9 numbers, for a GPU of 24 GB.

optics trains nothing: it measures the propagators, and its exit status is 0 only if
all they claim holds.`,
		Example: "  talbot reproduce gumbel-fig2 --quick\n  talbot reproduce gumbel-table1 --only 'gumbel-mnist-*' --seeds 1,2,3\n  talbot reproduce gumbel-fig3 --records sim/reproduce/records/h100.jsonl",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("reproduce wants one of %s", strings.Join(reproductionIDs(), ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, p := range reproductions() {
				if p.id == args[0] {
					if err := cmp.Or(r.notHere(p.id), r.notOnFleet(p.id)); err != nil {
						return err
					}
					ctx, stop := stoppable(cmd.Context())
					defer stop()
					return p.run(ctx, r)
				}
			}
			return notReproduced(args[0])
		},
	}
	r.flags(cmd.Flags())
	r.flagged = cmd.Flags().Changed
	return cmd
}

func (r *reproducing) flags(f *pflag.FlagSet) {
	f.SortFlags = false
	f.BoolVar(&r.quick, "quick", false, "a small version, for a processor; it measures and says first how long it takes")
	f.BoolVar(&r.list, "list", false, "list the rows, and which runs are there, and do nothing")
	f.StringSliceVar(&r.only, "only", nil, "only the `rows` of these names; * stands for any part of one")
	f.IntSliceVar(&r.seeds, "seeds", []int{1, 2, 3}, "`numbers` that the randomness of the runs comes from")
	f.IntVar(&r.epochs, "epochs", 0, "train for `n` epochs in place of each row's own number; with --records, show the runs of so many, not the longest")
	f.IntVar(&r.testEvery, "test-every", 1, "test after every `n` epochs and the last, not after each")
	f.StringVar(&r.out, "out", "runs/reproduce", "`folder` for the runs, the record, the figure, and the calibrations of simulated benches")
	f.StringVar(&r.records, "records", "", "make no runs: show those in this `file` of results, one a line, such as sim/reproduce/records/h100.jsonl")
	f.StringVar(&r.page, "page", "", "optics: write the tables to `file` as well, in Markdown")
	f.BoolVar(&r.trim, "trim", false, "delete the checkpoint of a run that has ended; its masks and result stay")
	r.data.addTrain(r.app, f)
	f.StringVar(&r.data.ownFlag, "data-set", "", "sa-depth, sa-cnn, sa-noise: learn pictures of your own, `NAME=PATH`, as \"talbot data check\" takes it")
	f.StringVar(&r.own.absorber, "absorber", "", "sa-cnn, sa-noise: take a measured absorber, `file`, a table of intensity and transmission")
	f.Float64Var(&r.own.saturation, "saturation", 1, "the `intensity` in the file of --absorber that is one unit of the network's")
	r.scaling.add(f)
	r.hub.add(f, "default: none, so that the runs are made here")
	r.device.add(f)
}
