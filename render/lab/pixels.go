package lab

import (
	"math"

	"talbot/render/colormap"
	"talbot/sim/frame"
)

// maxTexture is the largest side of a plane's picture; larger planes are shown
// with fewer pixels.
const maxTexture = 512

// reduction is the number of samples that go into one pixel, along x and y.
func reduction(n int) int { return (n + maxTexture - 1) / maxTexture }

// look holds the tables from the bytes of a frame to colours.
type look struct {
	bright [256]byte    // displayed brightness 0..255 of 255 sqrt(I/peak)
	light  colormap.Map // of a byte of a plane, on a dark screen
	ink    colormap.Map // of a byte of a plane, printed on paper: to be multiplied
	tint   Color        // the light's own colour, for the bars
	paper  bool         // light theme
}

func newLook(o Options, wavelength float64) look {
	var l look
	l.paper = o.Light
	e := o.Exponent
	if e <= 0 {
		e = 0.5
	}
	for i := range l.bright {
		l.bright[i] = byte(math.Round(255 * math.Pow(float64(i)/255, 2*e)))
	}
	m := colormap.Intensity
	if !o.Sequential {
		m = colormap.Light(wavelength)
	}
	pure := m[150]
	if o.Sequential {
		pure = m[170]
	}
	l.tint = Color{float32(pure.R) / 255, float32(pure.G) / 255, float32(pure.B) / 255, 1}
	if o.Light {
		l.tint = l.tint.mix(Color{0, 0, 0, 1}, 0.18)
	}
	for i, v := range l.bright {
		l.light[i] = m[v]
		// Ink takes away what the light's colour lacks.
		t := float64(v) / 255
		c := &l.ink[i]
		c.R = inkPart(t, l.tint.R)
		c.G = inkPart(t, l.tint.G)
		c.B = inkPart(t, l.tint.B)
		c.A = 255
	}
	return l
}

// inkPart is one colour part of ink of strength t on white paper, by the law of
// absorption: twice the ink squares the transmission.
func inkPart(t float64, part float32) byte {
	return byte(255 * math.Pow(max(float64(part), 0.03), 1.05*t))
}

// side is the number of samples of the square card on which a plane lies, in its middle.
func side(p *frame.Plane) int { return max(p.Nx, p.Ny) }

// margin is how many samples of the card are to the left of a plane and above it.
func margin(p *frame.Plane) (left, top int) {
	n := side(p)
	return (n - p.Nx) / 2, (n - p.Ny) / 2
}

// card makes s the picture of a plane's card, clear beside the plane, and calls paint for each of
// the plane's pixels with its first sample. at is where the pixel lies in s.pix.
func card(s *surface, p *frame.Plane, paint func(at, x, y, r int)) {
	r := reduction(side(p))
	n := side(p) / r
	s.resize(n, n)
	left, top := margin(p)
	if left|top > 0 {
		clear(s.pix)
	}
	for y := range p.Ny / r {
		for x := range p.Nx / r {
			paint(4*((top/r+y)*n+left/r+x), x*r, y*r, r)
		}
	}
}

// mask fills s with what the element of a plane does to the light. Lit adds the light that arrives
// there, as a glow on a dark ground and as ink on paper.
func (l *look) mask(s *surface, p *frame.Plane, lit bool) {
	// What a mask itself keeps of its colour, of 255; the rest is the ground's.
	keep := uint32(255)
	if lit {
		keep = 175
	}
	ground := uint32(0)
	if l.paper {
		ground = 255
	}
	lit = lit && p.Intensity != nil
	card(s, p, func(at, x, y, _ int) {
		j := y*p.Nx + x
		k := keep
		if p.Amplitude != nil {
			k = k * (40 + 215*uint32(p.Amplitude[j])/255) / 255
		}
		c := &colormap.Phase[0]
		if p.Phase != nil {
			c = &colormap.Phase[p.Phase[j]]
		}
		g := (255 - k) * ground
		red, green, blue := (uint32(c.R)*k+g)/255, (uint32(c.G)*k+g)/255, (uint32(c.B)*k+g)/255
		switch {
		case lit && l.paper:
			ink := &l.ink[p.Intensity[j]]
			red, green, blue = red*uint32(ink.R)/255, green*uint32(ink.G)/255, blue*uint32(ink.B)/255
		case lit:
			v := &l.light[p.Intensity[j]]
			red, green, blue = min(red+uint32(v.R)*2/3, 255), min(green+uint32(v.G)*2/3, 255), min(blue+uint32(v.B)*2/3, 255)
		}
		s.pix[at], s.pix[at+1], s.pix[at+2], s.pix[at+3] = byte(red), byte(green), byte(blue), 255
	})
}

// plane fills s with the light at a plane, as a dark screen shows it.
func (l *look) plane(s *surface, p *frame.Plane) {
	card(s, p, func(at, x, y, r int) {
		if p.Intensity == nil {
			put(s.pix, at, &l.light, 0)
			return
		}
		// The brightest sample stands for those that go into the pixel: a focus
		// must not vanish.
		v := byte(0)
		for dy := range r {
			for dx := range r {
				v = max(v, p.Intensity[(y+dy)*p.Nx+x+dx])
			}
		}
		put(s.pix, at, &l.light, v)
	})
}

// ribbon fills s with an x-z slice: x to the right, z downwards. On
// paper it is ink, else light to be added.
func (l *look) ribbon(s *surface, g *frame.Ribbon) {
	r := reduction(g.Nx)
	n := g.Nx / r
	s.resize(n, g.Steps)
	m := &l.light
	if l.paper {
		m = &l.ink
	}
	at := 0
	for z := range g.Steps {
		row := z * g.Nx
		for x := range n {
			v := g.Values[row+x*r]
			for dx := range r {
				v = max(v, g.Values[row+x*r+dx])
			}
			at = put(s.pix, at, m, v)
		}
	}
}

func put(pix []byte, at int, m *colormap.Map, v byte) int {
	c := &m[v]
	pix[at], pix[at+1], pix[at+2], pix[at+3] = c.R, c.G, c.B, 255
	return at + 4
}

// bar fills s with a colour bar of a map, its largest value on top.
func bar(s *surface, m *colormap.Map) {
	s.resize(1, 256)
	at := 0
	for i := range 256 {
		at = put(s.pix, at, m, byte(255-i))
	}
	s.upload(true)
}
