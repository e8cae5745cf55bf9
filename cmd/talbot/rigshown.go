package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"talbot/sim/cascade"
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
	"talbot/sim/system/forward"
)

// shownNetwork is a trained network that a bench shows layer by layer.
type shownNetwork struct {
	path, preset string
	masks        string // a hash of them
	net          *plant.Cascade
	model        plant.Way        // in the simulation
	layers       *cascade.Network // of a diffractive network

	grid                 optics.Grid
	wavelength, distance float64
	exposure             float64
	padding              int
}

// openShown opens a run or preset with its pictures, which become x.set.
func (x *networkRun) openShown(arg string, dev compute.Device) (*shownNetwork, error) {
	dir, err := otherRun(arg)
	if err != nil {
		return nil, err
	}
	if dir == nil {
		if p, _, err := all.Find(arg); err == nil {
			switch _, ok := diffractive.Of(p.Config); {
			case isForward(p.Config) && x.learns:
				return nil, learnsThere(arg)
			case isForward(p.Config):
				return nil, untrained(arg)
			case !ok:
				return nil, forwardOnly(arg)
			}
		}
		return x.openDiffractive(arg, dev)
	}
	c, ok := dir.Config.Clone().(*forward.Config)
	if !ok {
		return nil, forwardOnly(dir.Preset)
	}
	if x.learns {
		return nil, learnsThere(dir.Preset)
	}
	if x.given.file != "" {
		return nil, usage("--masks: a run of %s has its own masks", dir.Preset)
	}
	b, err := os.ReadFile(filepath.Join(dir.Path, rundir.CheckpointFile))
	if err != nil {
		return nil, err
	}
	opened, set, err := openRunWith(dir, &x.pictures, dev, func(t experiment.Trainer) error { return dir.LoadStage(elsewhere{t.Plan()}) })
	if err != nil {
		return nil, err
	}
	s, _ := forward.SessionOf(opened)
	x.set, x.names = set, opened.ClassNames()
	return &shownNetwork{dir.Path, dir.Preset, fmt.Sprintf("%x", sha256.Sum256(b)), s.Net, s.Model(), nil, optics.Square(c.Samples, c.Pitch), c.Wavelength, c.Distance, c.Exposure, c.Padding}, nil
}

// openDiffractive opens a diffractive network whose layers are alike.
func (x *networkRun) openDiffractive(arg string, dev compute.Device) (*shownNetwork, error) {
	t, err := x.app.findWith(arg, &x.given)
	if err != nil {
		return nil, err
	}
	if err := cascade.Fits(&t.config); err != nil {
		return nil, usage("%s is not shown layer by layer: %w", arg, err)
	}
	if t.dir != nil {
		x.pictures.kept, x.pictures.run = t.dir.Source.Folder, t.dir
	}
	if x.learning, x.set, err = x.pictures.load(t.config.Data); err != nil {
		return nil, err
	}
	s, err := t.session(dev, x.set)
	if err != nil {
		return nil, err
	}
	masks, err := s.MaskArray()
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	fmt.Fprint(h, masks.Curve)
	if err := binary.Write(h, binary.LittleEndian, masks.Values); err != nil {
		return nil, err
	}
	n, err := cascade.Of(s, x.set.Width, x.set.Height, 10)
	if err != nil {
		return nil, usage("%s is not shown layer by layer: %w", arg, err)
	}
	if x.names = x.set.ClassNames(); len(x.names) == 0 {
		x.names = s.Config.ClassNames()
	}
	x.diffractive, x.layers = s, n
	c, path := &n.Config, t.preset
	if t.dir != nil {
		path = t.dir.Path
	}
	return &shownNetwork{path, t.preset, fmt.Sprintf("%x", h.Sum(nil)), n.Net, n.Model, n, c.Grid(), c.Wavelength, c.Gap(0), 2.5e-4, c.Padding}, nil
}

// pass takes pictures along a way, layer by layer.
func (n *shownNetwork) pass(ctx context.Context, w plant.Way, of *data.Set, which []int32, after func(mask int) error) error {
	if w == nil {
		return errors.New("the bench is not open")
	}
	if err := n.net.Put(of, which); err != nil {
		return err
	}
	if n.layers != nil {
		w = n.layers.Through(w)
	}
	_, err := n.net.Forth(ctx, w, len(which), after)
	return err
}

// bench makes a simulated bench one for these masks.
func (n *shownNetwork) bench() func(*virtual.Setup, *virtual.Faults) {
	return func(s *virtual.Setup, _ *virtual.Faults) {
		s.Wavelength, s.Plane, s.Padding = n.wavelength, n.grid, n.padding
		s.Panels[1].Gap, s.Exposure = n.distance, n.exposure
		s.Carrier = [2]float64{0.3 / n.grid.Dx, 0.25 / n.grid.Dx}
		s.Batch = max(n.net.Batch, 10)
	}
}

// fits refuses a bench that is not the masks'. Distances count that are a hundredth apart.
func (n *shownNetwork) fits(d *rig.Design) error {
	gap := d.Gaps[len(d.Gaps)-1]
	if d.Plane != n.grid || math.Abs(gap-n.distance) > 0.01*n.distance || math.Abs(d.Wavelength-n.wavelength) > 0.01*n.wavelength {
		return fmt.Errorf("the masks are for %s and %s at %s, and the bench has %s and %s at %s: give a bench whose file says so", n.grid.String(), lengthText(n.distance), lengthText(n.wavelength),
			d.Plane.String(), lengthText(gap), lengthText(d.Wavelength))
	}
	return nil
}

// text tells which bench the masks want.
func (n *shownNetwork) text() string {
	masks := len(n.net.Masks)
	if n.layers != nil {
		masks-- // the first one is the picture's own plane
	}
	return onPlane(masks, n.grid, n.distance)
}
