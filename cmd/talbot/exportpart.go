package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"talbot/sim/experiment"
	"talbot/sim/fabricate"
	"talbot/sim/part"
	"talbot/sim/rundir"
)

// partFlags say how masks are made.
type partFlags struct {
	fabricate.Order
	limit, base, blur lengthFlag
	kernel            string
	pictures          dataFlags
	meaning           string // what became of it, in a line
}

func (p *partFlags) add(a *app, f *pflag.FlagSet) {
	f.Float64Var(&p.Index, "index", 0, "parts: refractive index of the material at the network's wavelength")
	f.Float64Var(&p.Ambient, "ambient", 1, "parts: refractive index of what is around")
	f.IntVar(&p.Levels, "levels", 16, "parts: heights that the process makes, 0 among them")
	f.Float64Var(&p.Turns, "wrap", 1, "parts: phase in `turns` after which heights begin at 0 again")
	f.Var(&p.limit, "relief-limit", "parts: greatest height that the process makes, in `metres` or with a unit (default: as the phase wants)")
	f.Var(&p.base, "base", "parts: thickness below height 0, in `metres` or with a unit (default: 1mm, or a fiftieth of the width if that is more)")
	f.Var(&p.blur, "blur", "parts: sigma of the process's Gaussian blur, in `metres` or with a unit; the accuracy is tested with it")
	f.StringVar(&p.kernel, "blur-kernel", "", "parts: the blur as a `file`, a square table (CSV) of odd side on the mask's pixels, in place of --blur")
	f.BoolVar(&p.Away, "faces-detector", false, "parts: the relief faces the detector, and files are mirrored")
	f.BoolVar(&p.Stack, "stack", false, "gdsii, oasis: n binary masks for 2^n levels, in place of a layer for each level")
	f.BoolVar(&p.Cells, "cells", false, "gdsii: cells for rectangles that are alike: smaller files")
	f.BoolVar(&p.Sloped, "sloped", false, "stl: heights go straight from pixel to pixel, in place of steps")
	p.pictures.notes, p.pictures.flags = a.err, f
	p.pictures.addFolder(f)
}

// parts are the files of parts, with the sheet that is tested.
func (x *exporting) parts(ctx context.Context, t *target, m *rundir.Masks) ([]exportFile, error) {
	if x.slm != (slmFlags{scale: 1}) {
		return nil, usage("--size, --slm-pitch, --scale and --background are for --as slm-png")
	}
	f := &x.part
	f.Form, f.Limit, f.Base, f.Blur = x.as, float64(f.limit), float64(f.base), float64(f.blur)
	if f.Index == 0 && !m.Amplitude {
		return nil, usage("--as %s: heights need the refractive index of the material at %s: add --index, such as 1.46 for fused silica in green light", x.as, lengthText(t.config.Wavelength))
	}
	if f.kernel != "" {
		if f.Blur != 0 {
			return nil, usage("--blur and --blur-kernel both say how the process blurs: give one")
		}
		b, err := os.ReadFile(f.kernel)
		if err != nil {
			return nil, err
		}
		if f.Kernel, err = part.ReadKernel(b); err != nil {
			return nil, fmt.Errorf("%s: %w", f.kernel, err)
		}
	}
	n := &fabricate.Network{Config: t.config, Values: m.Values}
	if m.Levels != nil {
		n.Shares = m.Transmission
	} else if a, err := x.session.MaskArray(); err == nil && a.Kind == experiment.Radians {
		n.Values = a.Values // not wrapped
	}
	s, made, err := n.Sheet(f.Order)
	if err != nil {
		return nil, usage("--as %s: %w", x.as, err)
	}
	s.Talbot, s.Preset, s.Masks = build(), t.preset, t.source()
	if err := x.test(ctx, t, n, s, made); err != nil {
		return nil, err
	}
	var files []exportFile
	for _, d := range made {
		files = append(files, exportFile{d.File, func(w io.Writer) error { return s.Write(w, d.Plane) }})
	}
	return append(files, exportFile{part.SheetFile, s.WriteJSON}, exportFile{part.PageFile, func(w io.Writer) error { return s.WritePage(w, made) }}), nil
}

// test puts the accuracy of the part into its sheet, or why there is none.
func (x *exporting) test(ctx context.Context, t *target, n *fabricate.Network, s *part.Sheet, made []part.Made) error {
	f := &x.part
	if t.dir != nil {
		f.pictures.kept, f.pictures.run = t.dir.Source.Folder, t.dir
	}
	f.meaning = fmt.Sprintf("%d levels; ", s.Levels)
	_, set, err := f.pictures.load(t.config.Data)
	if err != nil {
		s.Untested(err)
		f.meaning += "the accuracy was not tested: " + err.Error()
		return nil
	}
	dev := openCPU(0, x.force)
	defer dev.Close()
	testing, err := n.Test(dev, s, made, set)
	if err != nil {
		return err
	}
	show, done := x.testing()
	defer done()
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return unkept(err)
		}
		if more, err = testing.More(); err != nil {
			return err
		}
		show(testing.Doing())
	}
	a := s.Accuracy
	f.meaning += fmt.Sprintf("%s of %s pictures right as trained, %s as a part", percent(a.Trained), thousands(a.Pictures), percent(a.Rounded))
	if a.Blurred != nil {
		f.meaning += fmt.Sprintf(", %s blurred", percent(*a.Blurred))
	}
	return nil
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
