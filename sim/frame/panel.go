package frame

import "math"

// Panel is a picture beside the bench: what a system has to show that is no plane.
// Page, desk and figures draw panels of any system alike.
type Panel struct {
	ID    string // stays the same from frame to frame, so that a front end can keep its place
	Shape Shape
	Title string
	X, Y  Axis
	Note  string // a sentence below; of the shape Text it is all there is

	Series []Series // of Lines; of Bars the first one's Y, and X is not used
	Names  []string // of the bars; of a Grid, of the columns and then of the rows; of an Image, what its colour bar measures, and then what Rows has

	// Y.Min is at the bottom. Of a picture of a plane, as a camera sees it, y runs down with the rows, as in planes: see Across.
	//
	// Of an Image, [Ny][Nx] bytes from Lo at 0 to Hi at 255, the first row on top, and behind them of the
	// map Complex as many amplitudes; of a Grid, [Ny][Nx] numbers in Series[0].Y.
	Nx, Ny int
	Image  []byte
	Lo, Hi float32
	Map    Map
}

// Says is what the texts without a title say of the whole, which front ends have a line for.
func (f *Frame) Says() (text string) {
	for i := range f.Panels {
		if p := &f.Panels[i]; p.Says() {
			if text != "" {
				text += " "
			}
			text += p.Note
		}
	}
	return text
}

// Says tells whether the panel is a text without a title.
func (p *Panel) Says() bool { return p.Shape == Text && p.Title == "" }

// Shape is what a panel is drawn as.
type Shape byte

const (
	Lines Shape = iota // curves and points over X and Y
	Bars               // a bar a name
	Image              // a map of values over X and Y, with the series over it
	Grid               // a table of numbers, as a confusion matrix
	Text               // the note
	shapes
)

// Axis is one axis of a panel. Where Min and Max are the same, the data give them.
type Axis struct {
	Label, Unit string // the unit is an SI unit or a symbol as I_sat; "" for none
	Min, Max    float32
	Log         bool // of Lines: powers of ten are as far apart; what is not above 0 is not drawn
}

// At is where a value is drawn on the axis, and Value what is drawn there: on a logarithmic one
// its common logarithm, which of 0 is none.
func (a Axis) At(v float64) float64 {
	if !a.Log {
		return v
	}
	if !(v > 0) {
		return math.NaN()
	}
	return math.Log10(v)
}

func (a Axis) Value(at float64) float64 {
	if a.Log {
		return math.Pow(10, at)
	}
	return at
}

// Prefixed tells whether the unit takes prefixes, as nm; those that do not go with the label.
func (a Axis) Prefixed() bool {
	switch a.Unit {
	case "m", "s", "Hz", "W", "J", "V", "A":
		return true
	}
	return false
}

// Series is a curve, or points.
type Series struct {
	Name   string
	Points bool // no line between them
	Class  int  // colour by class, or -1: by place in the list
	X, Y   []float32
}

// Map is the colour map of an image.
type Map byte

const (
	Intensity Map = iota
	Phase
	Gray
	Diverging // zero in the middle
	Complex   // bytes are phases, as of Plane.Phase; where the amplitude is 0 it is dark
	maps
)

// Of is the image with what its colour bar measures, and in which unit, as "loss per rad".
func (p Panel) Of(what string) Panel {
	p.Names = []string{what}
	return p
}

// Bar is what the colour bar of an image measures, and in which unit; "" where nothing says it.
func (p *Panel) Bar() string {
	if p.Shape != Image || len(p.Names) == 0 {
		return ""
	}
	return p.Names[0]
}

// Rows are what the whole numbers of an image's Y stand for, from the least: one name each, in the place of the numbers.
// None where the numbers are drawn.
func (p *Panel) Rows() []string {
	if p.Shape != Image || len(p.Names) < 2 {
		return nil
	}
	return p.Names[1:]
}

// FirstRow is the number that the first of Rows stands for.
func (p *Panel) FirstRow() float64 { return math.Ceil(float64(p.Y.Min)) }

// Across has the axes x and y of a picture of a plane between two ends of x and two of y: y runs down, as its rows do and as in
// the pictures of the bench, so that its larger end is at the bottom.
func (p Panel) Across(unit string, x0, x1, y0, y1 float32) Panel {
	p.X, p.Y = Axis{Label: "x", Unit: unit, Min: x0, Max: x1}, Axis{Label: "y", Unit: unit, Min: y1, Max: y0}
	return p
}

// Signed is the image of numbers [ny][nx] around zero, over axes that count them.
func Signed(id, title, note string, v []float32, nx, ny int) Panel {
	p := Panel{ID: id, Shape: Image, Title: title, Note: note, Nx: nx, Ny: ny, Map: Diverging, Image: make([]byte, nx*ny)}.Across("px", 0, float32(nx), 0, float32(ny))
	for _, x := range v {
		p.Hi = max(p.Hi, x, -x)
	}
	if p.Hi == 0 {
		p.Hi = 1
	}
	p.Lo = -p.Hi
	for i, x := range v {
		p.Image[i] = byte(127.5 + 127.5*x/p.Hi + 0.5)
	}
	return p
}

// Field is the image of a field, pairs [ny][nx], whose full brightness is at amplitude most, over axes that count samples.
func Field(id, title, note string, u []float32, nx, ny int, most float64) Panel {
	n := nx * ny
	p := Panel{ID: id, Shape: Image, Title: title, Note: note, Names: []string{"phase (rad)"}, Nx: nx, Ny: ny, Map: Complex, Hi: 2 * math.Pi, Image: make([]byte, 2*n),
		X: Axis{Label: "x", Unit: "px", Max: float32(nx)}, Y: Axis{Label: "y", Unit: "px", Max: float32(ny)}}
	for i := range n {
		re, im := float64(u[2*i]), float64(u[2*i+1])
		p.Image[i] = PhaseByte(math.Atan2(im, re))
		p.Image[n+i] = byte(255*min(1, math.Hypot(re, im)/most) + 0.5)
	}
	return p
}
