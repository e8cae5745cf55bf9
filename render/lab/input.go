package lab

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"talbot/render/lab/geometry"
)

// probe is a place on a plane: u and v run from 0 to 1, to the right and down.
type probe struct {
	plane int // -1 for none
	u, v  float64
}

// pointer follows the mouse or the fingers.
type pointer struct {
	at      geometry.Point
	seen    bool // at is where a pointer is, or was tapped last
	down    bool
	start   geometry.Point
	dragged bool // moved too far for a click
	fingers int
	spread  float64 // distance of two fingers
	touches []ebiten.TouchID
}

// input turns what the user does into selection, turning and zooming.
func (s *Scene) input(tap *geometry.Point) {
	p := &s.pointer
	if tap != nil {
		p.at, p.seen = geometry.Point{X: tap.X * s.scale, Y: tap.Y * s.scale}, true
		s.click(p.at)
	}
	p.touches = ebiten.AppendTouchIDs(p.touches[:0])
	at, down := p.at, false
	switch len(p.touches) {
	case 0:
		x, y := ebiten.CursorPosition()
		if m := (geometry.Point{X: float64(x), Y: float64(y)}); p.fingers == 0 && m != (geometry.Point{}) {
			if at != m && tap == nil {
				at, p.seen = m, true
			}
			down = ebiten.IsMouseButtonPressed(ebiten.MouseButtonLeft)
		}
	case 1:
		x, y := ebiten.TouchPosition(p.touches[0])
		at, down, p.seen = geometry.Point{X: float64(x), Y: float64(y)}, true, true
	default:
		s.pinch()
		down, p.dragged = true, true
	}
	s.drag(at, down)
	if _, dy := ebiten.Wheel(); dy != 0 {
		s.zoomAt(at, math.Pow(1.12, min(max(dy, -3), 3)))
	}
	p.fingers = len(p.touches)
	s.probeAt(at)
}

// drag starts, goes on with or ends a movement of the pointer.
func (s *Scene) drag(at geometry.Point, down bool) {
	p := &s.pointer
	one := len(p.touches) < 2 && p.fingers < 2
	switch {
	case down && !p.down:
		p.start, p.dragged = at, len(p.touches) > 1
	case down && one:
		if math.Hypot(at.X-p.start.X, at.Y-p.start.Y) > 6*s.scale {
			p.dragged = true
		}
		if p.dragged && s.layout.Bench.Contains(p.start) && !s.inOverlay(p.start) {
			s.turnBy(-1.6*(at.X-p.at.X)/s.w, 1.6*(at.Y-p.at.Y)/s.h)
		}
	case !down && p.down && !p.dragged && !s.tapped:
		s.click(p.at)
	}
	p.at, p.down = at, down
}

// pinch zooms by the distance of two fingers.
func (s *Scene) pinch() {
	p := &s.pointer
	ax, ay := ebiten.TouchPosition(p.touches[0])
	bx, by := ebiten.TouchPosition(p.touches[1])
	d := math.Hypot(float64(ax-bx), float64(ay-by))
	if p.fingers >= 2 && p.spread > 0 && d > 0 {
		s.zoomAt(geometry.Point{X: float64(ax+bx) / 2, Y: float64(ay+by) / 2}, d/p.spread)
	}
	p.spread = d
}

// zoomAt enlarges the bench by factor around at, between once and six times.
func (s *Scene) zoomAt(at geometry.Point, factor float64) {
	if s.frame == nil || !s.layout.Bench.Contains(at) {
		return
	}
	old := s.zoom
	s.zoom = min(max(s.zoom*factor, 1), 6)
	if s.zoom == 1 {
		s.shift = geometry.Point{}
		return
	}
	// The camera zooms around the centre of the bench, then shifts.
	k, c := s.zoom/old, centre(s.stand.place)
	s.shift.X = (at.X-c.X)*(1-k) + s.shift.X*k
	s.shift.Y = (at.Y-c.Y)*(1-k) + s.shift.Y*k
}

func (s *Scene) inOverlay(p geometry.Point) bool {
	return s.layout.Overlay && s.layout.Detail.Contains(p)
}

// click selects the plane at p. In an overlay it only closes it.
func (s *Scene) click(p geometry.Point) {
	if s.frame == nil {
		return
	}
	plane := -1
	switch {
	case s.inOverlay(p):
		if !s.place().close.Contains(p) {
			return
		}
		if s.ShownDisplay() >= 0 {
			s.display, s.dirty = -1, true
			return
		}
	case s.layout.Bench.Contains(p):
		plane, _, _ = s.camera.Hit(s.bench, p)
	default:
		return
	}
	if plane == s.selected {
		return
	}
	s.choose(plane)
	if s.onSelect != nil {
		s.onSelect(plane)
	}
}

// probeAt finds what is under the pointer.
func (s *Scene) probeAt(at geometry.Point) {
	h := probe{plane: -1}
	if s.frame != nil && s.pointer.seen {
		d := s.place()
		for _, q := range d.images {
			if q.Contains(at) {
				h = probe{s.shownPlane(), (at.X - q.X) / q.W, (at.Y - q.Y) / q.H}
			}
		}
		if h.plane < 0 && s.layout.Bench.Contains(at) && !s.inOverlay(at) {
			h.plane, h.u, h.v = s.camera.Hit(s.bench, at)
		}
	}
	if h != s.hover {
		s.hover = h
		if s.frame != nil {
			s.text.probed(s)
		}
	}
}

// turnBy moves the camera around the bench.
func (s *Scene) turnBy(yaw, pitch float64) {
	v := geometry.View{Yaw: s.pose.Yaw + s.turn.Yaw + yaw, Pitch: s.pose.Pitch + s.turn.Pitch + pitch}.Clamp()
	s.turn = geometry.View{Yaw: v.Yaw - s.pose.Yaw, Pitch: v.Pitch - s.pose.Pitch}
}

// zoomBy enlarges the bench by factor around the pointer, or around its middle
// where there is none.
func (s *Scene) zoomBy(factor float64) {
	at := centre(s.layout.Bench)
	if s.pointer.seen && s.layout.Bench.Contains(s.pointer.at) {
		at = s.pointer.at
	}
	s.zoomAt(at, factor)
}
