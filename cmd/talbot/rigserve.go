package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/experiment"
	"talbot/sim/rig/virtual"
	"talbot/sim/system/all"
	"talbot/sim/system/forward"
)

// serving is a simulated bench that other programs drive.
type serving struct {
	*bench
	grade    string
	run      string // whose masks it is for; none where it is empty
	pictures dataFlags
	device   deviceFlags
}

func (b *bench) serveCommand() *cobra.Command {
	x := &serving{bench: b}
	c := &cobra.Command{
		Use:   "virtual BENCH.json",
		Short: "be a simulated bench, with screens and cameras that other programs drive",
		Long: `Starts screens without a monitor (Xvfb) for the panels of a simulated bench, and its cameras
as GigE Vision cameras on this computer, until Ctrl-C, and writes how to open it.
Any program may show levels on the screens and take frames from the cameras.

--for makes it a bench for the masks of a run or preset that "talbot rig run infer", "heal", "twin" or "dante" shows: as many
pixels, their pitch, distance and wavelength; for dual neurons with a lens before the phase panel and one behind it.`,
		Example: "  talbot rig virtual bench.json --grade typical\n  talbot rig virtual lenses.json --for runs/small",
		Args:    exactly(1),
		RunE:    func(_ *cobra.Command, args []string) error { return x.serve(args[0]) },
	}
	c.Flags().StringVar(&x.grade, "grade", "mild", "how large its faults are: `"+strings.Join(virtual.Grades, "|")+"`")
	c.Flags().StringVar(&x.run, "for", "", "a bench for the masks of this `run` or preset, and not of --samples")
	x.pictures.add(b.app, c.Flags())
	x.device.add(c.Flags())
	b.size(c)
	return c
}

// plan makes the bench one for the masks of the run.
func (x *serving) plan() error {
	if x.run == "" {
		return nil
	}
	dev, err := x.device.open()
	if err != nil {
		return err
	}
	defer dev.Close()
	dir, err := otherRun(x.run)
	if err != nil {
		return err
	}
	if _, err := os.Stat(x.run); err != nil { // a preset
		switch p, _, err := all.Find(x.run); {
		case err == nil && isForward(p.Config):
			return untrained(x.run)
		case err == nil && strings.HasPrefix(x.run, "dante"):
			return usage("%s has no masks of its own: train it (talbot train %s), and name the run", x.run, x.run)
		}
	}
	if dir != nil && strings.HasPrefix(dir.Preset, "dante") {
		d := &danteRun{tended: &tended{bench: x.bench}, pictures: x.pictures}
		return d.trained(x.run, dev)
	}
	n := &networkRun{tended: &tended{bench: x.bench}, pictures: x.pictures}
	shown, err := n.openShown(x.run, dev)
	if err != nil {
		return err
	}
	x.like = shown.bench()
	return nil
}

func isForward(c experiment.Config) bool {
	_, ok := c.(*forward.Config)
	return ok
}

func (x *serving) serve(name string) error {
	if err := x.plan(); err != nil {
		return err
	}
	ctx, done := x.untilStopped(context.Background(), "ending")
	defer done()
	l, err := x.start(x.grade)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.File.Write(name); errors.Is(err, fs.ErrExist) {
		return usage("%s is there already: name another file", name)
	} else if err != nil {
		return err
	}
	for _, p := range l.File.Panels {
		fmt.Fprintf(x.out, "panel  %s: display %s\n", p.Kind, p.Display)
	}
	fmt.Fprintf(x.out, "camera %s\n", l.File.Camera.Name)
	if c := l.File.Interference; c != nil {
		fmt.Fprintf(x.out, "camera %s, behind a reference beam\n", c.Name)
	}
	fmt.Fprintf(x.out, "%s opens it: talbot rig check %s; Ctrl-C ends it\n", name, name)
	<-ctx.Done()
	return l.Err()
}
