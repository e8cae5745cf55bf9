package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"talbot/assets"
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/data/open"
	"talbot/sim/errs"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// target is a trained network that a command works on: a run in a folder, or a
// preset with the masks that Talbot ships.
type target struct {
	name   string // for messages
	config diffractive.Config
	dir    *rundir.Dir // nil for a preset
	preset string
	at     string      // how far the run's checkpoint is, once session has read it
	given  *givenMasks // from a file, in place of the run's or those that Talbot ships; or nil
	force  bool        // may take more memory than is free
}

// findWith is find, with masks from a file if there is one; of a preset's bench the
// parameters are then those that the file has.
func (a *app) findWith(arg string, masks *maskFlags) (*target, error) {
	given, err := masks.read()
	if err != nil {
		return nil, err
	}
	t, err := find(arg)
	if err != nil {
		return nil, err
	}
	a.noteEdits(t)
	if given == nil {
		return t, nil
	}
	t.given = given
	if t.dir == nil {
		if t.config, err = given.bench(t.preset, t.config); err != nil {
			return nil, err
		}
	}
	a.noteBench(given, t.config)
	return t, nil
}

// find makes a target of RUN|PRESET.
func find(arg string) (*target, error) {
	if p, err := diffractive.Find(arg); err == nil {
		return &target{name: p.ID, config: p.Config, preset: p.ID}, nil
	}
	if _, _, err := all.Find(arg); err == nil {
		_, err := preset(arg)
		return nil, err
	}
	if _, err := os.Stat(arg); err != nil {
		near, err := nearPreset(arg)
		if err != nil {
			return nil, err
		}
		return nil, usage("%s is neither the folder of a run nor a preset%s; see: talbot list", arg, near)
	}
	dir, err := rundir.Open(arg)
	if err != nil {
		return nil, err
	}
	if _, ok := diffractive.Of(dir.Config); !ok {
		return nil, usage("the run in %s is of %s, and this is for diffractive networks: its accuracy is in %s, and talbot train --resume %s goes on with it", arg, dir.Preset, rundir.MetricsFile, errs.Word(arg))
	}
	return &target{name: dir.Path + " (" + dir.Preset + ")", config: dir.Network(), dir: dir, preset: dir.Preset}, nil
}

// session is the target's network for pictures like those of set.
func (t *target) session(dev compute.Device, set *data.Set) (*diffractive.Session, error) {
	c := t.config
	if have, n := len(set.Classes), len(c.ClassNames()); have > 0 && have != n {
		return nil, usage("%s has %d classes, and the network of %s tells %d apart: give pictures of as many", set.Name, have, t.name, n)
	}
	c.Batch = 1 // nothing is trained, so the training pass needs little room
	s, err := diffractive.NewSession(dev, c, set)
	if err != nil {
		return nil, err
	}
	if t.given != nil {
		return s, t.given.put(s)
	}
	if t.dir != nil {
		err := t.dir.Load(s)
		if t.at = count(s.Loop.Epoch, "epoch"); s.Loop.Index > 0 {
			t.at += " and " + count(s.Loop.Index, "update")
		}
		if t.dir.Polished != nil {
			t.at = fmt.Sprintf("polishing %s", t.dir.Polished.Of)
		}
		return s, err
	}
	b, err := shippedMasks(t.preset, &c)
	if err != nil {
		return nil, err
	}
	return s, s.SetMaskBytes(b)
}

// loaded is the target's network for its masks alone. They do not depend on pictures, so
// any of the right set will do.
func (t *target) loaded(dev compute.Device) (*diffractive.Session, error) {
	if !slices.Contains(data.Names, t.config.Data) {
		return t.session(dev, &data.Set{Name: t.config.Data, Width: 28, Height: 28})
	}
	_, set, err := open.LoadFS(assets.Data(), t.config.Data)
	if err != nil {
		return nil, err
	}
	return t.session(dev, set)
}

// masks are the target's masks.
func (t *target) masks() (*rundir.Masks, error) {
	dev := openCPU(1, t.force)
	defer dev.Close()
	s, err := t.loaded(dev)
	if err != nil {
		return nil, err
	}
	return rundir.MasksOf(s)
}

// source says which masks the target has, once session has read them.
func (t *target) source() string {
	if t.given != nil {
		return "the masks of " + t.given.File
	}
	if t.dir == nil {
		return "the masks that Talbot ships"
	}
	return "masks of " + rundir.CheckpointFile + " after " + t.at
}

// noteMasks warns that the files with the masks of a run, which are for other
// programs, are not those of the checkpoint, which Talbot reads. A run that has not
// ended has none.
func (a *app) noteMasks(t *target, m *rundir.Masks) {
	if t.dir == nil || t.given != nil {
		return
	}
	if err := t.dir.CheckMasks(m); err != nil && !errors.Is(err, fs.ErrNotExist) {
		how := again(t.dir)
		if t.dir.Polished != nil {
			how = "talbot polish " + errs.Word(t.dir.Path)
		}
		fmt.Fprintf(a.err, "talbot: note: %v; talbot uses %s, and writes it again with: %s\n", err, rundir.CheckpointFile, how)
	}
}

// shippedMasks reads the masks of a preset from the program.
func shippedMasks(preset string, c *diffractive.Config) ([]byte, error) {
	file := "masks/" + preset + ".npy"
	b, err := fs.ReadFile(assets.FS, file)
	if err != nil {
		return nil, fmt.Errorf("this talbot ships no masks for %s: train them with: talbot train %s, then give the run's folder", preset, preset)
	}
	a, err := npy.Read(b)
	if err != nil {
		return nil, fmt.Errorf("the shipped %s is damaged: %w", file, err)
	}
	if want := []int{c.Masks(), c.Grid().Ny, c.Grid().Nx}; fmt.Sprint(a.Shape) != fmt.Sprint(want) || a.Type() != "uint8" {
		return nil, fmt.Errorf("the shipped %s has the shape %v of %s, and %s needs %v of uint8", file, a.Shape, a.Type(), preset, want)
	}
	return npy.Values[byte](a), nil
}
