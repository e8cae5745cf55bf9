package geometry

import "math"

// Want says what there is to show beside the bench.
type Want struct {
	Classes int  // number of class scores
	Curve   bool // a learning curve
	Panels  int  // panels of the frame
	Rows    int  // rows of a parameter table, 0 for none
	Detail  bool // a plane is selected
	Display bool // the curve of a display is in the place of the plane
	Masks   bool // the enlarged plane has two pictures: the mask and the light
}

// Layout are the rectangles of the parts of the picture. An empty one is not
// shown.
type Layout struct {
	Bench  Rect
	Scores Rect
	Detail Rect
	Curve  Rect
	Panels Rect
	Table  Rect
	Status Rect

	Tall    bool // the scores are a strip below the bench, not a column beside it
	Overlay bool // Detail lies over the bench, and can be closed
}

// Arrange divides a screen of w by h pixels; unit is the number of pixels of one
// typographic unit, which is a CSS pixel times the enlargement of the type.
func Arrange(w, h, unit float64, want Want) Layout {
	if w < 560*unit || w < 1.05*h {
		return arrangeTall(w, h, unit, want)
	}
	return arrangeWide(w, h, unit, want)
}

func arrangeTall(w, h, unit float64, want Want) Layout {
	m := 12 * unit
	l := Layout{Tall: true}
	y := h - m
	if want.Classes > 0 {
		s := min(max(0.26*h, 96*unit), 170*unit)
		l.Scores = Rect{m, y - s, w - 2*m, s}
		y -= s + m
	}
	if strip := min(0.3*h, 300*unit); want.Panels > 0 && strip >= 150*unit {
		l.Panels = Rect{m, y - strip, w - 2*m, strip}
		y -= strip + m
	}
	if want.Curve || want.Rows > 0 {
		l.Status = Rect{m, y - 20*unit, w - 2*m, 20 * unit}
		y -= 20*unit + m/2
	}
	side := min((w-5*m)/2, 0.3*h)
	if free := y - 0.62*w - m; free > 0.42*w && side >= 110*unit {
		d := min(free, side+80*unit)
		l.Detail = Rect{m, y - d, w - 2*m, d}
		y -= d + m
	} else if want.Detail || want.Display {
		l.Overlay = true
		d := min(y-m, w/2+76*unit)
		l.Detail = Rect{m, y - d, w - 2*m, d}
	}
	l.Bench = Rect{0, 0, w, y}
	return l
}

func arrangeWide(w, h, unit float64, want Want) Layout {
	m := min(max(0.022*w, 14*unit), 36*unit)
	l := Layout{}
	right := w
	if want.Panels > 0 {
		right = arrangePanels(&l, w, h, m, unit, want)
	} else if want.Classes > 0 || want.Curve {
		// A column with the scores above and the curve below.
		column := min(max(0.19*w, 168*unit), 330*unit)
		l.Scores = Rect{w - column - m, m, column, h - 2*m}
		right = l.Scores.X - m
		if c := min(0.36*h, 280*unit); want.Curve && h >= 440*unit {
			l.Curve = Rect{l.Scores.X, h - m - c, column, c}
			l.Scores.H -= c + m
		}
		if want.Classes == 0 {
			l.Scores = Rect{}
		}
	}
	left := 0.0
	if want.Rows > 0 {
		column := min(max(0.19*w, 210*unit), 330*unit)
		l.Table = Rect{m, m, column, h - 2*m}
		left = l.Table.X + l.Table.W + m
	}
	x := max(left, m)
	bottom := h
	if want.Rows > 0 || want.Curve || want.Panels > 0 {
		l.Status = Rect{x, h - m - 18*unit, right - x, 18 * unit}
		bottom = l.Status.Y - m/2
	}
	if want.Detail || want.Display {
		strip := min(max(0.36*h, 200*unit), 420*unit)
		if h < 540*unit {
			// There is no height for a panel of its own.
			l.Overlay = true
			strip = min(0.5*h, 230*unit)
		}
		l.Detail = Rect{x, bottom - strip - m/2, min(detailWidth(strip, unit, want), right-x), strip}
		if !l.Overlay {
			bottom = l.Detail.Y
		}
	}
	l.Bench = Rect{left, 0, right - left, bottom}
	return l
}

// arrangePanels makes a column of the scores, the curve and, in what is left, the panels, and
// returns where it begins.
func arrangePanels(l *Layout, w, h, m, unit float64, want Want) float64 {
	column := min(max(0.27*w, 230*unit), 460*unit)
	r := Rect{w - column - m, m, column, h - 2*m}
	if want.Classes > 0 {
		l.Scores = Rect{r.X, r.Y, column, min(0.34*r.H, 100*unit+22*unit*float64(want.Classes))}
		r = r.Inset(0, l.Scores.H+m, 0, 0)
	}
	if c := 0.3 * r.H; want.Curve && c >= 130*unit {
		l.Curve = Rect{r.X, r.Y, column, min(c, 220*unit)}
		r = r.Inset(0, l.Curve.H+m, 0, 0)
	}
	l.Panels = r
	return r.X - m
}

// detailWidth is the width that the panel of the enlarged plane needs, if it is
// high pixels high.
func detailWidth(high, unit float64, want Want) float64 {
	if want.Display {
		return 3.4 * high
	}
	pictures := 1.0
	if want.Masks {
		pictures = 2
	}
	return pictures*high + 150*unit
}

// Pose chooses the direction of sight and the distance of the planes with which
// the bench fills r best: the wider r, the more from the side, and the farther
// apart. places are those of Bench.
func Pose(places []float64, r Rect) (Bench, View) {
	planes := len(places)
	best, bestView, bestScore := Bench{}, View{}, -1.0
	for yaw := 27.0; yaw <= 54; yaw += 3 {
		for pitch := 15.0; pitch <= 24; pitch += 3 {
			v := View{yaw * math.Pi / 180, pitch * math.Pi / 180}
			b := Bench{planes, fitGap(planes, v, r), places}
			c := Fit(b, v, r)
			// What should be large is the area of the planes as seen, the part of
			// each that the next one does not hide, and the opening of the ribbon.
			area := c.scale * c.scale * math.Sin(v.Yaw)
			free := b.Gap * math.Cos(v.Yaw) / math.Sin(v.Yaw)
			free = min(free, 1) + 0.12*min(max(free-1, 0), 1)
			if s := area * math.Pow(free, 1.5) * math.Pow(math.Sin(v.Pitch), 0.7); s > bestScore {
				best, bestView, bestScore = b, v, s
			}
		}
	}
	return best, bestView
}

// fitGap is the gap with which the bench has the shape of r, within limits.
func fitGap(planes int, v View, r Rect) float64 {
	lo, hi := 0.55, 4.6/float64(max(planes-1, 1))
	hi = max(hi, 1.5)
	if r.Empty() {
		return lo
	}
	for range 24 {
		mid := (lo + hi) / 2
		b := Bench{Planes: planes, Gap: mid}
		box := look(v, distance*math.Hypot(b.Length(), 1.5)).box(b)
		if box.W*r.H < box.H*r.W {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
