package plot

import (
	"math"

	"talbot/render/text"
)

// Axis is one direction of a plot.
type Axis struct {
	Label    string  // what it is
	Unit     string  // SI; the label and the ticks take a prefix that suits
	Min, Max float64 // the values at the ends; for y, Min is at the bottom. Max may be less than Min
	Log      bool    // Min must be above 0
	Percent  bool    // values of 0..1 are written 0..100 %
	Whole    bool    // ticks at whole numbers only
	Ticks    []Tick  // replaces the automatic ticks if not nil
	Bare     bool    // no tick labels and no label: a neighbour has them
}

// Axes is a plot's area on a canvas, and the data's ranges over it.
type Axes struct {
	Rect
	X, Y  Axis
	Title string
	Note  string  // small, below the title
	Room  float64 // for title and note, where it is more than the area's
	Grid  bool    // lines across the area at the y ticks
	Theme *Theme
}

// Px and Py map data to the canvas.
func (a *Axes) Px(x float64) float64 { return a.Rect.X + a.W*a.X.share(x) }
func (a *Axes) Py(y float64) float64 { return a.Bottom() - a.H*a.Y.share(y) }

// share is where v lies between the ends, 0..1 inside.
func (a *Axis) share(v float64) float64 {
	if a.Log {
		return math.Log(v/a.Min) / math.Log(a.Max/a.Min)
	}
	return (v - a.Min) / (a.Max - a.Min)
}

// ticks returns the ticks for an axis with room for about n.
func (a *Axis) ticks(n int) []Tick {
	switch {
	case a.Ticks != nil:
		return a.Ticks
	case a.Log:
		return LogTicks(a.Min, a.Max)
	case a.Percent:
		return Ticks(a.Min, a.Max, 0.01, n)
	case a.Whole:
		step := max(1, math.Ceil(niceStep((a.Max-a.Min)/float64(n))))
		var ticks []Tick
		for v := math.Ceil(a.Min/step) * step; v <= a.Max; v += step {
			ticks = append(ticks, Tick{v, Number(v, 0)})
		}
		return ticks
	}
	factor, _ := SI(max(math.Abs(a.Min), math.Abs(a.Max)), a.Unit)
	return Ticks(min(a.Min, a.Max), max(a.Min, a.Max), factor, n)
}

// label is the axis's label with its unit.
func (a *Axis) label() string {
	unit := "%"
	if !a.Percent {
		_, unit = SI(max(math.Abs(a.Min), math.Abs(a.Max)), a.Unit)
	}
	if unit == "" {
		return a.Label
	}
	return a.Label + " (" + unit + ")"
}

// The room for n ticks: one for so many canvas units.
const (
	perTickX = 55
	perTickY = 38
)

func (a *Axes) ticksX() []Tick { return a.X.ticks(max(2, int(a.W/perTickX))) }
func (a *Axes) ticksY() []Tick { return a.Y.ticks(max(2, int(a.H/perTickY))) }

// Margin returns the room that labels and ticks take outside the area.
func (a *Axes) Margin() (left, right, top, bottom float64) {
	small := text.Face{Weight: text.Regular, Size: Small}
	if !a.Y.Bare {
		for _, t := range a.ticksY() {
			w, _, _ := text.Measure(small, t.Label)
			left = max(left, w)
		}
		left += Near
		if a.Y.Label != "" {
			left += Body*1.2 + Tight
		}
	}
	if !a.X.Bare {
		bottom = Near + Small
		if a.X.Label != "" {
			bottom += Body*1.2 + Tight
		}
		if t := a.ticksX(); len(t) > 0 {
			w, _, _ := text.Measure(small, t[len(t)-1].Label)
			right = max(0, a.Px(t[len(t)-1].Value)+w/2-a.Right())
		}
	}
	if a.Title != "" {
		top = Near + Body
	}
	if a.Note != "" {
		top += Small + Tight
	}
	return left, right, top, bottom
}

// DrawBack fills the area and draws the grid. Data comes after it.
func (a *Axes) DrawBack(c Canvas) {
	c.Fill(a.Path(), a.Theme.Panel)
	if a.Grid {
		for _, t := range a.ticksY() {
			c.Stroke(Segment(a.Rect.X, a.Py(t.Value), a.Right(), a.Py(t.Value)), 1, a.Theme.Grid)
		}
	}
}

// DrawFront draws the frame, the ticks, their labels and the title.
func (a *Axes) DrawFront(c Canvas) {
	t := a.Theme
	c.Stroke(a.Path(), 1, t.Rule)
	tick := t.Type(Small, t.Muted, Middle)
	drop := text.CapHeight(tick.Face)
	for _, k := range a.ticksX() {
		x := a.Px(k.Value)
		c.Stroke(Segment(x, a.Bottom(), x, a.Bottom()+Tight), 1, t.Rule)
		if !a.X.Bare {
			c.Text(x, a.Bottom()+Tight+Hair+drop+1, k.Label, tick)
		}
	}
	tick.Align = End
	widest := 0.0
	for _, k := range a.ticksY() {
		y := a.Py(k.Value)
		c.Stroke(Segment(a.Rect.X-Tight, y, a.Rect.X, y), 1, t.Rule)
		if !a.Y.Bare {
			c.Text(a.Rect.X-Tight-Hair, y+drop/2, k.Label, tick)
			w, _, _ := text.Measure(tick.Face, k.Label)
			widest = max(widest, w)
		}
	}
	if !a.X.Bare && a.X.Label != "" {
		c.Text(a.CX(), a.Bottom()+Near+Small+Tight+Body*0.85, a.X.label(), t.Type(Body, t.Ink, Middle))
	}
	if !a.Y.Bare && a.Y.Label != "" {
		label := t.Type(Body, t.Ink, Middle)
		label.Up = true
		c.Text(a.Rect.X-Near-widest-Near+Hair, a.CY(), a.Y.label(), label)
	}
	y := a.Rect.Y - Near
	if a.Note != "" {
		note := t.Type(Small, t.Muted, Start)
		c.Text(a.Rect.X, y, text.Fit(note.Face, a.Note, max(a.W, a.Room)+Gap), note)
		y -= Small + Tight
	}
	if a.Title != "" {
		title := t.Strong(Body, t.Ink, Start)
		c.Text(a.Rect.X, y, text.Fit(title.Face, a.Title, max(a.W, a.Room)+Gap), title)
	}
}
