package figure

import (
	"math"

	"talbot/render/plot"
	"talbot/sim/errs"
)

// DeviceState is what a device's pixel does to the light at one level.
type DeviceState struct {
	Drive, Amplitude, Phase float64 // Phase in rad
}

// Device shows a device's curve: amplitude and phase against the drive, and the
// states in the complex plane. Used, if it is not nil, has the share of pixels at each
// level; it is drawn as the size of the states.
func Device(name string, states []DeviceState, used []float64, s Style) (*Figure, error) {
	if len(states) == 0 || used != nil && len(used) != len(states) {
		return nil, errs.New("figure: a device of ", len(states), " levels with shares of ", len(used))
	}
	t := s.theme()
	fig := &Figure{Title: "Device " + name, subtitle: count(len(states), "level") + "."}
	x, amplitude, phase := make([]float64, len(states)), make([]float64, len(states)), make([]float64, len(states))
	lo, hi, large := 0.0, 0.0, 1.0
	for i, v := range states {
		x[i], amplitude[i], phase[i] = v.Drive, v.Amplitude, v.Phase/math.Pi
		lo, hi, large = min(lo, phase[i]), max(hi, phase[i]), max(large, v.Amplitude)
	}
	drive := plot.Axis{Label: "drive", Min: x[0], Max: x[len(x)-1]}
	if len(x) == 1 {
		drive.Min, drive.Max = x[0]-1, x[0]+1
	}
	pad := max((hi-lo)*0.06, 0.1)
	const size = 230
	panels := []plot.Axes{
		{Rect: plot.Rect{W: size, H: size}, X: drive, Y: plot.Axis{Label: "amplitude", Max: 1.05 * large}, Title: "Amplitude", Grid: true, Theme: t},
		{Rect: plot.Rect{W: size, H: size}, X: drive, Y: plot.Axis{Label: "phase (π rad)", Min: lo - pad, Max: hi + pad}, Title: "Phase", Grid: true, Theme: t},
		{Rect: plot.Rect{W: size, H: size}, X: plot.Axis{Label: "real part", Min: -1.1 * large, Max: 1.1 * large},
			Y: plot.Axis{Label: "imaginary part", Min: -1.1 * large, Max: 1.1 * large}, Title: "States", Theme: t},
	}
	at := plot.Page
	bottom := 0.0
	for i := range panels {
		a := &panels[i]
		ml, mr, mt, mb := a.Margin()
		a.Rect.X, a.Rect.Y = at+ml, head+mt
		at = a.Right() + mr + plot.Gap
		bottom = a.Bottom() + mb
	}
	fig.W = at - plot.Gap + plot.Page
	fig.caption = "Right: each state as a complex number, joined in the order of the levels; the circle lets all light pass."
	if used != nil {
		fig.caption += " The larger a state's dot, the more pixels of the masks have it."
	}
	for i, v := range states {
		if i < 16 {
			fig.words += " Level " + integer(i) + ": amplitude " + short(v.Amplitude) + ", phase " + plot.Number(v.Phase/math.Pi, 2) + "π"
			if used != nil {
				fig.words += ", " + percent(used[i]) + " of the pixels"
			}
			fig.words += "."
		}
	}
	fig.draw = func(c plot.Canvas) {
		for i, y := range [][]float64{amplitude, phase} {
			a := &panels[i]
			a.DrawBack(c)
			a.DrawLine(c, plot.Line{X: x, Y: y, Color: t.Series[i], Dots: len(x) <= 100})
			a.DrawFront(c)
		}
		a := &panels[2]
		a.DrawBack(c)
		c.Stroke(plot.Segment(a.Px(-1.1*large), a.Py(0), a.Px(1.1*large), a.Py(0)), 1, t.Grid)
		c.Stroke(plot.Segment(a.Px(0), a.Py(-1.1*large), a.Px(0), a.Py(1.1*large)), 1, t.Grid)
		c.Stroke(circle(a.Px(0), a.Py(0), a.Px(1)-a.Px(0)), 1, t.Rule, 3, 3)
		re, im := make([]float64, len(states)), make([]float64, len(states))
		for i, v := range states {
			sin, cos := math.Sincos(v.Phase)
			re[i], im[i] = v.Amplitude*cos, v.Amplitude*sin
		}
		a.DrawLine(c, plot.Line{X: re, Y: im, Color: t.Rule, Width: 1})
		for i := range states {
			r := 3.5
			if used != nil {
				r = 2 + 22*math.Sqrt(used[i]/math.Pi)
			}
			x, y := a.Px(re[i]), a.Py(im[i])
			c.Fill(plot.Disc(x, y, r), t.Series[2])
			if away := math.Hypot(x-a.CX(), y-a.CY()); len(states) <= 16 && away > 0 {
				f := 1 + (r+plot.Body*0.8)/away
				c.Text(a.CX()+f*(x-a.CX()), a.CY()+f*(y-a.CY())+plot.Body/3, integer(i), t.Type(plot.Body*0.9, t.Ink, plot.Middle))
			}
		}
		a.DrawFront(c)
	}
	return fig.finish(s, bottom), nil
}

// circle is a line around (x, y), smooth enough for a large one.
func circle(x, y, r float64) plot.Path {
	var p plot.Path
	for i := range 121 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 120)
		p = append(p, plot.Point{X: x + r*cos, Y: y + r*sin, Move: i == 0})
	}
	return p
}
