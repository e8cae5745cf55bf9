package lab

import (
	"math"

	"talbot/render/lab/geometry"
	"talbot/render/text"
)

// drawRegions outlines the detector's regions and names them; those that speak against
// their class have a minus.
func (s *Scene) drawRegions() {
	f, p := s.frame, s.pen
	last := len(s.cards) - 1
	z := s.bench.Z(last)
	small := s.face(10)
	at := func(x, y int) geometry.Point {
		return s.project(float64(x)/float64(f.N)-0.5, 0.5-float64(y)/float64(f.N), z)
	}
	for i, r := range f.Regions {
		k, against := f.Class(i)
		c, w := Color{1, 1, 1, 0.42}, 1.0*s.scale
		if k == f.Predicted {
			c, w = Color{1, 1, 1, 1}, 2*s.scale
		} else if s.text.wrong && k == f.Label {
			c, w = dark.wrong, 1.8*s.scale
		}
		q := [4]geometry.Point{at(r.X0, r.Y0), at(r.X1, r.Y0), at(r.X1, r.Y1), at(r.X0, r.Y1)}
		p.loop(q, w, c)
		if against {
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
	k, at := f.Predicted, 0
	for at < len(f.Regions) {
		if class, _ := f.Class(at); class == k {
			break
		}
		at++
	}
	if s.layout.Tall || at == len(f.Regions) || k >= len(s.rows) {
		return // also where another network has the region
	}
	r := f.Regions[at]
	n := float64(f.N)
	from := s.project(float64(r.X1)/n-0.5, 0.5-float64(r.Y0+r.Y1)/2/n, s.bench.Z(len(s.cards)-1))
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
