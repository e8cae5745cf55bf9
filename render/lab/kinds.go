package lab

import (
	"math"

	"talbot/render/lab/geometry"
	"talbot/sim/frame"
)

// drawKind adds to the card of plane i what shows its kind: the rim of a lens, the walls of an
// absorber's cell, the body of a camera or of electronics behind its face.
func (s *Scene) drawKind(i int, c Color) {
	p, z, w := s.pen, s.bench.Z(i), 1.0*s.scale
	p.begin()
	switch s.frame.Planes[i].Kind {
	case frame.Lens:
		const parts = 48
		at := func(k int) geometry.Point {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / parts)
			return s.project(0.5*cos, 0.5*sin, z)
		}
		for k := range parts {
			p.stroke(at(k), at(k+1), 1.6*w, c, c)
		}
	case frame.Absorber:
		s.box(0.5, 0.5, z-0.07, z+0.07, w, c)
	case frame.Camera, frame.Relay:
		s.box(0.5, 0.36, z, z+0.16, w, c)
	}
	if len(p.i) > 0 {
		p.fill()
	}
}

// box adds the edges of a body between two squares: the first has the half side a, the second b.
func (s *Scene) box(a, b, z0, z1, w float64, c Color) {
	var near, far [4]geometry.Point
	for k, v := range [4][2]float64{{-1, 1}, {1, 1}, {1, -1}, {-1, -1}} {
		near[k], far[k] = s.project(a*v[0], a*v[1], z0), s.project(b*v[0], b*v[1], z1)
	}
	for k := range 4 {
		s.pen.stroke(near[k], near[(k+1)%4], w, c, c)
		s.pen.stroke(far[k], far[(k+1)%4], w, c, c)
		s.pen.stroke(near[k], far[k], w, c, c)
	}
}
