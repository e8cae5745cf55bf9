package lab

import (
	"math"

	"talbot/render/lab/geometry"
)

// drawCurve draws loss and accuracy over the updates: the loss's axis, from 0 to
// the largest one, is at the left, the accuracy's at the right.
func (s *Scene) drawCurve() {
	r := s.layout.Curve
	if r.Empty() || len(s.points) == 0 {
		return
	}
	u, small := s.unit, s.face(sizeSmall)
	p := s.pen
	loss, accuracy := s.colours.muted, s.look.tint
	s.print(r.X, r.Y+14*u, 0, small, loss, s.text.loss)
	s.print(r.X+r.W, r.Y+14*u, 1, small, s.colours.text, s.text.accuracy)
	right := s.width("100 %", small) + 6*u
	q := r.Inset(s.width(s.text.highest, small)+6*u, 26*u, right, 24*u)
	for k := range 5 {
		y := q.Y + q.H*float64(k)/4
		p.line(geometry.Point{X: q.X, Y: y}, geometry.Point{X: q.X + q.W, Y: y}, s.scale, s.colours.line.alpha(0.7))
	}
	s.polyline(q, loss, 1.6*s.scale, func(pt *Point) float64 { return pt.Loss / s.text.top })
	s.polyline(q, accuracy, 2.2*s.scale, func(pt *Point) float64 { return pt.Accuracy })
	low, high := q.Y+q.H, q.Y+0.74*small.Size
	s.print(q.X-6*u, high, 1, small, loss, s.text.highest)
	s.print(q.X-6*u, low, 1, small, loss, "0")
	s.print(q.X+q.W+6*u, high, 0, small, s.colours.text, "100 %")
	s.print(q.X+q.W+6*u, q.Y+q.H/2+0.36*small.Size, 0, small, s.colours.text, "50 %")
	s.print(q.X+q.W+6*u, low, 0, small, s.colours.text, "0")
	base := low + 16*u
	s.print(q.X, base, 0, small, s.colours.muted, "0")
	s.print(q.X+q.W, base, 1, small, s.colours.muted, s.text.steps)
	s.print(q.X+q.W/2, base, 0.5, small, s.colours.muted, s.words.Update)
}

// polyline draws at most one point a pixel of the learning curve, of a value that
// is 0 at the bottom of q and 1 at its top.
func (s *Scene) polyline(q geometry.Rect, c Color, w float64, value func(*Point) float64) {
	n := len(s.points)
	last := max(s.points[n-1].Step, 1)
	stride := max(n/int(max(q.W/2, 1)), 1)
	s.pen.begin()
	var prev geometry.Point
	started := false
	for i := 0; i < n; i += stride {
		if i+stride >= n {
			i = n - 1
		}
		pt := &s.points[i]
		v := value(pt)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			started = false
			continue
		}
		at := geometry.Point{X: q.X + q.W*float64(pt.Step)/float64(last), Y: q.Y + q.H*(1-min(max(v, 0), 1))}
		if started {
			s.pen.stroke(prev, at, w, c, c)
		}
		prev, started = at, true
	}
	if len(s.pen.i) > 0 {
		s.pen.fill()
	}
}
