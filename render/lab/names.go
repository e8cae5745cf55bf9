package lab

import (
	"math"

	"talbot/render/lab/geometry"
)

// drawPlaneNames names the planes at their lower front corners, which no other
// plane hides, with their place along the light.
func (s *Scene) drawPlaneNames() {
	b := s.bench
	small := s.face(sizeSmall)
	step := 1e9
	for i := 1; i < b.Planes; i++ {
		step = min(step, s.corner(i).X-s.corner(i-1).X)
	}
	names := s.text.planes
	for _, t := range names[:b.Planes-1] {
		if s.width(t, small)+8*s.unit > step {
			names = s.text.digits
			break
		}
	}
	for i := range b.Planes {
		q := s.corner(i)
		c := s.colours.muted
		if i == s.selected || i == s.hover.plane {
			c = s.colours.text
		}
		y := q.Y + 16*s.unit
		name := names[i]
		if i == 0 && s.width(name, small)+4*s.unit > step {
			name = "" // its place is enough
		}
		s.print(q.X, y, 0, small, c, name)
		if i == b.Planes-1 || s.width(s.text.z[i], small)+6*s.unit < step {
			s.print(q.X, y+15*s.unit, 0, small, s.colours.muted.alpha(0.8), s.text.z[i])
		}
	}
}

// corner is the lower front corner of plane i.
func (s *Scene) corner(i int) geometry.Point { return s.project(-0.5, -0.5, s.bench.Z(i)) }

// drawWidth marks the width of the planes along the upper edge of the source.
func (s *Scene) drawWidth() {
	q := s.corners(0)
	dx, dy := q[1].X-q[0].X, q[1].Y-q[0].Y
	n := math.Hypot(dx, dy)
	if n < 40*s.unit {
		return
	}
	// Parallel to the edge, a little above it.
	nx, ny := dy/n*7*s.unit, -dx/n*7*s.unit
	a := geometry.Point{X: q[0].X + nx, Y: q[0].Y + ny}
	b := geometry.Point{X: q[1].X + nx, Y: q[1].Y + ny}
	c := s.colours.muted
	s.pen.line(a, b, s.scale, c)
	for _, e := range [2]geometry.Point{a, b} {
		s.pen.line(geometry.Point{X: e.X - nx/2, Y: e.Y - ny/2}, geometry.Point{X: e.X + nx/2, Y: e.Y + ny/2}, s.scale, c)
	}
	s.print(b.X, b.Y-6*s.unit, 1, s.face(sizeSmall), c, s.text.width)
}

// drawHeader states what light runs through what.
func (s *Scene) drawHeader() {
	r := s.layout.Bench
	m := s.margin()
	// The bench leaves its upper right corner free.
	s.print(r.X+r.W-m, r.Y+m+11*s.unit, 1, s.face(sizeSmall), s.colours.muted, s.text.header)
}

func (s *Scene) margin() float64 {
	if s.layout.Tall {
		return 12 * s.unit
	}
	return min(max(0.022*s.w, 14*s.unit), 36*s.unit)
}
