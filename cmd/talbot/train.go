package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// training is one run of the command.
type training struct {
	*app
	params      paramFlags
	data        dataFlags
	device      deviceFlags
	out, resume string
	masks       maskFlags
	given       *givenMasks // from a file, to begin with; or nil
	steps       bool
	hub         hubFlags
	moved       string         // says that the run goes on with another device, or nothing
	bench       *benchTraining // that the run learns on; nil for none
	first       firstUpdate    // what the time before it went to
}

func (a *app) train() *cobra.Command {
	t := &training{app: a}
	cmd := &cobra.Command{
		Use:   "train PRESET",
		Short: "train a network; Ctrl-C stops it, --resume goes on",
		Long: `Trains the network of a preset, with any of its parameters changed, and keeps the
run in a folder: parameters, measurements, checkpoint and trained masks. Lengths
are in metres, or have a unit: --distance 12cm --pitch 36um --wavelength 532nm.

Ctrl-C finishes the update, saves a checkpoint and says how to go on; so do SIGTERM
and a terminal that goes away (nohup lets the run go on without it). A run that
was stopped gives the same numbers as one that was not. It goes on with the
parameters and the pictures that it began with; --epochs and --learning-rate may
change, and config.json then tells from which update on.

--data-set NAME=PATH trains on pictures of your own: see "talbot data check --help".

--nats has the masks of a network of dual neurons fitted by the workers of a hub, each by
itself ("talbot hub", "talbot worker"); the rest is done here.

--masks begins with the masks of a file, such as the page saves, and with the
parameters that it has, if it is of the preset; flags come on top. Masks for a bench
(ffm-...) begin with phases too: masks.npz of the page or of export, or phase.npy of a run that
a simulation has trained. They go to the bench at once, behind what --trained-in-model says.`,
		Example: `  talbot train d2nn-mnist-64 --epochs 3
  talbot train d2nn-mnist-64 --layers 3 --distance 12cm
  talbot train d2nn-mnist-64 --data-set mine=pictures
  talbot train sa-2d-rings --readout-noise 0.05
  talbot train --resume runs/d2nn-mnist-64-20260102-150405`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 || len(args) == 0 && t.resume != "" {
				return nil
			}
			if len(args) > 1 {
				return usage("train wants one preset, and there are %d words: %s; see: talbot train --help", len(args), strings.Join(args, ", "))
			}
			return usage("train wants one preset, such as: talbot train %s; see: talbot list", presetIDs()[0])
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, done := t.untilStopped(cmd.Context(), "stopping after this update")
			defer done()
			return t.run(ctx, args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&t.out, "out", "", "`folder` of the run (default: runs/PRESET-DATE-TIME)")
	flags.StringVar(&t.resume, "resume", "", "go on with the run in this `folder`")
	t.masks.add(flags, "begin with")
	t.data.addTrain(a, flags)
	t.device.add(flags)
	t.device.addGPUs(flags)
	t.hub.add(flags, "default: none, so that all is done here; presets of dual neurons have their masks fitted there")
	flags.BoolVar(&t.steps, "json-steps", false, "with --json, also a line for every update, and one of what the time before the first went to")
	t.params = addParams(flags)
	return cmd
}

// plan finds which run this is: its folder, where only Path and Preset are set for
// a new one, and its parameters.
func (t *training) plan(args []string) (*rundir.Dir, diffractive.Config, error) {
	fail := func(err error) (*rundir.Dir, diffractive.Config, error) { return nil, diffractive.Config{}, err }
	var dir *rundir.Dir
	var err error
	if t.given, err = t.masks.read(); err != nil {
		return fail(err)
	}
	if t.resume != "" {
		if t.given != nil {
			return fail(usage("--masks and --resume: a run goes on with its own masks; leave --masks away, or start a new run"))
		}
		if t.out != "" {
			return fail(usage("--out and --resume: a run goes on in its own folder; leave --out away"))
		}
		if dir, err = rundir.Open(t.resume); err != nil {
			return fail(err)
		}
		if dir.Polished != nil {
			return fail(usage("%s has polished levels, which cannot be trained further: go on with what they come from, %s, and polish again", t.resume, dir.Polished.Of))
		}
		if len(args) == 1 && args[0] != dir.Preset {
			return fail(usage("the run in %s is of the preset %s, not %s; leave the preset away", t.resume, dir.Preset, args[0]))
		}
	} else {
		p, err := preset(args[0])
		if err != nil {
			return fail(err)
		}
		dir = &rundir.Dir{Path: t.out, Info: rundir.Info{Preset: p.ID, Config: diffractive.Settings(p.Config)}}
	}
	config := dir.Network()
	if t.resume != "" {
		if config, err = unedited(dir); err != nil {
			return fail(err)
		}
	}
	if t.given != nil {
		if config, err = t.given.bench(dir.Preset, config); err != nil {
			return fail(err)
		}
		dir.Masks = &t.given.Given
	}
	if err := t.data.take(t.params, &config); err != nil {
		return fail(err)
	}
	settings := diffractive.Settings(config)
	warnings, err := t.params.apply(settings)
	if err != nil {
		return fail(err)
	}
	config, _ = diffractive.Of(settings)
	if t.resume != "" {
		if err := dir.Allows(diffractive.Settings(config)); err != nil {
			return fail(err)
		}
	}
	for _, w := range warnings {
		fmt.Fprintf(t.err, "talbot: note: %s\n", w)
	}
	if t.given != nil {
		t.noteBench(t.given, config)
	}
	return dir, config, nil
}
