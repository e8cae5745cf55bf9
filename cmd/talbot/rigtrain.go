package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/rig"
	"talbot/sim/rundir"
	"talbot/sim/system/forward"
	"talbot/sim/train"
)

// benchTraining is a run that learns on a bench.
type benchTraining struct {
	*tended
	every   int // updates
	session *forward.Session
	dir     *rundir.Dir
	since   int // updates since the bench was looked at
	resume  string
}

func (b *bench) trainCommand() *cobra.Command {
	c, _ := b.trains()
	return c
}

// trains is the command and the run that it makes.
func (b *bench) trains() (*cobra.Command, *benchTraining) {
	x := &benchTraining{tended: &tended{bench: b}, every: 100}
	t := &training{app: b.app, bench: x}
	c := &cobra.Command{
		Use:         "train PRESET [BENCH.json]",
		Annotations: map[string]string{onlySystem: forward.System.Name},
		Short:       "train masks on a bench, by what is measured of it; --resume goes on",
		Long: `Trains the masks of a preset such as ffm-small, ffm-mnist-1 or ffm-fashion-4 on a bench: fully
forward mode, in which light takes pictures and errors through the bench, or with --method
one of its rivals. The bench's plane and way must be the preset's: --samples, --pitch, --distance
change these. It is calibrated first, and calibration.json in the run's folder keeps that;
--calibration begins with what a file says. Then errors need no turning (--symmetry direct), and
drift is taken off at each update.

Ctrl-C saves a checkpoint, and --resume goes on. A bench that is unplugged is waited for, and the
update that it broke is made again. Every so many updates (--check-every) it is tested whether light
and place are as they were; while they are not, the training is suspended, its checkpoint saved.
The masks are tested on the bench before the first update, as epoch 0, and behind each epoch; with
that it is said how many frames have been taken since the command began, and how many of these the masks learned by.

--masks begins with the masks of a file, such as phase.npy of a run that a simulation has trained (--method
in-silico): they fail on the bench, and learn there what they lack.

"talbot rig run infer" makes pictures and a report of what has been learned. All parameters are those
of "talbot train".`,
		Example: "  talbot rig run train ffm-small bench.json --out runs/light\n  talbot rig run train --resume runs/light bench.json",
		Args: func(cmd *cobra.Command, args []string) error {
			n := 1
			if t.resume != "" {
				n = 0
			}
			return b.benchArgs(n)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, done := t.untilStopped(cmd.Context(), "stopping after this update")
			defer done()
			var preset []string
			if x.args = args; t.resume == "" {
				preset, x.args = args[:1], args[1:]
			}
			x.resume = t.resume
			return t.run(ctx, preset)
		},
	}
	flags := c.Flags()
	flags.SortFlags = false
	flags.StringVar(&t.out, "out", "", "`folder` of the run (default: runs/PRESET-DATE-TIME)")
	flags.StringVar(&t.resume, "resume", "", "go on with the run in this `folder`")
	t.masks.add(flags, "begin with")
	t.data.addTrain(b.app, flags)
	t.device.add(flags)
	flags.BoolVar(&t.steps, "json-steps", false, "with --json, also a line for every update")
	t.params = addParams(flags)
	t.device.gpus = 1
	x.tending(c, &x.every)
	return c, x
}

// settings are those of a bench that is calibrated, before what the command line says.
func (x *benchTraining) settings(id string, c experiment.Config) error {
	f, ok := c.(*forward.Config)
	if !ok {
		return learnsElsewhere(id)
	}
	f.Symmetry, f.Calibrate, f.Blank, f.Knock = "direct", true, 1, 0
	return nil
}

// take makes a session one whose light is that of the bench.
func (x *benchTraining) take(id string, s experiment.Trainer) (experiment.Trainer, error) {
	f, ok := forward.SessionOf(s)
	if !ok {
		return nil, learnsElsewhere(id)
	}
	x.session, x.like = f, forwardBench(&f.Config)
	if err := x.suits(x.fits); err != nil {
		return nil, err
	}
	x.use = func(b *rig.Bench) error { return f.On(b) }
	x.said = func(what string) {
		if x.json {
			_ = x.app.write(map[string]any{"event": "note", "note": what})
			return
		}
		fmt.Fprintf(x.err, "talbot: note: %s\n", what)
	}
	return &onBench{s, x, nil}, nil
}

