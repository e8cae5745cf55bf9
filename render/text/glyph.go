package text

import (
	"image"
	"math"
	"sync"

	"github.com/golang/freetype/raster"
	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// maskKey says all that the pixels of a glyph depend on.
type maskKey struct {
	font   Weight
	size   float64
	index  truetype.Index
	qx, qy int8 // quarters of a pixel
	up     bool
}

// maxMasks bounds the cache; at 20 pixels an em it is about 2 MB.
const maxMasks = 4096

var cache = struct {
	sync.Mutex
	masks  map[maskKey]*image.Alpha
	glyph  truetype.GlyphBuf
	raster *raster.Rasterizer
}{masks: map[maskKey]*image.Alpha{}, raster: raster.NewRasterizer(0, 0)}

// mask returns the coverage of a glyph whose origin is (qx/4, qy/4), or nil if
// it has no ink.
func mask(k maskKey) *image.Alpha {
	cache.Lock()
	defer cache.Unlock()
	if m, ok := cache.masks[k]; ok {
		return m
	}
	if len(cache.masks) >= maxMasks {
		clear(cache.masks)
	}
	m := rasterize(k)
	cache.masks[k] = m
	return m
}

// rasterize draws a glyph. The caller holds the lock.
func rasterize(k maskKey) *image.Alpha {
	contours := outline(k.font, k.size, k.index)
	turn := func(p point) point {
		if k.up {
			p = point{p.y, -p.x}
		}
		return point{p.x + float64(k.qx)/4, p.y + float64(k.qy)/4}
	}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range contours {
		for i := range c {
			for j := range c[i].p {
				p := turn(c[i].p[j])
				c[i].p[j] = p
				x0, x1 = min(x0, p.x), max(x1, p.x)
				y0, y1 = min(y0, p.y), max(y1, p.y)
			}
		}
	}
	if len(contours) == 0 {
		return nil
	}
	r := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
	m := image.NewAlpha(r.Sub(r.Min)) // the painter takes no other origin
	z := cache.raster
	z.SetBounds(r.Dx(), r.Dy())
	z.Clear()
	z.UseNonZeroWinding = true
	at := func(p point) fixed.Point26_6 {
		return fixed.Point26_6{
			X: fixed.Int26_6(math.Round((p.x - float64(r.Min.X)) * 64)),
			Y: fixed.Int26_6(math.Round((p.y - float64(r.Min.Y)) * 64)),
		}
	}
	for _, c := range contours {
		for _, s := range c {
			switch s.op {
			case 'M':
				z.Start(at(s.p[1]))
			case 'L':
				z.Add1(at(s.p[1]))
			case 'Q':
				z.Add2(at(s.p[0]), at(s.p[1]))
			}
		}
	}
	z.Rasterize(raster.NewAlphaSrcPainter(m))
	m.Rect = r
	return m
}

type point struct{ x, y float64 }

// segment is one step of a contour: to p[1], for 'Q' by the control point p[0].
// For 'M' and 'L' the two are equal.
type segment struct {
	op byte
	p  [2]point
}

// outline returns the closed contours of a glyph at the origin, y down. The
// caller holds the lock.
func outline(w Weight, size float64, i truetype.Index) (contours [][]segment) {
	g := &cache.glyph
	if err := g.Load(fonts[w](), units(size), i, font.HintingNone); err != nil {
		return nil
	}
	start := 0
	for _, end := range g.Ends {
		if c := contour(g.Points[start:end]); c != nil {
			contours = append(contours, c)
		}
		start = end
	}
	return contours
}

// contour turns TrueType points, of which the off-curve ones are control points
// with implied on-curve points half-way between them, into segments.
func contour(ps []truetype.Point) []segment {
	if len(ps) < 2 {
		return nil
	}
	at := func(i int) (point, bool) {
		p := ps[i%len(ps)]
		return point{pixels(p.X), -pixels(p.Y)}, p.Flags&1 != 0
	}
	half := func(p, q point) point { return point{(p.x + q.x) / 2, (p.y + q.y) / 2} }
	first, on := at(0)
	begin := 1
	if !on {
		last, lastOn := at(len(ps) - 1)
		if lastOn {
			first = last
		} else {
			first = half(first, last)
		}
		begin = 0
	}
	c := []segment{{'M', [2]point{first, first}}}
	var control point
	pending := false
	for i := begin; i < len(ps); i++ {
		p, on := at(i)
		switch {
		case on && pending:
			c = append(c, segment{'Q', [2]point{control, p}})
			pending = false
		case on:
			c = append(c, segment{'L', [2]point{p, p}})
		case pending:
			h := half(control, p)
			c = append(c, segment{'Q', [2]point{control, h}})
			control = p
		default:
			control, pending = p, true
		}
	}
	if pending {
		return append(c, segment{'Q', [2]point{control, first}})
	}
	return append(c, segment{'L', [2]point{first, first}})
}
