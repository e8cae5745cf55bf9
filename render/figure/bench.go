package figure

import (
	"image"
	"image/color"

	"talbot/render/colormap"
	"talbot/render/plot"
	"talbot/render/text"
	"talbot/render/view"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// Bench shows one input on its way: the source, the slice of the light between
// the planes with the masks below it, the detector, and the scores of the classes.
func Bench(f *experiment.Frame, classes []string, s Style) (*Figure, error) {
	if err := check(f); err != nil {
		return nil, err
	}
	if err := checkRibbon(f); err != nil {
		return nil, err
	}
	const (
		side = 230.0 // of the source and the detector
		long = 520.0 // the slice
		bars = 200.0
	)
	t, m := s.theme(), s.light(f)
	depth := float64(len(f.Ribbon)) * float64(f.Distance)
	axes := func(x, width float64, xs, ys plot.Axis, title string) plot.Axes {
		return plot.Axes{Rect: plot.Rect{X: x, W: width, H: side}, X: xs, Y: ys, Title: title, Theme: t}
	}
	source := axes(0, side, across(f, "x"), down(f, "y"), "Source")
	left, _, top, bottom := source.Margin()
	source.Rect.X, source.Rect.Y = plot.Page+left, head+top
	slice := axes(source.Right()+plot.Gap+left, long, plot.Axis{Label: "z", Unit: "m", Max: depth}, down(f, "x"), "Slice at y = 0, light runs to the right")
	slice.Rect.Y = source.Rect.Y
	detector := axes(slice.Right()+plot.Gap+left, side, source.X, source.Y, "Detector")
	detector.Rect.Y = source.Rect.Y
	scores := plot.Rect{X: detector.Right() + plot.Wide, Y: source.Rect.Y, W: bars, H: side}

	ribbon := view.Transpose(join(f.Ribbon), f.N)
	thumb := min(long/float64(len(f.Ribbon))-plot.Near, 80)
	masks := slice.Bottom() + bottom + plot.Near

	fig := &Figure{W: scores.Right() + plot.Page, Title: "One input on the bench", subtitle: setting(f)}
	if v := verdict(f, classes); v != "" {
		fig.subtitle = v + " " + fig.subtitle
	}
	fig.caption = "Left, the source; then the intensity between the planes in the slice marked on the source, with the masks where the light meets them; then the detector with its regions; right, the score of each class. " +
		"Colour follows the square root of the intensity: source and detector up to their own peaks, the slice up to its."
	if ofDevice(f) {
		fig.caption += " The colour of a mask is its phase, dimmed as far as it dims the light."
	}
	fig.words = benchWords(f, classes)
	fig.draw = func(c plot.Canvas) {
		for _, p := range []struct {
			a *plot.Axes
			i int
		}{{&source, 0}, {&detector, len(f.Planes) - 1}} {
			picture := square(f.N)
			view.Intensity(picture, f.Planes[p.i], f.N, view.Tone{Map: m}, view.Nearest)
			p.a.DrawImage(c, picture)
		}
		c.Stroke(plot.Segment(source.Rect.X, source.CY(), source.Right(), source.CY()), 1, guide, 4, 4)
		drawRegions(c, &detector, f, classes)
		// Smooth along the light only, where the steps are few.
		picture := image.NewRGBA(image.Rect(0, 0, max(len(f.Ribbon)*f.Steps, 2*long), f.N))
		view.Intensity(picture, ribbon, len(f.Ribbon)*f.Steps, view.Tone{Map: m}, view.Smooth)
		slice.DrawImage(c, picture)
		for i, mask := range f.Masks {
			x := slice.Px(float64(i+1) * float64(f.Distance))
			c.Stroke(plot.Segment(x, slice.Rect.Y, x, slice.Bottom()), 1.5, guide)
			at := plot.Rect{X: x - thumb/2, Y: masks, W: thumb, H: thumb}
			small := square(f.N)
			if ofDevice(f) {
				view.Phase(small, mask, f.N, view.Nearest)
				dim(small, f.Amplitude[i])
			} else if len(f.Amplitude) > 0 {
				view.Intensity(small, f.Amplitude[i], f.N, view.Tone{Map: &colormap.Gray}, view.Nearest)
			} else {
				view.Phase(small, mask, f.N, view.Nearest)
			}
			c.Image(at, small)
			c.Stroke(at.Path(), 1, t.Rule)
			name := "Mask " + f.MaskNumber(i)
			label := t.Type(plot.Small, t.Muted, plot.Middle)
			if w, _, _ := text.Measure(label.Face, name); w > thumb+plot.Near {
				name = f.MaskNumber(i)
			}
			c.Text(x, at.Bottom()+plot.Tight+plot.Small*0.8, name, label)
		}
		for _, a := range []*plot.Axes{&source, &slice, &detector} {
			a.DrawFront(c)
		}
		phases := phaseScale()
		if len(f.Amplitude) > 0 && !ofDevice(f) {
			phases = transmissionScale()
		}
		flat := plot.Rect{X: source.Rect.X, Y: masks + plot.Wide, W: side, H: plot.ScaleWidth}
		t.DrawScaleFlat(c, flat, intensityScale(m, "intensity / peak"))
		flat.X = detector.Rect.X
		t.DrawScaleFlat(c, flat, phases)
		c.Text(scores.X, scores.Y-plot.Near, "Score", t.Strong(plot.Body, t.Ink, plot.Start))
		t.DrawBars(c, scores, scoreBars(f, classes))
	}
	return fig.finish(s, masks+max(thumb, 60)+plot.Near+plot.Small), nil
}

// dim multiplies the colours of a square picture by b/255, one byte a pixel.
func dim(m *image.RGBA, b []byte) {
	for i, v := range b {
		for c := range 3 {
			m.Pix[4*i+c] = byte(int(m.Pix[4*i+c]) * int(v) / 255)
		}
	}
}

// guide is for lines over a picture of light.
var guide = color.RGBA{200, 205, 215, 255}

func checkRibbon(f *experiment.Frame) error {
	if len(f.Ribbon) != len(f.Masks)+1 || f.Steps <= 0 || !(f.Distance > 0) {
		return errs.New("figure: the frame has no slice between its planes: it has ", len(f.Ribbon), " gaps of ", f.Steps, " steps for ", len(f.Masks), " masks")
	}
	for _, r := range f.Ribbon {
		if len(r) != f.Steps*f.N {
			return errs.New("figure: a gap of the frame's slice has ", len(r), " samples, want ", f.Steps*f.N)
		}
	}
	return nil
}

func join(parts [][]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func scoreBars(f *experiment.Frame, classes []string) []plot.Bar {
	bars := make([]plot.Bar, len(f.Scores))
	for i, v := range f.Scores {
		bars[i] = plot.Bar{Name: class(classes, i), Value: float64(v), Label: percent(float64(v)), Strong: i == f.Predicted}
	}
	return bars
}

func benchWords(f *experiment.Frame, classes []string) string {
	s := "Power at the planes, as a share of the source's:"
	for i := range f.Planes {
		s += " " + plane(f, i) + " " + percent(float64(f.Power[i])) + ";"
	}
	s += " scores:"
	for i, v := range f.Scores {
		s += " " + class(classes, i) + " " + percent(float64(v)) + ";"
	}
	return s[:len(s)-1] + "."
}
