package figure

import (
	"cmp"
	"image"
	"image/color"
	"slices"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/render/view"
	"talbot/sim/errs"
	"talbot/sim/frame"
)

// Bench shows one input on its way: the first plane, the slice of the light between
// the planes with the elements below it, the last plane, and the scores of the classes.
func Bench(f *frame.Frame, classes []string, s Style) (*Figure, error) {
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
	first, last := &f.Planes[0], f.Last()
	start, depth := float64(first.Z), float64(last.Z)-float64(first.Z)
	wide := 0.0 // of the slice, m
	for _, r := range f.Ribbons {
		wide = max(wide, float64(r.Nx)*float64(r.Pitch))
	}
	between := "Slice at y = 0, light runs to the right"
	if len(f.Ribbons) == 0 {
		between = "Planes along the light, which runs to the right"
		for i := range f.Planes {
			wide = max(wide, 1.1*f.Planes[i].Width())
		}
	}
	axes := func(x, width float64, xs, ys plot.Axis, title string) plot.Axes {
		return plot.Axes{Rect: plot.Rect{X: x, W: width, H: side}, X: xs, Y: ys, Title: title, Theme: t}
	}
	source := axes(0, side, across(first, "x"), down(first, "y"), plane(f, 0))
	left, _, top, bottom := source.Margin()
	source.Rect.X, source.Rect.Y = plot.Page+left, head+top
	across := centred(wide, "x")
	across.Min, across.Max = across.Max, across.Min
	slice := axes(source.Right()+plot.Gap+left, long, plot.Axis{Label: "z", Unit: "m", Max: depth}, across, between)
	slice.Rect.Y = source.Rect.Y
	detector := axes(slice.Right()+plot.Gap+left, side, centred(last.Width(), "x"), down(last, "y"), plane(f, len(f.Planes)-1))
	detector.Rect.Y = source.Rect.Y
	for p, a := range map[*frame.Plane]*plot.Axes{first: &source, last: &detector} {
		r := fitted(p, side)
		a.Rect.Y += (side - r.H) / 2
		a.Rect.X += (side - r.W) / 2
		a.Rect.W, a.Rect.H = r.W, r.H
		few(&a.X, r.W/side)
		few(&a.Y, r.H/side)
	}
	scores := plot.Rect{X: slice.Right() + plot.Gap + left + side + plot.Wide, Y: source.Rect.Y, W: bars, H: side}

	elements := elements(f)
	thumb := 80.0
	for i := 1; i < len(f.Planes); i++ {
		thumb = min(thumb, (float64(f.Planes[i].Z)-float64(f.Planes[i-1].Z))/depth*long-plot.Near)
	}
	thumb = max(thumb, 16)
	masks := slice.Bottom() + bottom + plot.Near

	fig := &Figure{W: scores.Right() + plot.Page, Title: "One input on the bench", subtitle: setting(f)}
	if len(f.Scores) == 0 {
		fig.W = scores.X + plot.Page - plot.Wide
	}
	if v := verdict(f, classes); v != "" {
		fig.subtitle = v + " " + fig.subtitle
	}
	fig.caption = "Left, the source; then the intensity between the planes in the slice marked on the source, with the masks where the light meets them; then the detector with its regions; right, the score of each class. " +
		"Colour follows the square root of the intensity: source and detector up to their own peaks, the slice up to its."
	if len(f.Scores) == 0 {
		fig.caption = "Left, the first plane; then the intensity between the planes in the slice marked on it, with the elements where the light meets them; then the last plane. " +
			"Colour follows the square root of the intensity: the planes up to their own peaks, the slice up to its."
	}
	if len(f.Ribbons) == 0 {
		fig.caption = "Left, the first plane; then how wide the planes are and where they stand, with the elements below; then the last plane. " +
			"Colour follows the square root of the intensity, up to each plane's own peak."
	}
	if writes(first) {
		fig.caption += " Of the first plane the phase is shown that is written on its light."
	}
	display, amplitude := false, false
	for _, p := range elements {
		display, amplitude = display || both(p), amplitude || p.Amplitude != nil
	}
	if display {
		fig.caption += " The colour of a mask is its phase, dimmed as far as it dims the light."
	}
	fig.words = benchWords(f, classes)
	fig.draw = func(c plot.Canvas) {
		source.DrawImage(c, shown(first, m))
		detector.DrawImage(c, shown(last, m))
		if len(f.Ribbons) > 0 {
			c.Stroke(plot.Segment(source.Rect.X, source.CY(), source.Right(), source.CY()), 1, guide, 4, 4)
		}
		for i := range f.Planes {
			p := &f.Planes[i]
			if x, half := slice.Px(float64(p.Z)-start), side*p.Width()/wide/2; len(f.Ribbons) == 0 {
				c.Stroke(plot.Segment(x, slice.CY()-half, x, slice.CY()+half), 3, t.Rule)
			}
		}
		drawRegions(c, &detector, f, last, classes)
		for _, r := range f.Ribbons {
			x0 := slice.Px(float64(f.Planes[r.Plane].Z) - start)
			x1 := slice.Px(float64(f.Planes[r.Plane+1].Z) - start)
			high := side * float64(r.Nx) * float64(r.Pitch) / wide
			// Smooth along the light only, where the steps are few.
			picture := image.NewRGBA(image.Rect(0, 0, max(r.Steps, int(2*(x1-x0)), 1), r.Nx))
			view.Intensity(picture, view.Transpose(r.Values, r.Nx), r.Steps, view.Tone{Map: m}, view.Smooth)
			c.Image(plot.Rect{X: x0, Y: slice.CY() - high/2, W: x1 - x0, H: high}, picture)
		}
		end := 0.0 // of the last name
		for _, p := range elements {
			x := slice.Px(float64(p.Z) - start)
			if len(f.Ribbons) > 0 {
				c.Stroke(plot.Segment(x, slice.Rect.Y, x, slice.Bottom()), 1.5, guide)
			}
			at := fitted(p, thumb)
			at.X, at.Y = x-at.W/2, masks
			small := changes(p)
			if both(p) {
				small = turned(p)
				dim(small, p.Amplitude)
			}
			c.Image(at, small)
			c.Stroke(at.Path(), 1, t.Rule)
			words := upper(name(p))
			label := t.Type(plot.Small, t.Muted, plot.Middle)
			if p.Kind != frame.Mask {
				words = upper(p.Name)
			}
			w, _, _ := text.Measure(label.Face, words)
			if w > thumb+plot.Near {
				words = p.Name
				w, _, _ = text.Measure(label.Face, words)
			}
			if x-w/2 < end {
				continue // the words of the figure name it
			}
			end = x + w/2 + plot.Tight
			c.Text(x, at.Bottom()+plot.Tight+plot.Small*0.8, words, label)
		}
		for _, a := range []*plot.Axes{&source, &slice, &detector} {
			a.DrawFront(c)
		}
		flat := plot.Rect{X: source.Rect.X, Y: masks + plot.Wide, W: side, H: plot.ScaleWidth}
		scales := []plot.Scale{intensityScale(m, "intensity / peak")}
		switch {
		case amplitude && !display:
			scales = append(scales, transmissionScale())
		case len(elements) > 0:
			scales = append(scales, phaseScale())
			scales[1].Axis.Label = "phase of the elements (rad)"
			if elements[0].Kind == frame.Mask {
				scales[1].Axis.Label = "phase of the masks (rad)"
			}
		}
		if writes(first) && len(elements) > 0 && !(amplitude && !display) { // its phase is at the left, and light at the right
			scales[1].Axis.Label = "phase of input and masks (rad)"
			slices.Reverse(scales)
		}
		for i, at := range []float64{source.Rect.X, detector.Rect.X}[:len(scales)] {
			flat.X = at
			t.DrawScaleFlat(c, flat, scales[i])
		}
		if len(f.Scores) > 0 {
			title := "Score"
			if len(f.Scores) > mostBars {
				title = "Highest scores"
			}
			c.Text(scores.X, scores.Y-plot.Near, title, t.Strong(plot.Body, t.Ink, plot.Start))
			t.DrawBars(c, scores, scoreBars(f, classes))
		}
	}
	return fig.finish(s, masks+max(thumb, 60)+plot.Near+plot.Small), nil
}

