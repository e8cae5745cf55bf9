package figure

import (
	"image"

	"talbot/render/plot"
	"talbot/sim/experiment"
)

// panels is a grid of square pictures of equal size with common axes: only the
// left column has the y labels, and only panels with none below have the x labels.
type panels struct {
	axes   []plot.Axes
	right  float64 // where the panels end
	bottom float64 // where the labels below them end
	area   plot.Rect
}

// place lays out n pictures of the planes of f, size wide, below the head of the
// figure.
func place(f *experiment.Frame, t *plot.Theme, n, columns int, size float64, note bool) (p panels) {
	first := plot.Axes{Rect: plot.Rect{W: size, H: size}, X: across(f, "x"), Y: down(f, "y"), Title: "x", Theme: t}
	if note {
		first.Note = "x"
	}
	left, _, top, bottom := first.Margin()
	columns = min(columns, n)
	for i := range n {
		a := first
		row, col := i/columns, i%columns
		a.Rect.X = plot.Page + left + float64(col)*(size+plot.Gap)
		a.Rect.Y = head + top + float64(row)*(size+top+plot.Gap)
		a.X.Bare = i+columns < n
		a.Y.Bare = col > 0
		p.axes = append(p.axes, a)
		p.right = max(p.right, a.Right())
		p.bottom = max(p.bottom, a.Bottom()+bottom)
	}
	p.area = plot.Rect{X: p.axes[0].Rect.X, Y: p.axes[0].Rect.Y}
	p.area.W = p.right - p.area.X
	p.area.H = p.axes[n-1].Bottom() - p.area.Y
	return p
}

// across is the axis of a plane of f from left to right, with zero in the middle.
func across(f *experiment.Frame, label string) plot.Axis {
	half := float64(f.N) * float64(f.Pitch) / 2
	unit, _ := plot.SI(half, "m")
	return plot.Axis{Label: label, Unit: "m", Min: -half, Max: half, Ticks: plot.Ticks(-half, half, unit, 4)}
}

// down is across from top to bottom, as the rows of an array run.
func down(f *experiment.Frame, label string) plot.Axis {
	a := across(f, label)
	a.Min, a.Max = a.Max, a.Min
	return a
}

// scale is the place of the common colour bar, to the right of the panels.
func (p *panels) scale() plot.Rect {
	h := min(p.area.H, 2*p.axes[0].H)
	return plot.Rect{X: p.right + plot.Wide, Y: p.area.CY() - h/2, W: plot.ScaleWidth, H: h}
}

// width is the width of a page with the panels and the colour bar.
func (p *panels) width() float64 {
	return p.right + plot.Wide + plot.ScaleWidth + plot.ScaleRoom + plot.Wide
}

// show draws a picture with its axes.
func show(c plot.Canvas, a *plot.Axes, m *image.RGBA) {
	a.DrawImage(c, m)
	a.DrawFront(c)
}

func square(n int) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, n, n)) }
