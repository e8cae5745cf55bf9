// Package text draws text into images with the Go fonts and FreeType, and
// measures it. It needs no files, so it works in a browser too.
//
// Lengths are pixels; x runs to the right and y down. A position is that of the
// baseline's start. Glyphs are placed to a quarter of a pixel and are not hinted,
// so that text keeps its shape at every size. All functions may be called by
// several goroutines at once.
package text

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// Weight selects one of the two Go fonts.
type Weight int

const (
	Regular Weight = iota
	Bold
)

// Face is a font at a size, in pixels per em. It is a plain value: faces with
// equal fields are the same face.
type Face struct {
	Weight Weight
	Size   float64
}

// Draw draws s with its baseline starting at (x, y), and returns how far the
// baseline went.
func Draw(dst draw.Image, x, y float64, f Face, c color.Color, s string) (advance float64) {
	return paint(dst, x, y, f, c, s, false)
}

// DrawUp is Draw along a baseline that runs upwards: text turned a quarter turn
// to the left, as a y axis has it.
func DrawUp(dst draw.Image, x, y float64, f Face, c color.Color, s string) (advance float64) {
	return paint(dst, x, y, f, c, s, true)
}

// Measure returns the advance width of s, and how far the face reaches above and
// below the baseline; both are positive and do not depend on s.
func Measure(f Face, s string) (width, ascent, descent float64) {
	_, width = shape(f, s)
	// The vertical metrics of the Go fonts, in units of 1/2048 em.
	return width, f.Size * 1935 / 2048, f.Size * 432 / 2048
}

// CapHeight is the height of a capital letter above the baseline: what looks
// centred is centred by it.
func CapHeight(f Face) float64 { return f.Size * 1480 / 2048 }

// Fit returns s, shortened to an ellipsis if it is wider than width.
func Fit(f Face, s string, width float64) string {
	if w, _, _ := Measure(f, s); w <= width {
		return s
	}
	for r := []rune(s); len(r) > 0; {
		r = r[:len(r)-1]
		short := string(r) + "…"
		if w, _, _ := Measure(f, short); w <= width {
			return short
		}
	}
	return ""
}

func paint(dst draw.Image, x, y float64, f Face, c color.Color, s string, up bool) float64 {
	glyphs, width := shape(f, s)
	ink := image.NewUniform(c)
	for _, g := range glyphs {
		gx, gy := x+g.x, y
		if up {
			gx, gy = x, y-g.x
		}
		// Split into whole pixels and quarters.
		qx, qy := math.Floor(4*gx+0.5), math.Floor(4*gy+0.5)
		px, py := math.Floor(qx/4), math.Floor(qy/4)
		m := mask(maskKey{g.font, g.size, g.index, int8(qx - 4*px), int8(qy - 4*py), up})
		if m == nil {
			continue
		}
		r := m.Rect.Add(image.Pt(int(px), int(py)))
		draw.DrawMask(dst, r, ink, image.Point{}, m, m.Rect.Min, draw.Over)
	}
	return width
}
