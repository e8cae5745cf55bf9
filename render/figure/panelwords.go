package figure

import (
	"math"

	"talbot/render/plot"
	"talbot/sim/frame"
)

// said is a value with the unit of its axis.
func said(v float64, a frame.Axis) string {
	switch {
	case math.IsNaN(v):
		return "none"
	case a.Prefixed():
		return plot.Quantity(v, a.Unit)
	case a.Unit != "":
		return short(v) + " " + a.Unit
	}
	return short(v)
}

// panelWords is a panel in words and numbers.
func panelWords(p *frame.Panel) string {
	words := p.Title
	switch p.Shape {
	case frame.Bars:
		for i, v := range p.Series[0].Y {
			words += listed(i, ": ", "; ") + p.Names[i] + " " + said(float64(v), p.Y)
		}
	case frame.Grid:
		for i, v := range p.Series[0].Y {
			words += listed(i, ": ", "; ") + p.Names[p.Nx+i/p.Nx] + ", " + p.Names[i%p.Nx] + " " + said(float64(v), frame.Axis{})
		}
	case frame.Image:
		if bar := p.Bar(); bar != "" {
			words += ", " + bar
		}
		words += ": " + integer(p.Nx) + " × " + integer(p.Ny) + " values from " + said(float64(p.Lo), frame.Axis{}) + " to " + said(float64(p.Hi), frame.Axis{})
		words += seriesWords(p, "; ")
	case frame.Lines:
		words += seriesWords(p, ": ")
	}
	if words != "" {
		words += "."
	}
	if p.Note != "" {
		if words != "" {
			words += " "
		}
		words += p.Note
	}
	return words
}

// seriesWords tells the ends of each curve.
func seriesWords(p *frame.Panel, first string) (words string) {
	for i, s := range p.Series {
		words += listed(i, first, "; ")
		if s.Name != "" {
			words += s.Name + ", "
		}
		n := len(s.X)
		switch {
		case n == 0:
			words += "nothing yet"
		case s.Points:
			words += integer(n) + " points"
		default:
			words += "from " + said(float64(s.Y[0]), p.Y) + " at " + said(float64(s.X[0]), p.X) +
				" to " + said(float64(s.Y[n-1]), p.Y) + " at " + said(float64(s.X[n-1]), p.X)
		}
	}
	return words
}

func listed(i int, first, next string) string {
	if i == 0 {
		return first
	}
	return next
}
