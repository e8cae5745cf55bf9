package lab

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"talbot/render/lab/geometry"
)

// multiply lets ink darken what is below it.
var multiply = ebiten.Blend{
	BlendFactorSourceRGB:        ebiten.BlendFactorDestinationColor,
	BlendFactorSourceAlpha:      ebiten.BlendFactorZero,
	BlendFactorDestinationRGB:   ebiten.BlendFactorZero,
	BlendFactorDestinationAlpha: ebiten.BlendFactorOne,
	BlendOperationRGB:           ebiten.BlendOperationAdd,
	BlendOperationAlpha:         ebiten.BlendOperationAdd,
}

// lighten takes the brighter of two colours, so that the sequential map keeps its
// meaning where nothing bright is below.
var lighten = ebiten.Blend{
	BlendFactorSourceRGB:        ebiten.BlendFactorOne,
	BlendFactorSourceAlpha:      ebiten.BlendFactorOne,
	BlendFactorDestinationRGB:   ebiten.BlendFactorOne,
	BlendFactorDestinationAlpha: ebiten.BlendFactorOne,
	BlendOperationRGB:           ebiten.BlendOperationMax,
	BlendOperationAlpha:         ebiten.BlendOperationMax,
}

// Draw implements ebiten.Game.
func (s *Scene) Draw(screen *ebiten.Image) {
	if s.pen == nil {
		s.pen = newPen()
	}
	p := s.pen
	p.dst = screen
	s.labels.frame++
	p.rect(geometry.Rect{W: s.w, H: s.h}, s.colours.ground)
	if s.frame == nil || s.dirty {
		s.print(s.w/2, s.h/2, 0.5, s.face(sizeBody), s.colours.muted, s.words.Waiting)
		s.drawHelp()
		return
	}
	s.drawRail()
	last := len(s.cards) - 1
	for i := range s.cards {
		s.drawCard(i)
		if i < last {
			s.drawRibbon(i)
			s.drawPulse(i)
		}
	}
	s.drawGlow()
	s.drawWidth()
	s.drawRegions()
	s.drawPlaneNames()
	s.drawHeader()
	s.drawLegend()
	s.drawScores()
	s.drawLeader()
	s.drawDetail()
	s.drawCurve()
	s.drawPanels()
	s.drawParameters()
	s.drawStatus()
	s.drawReadout()
	s.drawHelp()
}

func (s *Scene) project(x, y, z float64) geometry.Point {
	return s.camera.Project(geometry.Vec{X: x, Y: y, Z: z})
}

// drawRail draws the rail and the posts of the planes.
func (s *Scene) drawRail() {
	p, c := s.pen, s.colours.line
	b := s.bench
	z0, z1 := b.Z(0)-geometry.Overhang, b.Z(b.Planes-1)+geometry.Overhang
	const half = 0.13
	p.begin()
	for _, x := range [2]float64{half, -half} {
		p.stroke(s.project(x, geometry.Rail, z0), s.project(x, geometry.Rail, z1), 1.6*s.scale, c, c)
	}
	for i := range b.Planes {
		z := b.Z(i)
		p.stroke(s.project(-half, geometry.Rail, z), s.project(half, geometry.Rail, z), 1.6*s.scale, c, c)
		p.stroke(s.project(0, -0.5, z), s.project(0, geometry.Rail, z), 2.4*s.scale, c, c)
	}
	p.fill()
}

// cells is the number of parts along a side into which a plane is divided, so
// that its texture follows the perspective.
const cells = 10

// drawCard draws plane i with its frame.
func (s *Scene) drawCard(i int) {
	p := s.pen
	img := s.cards[i].shown
	if img == nil {
		return
	}
	a := float32(0.94)
	if s.isMask(i) {
		a = 0.78
	}
	k := float32(1)
	if !s.look.paper && !s.options.Sequential {
		k = 0.92 + 0.25*float32(s.pulse(float64(i)))
	}
	p.begin()
	s.cardMesh(i, s.cards[i].w, s.cards[i].h, Color{k, k, k, a})
	p.draw(img, ebiten.BlendSourceOver)
	c, w := s.colours.glass, 1.2*s.scale
	switch i {
	case s.selected:
		c, w = s.colours.focus, 2.2*s.scale
	case s.hover.plane:
		c, w = s.colours.focus.mix(s.colours.glass, 0.35), 1.6*s.scale
	}
	p.loop(s.corners(i), w, c)
	s.drawKind(i, c)
}

