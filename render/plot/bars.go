package plot

import (
	"talbot/render/text"
)

// Bar is a named value of 0..1.
type Bar struct {
	Name   string
	Value  float64
	Label  string // written at the end; "" leaves it out
	Strong bool   // drawn in the accent colour and bold
}

// DrawBars draws horizontal bars, one below the other, over the whole of r: names
// to the left of x0, bars from there, values to their right.
func (t *Theme) DrawBars(c Canvas, r Rect, bars []Bar) {
	if len(bars) == 0 {
		return
	}
	size := min(Body, r.H/float64(len(bars))*0.8)
	names, values := 0.0, 0.0
	for _, b := range bars {
		w, _, _ := text.Measure(text.Face{Weight: text.Bold, Size: size}, b.Name)
		names = max(names, w)
		w, _, _ = text.Measure(text.Face{Weight: text.Bold, Size: size}, b.Label)
		values = max(values, w)
	}
	names = min(names, r.W*0.45)
	x0 := r.X + names + Near
	full := r.Right() - values - Near - x0
	pitch := r.H / float64(len(bars))
	for i, b := range bars {
		cy := r.Y + (float64(i)+0.5)*pitch
		name, ink := t.Type(size, t.Ink, End), t.Series[0]
		if b.Strong {
			name, ink = t.Strong(size, t.Ink, End), t.Accent
		}
		drop := text.CapHeight(name.Face) / 2
		c.Text(x0-Near, cy+drop, text.Fit(name.Face, b.Name, names), name)
		h := min(pitch*0.68, 18)
		c.Fill(Rect{x0, cy - h/2, full, h}.Path(), t.Grid)
		w := full * min(max(b.Value, 0), 1)
		if w > 0 {
			c.Fill(Rect{x0, cy - h/2, w, h}.Path(), ink)
		}
		name.Align = Start
		if b.Label != "" {
			c.Text(x0+full+Near, cy+drop, b.Label, name)
		}
	}
}
