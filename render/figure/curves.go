package figure

import (
	"cmp"
	"math"
	"slices"

	"talbot/render/plot"
	"talbot/sim/errs"
)

// Epoch is what was measured when an epoch ended.
type Epoch struct {
	Number  int
	Rate    float64   // images a second, 0 where it is not known
	Trained *Measured // of the training pictures; nil where nothing was measured
	Held    *Measured // of pictures that are held out, where the last ones are tested on others
	Tested  *Measured // of others
}

// Measured is how pictures did.
type Measured struct {
	Loss, Accuracy float64 // mean; 0..1
}

// curve is one measured quantity against the epoch.
type curve struct {
	name string
	of   func(e *Epoch) (v float64, measured bool)
	x, y []float64
}

// Curves shows how loss and accuracy went. Quantities that no epoch has are left out. Tested says of what
// pictures the second curves are, "test" or "held-out".
func Curves(epochs []Epoch, tested string, s Style) (*Figure, error) {
	loss := []curve{
		{name: "training", of: lossOf(trained)},
		{name: "held out", of: lossOf(held)},
		{name: tested, of: lossOf(others)},
	}
	accuracy := []curve{
		{name: "training", of: rightOf(trained)},
		{name: "held out", of: rightOf(held)},
		{name: tested, of: rightOf(others)},
	}
	var diverged []int // epochs with values that are no numbers
	for i := range epochs {
		e := &epochs[i]
		for _, set := range [][]curve{loss, accuracy} {
			for k := range set {
				v, measured := set[k].of(e)
				if math.IsNaN(v) || math.IsInf(v, 0) {
					diverged = append(diverged, e.Number)
				} else if measured {
					set[k].x = append(set[k].x, float64(e.Number))
					set[k].y = append(set[k].y, v)
				}
			}
		}
	}
	if len(epochs) == 0 {
		return nil, errs.New("figure: there are no curves, as no epoch has ended; train for at least one")
	}
	t := s.theme()
	fig := &Figure{Title: "Training"}
	first, last := math.Inf(1), math.Inf(-1)
	for _, set := range [][]curve{loss, accuracy} {
		for _, c := range set {
			for _, x := range c.x {
				first, last = min(first, x), max(last, x)
			}
		}
	}
	if last <= first {
		first, last = first-1, last+1
	}
	epoch := plot.Axis{Label: "epoch", Min: first, Max: last, Whole: true}
	const w, h = 380, 250
	left := plot.Axes{Rect: plot.Rect{W: w, H: h}, X: epoch, Y: lossAxis(loss), Title: "Loss", Grid: true, Theme: t}
	right := plot.Axes{Rect: plot.Rect{W: w, H: h}, X: epoch, Y: accuracyAxis(accuracy), Title: "Accuracy", Grid: true, Theme: t}
	ml, _, mt, mb := left.Margin()
	nl, _, _, _ := right.Margin()
	const names = 96 // room for the curves' names at their ends
	left.Rect.X, left.Rect.Y = plot.Page+ml, head+mt
	right.Rect.X, right.Rect.Y = left.Right()+names+plot.Gap+nl, head+mt
	fig.W = right.Right() + names + plot.Page
	if s.narrow(fig.W) { // one above the other
		left.Rect.X = plot.Page + max(ml, nl)
		right.Rect.X, right.Rect.Y = left.Rect.X, left.Bottom()+mb+plot.Wide+mt
		fig.W = right.Right() + names + plot.Page
		if over := min(fig.W-s.most(), w/2); over > 0 {
			left.Rect.W, right.Rect.W, fig.W = w-over, w-over, fig.W-over
		}
	}
	learned, rate := 0, 0.0
	for i := range epochs {
		if e := &epochs[i]; e.Trained != nil || i == 0 || e.Number != epochs[i-1].Number { // else it is a test behind an epoch
			learned++
		}
		if epochs[i].Rate > 0 {
			rate = epochs[i].Rate
		}
	}
	fig.subtitle = count(learned, "epoch") + "."
	if rate > 0 {
		fig.subtitle = count(learned, "epoch") + " at " + short(rate) + " images a second."
	}
	fig.caption = "The numbers at the ends of the curves are the last values."
	if len(diverged) > 0 {
		fig.caption += " Values that are not numbers, first in epoch " + integer(diverged[0]) + ", are left out: the training diverged."
	}
	fig.words = curveWords("Loss", loss, short) + curveWords("Accuracy", accuracy, percent)
	if len(fig.words) > 0 {
		fig.words = fig.words[1:]
	}
	fig.draw = func(c plot.Canvas) {
		drawCurves(c, &left, loss, short)
		drawCurves(c, &right, accuracy, percent)
	}
	return fig.finish(s, right.Bottom()+mb), nil
}

