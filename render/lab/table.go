package lab

import "talbot/render/lab/geometry"

// drawParameters draws the table of SetParameters; it scrolls to the selected
// row.
func (s *Scene) drawParameters() {
	r := s.layout.Table
	if r.Empty() || s.params == nil {
		return
	}
	u, p := s.unit, s.pen
	p.rect(geometry.Rect{X: 0, Y: 0, W: r.X + r.W + 0.5*s.margin(), H: s.h}, s.colours.panel)
	head, body, small := s.bold(sizeHead), s.face(sizeBody), s.face(sizeSmall)
	s.printIn(r.X, r.Y+14*u, r.W, head, s.colours.text, s.params.Title)
	row := 24 * u
	note := 0.0
	if s.params.Note != "" {
		note = 64 * u
	}
	top := r.Y + 30*u
	fit := max(int((r.H-30*u-note)/row), 1)
	first := 0
	if n := len(s.params.Rows); n > fit {
		first = min(max(s.params.Selected-fit/2, 0), n-fit)
	}
	for i := first; i < len(s.params.Rows) && i < first+fit; i++ {
		y := top + float64(i-first)*row
		key, value := s.params.Rows[i][0], s.params.Rows[i][1]
		c := s.colours.muted
		if i == s.params.Selected {
			c = s.colours.text
			p.round(geometry.Rect{X: r.X - 8*u, Y: y, W: r.W + 16*u, H: row - 2*u}, 5*u, s.colours.line.alpha(0.6))
		}
		w := min(s.width(value, body), 0.5*r.W)
		s.printIn(r.X, y+15.5*u, r.W-w-10*u, body, c, key)
		s.print(r.X+r.W, y+15.5*u, 1, body, s.colours.text, s.shorten(value, body, 0.5*r.W))
	}
	if note > 0 {
		s.paragraph(r.X, r.Y+r.H-note+16*u, r.W, small, s.colours.muted, s.params.Note, 3)
	}
}

// drawStatus draws the line of SetStatus.
func (s *Scene) drawStatus() {
	if r := s.layout.Status; !r.Empty() {
		if s.zoom > 1 {
			s.pen.rect(geometry.Rect{X: s.layout.Bench.X, Y: r.Y - 4*s.unit, W: s.layout.Bench.W, H: s.h - r.Y}, s.colours.ground)
		}
		s.printIn(r.X, r.Y+13*s.unit, r.W, s.face(sizeSmall), s.colours.muted, s.status)
	}
}

// drawHelp draws the table of SetHelp over everything else.
func (s *Scene) drawHelp() {
	t := s.help
	if t == nil {
		return
	}
	u, p := s.unit, s.pen
	head, body := s.bold(sizeHead), s.face(sizeBody)
	row := min(24*u, (s.h-90*u)/float64(len(t.Rows)+1))
	keys, values := 0.0, s.width(t.Title, head)
	for _, r := range t.Rows {
		keys, values = max(keys, s.width(r[0], body)), max(values, s.width(r[1], body))
	}
	w := max(keys+values+72*u, s.width(t.Note, s.face(sizeSmall))+52*u)
	w = min(w, s.w-16*u)
	h := row*float64(len(t.Rows)) + 76*u
	if t.Note != "" {
		h += 24 * u
	}
	box := geometry.Rect{X: (s.w - w) / 2, Y: max((s.h-h)/2, 8*u), W: w, H: h}
	p.rect(geometry.Rect{W: s.w, H: s.h}, s.colours.ground.alpha(0.66))
	p.round(geometry.Rect{X: box.X - s.scale, Y: box.Y - s.scale, W: box.W + 2*s.scale, H: box.H + 2*s.scale}, 13*u, s.colours.line)
	p.round(box, 12*u, s.colours.panel)
	x, y := box.X+24*u, box.Y+36*u
	s.print(x, y, 0, head, s.colours.text, t.Title)
	y += 12 * u
	for _, r := range t.Rows {
		y += row
		s.print(x+keys, y, 1, body, s.colours.text, r[0])
		s.printIn(x+keys+20*u, y, box.X+box.W-24*u-x-keys-20*u, body, s.colours.muted, r[1])
	}
	if t.Note != "" {
		s.printIn(x, y+30*u, w-48*u, s.face(sizeSmall), s.colours.muted, t.Note)
	}
}
