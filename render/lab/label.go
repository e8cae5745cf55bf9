package lab

import (
	"image"
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"talbot/render/lab/geometry"
	"talbot/render/text"
)

// labelKey says all that the pixels of a label depend on. Its colour is given
// when it is drawn.
type labelKey struct {
	s    string
	face text.Face
}

// label is a line of text as a white image.
type label struct {
	img    *ebiten.Image
	w      float64 // advance width
	ascent float64 // from the image's upper edge to the baseline
	used   uint64  // frame in which it was last drawn
}

// labels keeps the lines of text that were drawn lately.
type labels struct {
	all   map[labelKey]*label
	frame uint64
}

// maxLabels bounds the number of images kept.
const maxLabels = 256

func (l *labels) get(s string, f text.Face) *label {
	k := labelKey{s, f}
	if e := l.all[k]; e != nil {
		e.used = l.frame
		return e
	}
	if len(l.all) >= maxLabels {
		l.forget()
	}
	w, up, down := text.Measure(f, s)
	up = math.Ceil(up)
	// Two pixels on either side, for glyphs that reach beyond their advance.
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(w))+4, int(up+math.Ceil(down))+1))
	text.Draw(img, 2, up, f, color.White, s)
	e := &label{ebiten.NewImageFromImage(img), w, up, l.frame}
	l.all[k] = e
	return e
}

// forget drops what the last frame did not show.
func (l *labels) forget() {
	for k, e := range l.all {
		if e.used+1 < l.frame {
			e.img.Deallocate()
			delete(l.all, k)
		}
	}
}

// width is the advance of s.
func (s *Scene) width(t string, f text.Face) float64 {
	if t == "" {
		return 0
	}
	return s.labels.get(t, f).w
}

// print draws t with its baseline at y. Align is 0 to start at x, 1 to end there,
// 0.5 to be centred on it.
func (s *Scene) print(x, y, align float64, f text.Face, c Color, t string) {
	if t == "" || c.A == 0 {
		return
	}
	e := s.labels.get(t, f)
	op := &s.pen.label
	op.GeoM.Reset()
	op.GeoM.Translate(math.Round(x-align*e.w)-2, math.Round(y-e.ascent))
	s.stamp(e, c)
}

// printUp is print along a baseline at x that runs upwards from y.
func (s *Scene) printUp(x, y, align float64, f text.Face, c Color, t string) {
	if t == "" || c.A == 0 {
		return
	}
	e := s.labels.get(t, f)
	op := &s.pen.label
	op.GeoM.Reset()
	op.GeoM.Rotate(-math.Pi / 2)
	op.GeoM.Translate(math.Round(x-e.ascent), math.Round(y+align*e.w)+2)
	s.stamp(e, c)
}

func (s *Scene) stamp(e *label, c Color) {
	op := &s.pen.label
	op.ColorScale.Reset()
	op.ColorScale.Scale(c.R*c.A, c.G*c.A, c.B*c.A, c.A)
	s.pen.dst.DrawImage(e.img, op)
}

// printIn is print, shortened to an ellipsis where t is wider than w.
func (s *Scene) printIn(x, y, w float64, f text.Face, c Color, t string) {
	if s.width(t, f) > w {
		t = s.shorten(t, f, w)
	}
	s.print(x, y, 0, f, c, t)
}

type shortKey struct {
	s    string
	face text.Face
	w    int
}

// shorten is text.Fit, remembered.
func (s *Scene) shorten(t string, f text.Face, w float64) string {
	k := shortKey{t, f, int(w)}
	if v, ok := s.short[k]; ok {
		return v
	}
	if len(s.short) > maxLabels {
		clear(s.short)
	}
	v := text.Fit(f, t, w)
	s.short[k] = v
	return v
}

// type sizes, in typographic units.
const (
	sizeSmall = 11.5
	sizeBody  = 13.5
	sizeHead  = 16
	sizeBig   = 30
)

func (s *Scene) face(size float64) text.Face { return text.Face{Size: math.Round(size * s.unit)} }
func (s *Scene) bold(size float64) text.Face {
	return text.Face{Weight: text.Bold, Size: math.Round(size * s.unit)}
}

// centre is the middle of r.
func centre(r geometry.Rect) geometry.Point {
	return geometry.Point{X: r.X + r.W/2, Y: r.Y + r.H/2}
}
