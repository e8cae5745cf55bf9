package lab

import (
	"talbot/render/lab/geometry"

	"github.com/hajimehoshi/ebiten/v2"
)

// drawLegend draws the colour scales in the bench's lower left corner, which the
// bench leaves free, where no panel shows them.
func (s *Scene) drawLegend() {
	if !s.layout.Detail.Empty() {
		return
	}
	u, b := s.unit, s.layout.Bench
	small := s.face(sizeSmall)
	x, y := b.X+s.margin(), b.Y+b.H-14*u
	if s.layout.Tall {
		y = b.Y + b.H - 8*u
	}
	w := min(96*u, 0.22*b.W)
	// One bar above the other, or side by side, or not at all.
	const one, two = 50, 90 // heights, in units
	masks := s.turned
	area := geometry.Rect{X: x, Y: y - one*u, W: w, H: one * u}
	px, py := x, y-58*u // of the phase's bar
	if masks {
		area = geometry.Rect{X: x, Y: y - two*u, W: w, H: two * u}
	}
	if s.zoom > 1 || s.turn != (geometry.View{}) {
		s.pen.round(geometry.Rect{X: area.X - 8*u, Y: area.Y - 8*u, W: area.W + 16*u, H: area.H + 14*u}, 8*u, s.colours.ground.alpha(0.85))
	} else if s.namesReach(area) {
		px, py = x+w+20*u, y
		if s.namesReach(geometry.Rect{X: x, Y: y - one*u, W: 2*w + 20*u, H: one * u}) {
			return
		}
	}
	light := 1
	if s.look.paper {
		light = 2
	}
	s.scaleBar(light, x, y, w, s.words.Light, "0", s.words.Peak)
	s.print(x, y-42*u, 0, small, s.colours.muted.alpha(0.85), s.text.law)
	if masks {
		s.scaleBar(0, px, py, w, s.words.Phase, "0", "2π")
	}
}

// namesReach says whether the name of a plane reaches into r.
func (s *Scene) namesReach(r geometry.Rect) bool {
	for i := range s.bench.Planes {
		q := s.corner(i)
		if q.X < r.X+r.W && q.Y+33*s.unit > r.Y {
			return true
		}
	}
	return false
}

// scaleBar draws colour bar i lying down, with its name above and its ends below.
func (s *Scene) scaleBar(i int, x, y, w float64, name, low, high string) {
	u := s.unit
	small := s.face(sizeSmall)
	r := geometry.Rect{X: x, Y: y - 20*u, W: w, H: 6 * u}
	s.lying(s.bars[i].shown, r)
	s.pen.frame(r, s.scale, s.colours.glass.alpha(0.8))
	s.print(x, y-25*u, 0, small, s.colours.muted, name)
	s.print(x, y, 0, small, s.colours.muted, low)
	s.print(x+w, y, 1, small, s.colours.muted, high)
}

// lying draws an upright colour bar turned, so that its top is at the right.
func (s *Scene) lying(img *ebiten.Image, r geometry.Rect) {
	p, h := s.pen, float32(img.Bounds().Dy())
	white := Color{1, 1, 1, 1}
	p.begin()
	k := p.texel(r.X, r.Y, 0, h-0.5, white)
	p.texel(r.X+r.W, r.Y, 0, 0.5, white)
	p.texel(r.X+r.W, r.Y+r.H, 1, 0.5, white)
	p.texel(r.X, r.Y+r.H, 1, h-0.5, white)
	p.quad(k, k+1, k+2, k+3)
	p.draw(img, ebiten.BlendSourceOver)
}

// drawReadout writes the values under the pointer beside it, for a plane that is
// not the enlarged one.
func (s *Scene) drawReadout() {
	h := s.hover
	if h.plane < 0 || !s.layout.Detail.Empty() && h.plane == s.shownPlane() {
		return
	}
	u, small := s.unit, s.face(sizeSmall)
	lines, w := 1, s.width(s.text.planes[h.plane], small)
	for _, t := range s.text.probe {
		if t != "" {
			lines, w = lines+1, max(w, s.width(t, small))
		}
	}
	box := geometry.Rect{W: w + 20*u, H: float64(lines)*16*u + 12*u}
	box.X, box.Y = s.pointer.at.X+16*u, s.pointer.at.Y-box.H-8*u
	box.X = min(box.X, s.w-box.W-4*u)
	box.Y = max(box.Y, 4*u)
	s.pen.round(geometry.Rect{X: box.X - s.scale, Y: box.Y - s.scale, W: box.W + 2*s.scale, H: box.H + 2*s.scale}, 7*u, s.colours.line)
	s.pen.round(box, 6*u, s.colours.panel)
	x, y := box.X+10*u, box.Y+17*u
	s.print(x, y, 0, small, s.colours.muted, s.text.planes[h.plane])
	for _, t := range s.text.probe {
		if t != "" {
			y += 16 * u
			s.print(x, y, 0, small, s.colours.text, t)
		}
	}
}
