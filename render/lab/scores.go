package lab

import "talbot/render/lab/geometry"

// drawScores draws what the network reads, and a bar for each class.
func (s *Scene) drawScores() {
	r := s.layout.Scores
	if r.Empty() || len(s.text.classes) == 0 {
		return
	}
	if s.layout.Tall {
		s.drawScoreStrip(r)
		return
	}
	u := s.unit
	// What was turned or zoomed may reach here.
	s.pen.rect(geometry.Rect{X: r.X - 0.5*s.margin(), Y: 0, W: s.w, H: s.h}, s.colours.ground)
	big := s.bold(sizeBig)
	name := s.text.reads
	if s.width(name, big) > r.W {
		big = s.bold(sizeBig * 0.66)
	}
	small := s.face(sizeSmall)
	// The heading and the rows are centred together, on the bench's height.
	n := float64(len(s.text.classes))
	head := 84 * u
	row := min(max((r.H-head-12*u)/n, 12*u), 30*u)
	y := r.Y + max((min(s.layout.Bench.H, r.H)-head-n*row)*0.42, 0)
	s.print(r.X, y+12*u, 0, small, s.colours.muted, s.words.Reads)
	s.printIn(r.X, y+12*u+big.Size*1.12, r.W, big, s.colours.text, name)
	c := s.colours.muted
	if s.text.wrong {
		c = s.colours.wrong
	}
	s.print(r.X, y+24*u+big.Size*1.12+6*u, 0, small, c, s.text.verdict)
	y += head + 8*u

	face := s.face(min(sizeBody, row/u*0.62))
	names, values := 0.0, s.width(">99.9 %", face)
	for _, t := range s.text.classes {
		names = max(names, s.width(t, face))
	}
	names = min(names, 0.42*r.W)
	x := r.X + names + 10*u
	w := r.W - names - 10*u - values - 10*u
	s.rows = s.rows[:0]
	for i, t := range s.text.classes {
		mid := y + (float64(i)+0.5)*row
		s.rows = append(s.rows, mid)
		base := mid + 0.36*face.Size
		ink, bar := s.scoreColours(i)
		s.printIn(r.X, base, names, face, ink, t)
		h := min(0.46*row, 11*u)
		s.pen.round(geometry.Rect{X: x, Y: mid - h/2, W: w, H: h}, h/2, s.colours.line.alpha(0.45))
		if v := s.scores[i] * w; v > 0.5 {
			s.pen.round(geometry.Rect{X: x, Y: mid - h/2, W: max(v, 3*s.scale), H: h}, h/2, bar)
		}
		s.print(r.X+r.W, base, 1, face, ink, s.text.scores[i])
	}
}

// scoreColours are the colours of a class's name and of its bar.
func (s *Scene) scoreColours(i int) (ink, bar Color) {
	f := s.frame
	ink, bar = s.colours.muted, s.look.tint.mix(s.colours.ground, 0.45)
	if i == s.text.read {
		ink, bar = s.colours.text, s.look.tint
	} else if s.text.wrong && i == f.Label {
		ink, bar = s.colours.wrong, s.colours.wrong
	}
	return ink, bar
}

// drawScoreStrip draws the scores as columns in a low, wide rectangle.
func (s *Scene) drawScoreStrip(r geometry.Rect) {
	u := s.unit
	s.pen.rect(geometry.Rect{X: 0, Y: r.Y, W: s.w, H: s.h - r.Y}, s.colours.ground)
	head := s.bold(sizeHead)
	small := s.face(sizeSmall)
	y := r.Y + 16*u
	s.print(r.X, y, 0, small, s.colours.muted, s.words.Reads)
	x := r.X + s.width(s.words.Reads, small) + 8*u
	s.print(x, y, 0, head, s.colours.text, s.text.reads)
	if k := s.text.read; k >= 0 && k < len(s.text.scores) {
		x += s.width(s.text.reads, head) + 8*u
		s.print(x, y, 0, small, s.colours.text, s.text.scores[k])
	}
	c := s.colours.muted
	if s.text.wrong {
		c = s.colours.wrong
	}
	s.print(r.X+r.W, y, 1, small, c, s.text.verdict)

	n := float64(len(s.text.classes))
	step := r.W / n
	short := s.longest(small) <= step-2*u
	w, shift := min(0.56*step, 26*u), 0.0
	top, bottom := r.Y+28*u, r.Y+r.H-18*u
	if !short {
		// Long names stand beside their columns.
		w = max(min(0.4*step, 20*u, step-1.2*small.Size-5*u), 3*u)
		shift, bottom = (step-w)/2-u, r.Y+r.H-4*u
	}
	for i, t := range s.text.classes {
		mid := r.X + (float64(i)+0.5)*step + shift
		ink, bar := s.scoreColours(i)
		s.pen.round(geometry.Rect{X: mid - w/2, Y: top, W: w, H: bottom - top}, 3*u, s.colours.line.alpha(0.35))
		if v := s.scores[i] * (bottom - top); v > 0.5 {
			s.pen.round(geometry.Rect{X: mid - w/2, Y: bottom - max(v, 2*s.scale), W: w, H: max(v, 2*s.scale)}, 3*u, bar)
		}
		if short {
			s.print(mid, bottom+14*u, 0.5, small, ink, t)
		} else {
			s.printUp(mid-w/2-3*u, bottom-2*u, 0, small, ink, s.shorten(t, small, bottom-top))
		}
	}
}
