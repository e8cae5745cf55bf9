package figure

import (
	"math"
	"strings"
	"testing"

	"talbot/sim/frame"
)

func TestManyClasses(t *testing.T) {
	f := &frame.Frame{Scores: make([]float32, 47), Predicted: 30}
	f.Scores[30], f.Scores[2] = 0.9, 0.1
	bars := scoreBars(f, nil)
	if len(bars) != mostBars || bars[0].Value != float64(f.Scores[30]) || !bars[0].Strong || bars[1].Value != float64(f.Scores[2]) {
		t.Errorf("%d bars, the first %+v", len(bars), bars[:2])
	}
	f.Scores = f.Scores[:20]
	f.Scores[0] = 0.9
	if bars = scoreBars(f, nil); len(bars) != 20 || bars[2].Value != float64(f.Scores[2]) {
		t.Errorf("twenty classes have %d bars, the third %+v", len(bars), bars[2])
	}
	if _, err := Confusion(make([]int, 201*201), make([]string, 201), Style{}); err == nil || !strings.Contains(err.Error(), "talbot eval has it as text") {
		t.Errorf("201 classes: %v", err)
	}
}

// What the scores of the classes leave of 1 has a bar of its own, and so they add up; the answer may be that.
func TestScoreOfNoClass(t *testing.T) {
	f := &frame.Frame{Scores: []float32{0.2, 0.1, 0.25}, Predicted: -1, Label: 2}
	sum, bars := 0.0, scoreBars(f, fashion)
	for _, b := range bars {
		sum += b.Value
	}
	if math.Abs(sum-1) > 1e-6 || len(bars) != 4 || bars[3].Name != "none" || !bars[3].Strong || bars[0].Strong {
		t.Errorf("bars %+v", bars)
	}
	if got, want := verdict(f, fashion), "The network answers none of the classes, with a score of 45"; !strings.HasPrefix(got, want) {
		t.Errorf("it says %q", got)
	}
	if got := benchWords(f, fashion); !strings.HasSuffix(got, " none 45.0\u202f%.") {
		t.Errorf("it says %q", got)
	}
	f.Scores[0] = 0.65
	if bars = scoreBars(f, fashion); len(bars) != 3 || verdict(f, fashion) != "" {
		t.Errorf("scores that add up: %+v", bars)
	}
}
