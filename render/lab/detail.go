package lab

import (
	"talbot/render/colormap"
	"talbot/render/lab/geometry"
	"talbot/sim/frame"

	"github.com/hajimehoshi/ebiten/v2"
)

// phaseMap is the map that does not depend on the light.
var phaseMap = colormap.Phase

// detail are the places in the panel of the enlarged plane.
type detail struct {
	side   float64          // of a picture, px
	images [2]geometry.Rect // the mask, the light; the first is empty where there is no mask
	facts  geometry.Point   // baseline of the first line of text
	wide   float64          // width for the text
	below  bool             // the text is below the pictures, in one or two columns
	close  geometry.Rect    // where a tap closes an overlay
}

// place divides the panel r.
func (s *Scene) place() (d detail) {
	r := s.layout.Detail
	if r.Empty() {
		return d
	}
	u := s.unit
	if s.layout.Overlay {
		d.close = geometry.Rect{X: r.X + r.W - 44*u, Y: r.Y, W: 44 * u, H: 44 * u}
		r = r.Inset(14*u, 8*u, 14*u, 10*u)
	}
	if s.ShownDisplay() >= 0 { // no plane
		return d
	}
	const bar = 48 // colour bar, its labels and the space after them
	pictures := 1.0
	if s.isMask(s.shownPlane()) {
		pictures = 2
	}
	d.side = min(r.H-(26+24)*u, r.W/pictures-bar*u)
	top := r.Y + 26*u
	x := r.X
	if pictures == 2 {
		d.images[0] = geometry.Rect{X: x, Y: top, W: d.side, H: d.side}
		x += d.side + bar*u
	}
	d.images[1] = geometry.Rect{X: x, Y: top, W: d.side, H: d.side}
	x += d.side + (bar+8)*u
	d.facts, d.wide = geometry.Point{X: x, Y: top + 10*u}, r.X+r.W-x
	if d.wide < 92*u {
		d.below = true
		d.facts = geometry.Point{X: r.X, Y: top + d.side + 42*u}
		d.wide = r.W
	}
	return d
}

// drawDetail draws the selected plane enlarged.
func (s *Scene) drawDetail() {
	if i := s.ShownDisplay(); i >= 0 && !s.layout.Detail.Empty() {
		s.drawDisplay(&s.displays[i])
		return
	}
	d := s.place()
	if d.side < 30*s.unit {
		return
	}
	p, u, r := s.pen, s.unit, s.layout.Detail
	small, head := s.face(sizeSmall), s.bold(sizeBody)
	if s.layout.Overlay {
		p.round(r, 10*u, s.colours.panel)
		s.cross(d.close)
		r = r.Inset(14*u, 8*u, 14*u, 10*u)
	} else {
		p.rect(geometry.Rect{X: s.layout.Bench.X, Y: r.Y, W: s.layout.Bench.W, H: r.H}, s.colours.ground)
	}
	plane := s.shownPlane()
	y := r.Y + 14*u
	s.print(r.X, y, 0, head, s.colours.text, s.text.title)
	s.print(r.X+s.width(s.text.title, head)+10*u, y, 0, small, s.colours.muted, s.text.subtitle)

	if q := d.images[0]; !q.Empty() {
		s.drawPicture(&s.phase, q, s.words.Phase)
		s.drawColourBar(0, q, "0", "π", "2π")
	}
	q := d.images[1]
	title := s.words.Light
	if d.images[0].Empty() {
		title = ""
	}
	s.drawPicture(&s.arrived, q, title)
	s.drawColourBar(1, q, "0", "", s.text.peak)
	s.drawFlatRegions(q, &s.frame.Planes[plane])
	s.drawFacts(d)
	if s.hover.plane == plane {
		s.drawCrosshair(d.images[0])
		s.drawCrosshair(d.images[1])
	}
}

// drawPicture draws a picture with its frame and its x axis.
func (s *Scene) drawPicture(f *surface, q geometry.Rect, title string) {
	if f.shown == nil {
		return
	}
	p, u := s.pen, s.unit
	small := s.face(sizeSmall)
	p.sharp = q.W > 2.5*float64(f.w) // so large that a sample should look like one
	p.picture(f.shown, q, Color{1, 1, 1, 1}, ebiten.BlendSourceOver)
	p.sharp = false
	p.frame(q, s.scale, s.colours.glass.alpha(0.8))
	mid := q.X + q.W/2
	shown := &s.frame.Planes[s.shownPlane()]
	off := s.text.half / (float64(shown.Pitch) * float64(side(shown))) * q.W
	base := q.Y + q.H
	for i, x := range [3]float64{mid - off, mid, mid + off} {
		p.line(geometry.Point{X: x, Y: base}, geometry.Point{X: x, Y: base + 4*u}, s.scale, s.colours.muted)
		if i != 1 || q.W > 90*u {
			t := s.text.ticks[i]
			s.print(max(x-s.width(t, small)/2, 3*u), base+16*u, 0, small, s.colours.muted, t)
		}
	}
	if title != "" {
		// The title shares the heading's line, at the right edge of its picture.
		s.print(q.X+q.W, q.Y-7*u, 1, small, s.colours.muted, s.fitTitle(title, q))
	}
}

