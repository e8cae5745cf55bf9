package figure

import (
	"math"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
)

// Compared is one row of a comparison: a measured share, or a value in Style.Unit, and the published one.
type Compared struct {
	Label     string
	Value     float64 // of shares 0..1; NaN where nothing was measured
	Spread    float64 // standard deviation over the runs
	Runs      int
	Published float64 // NaN where there is none
	Ours      bool    // a method that the publication does not have
}

// compareWide is the width of a comparison.
const compareWide = 820

// Marks says what Compare draws for each row: "Bars" from 0, or "Dots" where all shares are so
// large that the axis begins above 0, where the length of a bar would tell nothing.
func Marks(rows []Compared, s Style) string {
	if begins(rows, s) > 0 {
		return "Dots"
	}
	return "Bars"
}

// begins is the smallest share on the axis.
func begins(rows []Compared, s Style) float64 {
	lo := 1.0
	for _, r := range rows {
		for _, v := range []float64{r.Value, r.Published} {
			if v > 0 {
				lo = min(lo, v)
			}
		}
	}
	if lo <= 0.55 || s.Unit != "" {
		return 0
	}
	return math.Floor(lo*20-1) / 20
}

// Compare shows shares, such as accuracies, or values in Style.Unit beside the published ones:
// a bar or a dot for each row (see Marks), a line across it at the published value.
func Compare(title, subtitle, caption string, rows []Compared, s Style) (*Figure, error) {
	if len(rows) == 0 {
		return nil, errs.New("figure: there is nothing to compare")
	}
	t := s.theme()
	fig := &Figure{W: compareWide, Title: title, subtitle: subtitle, caption: caption}
	ours := 0
	for _, r := range rows {
		if r.Ours {
			ours++
		}
	}
	if ours > 0 && ours < len(rows) {
		fig.subtitle += " Green: not in the publication."
	}
	names := 0.0
	face := text.Face{Weight: text.Regular, Size: plot.Body}
	least, most := 0.0, 0.0
	number := percent
	if s.Unit != "" {
		suffix := ""
		if s.Unit != "1" {
			suffix = " " + s.Unit
		}
		number = func(v float64) string { return plot.Number(v, 2) + suffix }
	}
	for _, r := range rows {
		w, _, _ := text.Measure(face, r.Label)
		names = max(names, w)
		for _, v := range []float64{r.Value, r.Published} {
			if !math.IsNaN(v) {
				least, most = min(least, v), max(most, v)
			}
		}
		if !math.IsNaN(r.Value) {
			fig.words += " " + r.Label + ": " + number(r.Value)
			if !math.IsNaN(r.Published) {
				fig.words += ", published " + number(r.Published)
			}
			fig.words += "."
		}
	}
	axis := plot.Axis{Label: "accuracy", Min: begins(rows, s), Max: 1, Percent: true}
	if s.Share != "" {
		axis.Label = s.Share
	}
	if s.Unit != "" {
		axis = plot.Axis{Label: axis.Label, Min: least, Max: most + (most-least)/20}
		if s.Unit != "1" {
			axis.Label += " (" + s.Unit + ")"
		}
		if most == least {
			axis.Max = least + 1
		}
	}
	const row, numbers = 20, 170
	a := plot.Axes{Rect: plot.Rect{X: plot.Page + min(names, 330) + plot.Near, Y: head + plot.Tight, H: row * float64(len(rows))}, X: axis,
		Y: plot.Axis{Min: 0, Max: 1, Bare: true, Ticks: []plot.Tick{}}, Theme: t}
	a.W = fig.W - plot.Page - numbers - a.Rect.X
	_, _, _, mb := a.Margin()
	fig.draw = func(c plot.Canvas) {
		a.DrawBack(c)
		for i, r := range rows {
			cy := a.Rect.Y + row*(float64(i)+0.5)
			drop := text.CapHeight(face) / 2
			c.Text(a.Rect.X-plot.Near, cy+drop, text.Fit(face, r.Label, min(names, 330)), t.Type(plot.Body, t.Ink, plot.End))
			ink := t.Series[0]
			if r.Ours {
				ink = t.Series[2]
			}
			note := "not run"
			if r.Runs > 0 { // it ran, and has no such value
				note = "no value"
			}
			if !math.IsNaN(r.Value) {
				x, from := a.Px(max(r.Value, axis.Min)), a.Px(max(0, axis.Min))
				dots := axis.Min > 0
				if dots {
					c.Stroke(plot.Segment(from, cy, x, cy), 1, t.Grid)
				} else {
					c.Fill(plot.Rect{X: min(x, from), Y: cy - 6, W: math.Abs(x - from), H: 12}.Path(), ink)
				}
				if r.Spread > 0 {
					from, to := a.Px(max(axis.Min, r.Value-r.Spread)), a.Px(min(axis.Max, r.Value+r.Spread))
					c.Stroke(plot.Segment(from, cy, to, cy), 2, t.Ink)
				}
				if dots {
					c.Fill(plot.Disc(x, cy, 5), ink)
				}
				note = number(r.Value)
				if r.Runs > 1 {
					note = spread(r.Value, r.Spread, s.Unit)
				}
			}
			if !math.IsNaN(r.Published) && r.Published >= axis.Min {
				x := a.Px(r.Published)
				c.Stroke(plot.Segment(x, cy-8, x, cy+8), 2.5, t.Accent)
				note += "  |  " + number(r.Published)
			}
			c.Text(a.Right()+plot.Near, cy+drop, note, t.Type(plot.Body, t.Ink, plot.Start))
		}
		a.DrawFront(c)
	}
	return fig.finish(s, a.Bottom()+mb), nil
}

// spread is a mean with its deviation, which has as many places, and their unit; "" is that of shares.
func spread(mean, deviation float64, unit string) string {
	places := 2
	switch unit {
	case "":
		mean, deviation, unit = 100*mean, 100*deviation, "\u202f%"
		if deviation >= 1 {
			places = 1
		}
	case "1":
		unit = ""
	default:
		unit = " " + unit
	}
	return plot.Number(mean, places) + " ± " + plot.Number(deviation, places) + unit
}
