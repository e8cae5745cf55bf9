package lab

import (
	"math"

	"talbot/render/lab/geometry"
)

// drawBars draws a bar a name: from 0 at the left, or both ways where values are below 0.
func (s *Scene) drawBars(v *panel, r geometry.Rect) {
	u := s.unit
	n := len(v.Names)
	if n == 0 {
		return
	}
	row := min(r.H/float64(n), 26*u)
	face := s.face(min(sizeBody, max(row/u*0.62, 6)))
	names, digits := 0.0, 0.0
	for i, t := range v.Names {
		names, digits = max(names, s.width(t, face)), max(digits, s.width(v.values[i], face))
	}
	names = min(names, 0.42*r.W)
	x, w := r.X+names+10*u, r.W-names-digits-20*u
	if w < 20*u {
		return
	}
	at := func(value float32) float64 {
		return x + w*float64((max(v.low, min(v.high, value))-v.low)/(v.high-v.low))
	}
	ink, _ := s.seriesLook(v.Panel, 0)
	for i, t := range v.Names {
		mid := r.Y + (float64(i)+0.5)*row
		base, h := mid+0.36*face.Size, min(0.46*row, 11*u)
		s.printIn(r.X, base, names, face, s.colours.text, t)
		s.pen.rect(geometry.Rect{X: x, Y: mid - h/2, W: w, H: h}, s.colours.line.alpha(0.45))
		if value := v.Series[0].Y[i]; value-value == 0 {
			from, to := at(0), at(value)
			s.pen.rect(geometry.Rect{X: min(from, to), Y: mid - h/2, W: math.Abs(to - from), H: h}, ink)
		}
		s.print(r.X+r.W, base, 1, face, s.colours.muted, v.values[i])
	}
}

// drawGrid draws a table of numbers, the stronger the larger.
func (s *Scene) drawGrid(v *panel, r geometry.Rect) {
	u, small := s.unit, s.face(sizeSmall)
	names := 0.0
	for _, t := range v.Names[v.Nx:] {
		names = max(names, s.width(t, small))
	}
	names = min(names, 0.3*r.W)
	side := min((r.W-names-8*u)/float64(v.Nx), 64*u)
	high := min((r.H-18*u)/float64(v.Ny), 26*u)
	if side < 2*u || high < 2*u {
		return
	}
	x, y := r.X+names+8*u, r.Y+18*u
	for i, t := range v.Names {
		if i < v.Nx {
			t = s.shorten(t, small, max(side-2*u, 8*u))
			s.print(x+(float64(i)+0.5)*side, y-6*u, 0.5, small, s.colours.muted, t)
			continue
		}
		s.printIn(r.X, y+(float64(i-v.Nx)+0.5)*high+0.36*small.Size, names, small, s.colours.muted, t)
	}
	theme := 0
	if s.look.paper {
		theme = 1
	}
	for i, value := range v.Series[0].Y {
		cell := geometry.Rect{X: x + float64(i%v.Nx)*side, Y: y + float64(i/v.Nx)*high, W: side, H: high}
		strength, ink := 0.0, seriesColours[theme][0]
		if value < 0 {
			ink = seriesColours[theme][1]
		}
		if v.most > 0 && value-value == 0 {
			strength = math.Sqrt(math.Abs(float64(value / v.most)))
		}
		s.pen.rect(cell.Inset(u, u, u, u), ink.alpha(float32(0.06+0.5*strength)))
		if s.width(v.values[i], small) < side-3*u && high > small.Size {
			s.print(cell.X+side/2, cell.Y+high/2+0.36*small.Size, 0.5, small, s.colours.text, v.values[i])
		}
	}
}
