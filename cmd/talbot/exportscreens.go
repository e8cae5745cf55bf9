package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
	"talbot/sim/system/absorber"
	"talbot/sim/system/chip"
	"talbot/sim/system/diffusion"
	"talbot/sim/system/feedback"
	"talbot/sim/system/language"
)

// screenForms are the forms of masks of other systems than diffractive networks.
var screenForms = []string{"slm-png", "npz", "npy", "csv"}

// screensFile says what pictures, arrays and tables of such masks are.
const screensFile = "masks.json"

// noMasks says where the numbers are of what learns other things than masks.
func noMasks(dir *rundir.Dir) error {
	return usage("%s is of %s, which has no masks to export: what it has learned is in %s, which NumPy reads", dir.Path, dir.Preset, filepath.Join(dir.Path, rundir.CheckpointFile))
}

// other exports the masks of a run of another system.
func (x *exporting) other(ctx context.Context, dir *rundir.Dir) error {
	switch dir.Config.(type) {
	case *feedback.Config, *language.Config, *diffusion.Config:
		return usage("%s is of %s, an electronic network, which has no masks to export: its weights are in %s, which NumPy reads", dir.Path, dir.Preset, filepath.Join(dir.Path, rundir.CheckpointFile))
	case *chip.Config, *chip.Pair, *absorber.Config:
		return noMasks(dir)
	}
	if !slices.Contains(screenForms, x.as) {
		return usage("--as: masks of %s have the forms %s", dir.Preset, strings.Join(screenForms, ", "))
	}
	if x.as != "slm-png" && (x.slm != slmFlags{scale: 1}) {
		return usage("--size, --slm-pitch, --scale and --background are for --as slm-png")
	}
	if given, err := x.given.read(); err != nil || given != nil {
		if err == nil {
			err = usage("--masks: %s has the masks of its run alone", dir.Preset)
		}
		return err
	}
	dev := openCPU(1, x.force)
	defer dev.Close()
	s, err := dir.Config.Clone().Open(dev, nil) // no picture is wanted
	if err != nil {
		if s, _, err = openRun(dir, &x.part.pictures, dev); err != nil {
			return err
		}
	} else if t, ok := s.(experiment.Trainer); ok {
		if err := dir.LoadStage(t.Plan()); err != nil {
			return err
		}
	}
	if _, gives := s.(experiment.Giving); gives && x.as == "npz" {
		return x.maskFile(ctx, dir, s)
	}
	with, ok := s.(experiment.Screened)
	if !ok {
		return noMasks(dir)
	}
	all, err := with.Screens()
	if err != nil {
		return err
	}
	files, err := x.screens(dir, all)
	if err != nil {
		return err
	}
	if told, err := x.keep(ctx, files); told || err != nil {
		return err
	}
	fmt.Fprintf(x.app.out, "%s: %s in %s, %s; %s says which is which\n", dir.Preset, count(len(files), "file"), x.out, count(len(all.Masks), "mask"), screensFile)
	return nil
}

// maskFile writes the masks as they are, which page and terminal read again where the network takes masks.
func (x *exporting) maskFile(ctx context.Context, dir *rundir.Dir, s experiment.Session) error {
	var b bytes.Buffer
	if err := rundir.WriteMasksOf(&b, s, dir.Preset, "of the run in "+dir.Path, build()); err != nil {
		return err
	}
	files := []exportFile{{rundir.MaskFileName, func(w io.Writer) error { _, err := w.Write(b.Bytes()); return err }}}
	if told, err := x.keep(ctx, files); told || err != nil {
		return err
	}
	text := "radians and what they are for"
	if _, takes := s.(experiment.Taking); takes {
		text += "; talbot train reads them with --masks, the page when they are dropped on it"
	}
	masks, _ := s.Size()
	fmt.Fprintf(x.app.out, "%s: %s of %s in %s; %s\n", dir.Preset, rundir.MaskFileName, count(masks, "mask"), x.out, text)
	return nil
}

// screenSheet is what screensFile has of a mask.
type screenSheet struct {
	Name  string             `json:"name"`
	File  string             `json:"file,omitempty"`
	Nx    int                `json:"nx"`
	Ny    int                `json:"ny"`
	Pitch float64            `json:"pitch"`
	Facts map[string]float64 `json:"facts"`
}

// screens are the files of the chosen form, and the sheet beside them.
func (x *exporting) screens(dir *rundir.Dir, all *experiment.Screens) (files []exportFile, err error) {
	sheet := struct {
		Talbot     string        `json:"talbot"`
		Preset     string        `json:"preset"`
		Wavelength float64       `json:"wavelength"`
		Display    string        `json:"display,omitempty"`
		Values     string        `json:"values"`
		Panel      float64       `json:"panel_pitch,omitempty"`
		Note       string        `json:"note"`
		Masks      []screenSheet `json:"masks"`
	}{Talbot: build(), Preset: dir.Preset, Wavelength: all.Wavelength, Note: all.Note}
	first := all.Masks[0]
	g := greys{bits: 8}
	if all.Curve != nil {
		sheet.Display = all.Curve.Name
		if g, err = greysOf(*all.Curve); err != nil && x.as == "slm-png" {
			return nil, usage("--as slm-png: the %d levels %w", all.Curve.Levels(), err)
		}
	}
	ext := map[string]string{"slm-png": "png", "csv": "csv"}[x.as]
	sheet.Values = "phases in radians, 0 to 2 pi"
	if x.as == "slm-png" && all.Curve != nil {
		sheet.Values = g.meaning()
	} else if x.as == "slm-png" {
		sheet.Values = "grey value b is a phase of 2 pi b/256"
	}
	var phases []float32
	var levels []uint16
	for _, m := range all.Masks {
		one := screenSheet{Name: m.Name, Nx: m.Nx, Ny: m.Ny, Pitch: m.Pitch, Facts: map[string]float64{}}
		for _, f := range m.Facts {
			one.Facts[f.Name] = f.Value
		}
		phase := make([]float32, len(m.Phase))
		for i, v := range m.Phase {
			phase[i] = rundir.Wrap(v)
		}
		if ext != "" {
			one.File = "mask-" + m.Name + "." + ext
		}
		switch x.as {
		case "slm-png":
			f, err := x.slm.frame(m.Nx, m.Pitch, g.bits)
			if err != nil {
				return nil, err
			}
			sheet.Panel = f.pitch
			grey := make([]uint16, len(phase))
			for i, v := range phase {
				if grey[i] = uint16(frame.PhaseByte(float64(v))); m.Levels != nil {
					grey[i] = g.value[m.Levels[i]]
				}
			}
			files = append(files, exportFile{one.File, func(w io.Writer) error { return f.encode(w, grey, m.Nx, g.bits) }})
		case "csv":
			files = append(files, exportFile{one.File, func(w io.Writer) error { return writeCSV(w, phase, m.Nx) }})
		default:
			if m.Nx != first.Nx || m.Ny != first.Ny {
				return nil, usage("--as npy: the masks have several sizes: take --as csv")
			}
			phases, levels = append(phases, phase...), append(levels, m.Levels...)
		}
		sheet.Masks = append(sheet.Masks, one)
	}
	if x.as == "npy" {
		shape := []int{len(all.Masks), first.Ny, first.Nx}
		files = append(files, exportFile{rundir.PhaseFile, func(w io.Writer) error { return npy.Write(w, shape, phases) }})
		if len(levels) > 0 {
			files = append(files, exportFile{rundir.LevelsFile, func(w io.Writer) error { return npy.Write(w, shape, levels) }})
		}
	}
	return append(files, exportFile{screensFile, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(sheet)
	}}), nil
}
