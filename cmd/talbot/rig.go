package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/rig"
	"talbot/sim/rig/aravis"
	"talbot/sim/rig/check"
	"talbot/sim/rig/monitor"
	"talbot/sim/rig/open"
	"talbot/sim/rig/record"
	"talbot/sim/rig/v4l2"
	"talbot/sim/rig/virtual"
)

// bench is the commands of a real bench.
type bench struct {
	*app
	virtual string // the grade that check makes
	record  string // the folder that check keeps all in
	samples int
	address string
	camera  open.Camera // that check tests alone
	sizes   []int       // of its frames

	calibration string // the file that a bench begins with
	direct      bool   // the bench that is computed has no screens and no protocols
	// like makes a simulated bench one for the masks of a run, and also changes it for a test; nil for nothing.
	like, also func(*virtual.Setup, *virtual.Faults)
	blocked    bool // the light of all arms is
}

func (a *app) rig() *cobra.Command {
	b := &bench{app: a}
	c := &cobra.Command{
		Use:   "rig",
		Short: "drive a bench of panels and cameras: list, calibrate and check them, and run on them",
		Long: `Drives a bench of a laboratory: panels that are monitors, by talbot-desk, which is to be
beside this program, and cameras of GigE Vision and USB3 Vision, by the library Aravis
(Debian: libaravis-0.8-0), or on Linux those that it drives itself, by V4L2.

No panel and no camera has been driven by it yet: it is tested on screens without a
monitor and on cameras that are programs, through the real protocols. "talbot rig virtual" makes
such a bench on this computer.`,
		Args: subcommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(&cobra.Command{
		Use:   "list",
		Short: "list monitors that can be panels, and cameras",
		Args:  exactly(0),
		RunE:  func(*cobra.Command, []string) error { return b.list() },
	})
	test := &cobra.Command{
		Use:   "check BENCH.json",
		Short: "test a bench: numbered frames, latency, rate, linearity, sign of phases, registration, lost frames",
		Long: `Tests a bench by showing pictures and taking frames, and says of each test whether it was
passed: whether each frame shows the picture it was taken of, the time from swap to light,
whether a sequence begins with its first picture, pictures a second, how straight the
camera counts, whether levels mean more phase or less, how far spots are from where the
registration has them, and what was lost. It fails when one was not passed. --virtual tests a simulated bench on this
computer through the real protocols. --camera tests a camera alone, before there is a bench: its
frames' numbers, rate, counts and exposure.`,
		Example: "  talbot rig check bench.json\n  talbot rig check --virtual mild --json\n  talbot rig check --camera v4l2:/dev/video0",
		Args: func(cmd *cobra.Command, args []string) error {
			if b.virtual != "" || b.camera.Name != "" {
				return exactly(0)(cmd, args)
			}
			return exactly(1)(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if b.camera.Name != "" {
				return b.checkCamera()
			}
			return b.check(args)
		},
	}
	test.Flags().StringVar(&b.virtual, "virtual", "", "test a simulated bench with faults: `"+strings.Join(virtual.Grades, "|")+"`")
	b.calibrated(test)
	b.size(test)
	b.one(test)
	keep := &cobra.Command{
		Use:   "record BENCH.json DIR",
		Short: "test a bench, and keep all that was shown and seen",
		Long: `Tests a bench as "talbot rig check" does, and keeps every picture of the panels and every
frame of the cameras in a new folder, with their times. "talbot rig play DIR" makes the same
tests of that, without the bench.`,
		Example: "  talbot rig record bench.json monday\n  talbot rig play monday",
		Args:    exactly(2),
		RunE: func(_ *cobra.Command, args []string) error {
			b.record = args[1]
			return b.check(args[:1])
		},
	}
	play := &cobra.Command{
		Use:   "play DIR",
		Short: "make the tests of a bench on what was recorded of it",
		Args:  exactly(1),
		RunE:  func(_ *cobra.Command, args []string) error { return b.play(args[0]) },
	}
	c.AddCommand(test, b.calibrateCommand(), b.runCommand(), keep, play, b.serveCommand())
	return c
}

func (b *bench) size(c *cobra.Command) {
	c.Flags().IntVar(&b.samples, "samples", 64, "the simulated bench has `n` x n pixels")
	c.Flags().StringVar(&b.address, "address", "127.0.16.1", "address of the simulated camera; the second has the next `one`")
}

// list writes what there is; what cannot be looked for is said.
func (b *bench) list() error {
	var monitors []monitor.Output
	s, monitorErr := monitor.Open("")
	if monitorErr == nil {
		defer s.Close()
		monitors, monitorErr = s.Outputs()
	} else if runtime.GOOS != "linux" {
		monitorErr = errors.New("monitors are listed by talbot-desk slm --list here")
	}
	cameras, cameraErr := aravis.List()
	local, localErr := v4l2.List()
	if b.json {
		for _, o := range monitors {
			if err := b.write(map[string]any{"panel": o.Name, "model": o.Model, "serial": o.Serial, "nx": o.Nx, "ny": o.Ny, "refresh": o.Refresh, "primary": o.Primary, "plain": o.Plain}); err != nil {
				return err
			}
		}
		for _, c := range cameras {
			if err := b.write(map[string]any{"camera": c.ID, "vendor": c.Vendor, "model": c.Model, "serial": c.Serial, "address": c.Address, "protocol": c.Protocol}); err != nil {
				return err
			}
		}
		for _, c := range local {
			if err := b.write(map[string]any{"camera": v4l2.Scheme + c.Path, "model": c.Model, "address": c.Bus, "protocol": "V4L2", "driver": c.Driver, "formats": c.Formats}); err != nil {
				return err
			}
		}
	} else {
		for _, o := range monitors {
			fmt.Fprintf(b.out, "%-8s %s\n", "monitor", o)
		}
		for _, c := range cameras {
			fmt.Fprintf(b.out, "%-8s %s, %s, %s\n", "camera", c.ID, c.Protocol, c.Address)
		}
		for _, c := range local {
			fmt.Fprintf(b.out, "%-8s %s%s, V4L2, %s, %s: %s\n", "camera", v4l2.Scheme, c.Path, c.Model, c.Bus, cmp.Or(strings.Join(c.Formats, " "), "no format that is taken"))
		}
		if monitorErr == nil && len(monitors) == 0 {
			fmt.Fprintln(b.out, "no monitor")
		}
		if cameraErr == nil && len(cameras)+len(local) == 0 {
			fmt.Fprintln(b.out, "no camera")
		}
	}
	for _, err := range []error{monitorErr, cameraErr, localErr} {
		if err != nil && !errors.Is(err, v4l2.ErrSystem) {
			fmt.Fprintf(b.err, "talbot: note: %v\n", err)
		}
	}
	return nil
}

// desk is talbot-desk: beside this program, or where the system looks for programs.
func desk() (string, error) {
	name := "talbot-desk"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if self, err := os.Executable(); err == nil {
		if p := filepath.Join(filepath.Dir(self), name); runnable(p) {
			return p, nil
		}
	}
	if p, err := exec.LookPath(name); err == nil {
		return p, nil
	}
	return "", fmt.Errorf("%s, which fills panels, is not there: put it beside this program", name)
}

func runnable(path string) bool {
	i, err := os.Stat(path)
	return err == nil && i.Mode().IsRegular()
}

// open opens the bench of a file, the first of names, or the one that is computed, with the calibration that was given. What it
// returns ends it.
func (b *bench) open(ctx context.Context, names []string) (lab *open.Lab, file open.File, end func(), err error) {
	if b.direct {
		return b.computed()
	}
	if b.virtual == "" {
		if file, err = benchFile(names[0]); err != nil {
			return nil, file, nil, err
		}
	}
	program, err := desk()
	if err != nil {
		return nil, file, nil, err
	}
	ends := func() {}
	if b.virtual != "" {
		l, err := b.start(b.virtual)
		if err != nil {
			return nil, file, nil, err
		}
		ends, file = func() { l.Close() }, l.File
	}
	if lab, err = open.Open(ctx, file, program); err != nil {
		ends()
		return nil, file, nil, err
	}
	end = func() { lab.Close(); ends() }
	if err := b.known(lab); err != nil {
		end()
		return nil, file, nil, err
	}
	return lab, file, end, nil
}

func (b *bench) check(args []string) error {
	ctx, done := b.untilStopped(context.Background(), "stopping")
	defer done()
	lab, file, end, err := b.open(ctx, args)
	if err != nil {
		return halted(ctx, err, "stopped")
	}
	defer end()
	var bad []string
	for _, p := range lab.Panels {
		r := p.Ready()
		b.say(check.Line{Name: "panel " + r.Monitor, Good: r.Verified == "screen", Text: fmt.Sprintf("%d x %d pixels, a test picture was read back from the %s", r.Nx, r.Ny, r.Verified)}, &bad)
	}
	tested := lab.Bench
	if b.record != "" {
		r, err := record.New(b.record, file, lab.Bench)
		if err != nil {
			return err
		}
		defer r.Close()
		tested = r.Bench
	}
	if err := b.test(ctx, tested, &bad); err != nil {
		return halted(ctx, err, "stopped before all was tested")
	}
	for i, c := range lab.Cameras {
		n := c.Counts()
		b.say(check.Line{Name: fmt.Sprint("camera ", i+1), Good: n.Incomplete+n.Lost+n.Timeouts == 0, Value: float64(n.Complete), Unit: "frames",
			Text: fmt.Sprintf("%s: %d lost, %d incomplete, %d waits in vain, %d packets sent again", c.Info().Name, n.Lost, n.Incomplete, n.Timeouts, n.Resent)}, &bad)
	}
	return verdict(bad)
}

// play makes the tests on what was recorded of them.
func (b *bench) play(dir string) error {
	ctx, done := b.untilStopped(context.Background(), "stopping")
	defer done()
	p, err := record.Play(dir)
	if err != nil {
		return err
	}
	defer p.Close()
	var bad []string
	if err := b.test(ctx, p.Bench, &bad); err != nil {
		return halted(ctx, err, "stopped before all was tested")
	}
	return verdict(bad)
}

func (b *bench) test(ctx context.Context, tested *rig.Bench, bad *[]string) error {
	return check.Run(ctx, tested, func(l check.Line) { b.say(l, bad) })
}

func verdict(bad []string) error {
	if len(bad) == 0 {
		return nil
	}
	return fmt.Errorf("not passed: %s", strings.Join(slices.Compact(bad), ", "))
}

// say writes the result of a test.
func (b *bench) say(l check.Line, bad *[]string) {
	if !l.Good {
		*bad = append(*bad, l.Name)
	}
	if b.json {
		_ = b.write(l)
		return
	}
	word := "good"
	if !l.Good {
		word = "BAD"
	}
	if isTerminal(b.out) && os.Getenv("NO_COLOR") == "" {
		word = map[bool]string{true: "\x1b[32mgood\x1b[0m", false: "\x1b[31mBAD\x1b[0m "}[l.Good]
	}
	value := ""
	if l.Unit != "" {
		value = fmt.Sprintf("%.3g %s", l.Value, l.Unit)
	}
	for i, line := range strings.Split(reflow(l.Text, max(30, terminalWidth(b.out)-40)), "\n") {
		if i == 0 {
			fmt.Fprintf(b.out, "%-4s %-18s %-14s  %s\n", word, l.Name, value, line)
		} else {
			fmt.Fprintf(b.out, "%40s%s\n", "", line)
		}
	}
}
