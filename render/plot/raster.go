package plot

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/golang/freetype/raster"
	"golang.org/x/image/math/fixed"

	"talbot/render/text"
)

// Raster is a Canvas that draws antialiased pixels.
type Raster struct {
	Picture *image.RGBA
	scale   float64 // pixels a unit
	z       *raster.Rasterizer
	painter *raster.RGBAPainter
}

// NewRaster makes a canvas of w x h units at a number of pixels a unit; 2 gives
// 192 pixels an inch.
func NewRaster(w, h, scale float64, background color.RGBA) *Raster {
	m := image.NewRGBA(image.Rect(0, 0, int(math.Round(w*scale)), int(math.Round(h*scale))))
	draw.Draw(m, m.Rect, image.NewUniform(background), image.Point{}, draw.Src)
	z := raster.NewRasterizer(m.Rect.Dx(), m.Rect.Dy())
	z.UseNonZeroWinding = true
	return &Raster{m, scale, z, raster.NewRGBAPainter(m)}
}

// Size implements Canvas.
func (r *Raster) Size() (w, h float64) {
	return float64(r.Picture.Rect.Dx()) / r.scale, float64(r.Picture.Rect.Dy()) / r.scale
}

func (r *Raster) at(p Point) fixed.Point26_6 {
	return fixed.Point26_6{X: r.length(p.X), Y: r.length(p.Y)}
}

func (r *Raster) length(v float64) fixed.Int26_6 { return fixed.Int26_6(math.Round(v * r.scale * 64)) }

// Fill implements Canvas.
func (r *Raster) Fill(p Path, c color.RGBA) {
	r.z.Clear()
	var start Point
	for i, q := range p {
		if i == 0 || q.Move {
			if i > 0 {
				r.z.Add1(r.at(start))
			}
			start = q
			r.z.Start(r.at(q))
		} else {
			r.z.Add1(r.at(q))
		}
	}
	if len(p) > 0 {
		r.z.Add1(r.at(start))
	}
	r.painter.SetColor(c)
	r.z.Rasterize(r.painter)
}

// Stroke implements Canvas. Upright lines of one unit are moved onto whole pixels,
// so that axes are sharp.
func (r *Raster) Stroke(p Path, width float64, c color.RGBA, dash ...float64) {
	if len(dash) > 0 {
		p = dashed(p, dash)
	}
	r.z.Clear()
	snap := func(q Point) Point { return q }
	if upright(p) {
		pixels := max(1, math.Round(width*r.scale))
		width = pixels / r.scale
		half := math.Mod(pixels, 2) / 2
		snap = func(q Point) Point {
			q.X = (math.Round(q.X*r.scale-half) + half) / r.scale
			q.Y = (math.Round(q.Y*r.scale-half) + half) / r.scale
			return q
		}
	}
	var q raster.Path
	flush := func() {
		if len(q) > 4 {
			raster.Stroke(r.z, q, r.length(width), raster.ButtCapper, raster.RoundJoiner)
		}
		q = nil
	}
	for i, at := range p {
		if i == 0 || at.Move {
			flush()
			q.Start(r.at(snap(at)))
		} else {
			q.Add1(r.at(snap(at)))
		}
	}
	flush()
	r.painter.SetColor(c)
	r.z.Rasterize(r.painter)
}

// upright reports whether p has only horizontal and vertical lines.
func upright(p Path) bool {
	for i := 1; i < len(p); i++ {
		if !p[i].Move && p[i].X != p[i-1].X && p[i].Y != p[i-1].Y {
			return false
		}
	}
	return true
}

// dashed cuts p into dashes.
func dashed(p Path, dash []float64) (out Path) {
	k, left := 0, dash[0]
	for i, q := range p {
		if i == 0 || q.Move {
			k, left = 0, dash[0]
			out = append(out, Point{q.X, q.Y, true})
			continue
		}
		from := p[i-1]
		length := math.Hypot(q.X-from.X, q.Y-from.Y)
		done := 0.0
		for length-done > left {
			done += left
			at := Point{from.X + (q.X-from.X)*done/length, from.Y + (q.Y-from.Y)*done/length, k%2 == 1}
			out = append(out, at)
			k++
			left = dash[k%len(dash)]
		}
		left -= length - done
		if k%2 == 0 {
			out = append(out, Point{q.X, q.Y, false})
		}
	}
	return out
}

// Image implements Canvas.
func (r *Raster) Image(at Rect, m *image.RGBA) {
	x0, y0 := int(math.Round(at.X*r.scale)), int(math.Round(at.Y*r.scale))
	x1, y1 := int(math.Round(at.Right()*r.scale)), int(math.Round(at.Bottom()*r.scale))
	w, h := m.Rect.Dx(), m.Rect.Dy()
	for y := max(y0, 0); y < min(y1, r.Picture.Rect.Max.Y); y++ {
		sy := m.Rect.Min.Y + (y-y0)*h/(y1-y0)
		for x := max(x0, 0); x < min(x1, r.Picture.Rect.Max.X); x++ {
			r.Picture.SetRGBA(x, y, m.RGBAAt(m.Rect.Min.X+(x-x0)*w/(x1-x0), sy))
		}
	}
}

// Text implements Canvas.
func (r *Raster) Text(x, y float64, s string, t Type) {
	f := text.Face{Weight: t.Weight, Size: t.Size * r.scale}
	w, _, _ := text.Measure(f, s)
	x, y = x*r.scale, y*r.scale
	if t.Up {
		text.DrawUp(r.Picture, x, y+t.Align.offset(w), f, t.Color, s)
		return
	}
	text.Draw(r.Picture, x-t.Align.offset(w), y, f, t.Color, s)
}
