package lab

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"talbot/render/lab/geometry"
	"talbot/sim/frame"
)

// series are the colours of curves and classes, those of package plot, on dark ground and light.
var seriesColours = [2][5]Color{
	{hex(0x68b2f5), hex(0xffa654), hex(0x46d0b4), hex(0xde96d6), hex(0xaab2c0)},
	{hex(0x165ca0), hex(0xcd6414), hex(0x008a78), hex(0x8c3c82), hex(0x626874)},
}

// dashes are the patterns of curves, in typographic units: drawn, left out.
var dashes = [5][2]float64{{}, {7, 4}, {2, 4}, {12, 3}, {4, 2}}

// seriesLook is the colour and dash of series i of a panel.
func (s *Scene) seriesLook(p *frame.Panel, i int) (Color, [2]float64) {
	theme := 0
	if s.look.paper {
		theme = 1
	}
	if c := p.Series[i].Class; c >= 0 {
		i = c
	}
	return seriesColours[theme][i%5], dashes[i%5]
}

// drawAxes draws curves and points over two axes, on a map of values if the panel has one.
func (s *Scene) drawAxes(v *panel, r geometry.Rect) {
	u, small, p := s.unit, s.face(sizeSmall), s.pen
	left := 0.0
	for _, t := range v.y.ticks {
		left = max(left, s.width(t.text, small))
	}
	top := 6 * u
	if v.y.name != "" {
		s.printIn(r.X, r.Y+11*u, r.W, small, s.colours.muted, v.y.name)
		top += 14 * u
	}
	right, bottom := 10*u, 18*u
	if v.x.name != "" {
		bottom += 15 * u
	}
	if v.Shape == frame.Image {
		right += 16*u + max(s.width(v.ends[0], small), s.width(v.ends[1], small))
	}
	rows := s.legend(v, r, 0, false)
	q := r.Inset(left+8*u, top, right, bottom+rows*16*u)
	if v.Shape == frame.Image && v.X.Unit == v.Y.Unit { // as long in both directions
		k := math.Abs((v.x.hi - v.x.lo) / (v.y.hi - v.y.lo))
		q.W, q.H = min(q.W, q.H*k), min(q.H, q.W/k)
	}
	if q.W < 30*u || q.H < 30*u {
		return
	}
	if v.Shape == frame.Image {
		p.sharp = true
		p.picture(v.picture.shown, q, Color{1, 1, 1, 1}, ebiten.BlendSourceOver)
		p.sharp = false
		b := geometry.Rect{X: q.X + q.W + 8*u, Y: q.Y, W: 6 * u, H: q.H}
		p.picture(v.scale.shown, b, Color{1, 1, 1, 1}, ebiten.BlendSourceOver)
		s.print(min(b.X, r.X+r.W-s.width(v.Bar(), small)), r.Y+11*u, 0, small, s.colours.muted, v.Bar())
		s.print(b.X+b.W+4*u, q.Y+q.H, 0, small, s.colours.muted, v.ends[0])
		s.print(b.X+b.W+4*u, q.Y+0.74*small.Size, 0, small, s.colours.muted, v.ends[1])
	}
	for _, t := range v.y.ticks {
		y := q.Y + q.H*(1-v.y.place(t.at))
		if v.Shape == frame.Lines {
			p.line(geometry.Point{X: q.X, Y: y}, geometry.Point{X: q.X + q.W, Y: y}, s.scale, s.colours.line.alpha(0.7))
		}
		s.print(q.X-6*u, y+0.36*small.Size, 1, small, s.colours.muted, t.text)
	}
	for _, t := range v.x.ticks {
		s.print(q.X+q.W*v.x.place(t.at), q.Y+q.H+14*u, 0.5, small, s.colours.muted, t.text)
	}
	s.print(q.X+q.W/2, q.Y+q.H+29*u, 0.5, small, s.colours.muted, v.x.name)
	for i := range v.Series {
		if v.Series[i].Points {
			s.drawPoints(v, i, q)
		} else {
			s.drawSeries(v, i, q)
		}
	}
	s.legend(v, r, q.Y+q.H+bottom+12*u, true)
}

