package view

import (
	"image"
	"image/color"
	"image/draw"

	"talbot/render/text"
)

// Regions describes the detector regions to mark in a picture.
type Regions struct {
	N      int               // samples across the plane, which the picture shows whole
	Rects  []image.Rectangle // in samples
	Names  []string          // one a region, or nil
	Strong int               // the region to emphasise, or -1
	Size   float64           // of the names, in pixels; 0 leaves them out
}

// Draw outlines the regions, with the names below them, or above where there is
// no room below. Lines are light with a dark edge, so that they show on any
// picture.
func (r Regions) Draw(dst *image.RGBA) {
	edge, plain, strong := color.RGBA{0, 0, 0, 200}, color.RGBA{225, 228, 235, 255}, color.RGBA{90, 225, 255, 255}
	b := dst.Rect
	scale := func(v, size int) int { return v * size / r.N }
	for i, s := range r.Rects {
		p := image.Rect(scale(s.Min.X, b.Dx()), scale(s.Min.Y, b.Dy()), scale(s.Max.X, b.Dx()), scale(s.Max.Y, b.Dy())).Add(b.Min)
		c, width := plain, 1
		if i == r.Strong {
			c, width = strong, 2
		}
		frame(dst, p.Inset(-1), width+2, edge)
		frame(dst, p, width, c)
		if r.Size == 0 || i >= len(r.Names) {
			continue
		}
		f := text.Face{Weight: text.Bold, Size: r.Size}
		w, _, _ := text.Measure(f, r.Names[i])
		x := min(max(float64(p.Min.X+p.Max.X)/2-w/2, float64(b.Min.X+2)), float64(b.Max.X-2)-w)
		y := float64(p.Max.Y) + 4 + text.CapHeight(f)
		if y > float64(b.Max.Y-2) {
			y = float64(p.Min.Y) - 4
		}
		for _, d := range [][2]float64{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
			text.Draw(dst, x+d[0], y+d[1], f, edge, r.Names[i])
		}
		text.Draw(dst, x, y, f, c, r.Names[i])
	}
}

// frame draws the inside edge of r.
func frame(dst *image.RGBA, r image.Rectangle, width int, c color.RGBA) {
	ink := image.NewUniform(c)
	for _, e := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, r.Min.Y+width)},
		{image.Pt(r.Min.X, r.Max.Y-width), r.Max},
		{image.Pt(r.Min.X, r.Min.Y+width), image.Pt(r.Min.X+width, r.Max.Y-width)},
		{image.Pt(r.Max.X-width, r.Min.Y+width), image.Pt(r.Max.X, r.Max.Y-width)},
	} {
		draw.Draw(dst, e, ink, image.Point{}, draw.Over)
	}
}
