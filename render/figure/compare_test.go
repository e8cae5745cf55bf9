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
