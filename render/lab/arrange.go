package lab

import (
	"time"

	"talbot/render/lab/geometry"
)

// arrange places everything for the size of the screen.
func (s *Scene) arrange() {
	s.dirty = false
	s.unit = s.scale
	if s.options.Projector {
		s.unit *= 1.45
	}
	s.want = geometry.Want{Curve: s.options.Curve && len(s.points) > 0, Detail: s.selected >= 0 && !s.options.Plain}
	s.want.Display = s.ShownDisplay() >= 0
	s.want.Panels = len(s.panels)
	if s.frame != nil {
		s.want.Classes = len(s.text.answers)
	}
	if s.frame != nil {
		s.want.Masks = s.isMask(s.shownPlane())
	}
	if s.params != nil {
		s.want.Rows = len(s.params.Rows)
	}
	s.layout = geometry.Arrange(s.w, s.h, s.unit, s.want)
	if s.frame != nil {
		s.text.frame(s)
		s.goal.place = s.benchRect()
		s.goal.bench, s.goal.view = geometry.Pose(s.frame.Places(), s.goal.place)
	}
}

// stand is how the bench stands on the screen.
type stand struct {
	place geometry.Rect
	bench geometry.Bench
	view  geometry.View
}

// approach moves a stand a part k of the way to another one.
func (a *stand) approach(b stand, k float64) {
	if a.bench.Planes != b.bench.Planes {
		k = 1
	}
	a.bench.Planes, a.bench.Places = b.bench.Planes, b.bench.Places
	for _, p := range [...]struct {
		now *float64
		end float64
	}{
		{&a.place.X, b.place.X}, {&a.place.Y, b.place.Y}, {&a.place.W, b.place.W}, {&a.place.H, b.place.H},
		{&a.bench.Gap, b.bench.Gap}, {&a.view.Yaw, b.view.Yaw}, {&a.view.Pitch, b.view.Pitch},
	} {
		*p.now += k * (p.end - *p.now)
	}
}

// benchRect is the place of the bench itself, without its labels.
func (s *Scene) benchRect() geometry.Rect {
	u := s.unit
	if s.layout.Tall {
		return s.layout.Bench.Inset(16*u, 40*u, 16*u, 34*u)
	}
	return s.layout.Bench.Inset(28*u, 44*u, 28*u, 44*u)
}

// ticks is how many sixtieths of a second have passed since it was last asked, at least
// one and at most those of a fade: where drawing is slow there are fewer updates, and
// what fades must not take longer for it.
func (s *Scene) ticks() int {
	now := time.Now()
	n := int(now.Sub(s.last).Seconds()*60 + 0.5)
	s.last = now
	return min(max(n, 1), fadeTicks)
}

// animate moves what moves.
func (s *Scene) animate() {
	if s.pen == nil {
		s.pen = newPen()
	}
	ticks := s.ticks()
	if !s.options.ReducedMotion {
		s.seconds += 1.0 / 60
	}
	op := &s.pen.label
	for i := range s.cards {
		s.cards[i].fade(op, ticks)
	}
	for i := range s.ribbons {
		s.ribbons[i].fade(op, ticks)
	}
	for i := range s.scores {
		target := float64(s.text.answers[i])
		if s.options.ReducedMotion {
			s.scores[i] = target
		}
		s.scores[i] += part(0.18, ticks) * (target - s.scores[i])
	}
	if s.frame == nil {
		return
	}
	k := 0.2
	if s.options.ReducedMotion {
		k = 1
	}
	s.stand.approach(s.goal, k)
	s.bench, s.pose = s.stand.bench, s.stand.view
	v := geometry.View{Yaw: s.pose.Yaw + s.turn.Yaw, Pitch: s.pose.Pitch + s.turn.Pitch}.Clamp()
	c := geometry.Fit(s.bench, v, s.stand.place)
	s.camera = c.Zoom(centre(s.stand.place), s.zoom).Shift(s.shift)
}
