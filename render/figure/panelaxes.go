package figure

import (
	"image"
	"image/color"
	"math"
	"strings"

	"talbot/render/colormap"
	"talbot/render/plot"
	"talbot/sim/frame"
)

// alike are width and height of a drawing whose lengths are as long in both directions, where it is so many times as wide as high: what is very
// wide or very high is drawn lower or narrower, and not stretched.
func alike(ratio float64) (w, h float64) {
	w, h = panelTall*ratio, panelTall
	if most := 1.6 * panelWide; w > most {
		w, h = most, most/ratio
	}
	if least := 0.5 * panelTall; w < least {
		w, h = least, min(least/ratio, 2*panelTall)
		w = h * ratio
	}
	return w, h
}

// axesCell is a panel over two axes: curves and points, on a map of values or on none.
func axesCell(p *frame.Panel, t *plot.Theme) cell {
	a := plot.Axes{Rect: plot.Rect{W: panelWide, H: panelTall}, Theme: t, Grid: p.Shape == frame.Lines}
	a.X = panelAxis(p, p.X, func(s *frame.Series) []float32 { return s.X })
	a.Y = panelAxis(p, p.Y, func(s *frame.Series) []float32 { return s.Y })
	var c cell
	var scale plot.Scale
	var picture *image.RGBA
	for i, name := range p.Rows() {
		a.Y.Ticks = append(a.Y.Ticks, plot.Tick{Value: p.FirstRow() + float64(i), Label: name})
	}
	if p.Shape == frame.Image {
		picture, scale = panelImage(p)
		if p.X.Unit == p.Y.Unit { // lengths of one kind are as long in both directions
			a.W, a.H = alike(math.Abs((a.X.Max - a.X.Min) / (a.Y.Max - a.Y.Min)))
		}
	}
	c.left, c.right, c.top, c.bottom = a.Margin()
	c.w, c.h = a.W, a.H
	if picture != nil {
		c.right = max(c.right, plot.Gap+plot.ScaleWidth+plot.ScaleRoom)
	}
	var names []plot.Line
	for i, s := range p.Series {
		if s.Name != "" {
			names = append(names, plot.Line{Name: s.Name, Color: inkOf(t, s.Class, i), Dash: dashOf(&s, i), Bare: s.Points})
		}
	}
	_, tall := t.DrawLegend(nil, 0, 0, names)
	legend := c.bottom + plot.Tight
	if tall > 0 {
		c.bottom = legend + tall
	}
	c.draw = func(k plot.Canvas, r plot.Rect) {
		a := a
		a.Rect = r
		a.DrawBack(k)
		if picture != nil {
			a.DrawImage(k, picture)
			t.DrawScale(k, plot.Rect{X: r.Right() + plot.Gap, Y: r.Y, W: plot.ScaleWidth, H: r.H}, scale)
		}
		for i := range p.Series {
			drawSeries(k, &a, &p.Series[i], i)
		}
		a.DrawFront(k)
		t.DrawLegend(k, r.X, r.Bottom()+legend, names)
	}
	return c
}

func drawSeries(c plot.Canvas, a *plot.Axes, s *frame.Series, i int) {
	l := plot.Line{X: wide(s.X), Y: wide(s.Y), Color: inkOf(a.Theme, s.Class, i), Dash: dashOf(s, i), Bare: s.Points}
	if s.Points { // a rim sets a point off from what is below it
		rim := l
		rim.Color, rim.Width = a.Theme.Background, 2.8
		a.DrawLine(c, rim)
	}
	a.DrawLine(c, l)
}

// panelAxis is an axis with the ends that the panel gives, or those of its series and a
// little room.
func panelAxis(p *frame.Panel, x frame.Axis, of func(*frame.Series) []float32) plot.Axis {
	a := plot.Axis{Label: x.Label, Min: float64(x.Min), Max: float64(x.Max), Log: x.Log}
	switch {
	case x.Prefixed():
		a.Unit = x.Unit
	case x.Unit != "":
		a.Label = strings.TrimSpace(x.Label + " (" + x.Unit + ")")
	}
	if x.Min != x.Max {
		a.Whole = x.Unit == "" && !x.Log && counted(p, of, a.Min, a.Max)
		return a
	}
	a.Min, a.Max = math.Inf(1), math.Inf(-1)
	a.Whole = x.Unit == "" // such as layers, epochs and seeds
	for i := range p.Series {
		for _, v := range of(&p.Series[i]) {
			if v-v == 0 && (v > 0 || !x.Log) {
				a.Min, a.Max = min(a.Min, float64(v)), max(a.Max, float64(v))
				a.Whole = a.Whole && float64(v) == math.Trunc(float64(v))
			}
		}
	}
	switch {
	case a.Min > a.Max:
		a.Min, a.Max, a.Log, a.Whole = 0, 1, false, false
	case x.Log:
		a.Min, a.Max = a.Min/1.3, a.Max*1.3
	case a.Min == a.Max:
		pad := max(math.Abs(a.Min)*0.1, 1e-9)
		if a.Whole {
			pad = 1
		}
		a.Min, a.Max = a.Min-pad, a.Max+pad
	default:
		pad := 0.04 * (a.Max - a.Min)
		a.Min, a.Max = a.Min-pad, a.Max+pad
	}
	return a
}

// counted tells whether what lies between given ends is counted, such as masks: all numbers of the series are whole, or
// the axis runs from half to half around numbered cells. Between two whole numbers there is nothing then.
func counted(p *frame.Panel, of func(*frame.Series) []float32, lo, hi float64) bool {
	if math.Floor(hi) <= math.Ceil(lo) { // else one tick at most
		return false
	}
	some := false
	for i := range p.Series {
		for _, v := range of(&p.Series[i]) {
			if float64(v) != math.Trunc(float64(v)) {
				return false
			}
			some = true
		}
	}
	return some || math.Mod(math.Abs(lo), 1) == 0.5 && math.Mod(math.Abs(hi), 1) == 0.5
}

// panelImage is the map of values as a picture, and its colour bar.
func panelImage(p *frame.Panel) (*image.RGBA, plot.Scale) {
	m := [...]*colormap.Map{&colormap.Intensity, &colormap.Phase, &colormap.Gray, &colormap.Diverging, &colormap.Hues}[p.Map]
	picture := image.NewRGBA(image.Rect(0, 0, p.Nx, p.Ny))
	n := p.Nx * p.Ny
	for i, v := range p.Image[:n] {
		c := m[v]
		if p.Map == frame.Complex {
			c = colormap.Hued(v, p.Image[n+i])
		}
		picture.SetRGBA(i%p.Nx, i/p.Nx, c)
	}
	lo, hi := float64(p.Lo), float64(p.Hi)
	if lo == hi {
		hi = lo + 1
	}
	return picture, plot.Scale{Map: m, Axis: plot.Axis{Label: p.Bar(), Min: lo, Max: hi}}
}

// inkOf is the colour of a series: of its class, or else of its place in the list.
func inkOf(t *plot.Theme, class, place int) color.RGBA {
	if class >= 0 {
		place = class
	}
	return t.Series[place%len(t.Series)]
}

// dashOf tells lines apart without their colour.
func dashOf(s *frame.Series, place int) []float64 {
	if s.Class >= 0 {
		place = s.Class
	}
	return plot.Dashes[place%len(plot.Dashes)]
}

func wide(v []float32) []float64 {
	w := make([]float64, len(v))
	for i, x := range v {
		w[i] = float64(x)
	}
	return w
}
