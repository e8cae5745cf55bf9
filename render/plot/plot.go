// Package plot draws axes, curves, images and bars for print and screen.
//
// A Canvas is where they are drawn: a PNG picture, an SVG or a PDF document. The
// marks are drawn by functions on Axes, which map data to the canvas, so that a
// figure lays out its panels itself and they line up.
//
// The package has its own ticks and backends rather than gonum.org/v1/plot's:
// panels that share a colour bar and exact margins, one look with the page, and
// PDF with embedded fonts need little code, and gonum's would bring ten modules
// and a second set of fonts.
package plot

import (
	"image"
	"image/color"

	"talbot/render/text"
)

// Canvas is a page. Lengths are units of 1/96 inch, one CSS pixel; x runs to the
// right and y down from the upper left corner. It starts out blank.
type Canvas interface {
	// Size returns the width and height of the page.
	Size() (w, h float64)
	// Fill fills the inside of p, by the non-zero rule.
	Fill(p Path, c color.RGBA)
	// Stroke draws along p with round joins. The dashes are lengths drawn and
	// left out in turn; none means a full line.
	Stroke(p Path, width float64, c color.RGBA, dash ...float64)
	// Image draws m over a rectangle; its pixels stay sharp.
	Image(r Rect, m *image.RGBA)
	// Text draws s with its baseline through (x, y), which is its start, middle
	// or end. Turned text runs upwards.
	Text(x, y float64, s string, t Type)
}

// Type is how a text looks.
type Type struct {
	text.Face
	Color color.RGBA
	Align Align
	Up    bool // a quarter turn to the left
}

// Align says which point of a text is given.
type Align int

const (
	Start Align = iota
	Middle
	End
)

// offset is how far a text of the given width starts before its point.
func (a Align) offset(width float64) float64 { return float64(a) / 2 * width }

// The type scale, in canvas units.
const (
	Small   = 11.0 // ticks, colour bars
	Body    = 12.5 // labels, captions
	Title   = 14.0 // panels
	Heading = 18.0 // the figure
)

// The spacing scale, in canvas units.
const (
	Hair  = 2.0
	Tight = 4.0
	Near  = 8.0
	Gap   = 16.0
	Wide  = 24.0
	Page  = 32.0
)

// Rect is an upright rectangle on a canvas.
type Rect struct{ X, Y, W, H float64 }

// Right and Bottom are the far edges.
func (r Rect) Right() float64  { return r.X + r.W }
func (r Rect) Bottom() float64 { return r.Y + r.H }

// CX and CY are the centre.
func (r Rect) CX() float64 { return r.X + r.W/2 }
func (r Rect) CY() float64 { return r.Y + r.H/2 }

// Inset is r with every edge moved inwards by d.
func (r Rect) Inset(d float64) Rect { return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d} }

// Path returns the closed outline of r.
func (r Rect) Path() Path {
	return Path{{r.X, r.Y, true}, {r.Right(), r.Y, false}, {r.Right(), r.Bottom(), false}, {r.X, r.Bottom(), false}, {r.X, r.Y, false}}
}

// Path is a sequence of straight lines; a point with Move starts a new one.
type Path []Point

// Point is a place on a canvas.
type Point struct {
	X, Y float64
	Move bool
}

// Segment is the path from one point to another.
func Segment(x0, y0, x1, y1 float64) Path { return Path{{x0, y0, true}, {x1, y1, false}} }
