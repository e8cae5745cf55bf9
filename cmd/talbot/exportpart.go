package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/part"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// partFlags say how masks are made.
type partFlags struct {
	part.Process
	limit, base, blur    lengthFlag
	stack, cells, sloped bool
	pictures             dataFlags
	meaning              string // what became of it, in a line
}

func (p *partFlags) add(a *app, f *pflag.FlagSet) {
	f.Float64Var(&p.Index, "index", 0, "parts: refractive index of the material at the network's wavelength")
	f.Float64Var(&p.Ambient, "ambient", 1, "parts: refractive index of what is around")
	f.IntVar(&p.Levels, "levels", 16, "parts: heights that the process makes, 0 among them")
	f.Float64Var(&p.Turns, "wrap", 1, "parts: phase in `turns` after which heights begin at 0 again")
	f.Var(&p.limit, "relief-limit", "parts: greatest height that the process makes, in `metres` or with a unit (default: as the phase wants)")
	f.Var(&p.base, "base", "parts: thickness below height 0, in `metres` or with a unit (default: 1mm, or a fiftieth of the width if that is more)")
	f.Var(&p.blur, "blur", "parts: sigma of the process's Gaussian blur, in `metres` or with a unit; the accuracy is tested with it")
	f.BoolVar(&p.Away, "faces-detector", false, "parts: the relief faces the detector, and files are mirrored")
	f.BoolVar(&p.stack, "stack", false, "gdsii, oasis: n binary masks for 2^n levels, in place of a layer for each level")
	f.BoolVar(&p.cells, "cells", false, "gdsii: cells for rectangles that are alike: smaller files")
	f.BoolVar(&p.sloped, "sloped", false, "stl: heights go straight from pixel to pixel, in place of steps")
	p.pictures.notes, p.pictures.flags = a.err, f
	p.pictures.addFolder(f)
}

// parts are the files of parts, with the sheet that is tested.
func (x *exporting) parts(ctx context.Context, t *target, m *rundir.Masks) ([]exportFile, error) {
	if x.slm != (slmFlags{scale: 1}) {
		return nil, usage("--size, --slm-pitch, --scale and --background are for --as slm-png")
	}
	f := &x.part
	s := &part.Sheet{Form: x.as, Sloped: f.sloped, Packed: x.as == part.OASIS, Stack: f.stack, Cells: f.cells,
		Talbot: build(), Preset: t.preset, Masks: t.source(), Process: f.Process}
	s.Wavelength, s.Limit, s.Openings = t.config.Wavelength, float64(f.limit), m.Amplitude
	s.Pitch = t.config.MaskGrid(0).Dx
	if s.Openings {
		s.Index, s.Ambient, s.Turns = 0, 0, 0
	} else if s.Index == 0 {
		return nil, usage("--as %s: heights need the refractive index of the material at %s: add --index, such as 1.46 for fused silica in green light", x.as, lengthText(s.Wavelength))
	}
	if err := s.Process.Check(); err != nil {
		return nil, usage("--as %s: %w", x.as, err)
	}
	if s.Base = float64(f.base); s.Base == 0 && !s.Openings {
		s.Base = part.UsualBase(m.N, s.Pitch)
	}
	if f.blur > 0 {
		k, err := part.Gaussian(float64(f.blur), s.Pitch)
		if err != nil {
			return nil, usage("--blur: %w", err)
		}
		s.Kernel = k
	}
	if m.Levels != nil {
		s.Notes = append(s.Notes, "The masks were trained for a display: the part has its phases, and lets all light through.")
	}
	values := m.Values
	if a, err := x.session.MaskArray(); err == nil && a.Kind == experiment.Radians {
		values = a.Values // not wrapped
	}
	var list []part.MaskIn
	n := m.N * m.N
	for l := range m.Layers {
		list = append(list, part.MaskIn{Number: t.config.MaskNumber(l), Place: t.config.Place(l%t.config.Layers + 1),
			Pitch: t.config.MaskGrid(l).Dx, N: m.N, Values: values[l*n : (l+1)*n]})
	}
	made, err := s.Make(list)
	if err != nil {
		return nil, usage("--as %s: %w", x.as, err)
	}
	if err := x.test(ctx, t, s, made); err != nil {
		return nil, err
	}
	var files []exportFile
	for _, d := range made {
		files = append(files, exportFile{d.File, func(w io.Writer) error { return s.Write(w, d.Plane) }})
	}
	return append(files, exportFile{part.SheetFile, s.WriteJSON}, exportFile{part.PageFile, func(w io.Writer) error { return s.WritePage(w, made) }}), nil
}

