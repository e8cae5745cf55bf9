package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"talbot/render/text"
	"talbot/sim/compute/cpu"
	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/rig/calibrate"
	"talbot/sim/rig/hologram"
)

// hologramRun is one run of the command.
type hologramRun struct {
	*bench
	o           hologram.Options
	seed        int
	target, out string
	share       float64
	apart       int
}

func (b *bench) hologramCommand() *cobra.Command {
	h := &hologramRun{bench: b}
	c := &cobra.Command{
		Use:   "hologram [BENCH.json] --target PICTURE --out DIR",
		Short: "make a picture of light, and make it better by what the camera sees",
		Long: `Finds phases for the phase panel of which light makes a picture on the camera, shows them,
and measures what comes of them. The picture is spots of light: a grid of them
("spots-5" or "spots-5x3"), a letter ("letter-F"), or a picture (.png, .jpg), dark where it is dark.

  gs        forth and back between panel and camera (Gerchberg and Saxton 1972)
  weighted  and what comes out too dark in the simulation is asked for brighter
  camera    and what the camera sees too dark is, in so many rounds

Each method begins with what the one before has found. A bench without a registration, by
--calibration, is registered first, by 25 spots; its phase panel does what its curve says, so
calibrate curves before on a panel that has none. When a camera is saturated, a panel in front
is dimmed, or the exposure shortened.

The folder gets hologram.png (asked, simulated and measured side by side), mask-1.png, what the
phase panel shows, with slm.json beside it, phase.npy, simulated.npy, measured.npy, and
report.json with efficiency, uniformity and error of each method and round. Ctrl-C ends it
with what there is by then.`,
		Example: "  talbot rig run hologram bench.json --target spots-5 --out spots\n  talbot rig run hologram --virtual typical --direct --target letter-F --samples 128 --out f",
		Args:    b.benchArgs(0),
		RunE:    func(cmd *cobra.Command, args []string) error { return h.run(cmd.Context(), args) },
	}
	f := c.Flags()
	f.StringVar(&h.target, "target", "spots-5", "`picture` of light: spots-N, spots-NxM, letter-X or a file")
	f.StringVar(&h.out, "out", "", "new `folder` for what comes of it")
	f.StringVar(&h.o.Method, "method", "camera", "the last `method`: "+strings.Join(hologram.Methods, ", "))
	f.IntVar(&h.o.Steps, "steps", 30, "`times` forth and back, of each method without the camera")
	f.IntVar(&h.o.Rounds, "rounds", 10, "`rounds` of the camera's method")
	f.IntVar(&h.o.Shots, "shots", 4, "`frames` of each look, of which the mean counts")
	f.Float64Var(&h.share, "fill", 0.6, "`share` of the plane's width and height that the picture fills")
	f.IntVar(&h.apart, "apart", hologram.Spacing, "`pixels` between the spots of a letter or a picture")
	f.IntVar(&h.seed, "seed", 1, "`number` that the first phases are drawn by")
	b.running(c)
	return c
}

func (h *hologramRun) run(ctx context.Context, args []string) error {
	if !(h.share > 0 && h.share <= 1) {
		return usage("--fill: %g is outside 0 to 1", h.share)
	}
	if h.o.Steps < 1 || h.o.Shots < 1 || h.o.Rounds < 0 || h.seed < 0 {
		return usage("--steps and --shots want 1 or more, --rounds and --seed 0 or more")
	}
	kind, err := kindOf(h.target)
	if err != nil {
		return err
	}
	if err := newFolder(h.out); err != nil {
		return err
	}
	ctx, done := h.untilStopped(ctx, "stopping")
	defer done()
	lab, _, end, err := h.open(ctx, args)
	if err != nil {
		return err
	}
	defer end()
	g := lab.Bench.Design.Plane
	t, err := kind(g, h.share, h.apart)
	if err != nil {
		return usage("--target: %w", err)
	}
	h.o.Seed, h.o.Padding = uint64(h.seed), max(g.Nx, g.Ny)/2
	if !h.json {
		fmt.Fprintf(h.app.out, "%s: %s on a plane of %s\n\n  %-10s  %-24s  %-24s  %-24s\n  %-10s", h.target, count(len(t.Sites), "spot"), g, "", "  efficiency", "  uniformity", "  error", "")
		for range 3 {
			fmt.Fprintf(h.app.out, "  %11s  %11s", "simulated", "measured")
		}
		fmt.Fprintln(h.app.out)
	}
	r, err := hologram.Run(ctx, cpu.Open(0), lab.Bench, t, h.o, h.tell)
	if err != nil && (r == nil || r.Levels == nil) {
		return halted(ctx, err, "stopped; there is nothing yet")
	}
	if err := h.write(lab.Bench, t, r, calibrate.Devices(lab.Bench), err != nil); err != nil {
		return fmt.Errorf("%w: make room, and take another folder", err)
	}
	what := fmt.Sprintf("after %s; %s has what there is", count(len(r.Stages), "stage"), errs.Word(h.out))
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("%w: it ended %s", err, what)
	}
	return halted(ctx, err, "stopped "+what)
}