func (s *Scene) corners(i int) (q [4]geometry.Point) {
	for k, v := range s.bench.Corners(i) {
		q[k] = s.camera.Project(v)
	}
	return q
}

// cardMesh adds the mesh of plane i, whose texture is w by h pixels.
func (s *Scene) cardMesh(i, w, h int, c Color) {
	p := s.pen
	z := s.bench.Z(i)
	for y := range cells + 1 {
		v := float64(y) / cells
		for x := range cells + 1 {
			u := float64(x) / cells
			q := s.project(u-0.5, 0.5-v, z)
			p.texel(q.X, q.Y, inside(u, w), inside(v, h), c)
		}
	}
	p.grid(cells, cells)
}

// depthCells is the number of parts of a ribbon along the light.
const depthCells = 24

// drawRibbon draws the slice of gap g.
func (s *Scene) drawRibbon(g int) {
	f := &s.ribbons[g]
	if f.shown == nil {
		return // no slice of this gap
	}
	s.pen.begin()
	s.ribbonMesh(g, f.w, f.h)
	switch {
	case s.look.paper:
		s.pen.draw(f.shown, multiply)
	case s.options.Sequential:
		s.pen.draw(f.shown, lighten)
	default:
		s.pen.draw(f.shown, ebiten.BlendLighter)
	}
}

func (s *Scene) ribbonMesh(g, w, h int) {
	p := s.pen
	z0, gap := s.bench.Z(g), s.bench.Z(g+1)-s.bench.Z(g)
	for k := range depthCells + 1 {
		t := float64(k) / depthCells
		b := float32(1)
		switch {
		case s.look.paper:
		case s.options.Sequential && !s.options.ReducedMotion && !s.calm:
			b = 0.75 + 0.25*float32(s.pulse(float64(g)+t)) // never brighter than the map
		default:
			b = 0.85 + 0.75*float32(s.pulse(float64(g)+t))
		}
		c := Color{b, b, b, 1}
		for x := range cells + 1 {
			u := float64(x) / cells
			q := s.project(u-0.5, 0, z0+t*gap)
			p.texel(q.X, q.Y, inside(u, w), inside(t, h), c)
		}
	}
	p.grid(cells, depthCells)
}

// inside is the place t of n texels, at least half a texel from the edge, beyond
// which a texture is transparent.
func inside(t float64, n int) float32 {
	return float32(min(max(t*float64(n), 0.5), float64(n)-0.5))
}

// grid joins the vertices gathered since begin, rows+1 rows of columns+1.
func (p *pen) grid(columns, rows int) {
	n := uint16(columns + 1)
	for y := range uint16(rows) {
		for x := range uint16(columns) {
			k := y*n + x
			p.quad(k, k+1, k+n+1, k+n)
		}
	}
}

// pulse is how bright the travelling pulse is at plane number t; it runs through
// the bench at an even speed and pauses before it starts again.
func (s *Scene) pulse(t float64) float64 {
	if s.options.ReducedMotion || s.calm {
		return 0
	}
	gaps := float64(len(s.ribbons))
	period := 1.2 + 0.55*gaps + 1.4
	d := t - (math.Mod(s.seconds, period)/(period-1.4)*(gaps+1.6) - 0.8)
	return math.Exp(-d * d / (2 * 0.32 * 0.32))
}

// drawPulse draws, on paper, the pulse as a front that passes along the ribbon;
// on a dark ground it is in the ribbon's brightness.
func (s *Scene) drawPulse(g int) {
	if !s.look.paper || s.options.ReducedMotion || s.calm {
		return
	}
	p := s.pen
	z0, gap := s.bench.Z(g), s.bench.Z(g+1)-s.bench.Z(g)
	p.begin()
	for k := range depthCells + 1 {
		t := float64(k) / depthCells
		c := Color{1, 1, 1, 1}.mix(s.look.tint, 0.3*float32(s.pulse(float64(g)+t)))
		for _, x := range [2]float64{-0.5, 0.5} {
			q := s.project(x, 0, z0+t*gap)
			p.at(q.X, q.Y, c)
		}
	}
	p.grid(1, depthCells)
	p.draw(p.white, multiply)
}
