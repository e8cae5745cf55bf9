package figure

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"talbot/render/plot"
	"talbot/sim/frame"
)

// everyPanel has a panel of each shape, with more classes than a theme has colours.
func everyPanel() []frame.Panel {
	law := frame.Series{Name: "exact", Class: -1}
	probe := frame.Series{Name: "probe", Points: true, Class: -1}
	for i := range 61 {
		x := -5 + float64(i)/6
		y := math.Exp(-3 / (1 + x*x))
		law.X, law.Y = append(law.X, float32(x)), append(law.Y, float32(y))
		if i%6 == 0 {
			probe.X, probe.Y = append(probe.X, float32(x)), append(probe.Y, float32(y*0.98))
		}
	}
	const n = 48
	boundary := frame.Panel{ID: "boundary", Shape: frame.Image, Title: "Decision", X: frame.Axis{Label: "x", Min: -1, Max: 1}, Y: frame.Axis{Label: "y", Min: -1, Max: 1},
		Nx: n, Ny: n, Lo: -1, Hi: 1, Map: frame.Diverging, Names: []string{"answer"}}
	for i := range n * n {
		r := math.Hypot(float64(i%n)-n/2, float64(i/n)-n/2) / n
		boundary.Image = append(boundary.Image, byte(127.5+127*math.Tanh(12*(r-0.3))))
	}
	for class := range 2 {
		s := frame.Series{Name: "class " + integer(class), Points: true, Class: class}
		for i := range 24 {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / 24)
			s.X, s.Y = append(s.X, float32((0.35+0.5*float64(class))*cos)), append(s.Y, float32((0.35+0.5*float64(class))*sin))
		}
		boundary.Series = append(boundary.Series, s)
	}
	return []frame.Panel{
		{ID: "law", Shape: frame.Lines, Title: "Transmission of the cell", X: frame.Axis{Label: "field", Unit: "sqrt(I_sat)"}, Y: frame.Axis{Label: "transmission", Min: 0, Max: 1},
			Note: "The points are where the neurons of this input stand.", Series: []frame.Series{law, probe}},
		boundary,
		{ID: "classes", Shape: frame.Bars, Title: "Scores", Y: frame.Axis{Unit: "m"}, Names: []string{"a", "b", "a rather long name of a class that does not fit", "d", "e", "f", "g"},
			Series: []frame.Series{{Class: -1, Y: []float32{0.5, -0.25, 0.125, 0, 0.0625, float32(math.NaN()), 1}}}},
		{ID: "grid", Shape: frame.Grid, Title: "Cosine by layer", Nx: 3, Ny: 2, Names: []string{"0.1", "1", "10", "layer 1", "layer 2"},
			Series: []frame.Series{{Class: -1, Y: []float32{0.99, 0.9, 0.5, 0.98, 0.8, -0.25}}}},
		{ID: "said", Shape: frame.Text, Title: "In words", Note: "A panel that has no drawing at all, but a sentence that takes more than one line of the page."},
		{ID: "whole", Shape: frame.Text, Note: "What is to be said of the whole."},
	}
}

func TestPanelsGolden(t *testing.T) {
	var fig *Figure
	for name, style := range map[string]Style{"panels": {}, "panels-dark": {Theme: &plot.Dark}} {
		var err error
		if fig, err = Panels("Panels", everyPanel(), style); err != nil {
			t.Fatal(err)
		}
		c := plot.NewRaster(fig.W, fig.H, scale, fig.theme.Background)
		fig.Draw(c)
		compare(t, filepath.Join("testdata", name+".png"), c.Picture)
	}
	for _, want := range []string{"exact, from ", "probe, 11 points", "48 × 48 values from −1 to 1", "b −250\u202fmm", "f none", "at −5 sqrt(I_sat)", "layer 2, 10 −0.25", "more than one line"} {
		if !strings.Contains(fig.Describe(), want) {
			t.Errorf("the description lacks %q:\n%s", want, fig.Describe())
		}
	}
}

// Whatever numbers a system puts in, a figure comes out.
func TestPanelsOfStrangeNumbers(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for name, v := range map[string][]float32{"none": {}, "one": {3}, "same": {2, 2}, "NaN": {nan, nan}, "infinite": {-inf, inf, 1}, "zero": {0, 0}, "large": {-3e38, 3e38}} {
		list := []frame.Panel{
			{Shape: frame.Lines, Series: []frame.Series{{Class: -1, X: v, Y: v}, {Class: 40, Points: true, X: v, Y: v}}},
			{Shape: frame.Lines, X: frame.Axis{Log: true}, Y: frame.Axis{Log: true}, Series: []frame.Series{{Class: -1, X: v, Y: v}}},
			{Shape: frame.Image, Map: frame.Complex, Nx: 1, Ny: 1, Image: []byte{9, 128}, Lo: nan, Hi: inf},
			{Shape: frame.Bars, Names: make([]string, len(v)), Series: []frame.Series{{Class: -1, Y: v}}},
			{Shape: frame.Image, Nx: 1, Ny: 1, Image: []byte{9}, Lo: nan, Hi: inf, Series: []frame.Series{{X: v, Y: v}}},
		}
		if len(v) > 0 {
			list = append(list, frame.Panel{Shape: frame.Grid, Nx: len(v), Ny: 1, Names: make([]string, len(v)+1), Series: []frame.Series{{Y: v}}})
		}
		fig, err := Panels("", list, Style{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		fig.Draw(plot.NewRaster(fig.W, fig.H, 0.2, fig.theme.Background))
		if !(fig.W > 0 && fig.W < 3000 && fig.H > 0 && fig.H < 3000) {
			t.Errorf("%s: the page is %g x %g", name, fig.W, fig.H)
		}
	}
	if _, err := Panels("", nil, Style{}); err == nil {
		t.Error("no panels make a figure")
	}
	if _, err := Panels("", []frame.Panel{{ID: "b", Shape: frame.Bars}}, Style{}); err == nil || !strings.Contains(err.Error(), "b has not one bar a name") {
		t.Errorf("a panel without its numbers gives %v", err)
	}
}

// A last panel that has its row for itself pushes nothing aside, and is on the page.
func TestArrangeWideLast(t *testing.T) {
	small, wide := cell{w: 100, h: 50, left: 10, right: 5}, cell{w: 170, h: 50, left: 10, right: 20}
	pair, width, _ := arrange([]cell{small, small}, 2)
	rects, all, _ := arrange([]cell{small, small, wide}, 2)
	if rects[0] != pair[0] || rects[1] != pair[1] || all != width {
		t.Errorf("%v on %g, without the wide one %v on %g", rects, all, pair, width)
	}
	wide.w = 1000
	if rects, all, _ = arrange([]cell{small, small, wide}, 2); rects[1] != pair[1] || all < rects[2].Right()+wide.right+plot.Page {
		t.Errorf("%v on %g", rects, all)
	}
	if rects, _, _ = arrange([]cell{small, small, wide, small}, 2); rects[1].X < rects[2].Right()+wide.right {
		t.Errorf("what stands above the last one lies over the wide one: %v", rects)
	}
}
