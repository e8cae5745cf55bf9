package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"talbot/sim/cascade"
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/system/diffractive"
)

// networkRun is what runs have in common that show a trained network on a bench: what they are asked for, and what is opened by it.
type networkRun struct {
	*tended
	pictures dataFlags
	given    maskFlags
	device   deviceFlags
	out      string
	every    int
	learns   bool // its masks go on, as those of diffractive networks do

	run   string
	shown *shownNetwork
	set   *data.Set // to ask
	names []string  // of its classes
	// Of diffractive networks:
	diffractive *diffractive.Session
	layers      *cascade.Network
	learning    *data.Set

	way plant.Way // through the bench that is open
}

// flags adds those of all such runs; verb is what the run does with the masks of a file, and learns tells whether it learns.
func (x *networkRun) flags(c *cobra.Command, folder, verb string, learns bool) {
	c.Flags().StringVar(&x.out, "out", "", "`folder` for "+folder+"; one of the same run goes on")
	x.given.add(c.Flags(), verb)
	if x.learns = learns; learns {
		x.pictures.addTrain(x.app, c.Flags())
	} else {
		x.pictures.add(x.app, c.Flags())
	}
	x.device.add(c.Flags())
	x.tending(c, &x.every)
}

// begin opens the network that args begin with; the bench's file, if any, is behind it. The device is the caller's to close.
func (x *networkRun) begin(args []string, folder string) (dev compute.Device, err error) {
	if x.out == "" {
		return nil, usage("add --out DIR, a folder for %s", folder)
	}
	if dev, err = x.device.open(); err != nil {
		return nil, err
	}
	if x.shown, err = x.openShown(args[0], dev); err != nil {
		dev.Close()
		return nil, err
	}
	x.run, x.like, x.args, x.file = x.shown.path, x.shown.bench(), args[1:], filepath.Join(x.out, "calibration.json")
	if err := x.suits(x.shown.fits); err != nil {
		dev.Close()
		return nil, fmt.Errorf("%w; talbot rig virtual BENCH.json --for %s makes a simulated one", err, errs.Word(x.run))
	}
	return dev, nil
}

// on opens the bench as the way of the light, while a line tells of it with the share that is done.
func (x *networkRun) on(ctx context.Context, l *line, share func() float64) error {
	x.said = x.tell(l, share)
	x.use = x.through
	return x.opens(ctx)
}

// through makes a bench the way of the light. Errors come back along it as they are, as it has been calibrated.
func (x *networkRun) through(b *rig.Bench) (err error) {
	if err := x.shown.fits(&b.Design); err != nil {
		return err
	}
	x.way, err = plant.NewForward(x.shown.net, b, plant.Direct, 1)
	return err
}

// ask are the logits of some pictures by light and in a model, [picture][class].
func (x *networkRun) ask(ctx context.Context, model plant.Way, part *data.Set) (light, simulated []float32, err error) {
	err = x.do(ctx, func() (err error) {
		light, err = x.logits(ctx, x.way, part)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	simulated, err = x.logits(ctx, model, part)
	return light, simulated, err
}

// logits are those of some pictures along a way.
func (x *networkRun) logits(ctx context.Context, w plant.Way, part *data.Set) ([]float32, error) {
	all := make([]int32, part.Len())
	for i := range all {
		all[i] = int32(i)
	}
	if err := x.shown.pass(ctx, w, part, all, nil); err != nil {
		return nil, err
	}
	v, err := x.shown.net.Logits(len(all))
	return slices.Clone(v), err
}
