package lab

import (
	"image"
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"talbot/render/lab/geometry"
)

// pen draws shapes with soft edges. It keeps its buffers, so that drawing
// allocates nothing.
type pen struct {
	dst   *ebiten.Image
	white *ebiten.Image // one white pixel with white neighbours
	v     []ebiten.Vertex
	i     []uint16
	op    ebiten.DrawTrianglesOptions
	label ebiten.DrawImageOptions
	sharp bool // show the pixels of a texture
}

func newPen() *pen {
	w := ebiten.NewImage(3, 3)
	w.Fill(color.White)
	return &pen{white: w.SubImage(image.Rect(1, 1, 2, 2)).(*ebiten.Image)}
}

func (p *pen) begin() { p.v, p.i = p.v[:0], p.i[:0] }

// at adds a vertex in a plain colour and returns its index.
func (p *pen) at(x, y float64, c Color) uint16 {
	p.v = append(p.v, ebiten.Vertex{
		DstX: float32(x), DstY: float32(y), SrcX: 1.5, SrcY: 1.5,
		ColorR: c.R, ColorG: c.G, ColorB: c.B, ColorA: c.A,
	})
	return uint16(len(p.v) - 1)
}

func (p *pen) quad(a, b, c, d uint16) { p.i = append(p.i, a, b, c, a, c, d) }

// fill draws the plain vertices gathered since begin.
func (p *pen) fill() { p.draw(p.white, ebiten.BlendSourceOver) }

// draw draws the vertices gathered since begin, with a texture.
func (p *pen) draw(img *ebiten.Image, blend ebiten.Blend) {
	p.op.Blend = blend
	p.op.Filter = ebiten.FilterLinear
	p.op.Address = ebiten.AddressUnsafe
	if img == p.white || p.sharp {
		p.op.Filter = ebiten.FilterNearest
	}
	p.dst.DrawTriangles(p.v, p.i, img, &p.op)
}

// rect fills r.
func (p *pen) rect(r geometry.Rect, c Color) {
	p.begin()
	p.quad(p.at(r.X, r.Y, c), p.at(r.X+r.W, r.Y, c), p.at(r.X+r.W, r.Y+r.H, c), p.at(r.X, r.Y+r.H, c))
	p.fill()
}

// line draws a straight line of width w whose edges fade over one pixel.
func (p *pen) line(a, b geometry.Point, w float64, c Color) {
	p.begin()
	p.stroke(a, b, w, c, c)
	p.fill()
}

func (p *pen) stroke(a, b geometry.Point, w float64, c, d Color) {
	dx, dy := b.X-a.X, b.Y-a.Y
	n := math.Hypot(dx, dy)
	if n == 0 {
		return
	}
	if w < 1 {
		c, d, w = c.alpha(float32(w)), d.alpha(float32(w)), 1
	}
	nx, ny := -dy/n, dx/n
	in, out := w/2-0.5, w/2+0.5
	c0, d0 := c.alpha(0), d.alpha(0)
	a0, b0 := p.at(a.X+nx*out, a.Y+ny*out, c0), p.at(b.X+nx*out, b.Y+ny*out, d0)
	a1, b1 := p.at(a.X+nx*in, a.Y+ny*in, c), p.at(b.X+nx*in, b.Y+ny*in, d)
	a2, b2 := p.at(a.X-nx*in, a.Y-ny*in, c), p.at(b.X-nx*in, b.Y-ny*in, d)
	a3, b3 := p.at(a.X-nx*out, a.Y-ny*out, c0), p.at(b.X-nx*out, b.Y-ny*out, d0)
	p.quad(a0, b0, b1, a1)
	p.quad(a1, b1, b2, a2)
	p.quad(a2, b2, b3, a3)
}

// loop outlines a quadrilateral.
func (p *pen) loop(q [4]geometry.Point, w float64, c Color) {
	p.begin()
	for i := range q {
		p.stroke(q[i], q[(i+1)%4], w, c, c)
	}
	p.fill()
}

// frame outlines r.
func (p *pen) frame(r geometry.Rect, w float64, c Color) {
	p.loop([4]geometry.Point{{X: r.X, Y: r.Y}, {X: r.X + r.W, Y: r.Y}, {X: r.X + r.W, Y: r.Y + r.H}, {X: r.X, Y: r.Y + r.H}}, w, c)
}

// round fills r with corners of radius rad.
func (p *pen) round(r geometry.Rect, rad float64, c Color) {
	const steps = 6
	rad = min(rad, r.W/2, r.H/2)
	if rad < 0 || r.Empty() {
		return
	}
	p.begin()
	mid := p.at(r.X+r.W/2, r.Y+r.H/2, c)
	first := uint16(len(p.v))
	for k := range 4 {
		cx, cy := r.X+rad, r.Y+rad
		if k == 1 || k == 2 {
			cx = r.X + r.W - rad
		}
		if k >= 2 {
			cy = r.Y + r.H - rad
		}
		for j := range steps + 1 {
			s, co := math.Sincos(math.Pi * (1 + float64(k)/2 + float64(j)/(2*steps)))
			in, out := max(rad-0.5, 0), rad+0.5
			p.at(cx+in*co, cy+in*s, c)
			p.at(cx+out*co, cy+out*s, c.alpha(0))
		}
	}
	n := (uint16(len(p.v)) - first) / 2
	for k := range n {
		a, b := first+2*k, first+2*((k+1)%n)
		p.i = append(p.i, mid, a, b)
		p.quad(a, a+1, b+1, b)
	}
	p.fill()
}

// picture draws img, whose size is w by h, into r with opacity a.
func (p *pen) picture(img *ebiten.Image, r geometry.Rect, c Color, blend ebiten.Blend) {
	s := img.Bounds()
	p.begin()
	k := p.texel(r.X, r.Y, 0, 0, c)
	p.texel(r.X+r.W, r.Y, float32(s.Dx()), 0, c)
	p.texel(r.X+r.W, r.Y+r.H, float32(s.Dx()), float32(s.Dy()), c)
	p.texel(r.X, r.Y+r.H, 0, float32(s.Dy()), c)
	p.quad(k, k+1, k+2, k+3)
	p.draw(img, blend)
}

// texel adds a vertex that shows the place (u, v), in pixels, of the texture.
func (p *pen) texel(x, y float64, u, v float32, c Color) uint16 {
	p.v = append(p.v, ebiten.Vertex{
		DstX: float32(x), DstY: float32(y), SrcX: u, SrcY: v,
		ColorR: c.R, ColorG: c.G, ColorB: c.B, ColorA: c.A,
	})
	return uint16(len(p.v) - 1)
}