// dim multiplies the colours of a picture by b/255, one byte a pixel.
func dim(m *image.RGBA, b []byte) {
	for i, v := range b {
		for c := range 3 {
			m.Pix[4*i+c] = byte(int(m.Pix[4*i+c]) * int(v) / 255)
		}
	}
}

// guide is for lines over a picture of light.
var guide = color.RGBA{200, 205, 215, 255}

func checkRibbon(f *frame.Frame) error {
	if n := len(f.Ribbons); n > 0 && n != len(f.Planes)-1 || !(f.Last().Z > f.Planes[0].Z) {
		return errs.New("figure: the frame has no slice between its planes: it has ", len(f.Ribbons), " for ", len(f.Planes)-1, " gaps")
	}
	return nil
}

// mostBars is the largest number of scores whose bars can be told apart; of more classes
// there are those of the highest.
const mostBars = 20

// noClass is the score of an answer that is none of the classes, which is what theirs leave of 1, and whether there is one.
func noClass(f *frame.Frame) (left float64, has bool) {
	all, _ := f.Answers()
	if len(all) == len(f.Scores) {
		return 0, false
	}
	return float64(all[len(f.Scores)]), true
}

// scoreBars are the bars of all classes in their order, with that of none behind them, or of the highest scores, the
// highest first.
func scoreBars(f *frame.Frame, classes []string) []plot.Bar {
	_, read := f.Answers()
	bars := make([]plot.Bar, len(f.Scores))
	for i, v := range f.Scores {
		bars[i] = plot.Bar{Name: class(classes, i), Value: float64(v), Label: percent(float64(v)), Strong: i == f.Predicted}
	}
	if left, has := noClass(f); has {
		bars = append(bars, plot.Bar{Name: "none", Value: left, Label: percent(left), Strong: read == len(f.Scores)})
	}
	if len(bars) > mostBars {
		slices.SortStableFunc(bars, func(a, b plot.Bar) int { return cmp.Compare(b.Value, a.Value) })
		bars = bars[:mostBars]
	}
	return bars
}

func benchWords(f *frame.Frame, classes []string) string {
	s := "Power at the planes, as a share of the source's:"
	for i := range f.Planes {
		s += " " + plane(f, i) + " " + percent(float64(f.Planes[i].Power)) + ";"
	}
	if len(f.Scores) > 0 {
		s += " scores:"
	}
	for i, v := range f.Scores {
		s += " " + class(classes, i) + " " + percent(float64(v)) + ";"
	}
	if left, has := noClass(f); has {
		s += " none " + percent(left) + ";"
	}
	return s[:len(s)-1] + "."
}