// spot is where point k of a series stands, and whether that is in q.
func (v *panel) spot(c *frame.Series, k int, q geometry.Rect) (geometry.Point, bool) {
	x, y := v.x.share(c.X[k]), v.y.share(c.Y[k])
	const slack = 1e-3
	return geometry.Point{X: q.X + q.W*x, Y: q.Y + q.H*(1-y)}, x > -slack && x < 1+slack && y > -slack && y < 1+slack
}

// drawSeries draws a curve, as far as it lies in q.
func (s *Scene) drawSeries(v *panel, i int, q geometry.Rect) {
	c, dash := s.seriesLook(v.Panel, i)
	p, series := s.pen, &v.Series[i]
	on, off := dash[0]*s.unit, dash[1]*s.unit
	p.begin()
	var last geometry.Point
	inside, way := false, 0.0
	for k := range series.X {
		at, in := v.spot(series, k, q)
		if in && inside {
			n := math.Hypot(at.X-last.X, at.Y-last.Y)
			if off == 0 {
				p.stroke(last, at, 1.8*s.scale, c, c)
			}
			for done := 0.0; off > 0 && done < n; {
				drawn, rest := way < on, on+off-way
				if drawn {
					rest = on - way
				}
				to := min(n, done+max(rest, 0.1))
				if drawn {
					p.stroke(along(last, at, done/n), along(last, at, to/n), 1.8*s.scale, c, c)
				}
				way = math.Mod(way+to-done, on+off)
				done = to
			}
		}
		last, inside = at, in
		if len(p.v) > 60000 {
			p.fill()
			p.begin()
		}
	}
	if len(p.i) > 0 {
		p.fill()
	}
}

func along(a, b geometry.Point, t float64) geometry.Point {
	return geometry.Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y)}
}

// drawPoints draws points with a rim that sets them off from what is below.
func (s *Scene) drawPoints(v *panel, i int, q geometry.Rect) {
	c, _ := s.seriesLook(v.Panel, i)
	series := &v.Series[i]
	s.pen.begin()
	for k := range series.X {
		if at, in := v.spot(series, k, q); in {
			s.pen.blob(at, 3.6*s.unit, s.colours.ground)
			s.pen.blob(at, 2.6*s.unit, c)
		}
		if len(s.pen.v) > 60000 {
			s.pen.fill()
			s.pen.begin()
		}
	}
	if len(s.pen.i) > 0 {
		s.pen.fill()
	}
}

// blob adds a small disc, with a soft edge.
func (p *pen) blob(o geometry.Point, r float64, c Color) {
	const corners = 12
	mid := p.at(o.X, o.Y, c)
	for k := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / corners)
		p.at(o.X+(r-0.5)*cos, o.Y+(r-0.5)*sin, c)
		p.at(o.X+(r+0.5)*cos, o.Y+(r+0.5)*sin, c.alpha(0))
		a, b := mid+1+2*uint16(k), mid+1+2*uint16((k+1)%corners)
		p.i = append(p.i, mid, a, b)
		p.quad(a, a+1, b+1, b)
	}
}

// legend names the series in lines below y, side by side as far as they fit in r, and returns
// the number of lines; it draws them if it is to.
func (s *Scene) legend(v *panel, r geometry.Rect, y float64, draw bool) (rows float64) {
	u, small := s.unit, s.face(sizeSmall)
	x := r.X
	for i := range v.Series {
		c := &v.Series[i]
		if c.Name == "" {
			continue
		}
		w := 26*u + s.width(c.Name, small)
		if x > r.X && x+w > r.X+r.W {
			x, rows = r.X, rows+1
		}
		if draw {
			ink, dash := s.seriesLook(v.Panel, i)
			line := y + rows*16*u
			mid := line - 0.36*small.Size
			s.pen.begin()
			switch {
			case c.Points:
				s.pen.blob(geometry.Point{X: x + 9*u, Y: mid}, 3*u, ink)
			default:
				step := dash[0] + dash[1]
				if dash[1] == 0 {
					dash[0], step = 18, 18
				}
				for at := 0.0; at < 18; at += step {
					s.pen.stroke(geometry.Point{X: x + at*u, Y: mid}, geometry.Point{X: x + min(at+dash[0], 18)*u, Y: mid}, 1.8*s.scale, ink, ink)
				}
			}
			s.pen.fill()
			s.printIn(x+23*u, line, r.X+r.W-x-23*u, small, s.colours.text, c.Name)
		}
		x += w + 14*u
	}
	if x > r.X {
		rows++
	}
	return rows
}
