package lab

import (
	"math"

	"talbot/render/lab/geometry"
	"talbot/render/text"
)

// drawRegions outlines the regions of the planes and names them; those that speak against
// their class have a minus.
func (s *Scene) drawRegions() {
	for i := range s.frame.Planes {
		s.drawRegionsOf(i)
	}
}

func (s *Scene) drawRegionsOf(plane int) {
	f, p := s.frame, s.pen
	z := s.bench.Z(plane)
	q := &f.Planes[plane]
	small := s.face(10)
	n := float64(side(q))
	left, top := margin(q)
	at := func(x, y int) geometry.Point {
		return s.project(float64(x+left)/n-0.5, 0.5-float64(y+top)/n, z)
	}
	for _, r := range q.Regions {
		k := r.Class
		c, w := Color{1, 1, 1, 0.42}, 1.0*s.scale
		if k == f.Predicted {
			c, w = Color{1, 1, 1, 1}, 2*s.scale
		} else if s.text.wrong && k == f.Label {
			c, w = dark.wrong, 1.8*s.scale
		}
		q := [4]geometry.Point{at(r.X0, r.Y0), at(r.X1, r.Y0), at(r.X1, r.Y1), at(r.X0, r.Y1)}
		p.loop(q, w, c)
		if r.Against {
			s.printOver((q[0].X+q[2].X)/2, (q[0].Y+q[2].Y)/2+3*s.unit, small, c, minus)
			continue
		}
		if k >= len(s.text.classes) {
			continue
		}
		// Names that would run into each other leave only the ones that matter.
		if free := 2.6 * (q[1].X - q[0].X); s.longest(small) < free || k == f.Predicted || s.text.wrong && k == f.Label {
			c.A = max(c.A, 0.75)
			s.printOver((q[0].X+q[1].X)/2, min(q[0].Y, q[1].Y)-3*s.unit, small, c, s.text.classes[k])
		}
	}
}

// minus marks a region that speaks against its class.
const minus = "−"

// printOver is print, centred, with a dark edge that keeps it legible on light.
func (s *Scene) printOver(x, y float64, f text.Face, c Color, t string) {
	x, y = math.Round(x), math.Round(y)
	for _, d := range [4][2]float64{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
		s.print(x+d[0]*s.scale, y+d[1]*s.scale, 0.5, f, Color{0, 0, 0, 0.55}, t)
	}
	s.print(x, y, 0.5, f, c, t)
}

// drawLeader leads from the region of the prediction to its bar.
func (s *Scene) drawLeader() {
	f := s.frame
	k, at, last := f.Predicted, 0, f.Last()
	for at < len(last.Regions) && last.Regions[at].Class != k {
		at++
	}
	if s.layout.Tall || at == len(last.Regions) || k >= len(s.rows) {
		return // also where another network has the region
	}
	r := last.Regions[at]
	n := float64(side(last))
	left, top := margin(last)
	from := s.project(float64(r.X1+left)/n-0.5, 0.5-(float64(r.Y0+r.Y1)/2+float64(top))/n, s.bench.Z(len(s.cards)-1))
	to := geometry.Point{X: s.layout.Scores.X - 8*s.unit, Y: s.rows[k]}
	if from.X > to.X {
		return
	}
	s.pen.begin()
	prev := from
	const parts = 24
	for i := 1; i <= parts; i++ {
		t := float64(i) / parts
		e := t * t * (3 - 2*t)
		q := geometry.Point{X: from.X + t*(to.X-from.X), Y: from.Y + e*(to.Y-from.Y)}
		s.pen.stroke(prev, q, 1.6*s.scale, s.look.tint.alpha(float32(0.25+0.6*(t-1.0/parts))), s.look.tint.alpha(float32(0.25+0.6*t)))
		prev = q
	}
	s.pen.fill()
}

// longest is the width of the longest name of a class.
func (s *Scene) longest(f text.Face) (w float64) {
	for _, t := range s.text.classes {
		w = max(w, s.width(t, f))
	}
	return w
}
