package figure

import (
	"math"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
)

// Series is a named curve.
type Series struct {
	Name string
	X, Y []float64
}

// Lines shows curves over axes that begin at zero, so that what grows in proportion is a
// straight line.
func Lines(title, subtitle, caption string, x, y plot.Axis, set []Series, s Style) (*Figure, error) {
	t := s.theme()
	fig := &Figure{Title: title, subtitle: subtitle, caption: caption}
	for i, axis := range []*plot.Axis{&x, &y} {
		lo, hi := math.Inf(1), 0.0
		for _, c := range set {
			for _, v := range [][]float64{c.X, c.Y}[i] {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
		if !(lo >= 0 && hi > 0) {
			return nil, errs.New("figure: a curve needs values above 0")
		}
		axis.Min, axis.Max = 0, hi*1.08
	}
	a := plot.Axes{Rect: plot.Rect{W: 440, H: 300}, X: x, Y: y, Grid: true, Theme: t}
	ml, _, mt, mb := a.Margin()
	a.Rect.X, a.Rect.Y = plot.Page+ml, head+mt
	names := 0.0
	for _, c := range set {
		w, _, _ := text.Measure(text.Face{Weight: text.Bold, Size: plot.Body}, c.Name)
		names = max(names, w)
	}
	fig.W = max(a.Right()+plot.Near+names+plot.Page, 620)
	for _, c := range set {
		fig.words += " " + c.Name + ":"
		for i := range c.X {
			fig.words += " " + short(c.Y[i]) + " at " + short(c.X[i])
		}
		fig.words += "."
	}
	fig.draw = func(c plot.Canvas) {
		a.DrawBack(c)
		for i, v := range set {
			ink := t.Series[i%len(t.Series)]
			a.DrawLine(c, plot.Line{X: v.X, Y: v.Y, Color: ink, Dash: plot.Dashes[i%len(plot.Dashes)], Dots: true})
			if n := len(v.X); n > 0 {
				c.Text(a.Right()+plot.Near, a.Py(v.Y[n-1])+plot.Body/3, v.Name, t.Strong(plot.Body, ink, plot.Start))
			}
		}
		a.DrawFront(c)
	}
	return fig.finish(s, a.Bottom()+mb), nil
}