// fits refuses a bench that is not the masks', and says which masks would be the bench's.
func (x *benchTraining) fits(d *rig.Design) error {
	c := &x.session.Config
	shown := shownNetwork{grid: x.session.Grid(), distance: c.Distance, wavelength: c.Wavelength}
	err := shown.fits(d)
	if err != nil && d.Plane.Nx == d.Plane.Ny && x.resume == "" {
		err = fmt.Errorf("%w, or train masks for this one: --samples %d --pitch %gum --distance %gmm --wavelength %gnm", err, d.Plane.Nx, round6(1e6*d.Plane.Dx), round6(1e3*d.Gaps[len(d.Gaps)-1]), round6(1e9*d.Wavelength))
	}
	return err
}

// round6 is a number with six digits.
func round6(v float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	return r
}

// begin opens the bench.
func (x *benchTraining) begin(ctx context.Context, dir *rundir.Dir) error {
	x.dir, x.file, dir.Onward = dir, filepath.Join(dir.Path, "calibration.json"), x.onward(dir)
	x.hold = func() error {
		st, err := elsewhere{x.session.Stage}.State()
		if err != nil {
			return err
		}
		return dir.Save(st)
	}
	if err := x.opens(ctx); err != nil {
		return fmt.Errorf("%w; the run is in %s: go on with: %s", err, dir.Path, x.onward(dir))
	}
	return nil
}

// onward is the command that goes on.
func (x *benchTraining) onward(dir *rundir.Dir) string {
	more := ""
	if x.virtual != "" {
		more = " --virtual " + x.virtual
		if x.direct {
			more += " --direct"
		}
	} else if len(x.args) > 0 {
		more = " " + errs.Word(x.args[0])
	}
	return "talbot rig run train --resume " + errs.Word(dir.Path) + more
}

// onBench is a trainer whose pieces are made again on a bench that has been opened anew, when it was gone.
type onBench struct {
	experiment.Trainer
	x   *benchTraining
	ctx context.Context
}

// Attend is that of the session.
func (o *onBench) Attend(ctx context.Context, said func(what string)) {
	o.ctx = ctx
	o.x.session.Attend(ctx, said)
}

func (o *onBench) asked() context.Context {
	if o.ctx == nil {
		return context.Background()
	}
	return o.ctx
}

func (o *onBench) Plan() train.Stage { return benchStage{elsewhere{o.Trainer.Plan()}, o} }

func (o *onBench) Test(set *data.Set) experiment.Test { return benchTest{o.Trainer.Test(set), o} }

type benchStage struct {
	elsewhere
	o *onBench
}

// Next makes an update, on a bench that is well.
func (s benchStage) Next() (r network.Result, err error) {
	x, ctx := s.o.x, s.o.asked()
	if x.since++; x.every > 0 && x.since > x.every {
		if err := x.well(ctx); err != nil {
			if ctx.Err() == nil {
				err = fmt.Errorf("%w; the checkpoint is kept: go on with: %s", err, x.onward(x.dir))
			}
			return r, err
		}
		x.since = 1
	}
	err = x.do(ctx, func() error {
		if r, err = s.elsewhere.Next(); err == nil {
			return nil
		}
		for _, v := range x.session.Net.Masks { // what the broken update had added up
			if wrong := s.o.Device().Write(v.Grad, 0, make([]float32, v.Len())); wrong != nil {
				return wrong
			}
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w; go on with: %s", err, x.onward(x.dir))
	}
	return r, err
}

type benchTest struct {
	experiment.Test
	o *onBench
}

// More tests with the next examples.
func (t benchTest) More() (more bool, err error) {
	err = t.o.x.do(t.o.asked(), func() error {
		more, err = t.Test.More()
		return err
	})
	return more, err
}