// fitTitle is title where it does not touch the panel's heading.
func (s *Scene) fitTitle(title string, q geometry.Rect) string {
	small := s.face(sizeSmall)
	free := q.W
	left := s.layout.Detail.X
	if s.layout.Overlay {
		left += 14 * s.unit
	}
	if q.X-left < s.unit {
		free -= s.width(s.text.title, s.bold(sizeBody)) + s.width(s.text.subtitle, small) + 24*s.unit
	}
	if s.width(title, small) > free {
		return ""
	}
	return title
}

// drawColourBar draws colour bar i to the right of q, with three labels.
func (s *Scene) drawColourBar(i int, q geometry.Rect, low, mid, high string) {
	p, u := s.pen, s.unit
	small := s.face(sizeSmall)
	b := geometry.Rect{X: q.X + q.W + 6*u, Y: q.Y, W: 7 * u, H: q.H}
	p.picture(s.bars[i].shown, b, Color{1, 1, 1, 1}, ebiten.BlendSourceOver)
	p.frame(b, s.scale, s.colours.glass.alpha(0.8))
	x := b.X + b.W + 4*u
	s.print(x, b.Y+b.H, 0, small, s.colours.muted, low)
	s.print(x, b.Y+b.H/2+0.36*small.Size, 0, small, s.colours.muted, mid)
	s.print(x, b.Y+0.74*small.Size, 0, small, s.colours.muted, high)
}

// drawFlatRegions outlines the regions on the enlarged plane.
func (s *Scene) drawFlatRegions(q geometry.Rect, plane *frame.Plane) {
	f, p := s.frame, s.pen
	k := q.W / float64(side(plane))
	left, top := margin(plane)
	face := s.face(10.5)
	for _, g := range plane.Regions {
		r := geometry.Rect{X: q.X + k*float64(g.X0+left), Y: q.Y + k*float64(g.Y0+top), W: k * float64(g.X1-g.X0), H: k * float64(g.Y1-g.Y0)}
		class, against := g.Class, g.Against
		c, w := Color{1, 1, 1, 0.5}, s.scale
		if class == f.Predicted {
			c, w = Color{1, 1, 1, 1}, 2*s.scale
		} else if s.text.wrong && class == f.Label {
			c, w = dark.wrong, 2*s.scale
		}
		p.frame(r, w, c)
		if against {
			s.printOver(r.X+r.W/2, r.Y+r.H/2+3*s.unit, face, c, minus)
		} else if class < len(s.text.classes) {
			c.A = max(c.A, 0.8)
			t := s.shorten(s.text.classes[class], face, 2.2*r.W)
			s.printOver(r.X+r.W/2, r.Y-3*s.unit, face, c, t)
		}
	}
}

// drawFacts writes what is known of the plane, and the values under the pointer.
func (s *Scene) drawFacts(d detail) {
	u, small, body := s.unit, s.face(sizeSmall), s.face(sizeBody)
	x, y := d.facts.X, d.facts.Y
	line := 19 * u
	if d.below {
		if y+line > s.layout.Detail.Y+s.layout.Detail.H {
			return
		}
		s.print(x, y, 0, small, s.colours.muted, s.text.facts[0])
		s.print(x, y+line, 0, small, s.colours.muted, s.text.facts[1])
		x += d.wide / 3
		for i, t := range s.text.probe {
			s.print(x+d.wide/3*float64(i/2), y+line*float64(i%2), 0, small, s.colours.text, t)
		}
		return
	}
	s.printIn(x, y, d.wide, small, s.colours.muted, s.text.facts[0])
	s.printIn(x, y+line, d.wide, small, s.colours.muted, s.text.facts[1])
	s.printIn(x, y+2*line, d.wide, small, s.colours.muted, s.text.law)
	y += 4 * line
	for _, t := range s.text.probe {
		if t != "" {
			s.printIn(x, y, d.wide, body, s.colours.text, t)
			y += line
		}
	}
}

// drawCrosshair marks the place under the pointer.
func (s *Scene) drawCrosshair(q geometry.Rect) {
	if q.Empty() {
		return
	}
	x, y := q.X+s.hover.u*q.W, q.Y+s.hover.v*q.H
	gap, arm := 3*s.scale, 9*s.scale
	for _, c := range [2]struct {
		w float64
		c Color
	}{{3 * s.scale, Color{0, 0, 0, 0.55}}, {1.2 * s.scale, Color{1, 1, 1, 1}}} {
		s.pen.line(geometry.Point{X: x - arm, Y: y}, geometry.Point{X: x - gap, Y: y}, c.w, c.c)
		s.pen.line(geometry.Point{X: x + gap, Y: y}, geometry.Point{X: x + arm, Y: y}, c.w, c.c)
		s.pen.line(geometry.Point{X: x, Y: y - arm}, geometry.Point{X: x, Y: y - gap}, c.w, c.c)
		s.pen.line(geometry.Point{X: x, Y: y + gap}, geometry.Point{X: x, Y: y + arm}, c.w, c.c)
	}
}

// cross draws the sign that closes an overlay.
func (s *Scene) cross(r geometry.Rect) {
	c, a := centre(r), 5*s.unit
	s.pen.line(geometry.Point{X: c.X - a, Y: c.Y - a}, geometry.Point{X: c.X + a, Y: c.Y + a}, 1.6*s.scale, s.colours.muted)
	s.pen.line(geometry.Point{X: c.X - a, Y: c.Y + a}, geometry.Point{X: c.X + a, Y: c.Y - a}, 1.6*s.scale, s.colours.muted)
}
