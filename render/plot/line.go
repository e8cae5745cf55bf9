package plot

import (
	"image/color"
	"math"

	"talbot/render/text"
)

// Line is a curve through points in order. Points that are not finite, or not
// above 0 on a logarithmic axis, leave a gap.
type Line struct {
	Name  string
	X, Y  []float64
	Color color.RGBA
	Dash  []float64
	Width float64 // 0 means 2
	Dots  bool    // mark every point
	Bare  bool    // of dots alone
}

// DrawLine draws l, cut off at the edges of the area.
func (a *Axes) DrawLine(c Canvas, l Line) {
	if len(l.X) != len(l.Y) {
		panic("plot: a line has different numbers of x and y")
	}
	width := l.Width
	if width == 0 {
		width = 2
	}
	var p Path
	started, last := false, Point{}
	for i := range l.X {
		q := Point{X: a.Px(l.X[i]), Y: a.Py(l.Y[i])}
		if !finite(q.X) || !finite(q.Y) {
			started = false
			continue
		}
		if started && !l.Bare {
			if from, to, ok := clip(a.Rect, last, q); ok {
				if n := len(p); n == 0 || p[n-1].X != from.X || p[n-1].Y != from.Y {
					from.Move = true
					p = append(p, from)
				}
				p = append(p, to)
			}
		}
		started, last = true, q
		if (l.Dots || l.Bare || len(l.X) == 1) && a.Contains(q.X, q.Y) {
			c.Fill(Disc(q.X, q.Y, width*1.4), l.Color)
		}
	}
	if p != nil {
		c.Stroke(p, width, l.Color, l.Dash...)
	}
}

// Contains reports whether a point lies in r or on its edge.
func (r Rect) Contains(x, y float64) bool {
	const slack = 1e-6
	return x >= r.X-slack && x <= r.Right()+slack && y >= r.Y-slack && y <= r.Bottom()+slack
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// clip returns the part of the segment p q that lies in r, by the algorithm of
// Liang and Barsky.
func clip(r Rect, p, q Point) (from, to Point, ok bool) {
	t0, t1 := 0.0, 1.0
	dx, dy := q.X-p.X, q.Y-p.Y
	for _, e := range [4][2]float64{
		{-dx, p.X - r.X}, {dx, r.Right() - p.X}, {-dy, p.Y - r.Y}, {dy, r.Bottom() - p.Y},
	} {
		speed, room := e[0], e[1]
		switch {
		case speed == 0 && room < 0:
			return from, to, false
		case speed < 0:
			t0 = max(t0, room/speed)
		case speed > 0:
			t1 = min(t1, room/speed)
		}
	}
	if t0 > t1 {
		return from, to, false
	}
	return Point{X: p.X + t0*dx, Y: p.Y + t0*dy}, Point{X: p.X + t1*dx, Y: p.Y + t1*dy}, true
}

// Disc is a circle as a polygon.
func Disc(x, y, r float64) Path {
	const n = 24
	p := make(Path, n+1)
	for i := range p {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		p[i] = Point{x + r*cos, y + r*sin, i == 0}
	}
	return p
}

// DrawLegend names the lines in a column with its upper left corner at (x, y),
// and returns its size. A nil canvas only measures.
func (t *Theme) DrawLegend(c Canvas, x, y float64, lines []Line) (w, h float64) {
	const sample, pitch = 26, Body * 1.6
	label := t.Type(Body, t.Ink, Start)
	for i, l := range lines {
		tw, _, _ := text.Measure(label.Face, l.Name)
		w = max(w, sample+Near+tw)
		if c != nil {
			cy := y + (float64(i)+0.5)*pitch
			if l.Bare {
				c.Fill(Disc(x+sample/2, cy, 3), l.Color)
			} else {
				c.Stroke(Segment(x, cy, x+sample, cy), 2, l.Color, l.Dash...)
			}
			c.Text(x+sample+Near, cy+text.CapHeight(label.Face)/2, l.Name, label)
		}
	}
	return w, pitch * float64(len(lines))
}
