package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/optics/npy"
	"talbot/sim/part"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// exporting is one run of the command.
type exporting struct {
	*app
	as, out string
	given   maskFlags
	session *diffractive.Session
	slm     slmFlags
	part    partFlags
	frames  []*slmFrame // for slm-png, one a mask
	greys   []greys     // of the masks of a display, for slm-png
	force   bool
}

// exportFile is one file that is to be written.
type exportFile struct {
	name  string
	write func(io.Writer) error
}

func (a *app) export() *cobra.Command {
	x := &exporting{app: a}
	cmd := &cobra.Command{
		Use:   "export RUN|PRESET --as FORM --out DIR",
		Short: "write trained masks for an SLM, a mask shop, a printer or another program",
		Long: `Writes the trained masks of a run, or those that Talbot ships for a preset.

  slm-png  one grey picture a mask, for the display of a spatial light modulator:
           level b is a phase of 2 pi b/256 (or, for amplitude masks, an amplitude
           of b/255). A mask's pixel has the right size when --slm-pitch is that
           of the display. slm.json beside them has the whole bench: source,
           distances, each detector region, how readings become an answer, and
           which way is up
  npz      masks.npz, which page and terminal read without a loss: one array of shape
           (layers, y, x), radians (or logits of amplitude masks, levels of a
           display), and meta, a text in JSON with preset and parameters
  npy      one NumPy file, float32 [mask][y][x], in radians from 0 to 2 pi (or
           amplitudes from 0 to 1)
  csv      one table of the same numbers a mask, a line for each y

Parts that can be made have heights h = phase lambda/(2 pi (n - n0)), rounded to --levels;
amplitude masks become openings. part.json and part.html beside the files say all that a
shop must know, count what was rounded and clipped, and have the accuracy of the network
with the rounded (and blurred) heights. Every file has marks and a test wedge around the mask.

  gdsii        a layer for each level, or with --stack binary masks to etch
  oasis        the same, smaller
  stl          a closed solid in mm with base and rim
  tiff16, bmp  grey pictures; heights-csv a table in nanometres

--masks part.json reads such files again, as a shop has changed them.

Masks of a display are written as the display shows them. slm-png has the drive of each
pixel's level, in 16 bits where drives are above 255; or the level's number, counted
from 0, where drives are below 0, above 65535 or not whole numbers apart. slm.json says
which, level by level. npy and csv have the levels themselves, and the phase and
amplitude that they give.

The masks of a run are those of its checkpoint.npz, or with --masks those of a file
that the page has saved.

Of a run on a bench (ffm-...) and of one of dual neurons (dante-...) each mask becomes a picture, a
table or a part of an array (slm-png, csv, npy), and masks.json says how it stands; npz is as above,
and "talbot train" and the page begin with it again, but for dual neurons, whose masks do not make
the network alone.`,
		Example: "  talbot export d2nn-mnist-64 --as slm-png --size 1920x1080 --slm-pitch 8um \\\n    --out slm\n  talbot export d2nn-mnist-64 --as gdsii --index 1.46 --levels 16 --out part",
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, done := x.untilStopped(cmd.Context(), "stopping")
			defer done()
			return x.run(ctx, args[0])
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&x.as, "as", "", "`form` of the files: "+strings.Join(exportForms, ", "))
	f.StringVar(&x.out, "out", "", "`folder` for the files")
	x.given.add(f, "write")
	f.StringVar(&x.slm.size, "size", "", "slm-png: `WxH` of the SLM in pixels; the mask is in the middle (default: the mask's)")
	f.Var(&x.slm.pitch, "slm-pitch", "slm-png: spacing of the SLM's pixels in `metres`, or with a unit: 8um; each shows the mask's pixel at its place")
	f.IntVar(&x.slm.scale, "scale", 1, "slm-png: SLM pixels along each side of a mask's pixel, in place of --slm-pitch")
	f.IntVar(&x.slm.background, "background", 0, "slm-png: grey `level` around the mask, 0 to 255, or to 65535 in pictures of 16 bits")
	x.part.add(a, f)
	f.BoolVar(&x.force, "force", false, "replace files that are there already; take more memory than is free")
	return cmd
}

// exportForms are what --as takes.
var exportForms = append([]string{"slm-png", "npz", "npy", "csv"}, part.Forms...)

