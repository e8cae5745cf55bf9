package lab

import (
	"math"

	"talbot/render/colormap"
	"talbot/render/lab/geometry"
	"talbot/sim/frame"
)

// panel is a panel of the frame with all that drawing it needs, made when the frame comes.
type panel struct {
	*frame.Panel
	x, y    span
	values  []string // of bars, and of a grid's cells
	most    float32  // the largest of their sizes
	low     float32  // where bars begin and end
	high    float32
	picture surface // of an image
	scale   surface // its colour bar
	ends    [2]string
}

// span is an axis.
type span struct {
	lo, hi float64
	ticks  []tick
	name   string
	axis   frame.Axis
}

type tick struct {
	at   float64
	text string
}

// place is where a tick lies on the axis, 0 to 1.
func (a *span) place(at float64) float64 { return (at - a.lo) / (a.hi - a.lo) }

// share is where v lies on the axis, 0 to 1.
func (a *span) share(v float32) float64 { return (a.axis.At(float64(v)) - a.lo) / (a.hi - a.lo) }

// takePanels makes panels of those of a frame. A text without a title is for a status line.
func (s *Scene) takePanels(list []frame.Panel) {
	n := 0
	if s.options.Panels {
		for i := range list {
			if list[i].Says() {
				continue
			}
			if n == len(s.panels) {
				s.panels = append(s.panels, panel{})
			}
			s.panels[n].take(&list[i])
			n++
		}
	}
	for i := n; i < len(s.panels); i++ {
		s.panels[i].picture.free()
		s.panels[i].scale.free()
	}
	s.dirty = s.dirty || s.want.Panels != n
	s.panels = s.panels[:n]
}

func (v *panel) take(p *frame.Panel) {
	v.Panel = p
	v.x, v.y = spanOf(p, p.X, false), spanOf(p, p.Y, true)
	if rows := p.Rows(); rows != nil {
		v.y.ticks = nil
		for i, name := range rows {
			v.y.ticks = append(v.y.ticks, tick{p.FirstRow() + float64(i), name})
		}
	}
	v.values = v.values[:0]
	switch p.Shape {
	case frame.Image:
		m := [...]*colormap.Map{&colormap.Intensity, &colormap.Phase, &colormap.Gray, &colormap.Diverging, &colormap.Hues}[p.Map]
		r := reduction(max(p.Nx, p.Ny))
		v.picture.resize(p.Nx/r, p.Ny/r)
		at := 0
		for y := range p.Ny / r {
			for x := range p.Nx / r {
				k := y*r*p.Nx + x*r
				if p.Map == frame.Complex {
					c := colormap.Hued(p.Image[k], p.Image[p.Nx*p.Ny+k])
					copy(v.picture.pix[at:], []byte{c.R, c.G, c.B, c.A})
					at += 4
					continue
				}
				at = put(v.picture.pix, at, m, p.Image[k])
			}
		}
		v.picture.upload(true)
		bar(&v.scale, m)
		v.ends = [2]string{number(float64(p.Lo)), number(float64(p.Hi))}
	case frame.Bars, frame.Grid:
		v.most, v.low, v.high = 0, p.Y.Min, p.Y.Max
		fixed := v.low != v.high
		for _, x := range p.Series[0].Y {
			v.values = append(v.values, said(p.Y, float64(x)))
			if x-x == 0 {
				v.most = max(v.most, x, -x)
				if !fixed {
					v.low, v.high = min(v.low, x, 0), max(v.high, x, 0)
				}
			}
		}
		if !(v.high > v.low) {
			v.high = v.low + 1
		}
	}
}

// nextPanel shows the next panel in the first place, where not all have room.
func (s *Scene) nextPanel() {
	if n := len(s.panels); n > 0 {
		s.firstPanel = (s.firstPanel + 1) % n
	}
}

