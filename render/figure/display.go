package figure

import (
	"math"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
)

// DisplayState is what a display's pixel does to the light at one level.
type DisplayState struct {
	Drive, Amplitude, Phase float64 // Phase in rad
}

// DisplayCurve is the calibration of one display.
type DisplayCurve struct {
	Name   string // heads the curve where there are several
	States []DisplayState
	Used   []float64 // nil, or the share of pixels at each level
}

// panel is the side of each of the three panels of a curve.
const panel = 230

// Display shows the curves of displays, a row each: amplitude and phase against the
// drive, and the states in the complex plane. Where a curve has the share of pixels at
// each level, it is drawn as the size of the states.
func Display(title string, curves []DisplayCurve, s Style) (*Figure, error) {
	if len(curves) == 0 {
		return nil, errs.New("figure: no display to draw")
	}
	fig := &Figure{Title: title, subtitle: count(len(curves[0].States), "level") + "."}
	fig.caption = "Right: each state as a complex number, joined in the order of the levels; the circle lets all light pass."
	if len(curves) > 1 {
		fig.subtitle = count(len(curves), "display") + "."
	}
	var rows []displayRow
	bottom := head
	for i, v := range curves {
		if len(v.States) == 0 || v.Used != nil && len(v.Used) != len(v.States) {
			return nil, errs.New("figure: a display of ", len(v.States), " levels with shares of ", len(v.Used))
		}
		if v.Used != nil && i == 0 {
			fig.caption += " The larger a state's dot, the more pixels of the masks have it."
		}
		top := bottom
		if len(curves) > 1 {
			if i > 0 {
				top += plot.Gap
			}
			top += plot.Body * 1.8 // for the name
			fig.words += " " + v.Name + ":"
		}
		fig.words += v.describe()
		r := placeDisplay(v, top, s.theme())
		rows, bottom = append(rows, r), r.bottom
	}
	fig.words = fig.words[1:]
	fig.W = alignDisplays(rows) + plot.Page
	fig.draw = func(c plot.Canvas) {
		for _, r := range rows {
			if len(rows) > 1 {
				name := s.theme().Strong(plot.Body, s.theme().Ink, plot.Start)
				c.Text(plot.Page, r.top-plot.Body*0.8, text.Fit(name.Face, r.Name, fig.W-2*plot.Page), name)
			}
			r.draw(c, s.theme())
		}
	}
	return fig.finish(s, bottom), nil
}

// describe tells the first states in words.
func (v *DisplayCurve) describe() (words string) {
	for i, s := range v.States[:min(16, len(v.States))] {
		words += " Level " + integer(i) + ": amplitude " + short(s.Amplitude) + ", phase " + plot.Number(s.Phase/math.Pi, 2) + "π"
		if v.Used != nil {
			words += ", " + percent(v.Used[i]) + " of the pixels"
		}
		words += "."
	}
	return words
}

// displayRow is the three panels of one curve, from top to bottom.
type displayRow struct {
	DisplayCurve
	panels              []plot.Axes
	x, amplitude, phase []float64
	large               float64 // amplitude at the panels' edge, but for a margin
	top, bottom         float64
}

func placeDisplay(v DisplayCurve, top float64, t *plot.Theme) displayRow {
	n := len(v.States)
	r := displayRow{DisplayCurve: v, x: make([]float64, n), amplitude: make([]float64, n), phase: make([]float64, n), large: 1, top: top}
	lo, hi := 0.0, 0.0
	for i, s := range v.States {
		r.x[i], r.amplitude[i], r.phase[i] = s.Drive, s.Amplitude, s.Phase/math.Pi
		lo, hi, r.large = min(lo, r.phase[i]), max(hi, r.phase[i]), max(r.large, s.Amplitude)
	}
	drive := plot.Axis{Label: "drive", Min: r.x[0], Max: r.x[n-1]}
	if n == 1 {
		drive.Min, drive.Max = r.x[0]-1, r.x[0]+1
	}
	pad := max((hi-lo)*0.06, 0.1)
	part := func(label string) plot.Axis { return plot.Axis{Label: label, Min: -1.1 * r.large, Max: 1.1 * r.large} }
	r.panels = []plot.Axes{
		{X: drive, Y: plot.Axis{Label: "amplitude", Max: 1.05 * r.large}, Title: "Amplitude", Grid: true},
		{X: drive, Y: plot.Axis{Label: "phase (π rad)", Min: lo - pad, Max: hi + pad}, Title: "Phase", Grid: true},
		{X: part("real part"), Y: part("imaginary part"), Title: "States"},
	}
	for i := range r.panels {
		a := &r.panels[i]
		a.Rect, a.Theme = plot.Rect{W: panel, H: panel}, t
		_, _, mt, mb := a.Margin()
		a.Rect.Y = top + mt
		r.bottom = a.Bottom() + mb
	}
	return r
}

// alignDisplays sets the panels of all rows below each other, and returns where they end.
func alignDisplays(rows []displayRow) (end float64) {
	at := plot.Page
	for i := range rows[0].panels {
		left, right := 0.0, 0.0
		for _, r := range rows {
			ml, mr, _, _ := r.panels[i].Margin()
			left, right = max(left, ml), max(right, mr)
		}
		for _, r := range rows {
			r.panels[i].Rect.X = at + left
		}
		end = at + left + panel + right
		at = end + plot.Gap
	}
	return end
}

func (r *displayRow) draw(c plot.Canvas, t *plot.Theme) {
	for i, y := range [][]float64{r.amplitude, r.phase} {
		a := &r.panels[i]
		a.DrawBack(c)
		a.DrawLine(c, plot.Line{X: r.x, Y: y, Color: t.Series[i], Dots: len(r.x) <= 100})
		a.DrawFront(c)
	}
	a := &r.panels[2]
	a.DrawBack(c)
	c.Stroke(plot.Segment(a.Px(-1.1*r.large), a.Py(0), a.Px(1.1*r.large), a.Py(0)), 1, t.Grid)
	c.Stroke(plot.Segment(a.Px(0), a.Py(-1.1*r.large), a.Px(0), a.Py(1.1*r.large)), 1, t.Grid)
	c.Stroke(circle(a.Px(0), a.Py(0), a.Px(1)-a.Px(0)), 1, t.Rule, 3, 3)
	re, im := make([]float64, len(r.States)), make([]float64, len(r.States))
	for i, v := range r.States {
		sin, cos := math.Sincos(v.Phase)
		re[i], im[i] = v.Amplitude*cos, v.Amplitude*sin
	}
	a.DrawLine(c, plot.Line{X: re, Y: im, Color: t.Rule, Width: 1})
	for i := range r.States {
		size := 3.5
		if r.Used != nil {
			size = 2 + 22*math.Sqrt(r.Used[i]/math.Pi)
		}
		x, y := a.Px(re[i]), a.Py(im[i])
		c.Fill(plot.Disc(x, y, size), t.Series[2])
		if away := math.Hypot(x-a.CX(), y-a.CY()); len(r.States) <= 16 && away > 0 {
			f := 1 + (size+plot.Body*0.8)/away
			c.Text(a.CX()+f*(x-a.CX()), a.CY()+f*(y-a.CY())+plot.Body/3, integer(i), t.Type(plot.Body*0.9, t.Ink, plot.Middle))
		}
	}
	a.DrawFront(c)
}

// circle is a line around (x, y), smooth enough for a large one.
func circle(x, y, r float64) plot.Path {
	var p plot.Path
	for i := range 121 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 120)
		p = append(p, plot.Point{X: x + r*cos, Y: y + r*sin, Move: i == 0})
	}
	return p
}