func (x *exporting) run(ctx context.Context, arg string) error {
	if x.out == "" {
		return usage("export wants a folder for the files: add --out DIR")
	}
	if dir, err := otherRun(arg); err != nil {
		return err
	} else if dir != nil {
		return x.other(ctx, dir)
	}
	t, err := x.findWith(arg, &x.given)
	if err != nil {
		return err
	}
	dev := openCPU(1, x.force)
	defer dev.Close()
	if x.session, err = t.loaded(dev); err != nil {
		return err
	}
	masks, err := rundir.MasksOf(x.session)
	if err != nil {
		return err
	}
	x.noteMasks(t, masks)
	files, err := x.files(ctx, t, masks)
	if err != nil {
		return err
	}
	if told, err := x.keep(ctx, files); told || err != nil {
		return err
	}
	fmt.Fprintf(x.app.out, "%s: %s in %s, %s; %s\n", t.name, count(len(files), "file"), x.out, t.source(), x.meaning(t, masks))
	for l := range min(len(x.frames), t.config.Layers) {
		if pitch := t.config.MaskGrid(l).Dx; l == 0 || pitch != t.config.MaskGrid(l-1).Dx {
			if _, err := fmt.Fprintln(x.app.out, x.frames[l].meaning(pitch, x.slm.pitch > 0)); err != nil {
				return err
			}
		}
	}
	return nil
}

// files makes the list of files of the chosen form.
func (x *exporting) files(ctx context.Context, t *target, m *rundir.Masks) ([]exportFile, error) {
	if slices.Contains(part.Forms, x.as) {
		return x.parts(ctx, t, m)
	}
	if x.as != "slm-png" && (x.slm != slmFlags{scale: 1}) {
		return nil, usage("--size, --slm-pitch, --scale and --background are for --as slm-png")
	}
	each := func(ext string, write func(io.Writer, int) error) (list []exportFile) {
		for l := range m.Layers {
			list = append(list, exportFile{"mask-" + t.config.MaskNumber(l) + "." + ext, func(w io.Writer) error { return write(w, l) }})
		}
		return list
	}
	n := m.N * m.N
	switch x.as {
	case "slm-png":
		masks, displays, err := slmMasks(t, m)
		if err != nil {
			return nil, err
		}
		bits := 16
		for _, mask := range masks {
			bits = min(bits, mask.bits)
		}
		x.greys = displays
		for l := range m.Layers {
			pitch := t.config.MaskGrid(l).Dx
			f, err := x.slm.frame(m.N, pitch, bits)
			if err != nil {
				return nil, err
			}
			if l < t.config.Layers && f.ratio < 1-1e-6 && (l == 0 || pitch != t.config.MaskGrid(l-1).Dx) {
				fmt.Fprintf(x.err, "talbot: note: the panel's pixels of %s are larger than the mask's of %s: some of the mask's are not shown\n", lengthText(f.pitch), lengthText(pitch))
			}
			x.frames = append(x.frames, f)
		}
		list := each("png", func(w io.Writer, l int) error { return x.frames[l].encode(w, masks[l].grey, m.N, masks[l].bits) })
		check, err := checkOf(x.session, m)
		if err != nil {
			return nil, err
		}
		var names []string
		for _, f := range list {
			names = append(names, f.name)
		}
		return append(list, exportFile{slmFile, x.frames[0].record(t, m, x.frames, names, displays, check).write}), nil
	case "npz":
		return []exportFile{{rundir.MaskFileName, func(w io.Writer) error {
			return rundir.WriteMaskFile(w, x.session, t.config, t.preset, t.source(), build())
		}}}, nil
	case "npy":
		if m.Levels != nil {
			return []exportFile{
				{rundir.LevelsFile, func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Levels) }},
				{rundir.PhaseFile, func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Values) }},
				{rundir.AmplitudeFile, func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Transmission) }}}, nil
		}
		return []exportFile{{m.File(), func(w io.Writer) error { return npy.Write(w, m.Shape(), m.Values) }}}, nil
	case "csv":
		if m.Levels != nil {
			return displayTables(t, m), nil
		}
		return each("csv", func(w io.Writer, l int) error { return writeCSV(w, m.Values[l*n:(l+1)*n], m.N) }), nil
	case "":
		return nil, usage("export wants a form: add --as and one of %s", strings.Join(exportForms, ", "))
	}
	return nil, usage("--as: there is no form %q%s; want one of %s", x.as, suggest(x.as, exportForms, ""), strings.Join(exportForms, ", "))
}

