package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/rig"
	"talbot/sim/rig/fourier"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
	"talbot/sim/system/dante"
)

// danteRun puts a network of dual neurons on a bench of two lenses.
type danteRun struct {
	*tended
	pictures      dataFlags
	device        deviceFlags
	out           string
	every         int
	learn, epochs int

	dir     *rundir.Dir
	session *dante.Session
	test    *data.Set
	stop    int // samples of a side of the input that get light
	lens    *fourier.Bench
	frames  *keptFrames
	first   firstReading
	since   int    // readings since the bench was looked at
	begin   string // the file of a calibration to begin with
}

func (b *bench) danteCommand() *cobra.Command {
	x := &danteRun{tended: &tended{bench: b}, every: 20, learn: 400, epochs: 10}
	c := &cobra.Command{
		Use:   "dante RUN [BENCH.json] --out DIR",
		Short: "put a network of dual neurons on a bench of two lenses, and tune its read-out",
		Long: `Shows pictures through the masks of a run of dante-bench-mnist or another preset dante-bench-...,
mask by mask, on a bench whose phase panel stands between two lenses: what its camera sees goes through
the network's electronics to the next layer. Then the read-out learns from what was seen of training
pictures (--learn), and both are tested, as the simulation is, with the test pictures (--limit-test).

The bench is calibrated by some thousand frames: DIR/calibration.json keeps that, of which devices and when,
once a picture before a mask is nearer to its simulation than before. Whenever the bench is opened again,
nine frames tell whether the calibration still holds, and it is made anew where it does not. Another
folder's is taken with --calibration.

Every frame that was read is kept in DIR/frames.bin: Ctrl-C stops, and the same command goes on with
the next one; a bench that was unplugged is waited for. Every so many masks (--check-every) the first picture is shown again, and while the camera does not see it as it did,
nothing is read.

At the end DIR has report.json, with the accuracy of both, before and after tuning, and dante.png: frames as simulated and as
measured, side by side. "talbot rig virtual BENCH.json --for RUN" is such a bench behind its screens and cameras.`,
		Example: "  talbot train dante-bench-mnist --network bench-small --mask-size 360 --focal-length 43.308mm --out runs/small\n  talbot rig run dante runs/small --virtual typical --direct --limit-test 400 --out lenses\n  talbot rig run dante runs/small bench.json --learn 100 --limit-test 100 --out lab",
		Args:    b.benchArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return x.read(cmd.Context(), args) },
	}
	c.Flags().StringVar(&x.out, "out", "", "`folder` for what comes of it; one of the same run goes on")
	c.Flags().IntVar(&x.learn, "learn", x.learn, "so many training `pictures` tune the read-out")
	c.Flags().IntVar(&x.epochs, "epochs", x.epochs, "go so `often` through what was seen of them")
	x.pictures.add(b.app, c.Flags())
	x.device.add(c.Flags())
	x.tending(c, &x.every)
	return c
}

// dantePlan is what a folder's frames are of.
type dantePlan struct {
	Run    string `json:"run"`
	Preset string `json:"preset"`
	Masks  string `json:"checkpoint_sha256"`
	Data   string `json:"data"`
	Learn  int    `json:"pictures_to_learn"`
	Test   int    `json:"pictures_to_test"`
	Epochs int    `json:"epochs"`
	Bench  string `json:"bench"`
}

func (x *danteRun) read(ctx context.Context, args []string) error {
	switch {
	case x.out == "":
		return usage("add --out DIR, a folder for the frames and what comes of them")
	case x.learn < 1 || x.epochs < 1:
		return usage("--learn and --epochs want 1 or more")
	}
	x.begin, x.bench.calibration = x.bench.calibration, "" // it is no calibration of a bench with a reference beam
	dev, err := x.device.open()
	if err != nil {
		return err
	}
	defer dev.Close()
	if err := x.trained(args[0], dev); err != nil {
		return err
	}
	dir, s, set := x.dir, x.session, x.test
	kept, err := os.ReadFile(filepath.Join(dir.Path, rundir.CheckpointFile))
	if err != nil {
		return err
	}
	x.args = args[1:]
	if err := x.suits(x.fits); err != nil {
		return fmt.Errorf("%w; talbot rig virtual BENCH.json --for %s makes a simulated one", err, errs.Word(dir.Path))
	}
	learn, test := firstOf(s.Learned(), x.learn), s.Tested(set)
	plan := dantePlan{dir.Path, dir.Preset, fmt.Sprintf("%x", sha256.Sum256(kept)), set.Name, learn.Len(), test.Len(), x.epochs, x.benchName()}
	if err := samePlan(x.out, "dante.json", plan); err != nil {
		return err
	}
	if x.frames, err = openFrames(filepath.Join(x.out, "frames.bin")); err != nil {
		return err
	}
	defer x.frames.close()
	ctx, done := x.untilStopped(ctx, "stopping")
	defer done()
	return x.drive(ctx, plan, learn, test)
}

