package figure

import (
	"math"
	"strings"
	"testing"
)

// Numbers stand by their size, by their logarithm where they are far apart, and words side by side.
func TestParallelPlaces(t *testing.T) {
	for _, c := range []struct {
		values []string
		want   []float64
		marks  string
	}{
		{[]string{"1", "3", "5"}, []float64{0, 0.5, 1}, "1 3 5"},
		{[]string{"0.1", "0.001", "0.01"}, []float64{1, 0, 0.5}, "0.001 0.01 0.1"},
		{[]string{"b", "a", "b"}, []float64{0.75, 0.25, 0.75}, "a b"},
		{[]string{"-0.5", "0.5"}, []float64{0, 1}, "−0.5 0.5"},
		{[]string{"1e-05", "2.5e-05"}, []float64{0, 1}, "1×10⁻⁵ 2.5×10⁻⁵"},
		{[]string{"2", "2"}, []float64{0.5, 0.5}, "2"},
		{[]string{"0", "1", "2", "3", "4", "5", "6", "8"}, []float64{0, .125, .25, .375, .5, .625, .75, 1}, "0 8"},
	} {
		got, marks := (&ParallelAxis{Values: c.values}).places()
		var texts []string
		for _, m := range marks {
			texts = append(texts, m.text)
		}
		if s := strings.Join(texts, " "); s != c.marks {
			t.Errorf("%v: marks %q, want %q", c.values, s, c.marks)
		}
		for i, w := range c.want {
			if math.Abs(got[i]-w) > 1e-12 {
				t.Errorf("%v: heights %v, want %v", c.values, got, c.want)
			}
		}
	}
	if _, err := Sweep("x", &Parallel{Axes: []ParallelAxis{{Values: []string{"1"}}, {Values: []string{"1", "2"}}}}, nil, Style{}); err == nil {
		t.Error("axes of different lengths are drawn")
	}
}

// A figure at a column's width is one column as wide as asked, without its title, in every format;
// one whose text would be too small is refused.
func TestColumnWidth(t *testing.T) {
	const width = 85 / 25.4 * 96
	axes := everyPanel()[:2] // names of bars take more room
	full, err := Panels("A title", axes, Style{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := Panels("A title", axes, Style{Width: width, NoTitle: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Readable(); err != nil {
		t.Error(err)
	}
	if f.W > 0.7*full.W {
		t.Errorf("%g units wide, and %g in two columns", f.W, full.W)
	}
	b, err := Encode(".svg", f)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(b); !strings.Contains(s, `width="321.26"`) || strings.Contains(s, ">A title</text>") {
		t.Errorf("%.200s", s)
	}
	if b, err = Encode(".svg", full); err != nil || !strings.Contains(string(b), ">A title</text>") {
		t.Errorf("the title is not there: %v", err)
	}
	if b, err = Encode(".pdf", f); err != nil || !strings.Contains(string(b), "/MediaBox [0 0 240.94") {
		t.Errorf("the PDF is not 85 mm wide: %v", err)
	}
	narrow, err := Panels("A title", axes, Style{Width: width / 3})
	if err != nil {
		t.Fatal(err)
	}
	if err := narrow.Readable(); err == nil || !strings.Contains(err.Error(), "mm or more") {
		t.Errorf("28 mm: %v", err)
	}
}