// test puts the accuracy of the part into its sheet, or why there is none.
func (x *exporting) test(ctx context.Context, t *target, s *part.Sheet, made []part.Made) error {
	f := &x.part
	if t.dir != nil {
		f.pictures.kept, f.pictures.run = t.dir.Source.Folder, t.dir
	}
	f.meaning = fmt.Sprintf("%d levels; ", s.Levels)
	_, set, err := f.pictures.load(t.config.Data)
	if err != nil {
		s.Notes = append(s.Notes, "The accuracy was not tested: "+err.Error())
		f.meaning += "the accuracy was not tested: " + err.Error()
		return nil
	}
	dev := openCPU(0, x.force)
	defer dev.Close()
	session, err := t.session(dev, set)
	if err != nil {
		return err
	}
	e, err := x.evaluate(ctx, "as trained", session, set)
	if err != nil {
		return err
	}
	d, err := diffractive.NewDeployment(dev, session.Config, set.Width, set.Height)
	if err != nil {
		return err
	}
	a := &part.Accuracy{Set: set.Name, Pictures: e.Count, Trained: e.Accuracy()}
	if a.Rounded, err = x.made(ctx, "rounded", d, made, set, false); err != nil {
		return err
	}
	f.meaning += fmt.Sprintf("%s of %s pictures right as trained, %s as a part", percent(a.Trained), thousands(e.Count), percent(a.Rounded))
	if s.Kernel != nil {
		v, err := x.made(ctx, "blurred", d, made, set, true)
		if err != nil {
			return err
		}
		a.Blurred = &v
		f.meaning += fmt.Sprintf(", %s blurred", percent(v))
	}
	s.Accuracy = a
	return nil
}

// made is the accuracy with the heights of levels, blurred or not.
func (x *exporting) made(ctx context.Context, label string, d *diffractive.Deployment, made []part.Made, set *data.Set, blurred bool) (float64, error) {
	for l, m := range made {
		h := m.Plane.Heights(m.Levels)
		if blurred {
			h = m.Plane.Made(m.Levels, m.Plane.N)
		}
		if err := d.Set(l, m.Plane.Transmission(h)); err != nil {
			return 0, err
		}
	}
	e, err := x.evaluate(ctx, label, d, set)
	if err != nil {
		return 0, err
	}
	return e.Accuracy(), nil
}

// readPart reads the masks of a sheet's files, which stand beside it.
func readPart(path string, sheet []byte) (*rundir.MaskFile, error) {
	s, err := part.ReadSheet(sheet)
	if err != nil {
		return nil, err
	}
	m, err := s.Read(func(name string) ([]byte, error) {
		if filepath.Base(name) != name {
			return nil, fmt.Errorf("its file %q is not beside it", name)
		}
		return os.ReadFile(filepath.Join(filepath.Dir(path), name))
	})
	if err != nil {
		return nil, err
	}
	for _, n := range m.Notes {
		fmt.Fprintf(os.Stderr, "talbot: note: %s\n", n)
	}
	kind := experiment.Radians
	if m.Amplitude {
		kind = experiment.Amplitude
	}
	return &rundir.MaskFile{MaskArray: experiment.MaskArray{Kind: kind, Type: "float32", Values: m.Values}, Shape: []int{len(s.Files), m.N, m.N}}, nil
}
