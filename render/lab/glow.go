package lab

import (
	"github.com/hajimehoshi/ebiten/v2"
)

// glow makes what is bright shine over its edges, as it does in the eye and in a
// camera: the light alone is drawn at a quarter of the size, blurred by halving
// it again and again, and added to the picture.
type glow struct {
	level [4]*ebiten.Image // 1/4, 1/8, 1/16, 1/32 of the screen
	w, h  int
	op    ebiten.DrawImageOptions
}

func (g *glow) resize(w, h int) {
	if w == g.w && h == g.h {
		return
	}
	g.w, g.h = w, h
	for i := range g.level {
		if g.level[i] != nil {
			g.level[i].Deallocate()
		}
		g.level[i] = ebiten.NewImage(max(w>>(i+2), 1), max(h>>(i+2), 1))
	}
}

// drawGlow adds the glow of the ribbons and of the detector.
func (s *Scene) drawGlow() {
	if s.look.paper {
		return // ink does not shine
	}
	strength := float32(0.34)
	if s.options.Sequential {
		strength = 0.2 // the colours must stay near those of the map
	}
	g, p := &s.glow, s.pen
	g.resize(int(s.w), int(s.h))
	screen := p.dst
	whole := s.camera
	s.camera = s.camera.Scale(0.25)
	p.dst = g.level[0]
	p.dst.Clear()
	for i := range s.ribbons {
		s.drawRibbon(i)
	}
	s.camera = whole
	p.dst = screen
	for i := 1; i < len(g.level); i++ {
		g.level[i].Clear()
		g.copy(g.level[i], g.level[i-1], 1, ebiten.BlendSourceOver)
	}
	for i := len(g.level) - 1; i > 0; i-- {
		g.copy(g.level[i-1], g.level[i], 0.7, ebiten.BlendLighter)
	}
	g.copy(screen, g.level[0], strength, ebiten.BlendLighter)
}

// copy draws src over the whole of dst.
func (g *glow) copy(dst, src *ebiten.Image, strength float32, blend ebiten.Blend) {
	a, b := dst.Bounds(), src.Bounds()
	g.op.GeoM.Reset()
	g.op.GeoM.Scale(float64(a.Dx())/float64(b.Dx()), float64(a.Dy())/float64(b.Dy()))
	g.op.ColorScale.Reset()
	g.op.ColorScale.ScaleAlpha(strength)
	g.op.Blend = blend
	g.op.Filter = ebiten.FilterLinear
	g.op.DisableMipmaps = true
	dst.DrawImage(src, &g.op)
}
