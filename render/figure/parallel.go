package figure

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"talbot/render/plot"
	"talbot/render/text"
	"talbot/sim/errs"
)

// Parallel is a table as lines across parallel axes, one line a row and one axis a column (Inselberg,
// The Visual Computer 1, 69, 1985). The rows are in the order of their worth, the best first: it is
// drawn last and strongest.
type Parallel struct {
	Title string
	Axes  []ParallelAxis // two or more, of as many values
}

// ParallelAxis is a column. It has a scale where all its values are numbers, a logarithmic one where
// they are above 0 and a factor of 10 or more apart; else it has a place for each different value.
type ParallelAxis struct {
	Label, Unit string // the unit is an SI unit; "" for none
	Values      []string
}

// mark is a text beside an axis, at a height of 0 to 1.
type mark struct {
	at   float64
	text string
}

// maxMarks is how many different values of an axis have a text each; of more, the ends have.
const maxMarks = 6

func (p *Parallel) check() error {
	if len(p.Axes) < 2 || len(p.Axes[0].Values) == 0 {
		return errs.New("figure: parallel axes want two axes and a row at least")
	}
	for _, a := range p.Axes {
		if len(a.Values) != len(p.Axes[0].Values) {
			return errs.New("figure: the axis ", a.Label, " has ", len(a.Values), " values, and another one ", len(p.Axes[0].Values))
		}
	}
	return nil
}

// numbers are the values, if all are numbers.
func (a *ParallelAxis) numbers() (list []float64, ok bool) {
	for _, v := range a.Values {
		x, err := strconv.ParseFloat(v, 64)
		if err != nil || x-x != 0 {
			return nil, false
		}
		list = append(list, x)
	}
	return list, true
}

// places are the heights of the values, from 0 to 1, and the texts beside the axis.
func (a *ParallelAxis) places() (heights []float64, marks []mark) {
	x, ok := a.numbers()
	if !ok {
		names := slices.Compact(slices.Sorted(slices.Values(a.Values)))
		place := func(i int) float64 { return (float64(i) + 0.5) / float64(len(names)) }
		for _, v := range a.Values {
			i, _ := slices.BinarySearch(names, v)
			heights = append(heights, place(i))
		}
		for i, name := range names {
			if len(names) <= 2*maxMarks || i == 0 || i == len(names)-1 {
				marks = append(marks, mark{place(i), name})
			}
		}
		return heights, marks
	}
	lo, hi := slices.Min(x), slices.Max(x)
	log := lo > 0 && hi/lo >= 10
	at := func(v float64) float64 {
		switch {
		case lo == hi:
			return 0.5
		case log:
			return math.Log(v/lo) / math.Log(hi/lo)
		}
		return (v - lo) / (hi - lo)
	}
	for _, v := range x {
		heights = append(heights, at(v))
	}
	different := slices.Compact(slices.Sorted(slices.Values(x)))
	if len(different) > maxMarks {
		different = []float64{lo, hi}
	}
	for _, v := range different {
		if m := (mark{at(v), a.number(v)}); len(marks) == 0 || m.at-marks[len(marks)-1].at > 0.07 || v == hi {
			marks = append(marks, m)
		}
	}
	return heights, marks
}

// number is a value in short.
func (a *ParallelAxis) number(v float64) string {
	if a.Unit == "m" || a.Unit == "s" {
		return plot.Quantity(v, a.Unit)
	}
	s := strconv.FormatFloat(v, 'g', 4, 64)
	if mantissa, exponent, ok := strings.Cut(s, "e"); ok {
		n, _ := strconv.Atoi(exponent) // FormatFloat wrote it
		s = mantissa + "×10" + plot.Superscript(n)
	}
	return strings.Replace(s, "-", "−", 1)
}

// label is what stands above the axis.
func (a *ParallelAxis) label() string {
	if a.Unit != "" && a.Unit != "m" && a.Unit != "s" {
		return a.Label + " (" + a.Unit + ")"
	}
	return a.Label
}

// cell is the drawing of p.
func (p *Parallel) cell(t *plot.Theme) cell {
	const pitch = 84
	n := len(p.Axes)
	face := text.Face{Weight: text.Regular, Size: plot.Small}
	c := cell{title: p.Title, w: max(panelWide, pitch*float64(n-1)), h: panelTall, left: pitch / 2, top: 2*plot.Body + 3*plot.Near, bottom: plot.Near}
	between := c.w / float64(n-1)
	heights, marks := make([][]float64, n), make([][]mark, n)
	for i := range p.Axes {
		heights[i], marks[i] = p.Axes[i].places()
		for _, m := range marks[i] {
			if w, _, _ := text.Measure(face, m.text); i == n-1 {
				c.right = max(c.right, w+plot.Gap, between/2)
			}
		}
	}
	c.draw = func(k plot.Canvas, r plot.Rect) {
		for row := len(heights[0]) - 1; row >= 0; row-- {
			var line plot.Path
			for i := range n {
				line = append(line, plot.Point{X: r.X + between*float64(i), Y: r.Bottom() - r.H*heights[i][row], Move: i == 0})
			}
			if row > 0 {
				k.Stroke(line, 1, shade(t, 0.75-0.6*float64(row)/float64(len(heights[0])), true))
				continue
			}
			k.Stroke(line, 5, t.Background)
			k.Stroke(line, 2.5, inkOf(t, 1, 0))
		}
		for i := range p.Axes {
			x := r.X + between*float64(i)
			k.Fill(plot.Rect{X: x - 0.5, Y: r.Y, W: 1, H: r.H}.Path(), t.Ink)
			name := t.Type(plot.Body, t.Ink, plot.Middle)
			k.Text(x, r.Y-plot.Near-plot.Tight, text.Fit(name.Face, p.Axes[i].label(), between-plot.Near), name)
			for _, m := range marks[i] {
				y := r.Bottom() - r.H*m.at
				words := text.Fit(face, m.text, between-plot.Gap)
				w, _, _ := text.Measure(face, words)
				k.Fill(plot.Rect{X: x + plot.Near - 2, Y: y - plot.Small*0.6, W: w + 4, H: plot.Small * 1.2}.Path(), t.Background)
				k.Text(x+plot.Near, y+text.CapHeight(face)/2, words, t.Type(plot.Small, t.Ink, plot.Start))
			}
		}
	}
	return c
}

// words tells the best row.
func (p *Parallel) words() string {
	words := p.Title + ": " + count(len(p.Axes[0].Values), "line") + "; the best has"
	for i := range p.Axes {
		value := p.Axes[i].Values[0]
		if x, ok := p.Axes[i].numbers(); ok {
			value = p.Axes[i].number(x[0])
		}
		words += listed(i, " ", ", ") + p.Axes[i].label() + " " + value
	}
	return words + "."
}
