package lab

import "talbot/render/lab/geometry"

// Profile is the light along the middle of the screen, and the closed form that it is
// compared with: intensities at as many points from -Half to Half.
type Profile struct {
	Half              float64 // m
	Simulated, Closed []float32
	Formula           string // what the closed form is
	top               float64
	highest           string
	ticks             [2]string
}

// SetProfile shows p where the learning curve is; nil hides it. The scene keeps p.
func (s *Scene) SetProfile(p *Profile) {
	if p != nil {
		for _, v := range p.Simulated {
			p.top = max(p.top, float64(v))
		}
		for _, v := range p.Closed {
			p.top = max(p.top, float64(v))
		}
		p.highest = number(p.top)
		p.ticks = [2]string{"-" + metres(p.Half), metres(p.Half)}
	}
	s.change(func(n *pending) { n.profile, n.hasProfile = p, true })
}

// drawProfile draws the closed form as a thin line over the simulated one, a thick
// one.
func (s *Scene) drawProfile() {
	r, f := s.layout.Curve, s.profile
	if r.Empty() || f == nil || len(f.Simulated) < 2 || f.top <= 0 {
		return
	}
	u, small := s.unit, s.face(sizeSmall)
	p := s.pen
	light := s.look.tint.mix(s.colours.ground, 0.35)
	for i, t := range []struct {
		ink  Color
		wide float64
		text string
	}{{light, 4, s.words.Simulated}, {s.colours.text, 1.2, f.Formula}} {
		y := r.Y + (6+16*float64(i))*u
		p.line(geometry.Point{X: r.X, Y: y}, geometry.Point{X: r.X + 20*u, Y: y}, t.wide*s.scale, t.ink)
		s.printIn(r.X+28*u, y+0.36*small.Size, r.W-28*u, small, s.colours.text, t.text)
	}
	q := r.Inset(s.width(f.highest, small)+6*u, 42*u, 4*u, 24*u)
	for k := range 3 {
		y := q.Y + q.H*float64(k)/2
		p.line(geometry.Point{X: q.X, Y: y}, geometry.Point{X: q.X + q.W, Y: y}, s.scale, s.colours.line.alpha(0.7))
	}
	for _, c := range []struct {
		v    []float32
		ink  Color
		wide float64
	}{{f.Simulated, light, 4}, {f.Closed, s.colours.text, 1.2}} {
		p.begin()
		var prev geometry.Point
		for i, v := range c.v {
			at := geometry.Point{X: q.X + q.W*float64(i)/float64(len(c.v)-1), Y: q.Y + q.H*(1-float64(v)/f.top)}
			if i > 0 {
				p.stroke(prev, at, c.wide*s.scale, c.ink, c.ink)
			}
			prev = at
		}
		p.fill()
	}
	s.print(q.X-6*u, q.Y+0.74*small.Size, 1, small, s.colours.muted, f.highest)
	s.print(q.X-6*u, q.Y+q.H, 1, small, s.colours.muted, "0")
	base := q.Y + q.H + 16*u
	s.print(q.X, base, 0, small, s.colours.muted, f.ticks[0])
	s.print(q.X+q.W/2, base, 0.5, small, s.colours.muted, "x")
	s.print(q.X+q.W, base, 1, small, s.colours.muted, f.ticks[1])
}
