package lab

import (
	"github.com/hajimehoshi/ebiten/v2"

	"talbot/render/lab/geometry"
	"talbot/sim/frame"
)

// pending are changes that wait for the next Update.
type pending struct {
	frame       *frame.Frame
	options     *Options
	points      []Point
	hasPts      bool
	displays    []Display
	hasDisplays bool
	display     *int
	params      *Table
	hasPar      bool
	help        *Table
	hasHelp     bool
	status      *string
	sel         *int
	tap         *geometry.Point
	idle        bool
	hasIdle     bool
	stop        bool
	turn        geometry.View
	zoom        float64 // factor; 0 stands for 1
	level       bool    // undo turning and zooming
	panels      int     // to go on by
}

func (s *Scene) change(f func(*pending)) {
	s.mu.Lock()
	f(&s.next)
	s.mu.Unlock()
	ebiten.ScheduleFrame()
}

// SetFrame shows f. The scene keeps f and reads it until the next one, so the
// caller must not change it. One that Frame.Check refuses, or without a second plane, is ignored.
func (s *Scene) SetFrame(f *frame.Frame) { s.change(func(p *pending) { p.frame = f }) }

// SetOptions changes the look.
func (s *Scene) SetOptions(o Options) { s.change(func(p *pending) { p.options = &o }) }

// SetMetrics sets the points of the learning curve, in the order of their steps.
// The scene keeps the slice.
func (s *Scene) SetMetrics(pts []Point) {
	s.change(func(p *pending) { p.points, p.hasPts = pts, true })
}

// SetParameters shows a table beside the bench; nil hides it.
func (s *Scene) SetParameters(t *Table) {
	s.change(func(p *pending) { p.params, p.hasPar = t, true })
}

// SetHelp shows a table over everything; nil hides it.
func (s *Scene) SetHelp(t *Table) { s.change(func(p *pending) { p.help, p.hasHelp = t, true }) }

// SetStatus shows one line below the bench.
func (s *Scene) SetStatus(line string) { s.change(func(p *pending) { p.status = &line }) }

// Select shows plane enlarged: 0 is the source, L+1 the detector; -1 none.
func (s *Scene) Select(plane int) { s.change(func(p *pending) { p.sel = &plane }) }

// NextPanel goes on to the next panel, where not all of the frame's have room.
func (s *Scene) NextPanel() { s.change(func(p *pending) { p.panels++ }) }

// Turn moves the camera around the bench by angles in rad, as far as it goes:
// a positive yaw looks more against the light, a positive pitch more from above.
func (s *Scene) Turn(yaw, pitch float64) {
	s.change(func(p *pending) { p.turn.Yaw += yaw; p.turn.Pitch += pitch })
}

// Zoom enlarges the bench by factor, between once and six times, around the
// pointer or, where there is none, around its middle.
func (s *Scene) Zoom(factor float64) {
	s.change(func(p *pending) {
		if p.zoom == 0 {
			p.zoom = 1
		}
		p.zoom *= factor
	})
}

// ResetView undoes turning and zooming.
func (s *Scene) ResetView() { s.change(func(p *pending) { p.level = true }) }

// Tap acts as a click at (x, y), in CSS pixels.
func (s *Scene) Tap(x, y float64) {
	s.change(func(p *pending) { p.tap = &geometry.Point{X: x, Y: y} })
}

func (s *Scene) take(n pending) {
	if n.options != nil {
		s.setOptions(*n.options)
	}
	if n.hasPts {
		s.points, s.dirty = n.points, s.dirty || (len(n.points) > 0) != s.want.Curve
		s.text.curve(s)
	}
	if n.hasDisplays {
		s.dirty = s.dirty || (len(s.displays) > s.display) != (len(n.displays) > s.display)
		s.displays = n.displays
	}
	if n.display != nil {
		s.display, s.dirty = max(*n.display, -1), true
	}
	if n.hasPar {
		s.params, s.dirty = n.params, true
	}
	if n.hasHelp {
		s.help = n.help
	}
	for range n.panels {
		s.nextPanel()
	}
	if n.level {
		s.resetView()
	}
	if n.turn != (geometry.View{}) {
		s.turnBy(n.turn.Yaw, n.turn.Pitch)
	}
	if n.zoom > 0 {
		s.zoomBy(n.zoom)
	}
	if n.hasIdle {
		s.idle = n.idle
	}
	if n.status != nil {
		s.status = *n.status
	}
	if n.frame != nil && len(n.frame.Planes) >= 2 && n.frame.Check() == nil {
		s.setFrame(n.frame)
	}
	if n.sel != nil {
		s.choose(*n.sel)
	}
}

func (s *Scene) setOptions(o Options) {
	s.options, s.words = o, o.Words.english()
	s.colours = dark
	if o.Light {
		s.colours = light
	}
	s.dirty, s.redraw = true, true
	if s.frame != nil {
		s.setLook()
		s.paintAll(true)
		s.text.frame(s)
		s.takePanels(s.frame.Panels)
	}
}

func (s *Scene) setLook() {
	s.look = newLook(s.options, float64(s.frame.Wavelength))
	bar(&s.bars[0], &phaseMap)
	bar(&s.bars[1], &s.look.light)
	bar(&s.bars[2], &s.look.ink)
}

func (s *Scene) setFrame(f *frame.Frame) {
	old := s.frame
	s.frame, s.turned = f, f.Turns()
	if old == nil || old.Wavelength != f.Wavelength {
		s.setLook()
	}
	same := old != nil && alike(old, f)
	if !same {
		s.dirty = true
		s.resetView()
		s.grow(len(f.Planes))
		for i := range s.ribbons { // a gap may have no slice
			s.ribbons[i].free()
		}
		if s.selected >= len(f.Planes) {
			s.choose(-1)
		}
	}
	dark := f.Planes[0].Peak == 0 // light that goes out leaves nothing behind
	s.paintAll(!same || dark || s.options.ReducedMotion)
	s.redraw = true
	s.text.frame(s)
	s.takePanels(f.Panels)
	n := len(s.text.answers)
	for len(s.scores) < n {
		s.scores = append(s.scores, 0)
	}
	s.scores = s.scores[:n]
}

// alike tells whether two frames are of the same bench, so that one can fade into the other.
func alike(f, g *frame.Frame) bool {
	if len(f.Planes) != len(g.Planes) || len(f.Ribbons) != len(g.Ribbons) || len(f.Scores) != len(g.Scores) {
		return false
	}
	for i := range f.Planes {
		p, q := &f.Planes[i], &g.Planes[i]
		if p.Kind != q.Kind || p.Nx != q.Nx || p.Ny != q.Ny || p.Changes() != q.Changes() || len(p.Regions) != len(q.Regions) {
			return false
		}
	}
	for i := range f.Ribbons {
		p, q := &f.Ribbons[i], &g.Ribbons[i]
		if p.Plane != q.Plane || p.Steps != q.Steps || p.Nx != q.Nx {
			return false
		}
	}
	return true
}

// grow makes one card a plane, and one ribbon a gap.
func (s *Scene) grow(planes int) {
	for i := planes; i < len(s.cards); i++ {
		s.cards[i].free()
	}
	for i := planes - 1; i < len(s.ribbons); i++ {
		s.ribbons[i].free()
	}
	cards, ribbons := s.cards, s.ribbons
	s.cards, s.ribbons = make([]surface, planes), make([]surface, planes-1)
	copy(s.cards, cards)
	copy(s.ribbons, ribbons)
}