// trained opens a run, and plans the bench that its masks want.
func (x *danteRun) trained(arg string, dev compute.Device) error {
	dir, err := otherRun(arg)
	if err != nil {
		return err
	}
	if dir == nil {
		return usage("%s is no run of dante-bench-mnist or another preset dante-bench-...: talbot train makes one", arg)
	}
	opened, set, err := openRunWith(dir, &x.pictures, dev, func(t experiment.Trainer) error { return dir.LoadStage(t.Plan()) })
	if err != nil {
		return err
	}
	s := dante.Of(opened)
	if s == nil {
		return usage("%s is no run of dante-bench-mnist or another preset dante-bench-...", arg)
	}
	if err := s.ForBench(); err != nil {
		return usage("%s: %v", arg, err)
	}
	x.dir, x.session, x.test = dir, s, set
	// A stop lets light onto what the largest layer writes and little more, as an amplitude panel is not quite dark.
	x.stop = max(24, s.Block()+2)
	x.like = func(p *virtual.Setup, _ *virtual.Faults) { *p = x.setup() }
	return nil
}

// setup is the bench as it is planned.
func (x *danteRun) setup() virtual.Setup {
	s := x.session
	p := virtual.Fourier(s.Mask+s.Mask%2, s.Focus, x.stop)
	p.Plane.Dx, p.Plane.Dy, p.Wavelength = s.Pitch, s.Pitch, s.Wavelength
	return p
}

// firstOf are the first examples of all.
func firstOf(all data.Examples, n int) data.Examples {
	p := data.Part{Examples: all}
	for i := range min(n, all.Len()) {
		p.Numbers = append(p.Numbers, int32(i))
	}
	return p
}

func (x *danteRun) drive(ctx context.Context, plan dantePlan, learn, test data.Examples) error {
	l := newLine(x.err)
	defer l.clear()
	began, seen, all := time.Now(), 0, learn.Len()+test.Len()
	x.said = x.tell(l, func() float64 { return float64(seen) / float64(all) })
	if x.sees = x.same; x.ready == nil {
		x.ready = x.calibrate
	}
	x.use = func(*rig.Bench) error { return nil }
	if !x.json {
		fmt.Fprintf(x.app.out, "%s: %s to tune by, %s to test with, of %s\n", x.dir.Path, several(learn.Len(), "picture"), several(test.Len(), "picture"), x.test.Name)
		if n := len(x.frames.ends); n > 0 {
			fmt.Fprintf(x.app.out, "%s has the frames of %s already\n", x.out, several(n, "reading"))
		}
	}
	defer x.close()
	got, err := x.session.OnBench(ctx, x, learn, test, x.epochs, func(done, _ int) {
		if seen = done; x.json {
			_ = x.app.write(map[string]any{"event": "read", "pictures": done, "of": all, "frames": x.report().Frames})
		} else if l.live {
			l.draw(bar{label: "reading", share: float64(done) / float64(all)}, false)
		}
	})
	if err != nil {
		return x.stopped(errors.Join(err, ctx.Err()))
	}
	l.clear()
	return x.finish(ctx, danteReport{Talbot: build(), Made: time.Now().UTC().Format(time.RFC3339), dantePlan: plan, Simulated: got.Simulated, Before: got.Before, After: got.After,
		Seconds: time.Since(began).Seconds(), Readings: got.Frames, Losses: x.losses, Rests: x.rests, Frames: x.report()})
}

// fits refuses a bench that is not the masks': lenses of another wavelength or pitch make another transform.
func (x *danteRun) fits(d *rig.Design) error {
	want := x.setup()
	if far := func(a, b float64) bool { return math.Abs(a-b) > 0.01*b }; d.Plane.Nx < want.Plane.Nx || d.Plane.Ny < want.Plane.Ny || far(d.Plane.Dx, want.Plane.Dx) || far(d.Plane.Dy, want.Plane.Dy) || far(d.Wavelength, want.Wavelength) {
		return fmt.Errorf("the masks are for %s or more between lenses of %s at %s, and the bench has %s at %s: give a bench whose file says so", want.Plane.String(), lengthText(x.session.Focus), lengthText(want.Wavelength),
			d.Plane.String(), lengthText(d.Wavelength))
	}
	return nil
}

// stopped says how to go on.
func (x *danteRun) stopped(err error) error {
	n := several(len(x.frames.ends), "reading")
	if errors.Is(err, context.Canceled) {
		return stopped{fmt.Sprintf("stopped after %s; the same command goes on with %s", n, errs.Word(x.out))}
	}
	return fmt.Errorf("%w; the frames of %s are kept: the same command goes on with %s", err, n, errs.Word(x.out))
}
