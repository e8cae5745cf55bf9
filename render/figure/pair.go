package figure

import (
	"math"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
)

// Panel is a plot of a pair.
type Panel struct {
	Title string
	Y     plot.Axis // logarithmic or not; its ends come from the curves
	Set   []Series  // one without a name is points alone, of the curve before it
}

// Pair shows two quantities of the same things, side by side over the same logarithmic axis: so that nobody sees
// one without the other.
func Pair(title, subtitle, caption string, x plot.Axis, panels [2]Panel, s Style) (*Figure, error) {
	t := s.theme()
	fig := &Figure{Title: title, subtitle: subtitle, caption: caption}
	x.Log, x.Min, x.Max = true, math.Inf(1), 0
	for _, p := range panels {
		for _, c := range p.Set {
			for _, v := range c.X {
				x.Min, x.Max = min(x.Min, v), max(x.Max, v)
			}
		}
	}
	if !(x.Min > 0 && x.Max > x.Min) {
		return nil, errs.New("figure: a pair of plots wants curves over numbers above 0")
	}
	x.Min, x.Max = x.Min/1.5, x.Max*1.5
	var axes [2]plot.Axes
	left, bottom := float64(plot.Page), 0.0
	for i, p := range panels {
		y := p.Y
		y.Min, y.Max = math.Inf(1), math.Inf(-1)
		for _, c := range p.Set {
			for _, v := range c.Y {
				y.Min, y.Max = min(y.Min, v), max(y.Max, v)
			}
		}
		if !(y.Max > y.Min) || y.Log && !(y.Min > 0) {
			return nil, errs.New("figure: the plot of ", p.Title, " has no two values above 0")
		}
		if y.Log {
			y.Min, y.Max = y.Min/1.5, y.Max*1.5
		} else {
			y.Min, y.Max = y.Min-0.05*(y.Max-y.Min), y.Max+0.05*(y.Max-y.Min)
		}
		a := plot.Axes{Rect: plot.Rect{W: 330, H: 250}, X: x, Y: y, Title: p.Title, Grid: true, Theme: t}
		ml, mr, mt, mb := a.Margin()
		a.Rect.X, a.Rect.Y = left+ml, head+mt
		bottom = max(bottom, a.Bottom()+mb)
		left, axes[i] = a.Right()+mr+plot.Gap, a
		for _, c := range p.Set {
			if c.Name != "" {
				fig.words += " " + p.Title + ", " + c.Name + ":"
			}
			for k := range c.X {
				fig.words += " " + short(c.Y[k]) + " at " + short(c.X[k])
			}
		}
		fig.words += "."
	}
	fig.W = left + plot.Page
	key := bottom + plot.Gap // the names, below both
	fig.draw = func(c plot.Canvas) {
		for i := range axes {
			axes[i].DrawBack(c)
			ink, at := -1, axes[i].Rect.X
			for _, v := range panels[i].Set {
				if v.Name != "" {
					ink++
				}
				color := t.Series[max(0, ink)%len(t.Series)]
				axes[i].DrawLine(c, plot.Line{X: v.X, Y: v.Y, Color: color, Dash: plot.Dashes[max(0, ink)%len(plot.Dashes)], Dots: v.Name == "", Bare: v.Name == ""})
				if v.Name != "" {
					c.Text(at, key, v.Name, t.Strong(plot.Body, color, plot.Start))
					w, _, _ := text.Measure(text.Face{Weight: text.Bold, Size: plot.Body}, v.Name)
					at += w + plot.Gap
				}
			}
			axes[i].DrawFront(c)
		}
	}
	return fig.finish(s, key+plot.Near), nil
}