// tell writes a stage.
func (h *hologramRun) tell(s hologram.Stage) {
	if h.json {
		_ = h.app.write(s)
		return
	}
	name := s.Method
	if s.Round > 0 {
		name += " " + strconv.Itoa(s.Round)
	}
	a, b := s.Simulated, s.Measured
	fmt.Fprintf(h.app.out, "  %-10s  %11s  %11s  %11s  %11s  %11s  %11s\n", name, percent(a.Efficiency), percent(b.Efficiency),
		percent(a.Uniformity), percent(b.Uniformity), percent(a.Error), percent(b.Error))
}

// drawing makes a target for a plane.
type drawing func(g optics.Grid, share float64, apart int) (*hologram.Target, error)

var spotForm = regexp.MustCompile(`^spots-([0-9]{1,3})(?:x([0-9]{1,3}))?$`)

// kindOf reads what --target says.
func kindOf(target string) (drawing, error) {
	if m := spotForm.FindStringSubmatch(target); m != nil {
		nx, _ := strconv.Atoi(m[1])
		ny := nx
		if m[2] != "" {
			ny, _ = strconv.Atoi(m[2])
		}
		return func(g optics.Grid, share float64, _ int) (*hologram.Target, error) {
			return hologram.Spots(g, nx, ny, share)
		}, nil
	}
	var v []float32
	var w, h int
	if letter, ok := strings.CutPrefix(target, "letter-"); ok {
		if utf8.RuneCountInString(letter) != 1 {
			return nil, usage("--target: %q is not one letter: want such as letter-F", letter)
		}
		v, w, h = drawLetter(letter)
	} else {
		b, err := os.ReadFile(target)
		if err != nil {
			return nil, usage("--target: %w: want spots-5, spots-5x3, letter-F or a picture", err)
		}
		p, _, err := image.Decode(bytes.NewReader(b))
		if err != nil {
			return nil, usage("--target: %s is no PNG or JPEG: %w", target, err)
		}
		v, w, h = greyOf(p)
	}
	return func(g optics.Grid, share float64, apart int) (*hologram.Target, error) {
		return hologram.Picture(g, v, w, h, share, apart)
	}, nil
}

// drawLetter is a letter, bright on dark, as large as its frame.
func drawLetter(s string) (v []float32, w, h int) {
	f := text.Face{Weight: text.Bold, Size: 200}
	wide, up, down := text.Measure(f, s)
	p := image.NewGray(image.Rect(0, 0, int(wide)+2, int(up+down)+2))
	text.Draw(p, 1, up+1, f, color.White, s)
	in := image.Rectangle{}
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			if p.GrayAt(x, y).Y > 127 {
				in = in.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return greyOf(p.SubImage(in))
}

// greyOf is a picture's brightness, [h][w] from 0 to 1.
func greyOf(p image.Image) (v []float32, w, h int) {
	r := p.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			v = append(v, float32(color.Gray16Model.Convert(p.At(x, y)).(color.Gray16).Y)/65535)
		}
	}
	return v, r.Dx(), r.Dy()
}
