package figure

import (
	"math"
	"strings"
	"testing"
)

// Values with a unit are told as they are, below 0 too; shares in percent.
func TestCompareUnits(t *testing.T) {
	rows := []Compared{{Label: "one", Value: 8.46, Published: math.NaN()}, {Label: "two", Value: -2.5, Published: 2.29}}
	for unit, want := range map[string]string{"dB": "one: 8.46 dB. two: −2.50 dB, published 2.29 dB.", "1": "one: 8.46. two: −2.50, published 2.29."} {
		f, err := Compare("Focus", "", "", rows, Style{Unit: unit, Share: "gain"})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(f.words, want) {
			t.Errorf("%q, not %q", f.words, want)
		}
	}
}

// A mean and its deviation have as many places, and one unit.
func TestSpread(t *testing.T) {
	for _, v := range []struct {
		mean, deviation float64
		unit, want      string
	}{
		{0.98333, 0.0006, "", "98.33 ± 0.06\u202f%"}, {0.6883, 0.2168, "", "68.8 ± 21.7\u202f%"}, {33.871, 0.008, "dB", "33.87 ± 0.01 dB"}, {15.732, 0.091, "1", "15.73 ± 0.09"},
	} {
		if got := spread(v.mean, v.deviation, v.unit); got != v.want {
			t.Errorf("%q, not %q", got, v.want)
		}
	}
}

// Bars begin at 0, and where the axis does not there are dots.
func TestMarks(t *testing.T) {
	rows := []Compared{{Value: 0.98, Published: math.NaN()}, {Value: 0.93, Published: 0.91}}
	if got := Marks(rows, Style{}); got != "Dots" || begins(rows, Style{}) != 0.85 {
		t.Errorf("%s from %g", got, begins(rows, Style{}))
	}
	if got := Marks(rows, Style{Unit: "1"}); got != "Bars" {
		t.Errorf("values with a unit: %s", got)
	}
	rows = append(rows, Compared{Value: 0.1, Published: math.NaN()})
	if got := Marks(rows, Style{}); got != "Bars" || begins(rows, Style{}) != 0 {
		t.Errorf("%s from %g", got, begins(rows, Style{}))
	}
}
