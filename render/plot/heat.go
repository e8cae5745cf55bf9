package plot

import (
	"image"
	"math"

	"talbot/render/colormap"
	"talbot/render/text"
)

// DrawImage fills the area with m: its first row is at the top.
func (a *Axes) DrawImage(c Canvas, m *image.RGBA) { c.Image(a.Rect, m) }

// Scale is what a colour bar shows: a map, and the values at its ends.
type Scale struct {
	Map   *colormap.Map // of a cyclic map, the upper end is the first colour again
	Axis  Axis
	Gamma float64 // the map's entry at share s of the axis is s^Gamma; 0 means 1
}

// picture is the map as a strip of its entries, upright or from left to right.
func (s *Scale) picture(upright bool) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, len(s.Map), 1))
	if upright {
		m = image.NewRGBA(image.Rect(0, 0, 1, len(s.Map)))
	}
	for i, c := range s.Map {
		if upright {
			m.SetRGBA(0, len(s.Map)-1-i, c)
		} else {
			m.SetRGBA(i, 0, c)
		}
	}
	return m
}

// share is where v lies along the bar, 0..1.
func (s *Scale) share(v float64) float64 {
	v = s.Axis.share(v)
	if s.Gamma != 0 {
		v = math.Pow(v, s.Gamma)
	}
	return v
}

// DrawScale draws an upright colour bar in r, with its ticks and its label to the
// right.
func (t *Theme) DrawScale(c Canvas, r Rect, s Scale) {
	c.Image(r, s.picture(true))
	c.Stroke(r.Path(), 1, t.Rule)
	tick := t.Type(Small, t.Muted, Start)
	for _, k := range s.Axis.ticks(max(2, int(r.H/perTickY))) {
		y := r.Bottom() - s.share(k.Value)*r.H
		c.Stroke(Segment(r.Right(), y, r.Right()+Tight, y), 1, t.Rule)
		c.Text(r.Right()+Near, y+text.CapHeight(tick.Face)/2, k.Label, tick)
	}
	label := t.Type(Body, t.Ink, Middle)
	label.Up = true
	c.Text(r.Right()+ScaleRoom-Tight, r.CY(), s.Axis.label(), label)
}

// DrawScaleFlat draws a colour bar from left to right in r, with its label above
// and its ticks below.
func (t *Theme) DrawScaleFlat(c Canvas, r Rect, s Scale) {
	c.Image(r, s.picture(false))
	c.Stroke(r.Path(), 1, t.Rule)
	tick := t.Type(Small, t.Muted, Middle)
	for _, k := range s.Axis.ticks(max(2, int(r.W/perTickX))) {
		x := r.X + s.share(k.Value)*r.W
		c.Stroke(Segment(x, r.Bottom(), x, r.Bottom()+Tight), 1, t.Rule)
		c.Text(x, r.Bottom()+Tight+Hair+text.CapHeight(tick.Face)+1, k.Label, tick)
	}
	c.Text(r.X, r.Y-Near+Hair, s.Axis.label(), t.Type(Body, t.Ink, Start))
}

// ScaleWidth is the usual width of a colour bar, and ScaleRoom what its ticks and
// label take to the right of it.
const (
	ScaleWidth = 14.0
	ScaleRoom  = 52.0
)
