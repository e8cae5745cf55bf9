// Package lab draws the optical bench of an experiment, seen slightly from above,
// with the light running left to right: the source, the masks as cards that
// stand on a rail, between them the x-z slice of the intensity as a ribbon of
// light, the detector with its regions, and the scores of the classes. Whatever
// plane is selected is shown enlarged, with axes and the values under the
// pointer. It is the same picture in the page and on the desk.
//
// A mask's card shows its phase and, over it, the light that arrives there. Pictures of different planes are each
// relative to their own peak, the ribbon to its own.
//
// A Scene is an ebiten.Game. Its Set methods may be called from any goroutine;
// they take effect before the next frame.
package lab

import (
	"sync"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"talbot/render/lab/geometry"
	"talbot/sim/frame"
)

// Scene is the picture. Make one with New.
type Scene struct {
	mu   sync.Mutex
	next pending

	// What is shown.
	frame    *frame.Frame
	turned   bool // an element of the frame has phase
	options  Options
	words    Words
	points   []Point
	panels   []panel // of the frame, as far as options want them
	displays []Display
	display  int // of displays, or -1
	params   *Table
	help     *Table
	status   string

	// How it looks.
	look    look
	colours palette
	scale   float64 // device pixels a CSS pixel
	unit    float64 // device pixels a typographic unit
	w, h    float64
	layout  geometry.Layout
	want    geometry.Want
	goal    stand
	stand   stand // on its way to goal
	bench   geometry.Bench
	pose    geometry.View // as fitted
	turn    geometry.View // what the user added
	zoom    float64
	shift   geometry.Point
	camera  geometry.Camera

	selected int // plane, or -1
	hover    probe
	pointer  pointer
	seconds  float64 // of animation
	last     time.Time
	onSelect func(plane int)

	firstPanel int // of the panels, where not all have room

	// Pictures.
	cards   []surface // one a plane
	ribbons []surface // one a gap
	phase   surface   // of the selected plane
	arrived surface
	bars    [3]surface // colour bars: phase, light on a screen, light as ink
	glow    glow
	pen     *pen
	labels  labels
	short   map[shortKey]string
	broken  map[paragraphKey][]string
	text    captions
	rows    []float64 // height of each class in the column of scores
	scores  []float64 // as shown, on their way to the frame's

	dirty  bool // layout
	redraw bool // selected plane's pictures
	idle   bool // nobody looks
	tapped bool // clicks come by Tap alone
	calm   bool // drawing is too slow for the pulse
	late   int  // ticks for which it has been
	mode   ebiten.FPSModeType
}

// New makes an empty scene. OnSelect, if not nil, is called from Update with the
// plane that the user selected, or -1.
func New(onSelect func(plane int)) *Scene {
	s := &Scene{onSelect: onSelect, selected: -1, display: -1, zoom: 1, dirty: true, scale: 1, unit: 1}
	s.labels.all = map[labelKey]*label{}
	s.short = map[shortKey]string{}
	s.broken = map[paragraphKey][]string{}
	s.hover.plane = -1
	s.setOptions(Options{})
	return s
}

// Layout implements ebiten.Game.
func (s *Scene) Layout(w, h int) (int, int) {
	sw, sh := s.LayoutF(float64(w), float64(h))
	return int(sw), int(sh)
}

// LayoutF implements ebiten.LayoutFer: one pixel of the picture is one of the
// device.
func (s *Scene) LayoutF(w, h float64) (float64, float64) {
	s.scale = ebiten.Monitor().DeviceScaleFactor()
	w, h = max(w*s.scale, 1), max(h*s.scale, 1)
	if w != s.w || h != s.h {
		s.w, s.h, s.dirty = w, h, true
	}
	return w, h
}

// Update implements ebiten.Game.
func (s *Scene) Update() error {
	s.mu.Lock()
	n := s.next
	s.next = pending{}
	s.mu.Unlock()
	if n.stop {
		return ebiten.Termination
	}
	s.take(n)
	if s.dirty {
		s.arrange()
	}
	s.input(n.tap)
	s.animate()
	if s.redraw && s.frame != nil {
		s.paintSelected()
		s.redraw = false
	}
	s.pace()
	return nil
}

// paintAll renews the pictures of all planes and gaps.
func (s *Scene) paintAll(atOnce bool) {
	f := s.frame
	for i := range s.cards {
		if s.isMask(i) {
			s.look.mask(&s.cards[i], &f.Planes[i], true)
		} else {
			s.look.plane(&s.cards[i], &f.Planes[i])
		}
		s.cards[i].upload(atOnce)
	}
	for i := range f.Ribbons {
		r := &f.Ribbons[i]
		s.look.ribbon(&s.ribbons[r.Plane], r)
		s.ribbons[r.Plane].upload(atOnce)
	}
}

// paintSelected renews the pictures of the enlarged plane.
func (s *Scene) paintSelected() {
	i := s.shownPlane()
	s.look.plane(&s.arrived, &s.frame.Planes[i])
	s.arrived.upload(true)
	if s.isMask(i) {
		s.look.mask(&s.phase, &s.frame.Planes[i], false)
		s.phase.upload(true)
	}
}

// shownPlane is the plane in the panel: the selected one, else the detector.
func (s *Scene) shownPlane() int {
	if s.selected >= 0 {
		return s.selected
	}
	return len(s.frame.Planes) - 1
}

// isMask tells whether an element in the plane changes the light.
func (s *Scene) isMask(plane int) bool { return s.frame.Planes[plane].Changes() }

// choose selects a plane, without telling anyone.
func (s *Scene) choose(plane int) {
	if s.frame == nil || plane < 0 || plane >= len(s.frame.Planes) {
		plane = -1
	}
	if plane >= 0 && s.display >= 0 {
		s.display, s.dirty = -1, true
	}
	if plane == s.selected {
		return
	}
	s.selected, s.redraw, s.dirty = plane, true, true
	if s.frame != nil {
		s.text.selection(s)
	}
}

func (s *Scene) resetView() {
	s.turn, s.zoom, s.shift = geometry.View{}, 1, geometry.Point{}
}

// Selected is the selected plane, or -1. Call it from the goroutine of Update.
func (s *Scene) Selected() int { return s.selected }