// drawPanels draws as many panels as there is room for, from the first one on.
func (s *Scene) drawPanels() {
	r := s.layout.Panels
	if r.Empty() || len(s.panels) == 0 {
		return
	}
	u := s.unit
	s.pen.rect(geometry.Rect{X: r.X - 8*u, Y: r.Y - 6*u, W: r.W + 16*u, H: r.H + 12*u}, s.colours.ground)
	across := r.W > 1.3*r.H
	n := int(r.H / (190 * u))
	if across {
		n = int(r.W / (200 * u))
	}
	n = min(max(n, 1), len(s.panels))
	for k := range n {
		q := r
		if across {
			q.W = (r.W - float64(n-1)*16*u) / float64(n)
			q.X += float64(k) * (q.W + 16*u)
		} else {
			q.H = (r.H - float64(n-1)*14*u) / float64(n)
			q.Y += float64(k) * (q.H + 14*u)
			q.H = min(q.H, 1.25*q.W)
		}
		s.drawPanel(&s.panels[(s.firstPanel+k)%len(s.panels)], q)
	}
}

func (s *Scene) drawPanel(v *panel, r geometry.Rect) {
	u := s.unit
	if v.Title != "" {
		s.printIn(r.X, r.Y+13*u, r.W, s.bold(sizeBody), s.colours.text, v.Title)
		r = r.Inset(0, 22*u, 0, 0)
	}
	small := s.face(sizeSmall)
	if v.Shape == frame.Text {
		s.paragraph(r.X, r.Y+12*u, r.W, small, s.colours.muted, v.Note, int(r.H/(1.35*small.Size)))
		return
	}
	if v.Note != "" && r.H > 230*u { // what is a drawing needs no words where room is short
		rows := min(len(s.lines(v.Note, small, r.W)), 3)
		high := float64(rows) * 1.35 * small.Size
		s.paragraph(r.X, r.Y+r.H-high+small.Size, r.W, small, s.colours.muted, v.Note, rows)
		r.H -= high + 8*u
	}
	switch v.Shape {
	case frame.Bars:
		s.drawBars(v, r)
	case frame.Grid:
		s.drawGrid(v, r)
	default:
		s.drawAxes(v, r)
	}
}

// spanOf is an axis with the ends that the panel gives, or those of its series and some room.
func spanOf(p *frame.Panel, x frame.Axis, up bool) span {
	a := span{lo: x.At(float64(x.Min)), hi: x.At(float64(x.Max)), name: x.Label, axis: x}
	if x.Unit != "" && !x.Prefixed() {
		a.name += " (" + x.Unit + ")"
	}
	if x.Min == x.Max {
		a.lo, a.hi = math.Inf(1), math.Inf(-1)
		points := false
		for i := range p.Series {
			values := p.Series[i].X
			if up {
				values = p.Series[i].Y
			}
			points = points || p.Series[i].Points
			for _, v := range values {
				if at := x.At(float64(v)); at-at == 0 {
					a.lo, a.hi = min(a.lo, at), max(a.hi, at)
				}
			}
		}
		switch pad := 0.04 * (a.hi - a.lo); {
		case a.lo > a.hi:
			a.lo, a.hi = 0, 1
		case a.lo == a.hi:
			pad = max(math.Abs(a.lo)*0.1, 1e-9)
			a.lo, a.hi = a.lo-pad, a.hi+pad
		case up || points: // curves alone go from end to end
			a.lo, a.hi = a.lo-pad, a.hi+pad
		}
	}
	low, high := min(a.lo, a.hi), max(a.lo, a.hi)
	step := nice((high - low) / 2.5)
	if x.Log { // whole powers of ten, where there are two
		step = max(1, math.Ceil(step))
		if math.Floor(high) <= math.Ceil(low) {
			step = math.Log10(2)
		}
	}
	for k := math.Ceil(low/step - 1e-9); k*step <= high+1e-9*step && len(a.ticks) < 8; k++ {
		a.ticks = append(a.ticks, tick{k * step, said(x, x.Value(k*step))})
	}
	return a
}

// said is a value of an axis.
func said(a frame.Axis, v float64) string {
	switch {
	case v-v != 0:
		return "–"
	case a.Unit == "m":
		if v == 0 {
			return "0"
		}
		if v < 0 {
			return "−" + metres(-v)
		}
		return metres(v)
	case a.Prefixed():
		return number(v) + " " + a.Unit
	}
	return number(v)
}
