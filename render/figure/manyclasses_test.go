package figure

import (
	"strings"
	"testing"

	"talbot/sim/frame"
)

func TestManyClasses(t *testing.T) {
	f := &frame.Frame{Scores: make([]float32, 47), Predicted: 30}
	f.Scores[30], f.Scores[2] = 0.9, 0.05
	bars := scoreBars(f, nil)
	if len(bars) != mostBars || bars[0].Value != float64(f.Scores[30]) || !bars[0].Strong || bars[1].Value != float64(f.Scores[2]) {
		t.Errorf("%d bars, the first %+v", len(bars), bars[:2])
	}
	f.Scores = f.Scores[:20]
	if bars = scoreBars(f, nil); len(bars) != 20 || bars[2].Value != float64(f.Scores[2]) {
		t.Errorf("twenty classes have %d bars, the third %+v", len(bars), bars[2])
	}
	if _, err := Confusion(make([]int, 201*201), make([]string, 201), Style{}); err == nil || !strings.Contains(err.Error(), "talbot eval has it as text") {
		t.Errorf("201 classes: %v", err)
	}
}