// trained, held and others are what an epoch measured of the training pictures, of those held out, and of others.
func trained(e *Epoch) *Measured { return e.Trained }
func held(e *Epoch) *Measured    { return e.Held }
func others(e *Epoch) *Measured  { return e.Tested }

// lossOf and rightOf are quantities of what is measured.
func lossOf(of func(*Epoch) *Measured) func(*Epoch) (float64, bool) {
	return func(e *Epoch) (float64, bool) {
		if m := of(e); m != nil {
			return m.Loss, true
		}
		return 0, false
	}
}

func rightOf(of func(*Epoch) *Measured) func(*Epoch) (float64, bool) {
	return func(e *Epoch) (float64, bool) {
		if m := of(e); m != nil {
			return m.Accuracy, true
		}
		return 0, false
	}
}

// lossAxis is logarithmic when the losses span more than a factor of eight.
func lossAxis(set []curve) plot.Axis {
	lo, hi := span(set)
	a := plot.Axis{Label: "loss"}
	switch {
	case !(hi > 0) || lo <= 0:
		a.Min, a.Max = min(lo, 0), max(hi*1.05, 1)
	case hi > 8*lo:
		a.Min, a.Max, a.Log = lo/1.3, hi*1.3, true
	default:
		pad := max(hi-lo, hi*0.1) * 0.08
		a.Min, a.Max = max(lo-pad, 0), hi+pad
	}
	return a
}

func accuracyAxis(set []curve) plot.Axis {
	lo, _ := span(set)
	a := plot.Axis{Label: "accuracy", Min: 0, Max: 1, Percent: true}
	if lo > 0.55 {
		a.Min = math.Floor((lo-0.05)*10) / 10
	}
	return a
}

func span(set []curve) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, c := range set {
		for _, y := range c.y {
			lo, hi = min(lo, y), max(hi, y)
		}
	}
	if hi < lo {
		return 0, 0
	}
	return lo, hi
}

// drawCurves draws a set of curves, with the name and the last value at the end
// of each.
func drawCurves(c plot.Canvas, a *plot.Axes, set []curve, number func(float64) string) {
	a.DrawBack(c)
	const apart = 2.3 * plot.Body
	var ends []float64 // of those drawn
	var shown []int
	for i, v := range set {
		if len(v.y) == 0 {
			continue
		}
		k := len(shown)
		a.DrawLine(c, plot.Line{X: v.x, Y: v.y, Color: a.Theme.Series[k], Dash: plot.Dashes[k], Dots: len(v.x) <= 30})
		ends, shown = append(ends, min(max(a.Py(v.y[len(v.y)-1]), a.Rect.Y), a.Bottom())), append(shown, i)
	}
	for k, y := range parted(ends, apart, a.Rect.Y, a.Bottom()) {
		v := set[shown[k]]
		c.Text(a.Right()+plot.Near, y, v.name, a.Theme.Strong(plot.Body, a.Theme.Series[k], plot.Start))
		c.Text(a.Right()+plot.Near, y+plot.Body*1.1, number(v.y[len(v.y)-1]), a.Theme.Type(plot.Body, a.Theme.Ink, plot.Start))
	}
	if ends == nil {
		c.Text(a.CX(), a.CY(), "not measured", a.Theme.Type(plot.Body, a.Theme.Muted, plot.Middle))
	}
	a.DrawFront(c)
}

func curveWords(what string, set []curve, number func(float64) string) (s string) {
	for _, c := range set {
		if n := len(c.y); n > 0 {
			s += " " + what + ", " + c.name + ": from " + number(c.y[0]) + " in epoch " + integer(int(c.x[0])) +
				" to " + number(c.y[n-1]) + " in epoch " + integer(int(c.x[n-1])) + "."
		}
	}
	return s
}

// parted moves places from top to bottom so that no two are nearer than apart, in their order, those of the same place in that in
// which they are given: lower ones go down as far as bottom, and others make room for them.
func parted(at []float64, apart, top, bottom float64) []float64 {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	out := slices.Clone(at)
	least := top
	for _, i := range order {
		out[i] = max(out[i], least)
		least = out[i] + apart
	}
	most := max(bottom, top+apart*float64(len(at)-1)) // more than there is room for go on below
	for _, i := range slices.Backward(order) {
		out[i] = min(out[i], most)
		most = out[i] - apart
	}
	return out
}