// noteOthers tells of masks in the folder that an earlier export wrote and this did not
// replace, as of a network with more of them.
func (x *exporting) noteOthers(files []exportFile) {
	there, err := os.ReadDir(x.out)
	if err != nil {
		return // it is only a note
	}
	var others []string
	for _, e := range there {
		name := e.Name()
		if strings.HasPrefix(name, "mask-") && !slices.ContainsFunc(files, func(f exportFile) bool { return f.name == name }) && filepath.Ext(name) == filepath.Ext(files[0].name) {
			others = append(others, name)
		}
	}
	if others != nil {
		fmt.Fprintf(x.err, "talbot: note: not of these masks, from before: %s in %s\n", strings.Join(others, ", "), x.out)
	}
}

// keep stores the files, and with --json tells their names: then nothing is left to say.
func (x *exporting) keep(ctx context.Context, files []exportFile) (told bool, err error) {
	if err := x.store(ctx, files); err != nil {
		return false, err
	}
	x.noteOthers(files)
	if !x.json {
		return false, nil
	}
	var names []string
	for _, f := range files {
		names = append(names, filepath.Join(x.out, f.name))
	}
	return true, x.app.write(struct {
		Event string   `json:"event"`
		Files []string `json:"files"`
	}{"done", names})
}

// store writes the files, none of them if one is there already, until it is stopped between two of them.
func (x *exporting) store(ctx context.Context, files []exportFile) error {
	if err := ctx.Err(); err != nil {
		return unkept(err)
	}
	if !x.force {
		for _, f := range files {
			if _, err := os.Lstat(filepath.Join(x.out, f.name)); err == nil {
				return fmt.Errorf("%s is there already: choose another folder with --out, or replace it with --force", filepath.Join(x.out, f.name))
			}
		}
	}
	if err := os.MkdirAll(x.out, 0o777); err != nil {
		return fmt.Errorf("cannot make the folder: %w: choose another with --out", err)
	}
	for i, f := range files {
		if i > 0 && ctx.Err() != nil {
			return stopped{fmt.Sprintf("stopped with %d of %s in %s; the same command with --force writes all", i, count(len(files), "file"), x.out)}
		}
		if err := rundir.WriteFile(filepath.Join(x.out, f.name), f.write); err != nil {
			return fmt.Errorf("cannot write %s: %w: make room, or choose another folder with --out", filepath.Join(x.out, f.name), err)
		}
	}
	return nil
}

// meaning says what the numbers are.
func (x *exporting) meaning(t *target, m *rundir.Masks) string {
	switch {
	case slices.Contains(part.Forms, x.as):
		return x.part.meaning
	case x.as == "npz":
		return x.session.Config.MaskKind() + " and what they are for; talbot reads them with --masks, the page when they are dropped on it"
	case m.Levels != nil && x.as == "slm-png":
		return greyMeaning(x.greys) + " of the " + shortCurve(t.config.Curve)
	case m.Levels != nil:
		return "levels of the " + shortCurve(t.config.Curve) + " from 0, phases in radians, amplitudes from 0 to 1"
	case x.as == "slm-png" && m.Amplitude:
		return "level b is an amplitude of b/255"
	case x.as == "slm-png":
		return "level b is a phase of 2 pi b/256 at " + lengthText(t.config.Wavelength)
	case m.Amplitude:
		return "amplitudes from 0 to 1"
	}
	return "phases in radians, 0 to 2 pi"
}

// shortCurve names the displays of a curve's text, without the states that may stand in it.
func shortCurve(text string) string {
	names, own := strings.Split(text, ","), false
	for i, name := range names {
		rest, inline := strings.CutPrefix(name, "states:")
		if !inline {
			continue
		}
		own, names[i] = true, "one of the run's own"
		if name, _, named := strings.Cut(rest, ":"); named {
			names[i] = name
		}
	}
	switch {
	case len(names) > 1:
		return "displays of the masks in turn (" + strings.Join(names, ", ") + ")"
	case own && names[0] == "one of the run's own":
		return "run's own display"
	case own:
		return "run's own display " + names[0]
	}
	return "display " + text
}
