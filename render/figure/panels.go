package figure

import (
	"image"

	"talbot/render/plot"
	"talbot/sim/frame"
)

// panels is a grid of pictures with common axes where the planes are of one size: then only
// the left column has the y labels, and only panels with none below have the x labels.
type panels struct {
	axes   []plot.Axes
	right  float64 // where the panels end
	bottom float64 // where the labels below them end
	area   plot.Rect
}

// place lays out pictures of planes, their longer side size long, below the head of the
// figure.
func place(planes []*frame.Plane, t *plot.Theme, columns int, size float64, note bool) (p panels) {
	n, alike := len(planes), true
	for _, q := range planes {
		alike = alike && q.Nx == planes[0].Nx && q.Ny == planes[0].Ny && q.Pitch == planes[0].Pitch
	}
	columns = min(columns, n)
	var left, top, bottom float64
	for _, q := range planes {
		a := plot.Axes{Rect: fitted(q, size), X: across(q, "x"), Y: down(q, "y"), Title: "x", Room: size, Theme: t}
		few(&a.X, a.W/size)
		few(&a.Y, a.H/size)
		if note {
			a.Note = "x"
		}
		l, _, t, b := a.Margin()
		left, top, bottom = max(left, l), max(top, t), max(bottom, b)
		p.axes = append(p.axes, a)
	}
	wide, between := size+plot.Gap, top+plot.Gap
	if !alike {
		wide, between = wide+left, between+bottom
	}
	var tall []float64 // of each row: planes that are flat need no square
	for i := range p.axes {
		if i%columns == 0 {
			tall = append(tall, 0)
		}
		tall[i/columns] = max(tall[i/columns], p.axes[i].Rect.H)
	}
	y := head + top
	for i := range p.axes {
		a := &p.axes[i]
		row, col := i/columns, i%columns
		a.Rect.X = plot.Page + left + float64(col)*wide
		if col == 0 && row > 0 {
			y += tall[row-1] + between
		}
		a.Rect.Y = y
		a.X.Bare = alike && i+columns < n
		a.Y.Bare = alike && col > 0
		p.right = max(p.right, a.Rect.X+size)
		p.bottom = max(p.bottom, a.Rect.Y+tall[row]+bottom)
	}
	p.area = plot.Rect{X: p.axes[0].Rect.X, Y: p.axes[0].Rect.Y}
	p.area.W = p.right - p.area.X
	p.area.H = p.axes[n-1].Rect.Y + tall[len(tall)-1] - p.area.Y
	if low := leastScale - p.area.H; low > 0 { // a scale at the side has room for its numbers
		p.area.H, p.bottom = leastScale, p.bottom+low
	}
	return p
}

// leastScale is how high the area of panels is at least.
const leastScale = 130.0

// fitted is a rectangle with the sides of a plane, the longer one size long.
func fitted(p *frame.Plane, size float64) plot.Rect {
	w, h := p.Width(), p.Height()
	return plot.Rect{W: size * min(1, w/h), H: size * min(1, h/w)}
}

// across is the axis of a plane from left to right, with zero in the middle.
func across(p *frame.Plane, label string) plot.Axis { return centred(p.Width(), label) }

// down is the axis of a plane from top to bottom, as the rows of an array run.
func down(p *frame.Plane, label string) plot.Axis {
	a := centred(p.Height(), label)
	a.Min, a.Max = a.Max, a.Min
	return a
}

// centred is an axis of a length, m, with zero in the middle.
func centred(length float64, label string) plot.Axis {
	half := length / 2
	unit, _ := plot.SI(half, "m")
	return plot.Axis{Label: label, Unit: "m", Min: -half, Max: half, Ticks: plot.Ticks(-half, half, unit, 4)}
}

// few leaves ticks away where an axis has but a share of the usual room.
func few(a *plot.Axis, share float64) {
	if n := int(4*share + 0.5); n < 4 {
		unit, _ := plot.SI(max(a.Min, a.Max), "m")
		a.Ticks = plot.Ticks(min(a.Min, a.Max), max(a.Min, a.Max), unit, max(1, n))
	}
}

// scale is the place of the common colour bar, to the right of the panels.
func (p *panels) scale() plot.Rect {
	h := min(p.area.H, max(2*p.axes[0].H, leastScale))
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

// picture is an empty picture, one pixel a sample.
func picture(p *frame.Plane) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, p.Nx, p.Ny)) }
