package forward

import (
	"math"
	"slices"
	"testing"
)

// Masks that are given are those that answers and updates come from, and what does not fit changes nothing.
func TestSetMasks(t *testing.T) {
	c := small()
	c.Method, c.Knock, c.Epochs, c.PerClass = "in-silico", 0, 3, 20
	learn, test := bars(200, 1), bars(100, 2)
	first := open(t, c, learn)
	updates(t, first, 60)
	want, trained := accuracy(t, first, test, false), phases(t, first)
	c.Seed = 2
	s := open(t, c, learn)
	drawn, before := accuracy(t, s, test, false), phases(t, s)
	for _, wrong := range [][]float32{nil, trained[1:], append(slices.Clone(trained[1:]), float32(math.NaN()))} {
		if err := s.SetMasks(wrong); err == nil {
			t.Errorf("%d phases are taken", len(wrong))
		}
	}
	if !slices.Equal(phases(t, s), before) {
		t.Error("a refusal has changed the masks")
	}
	if err := s.SetMasks(trained); err != nil {
		t.Fatal(err)
	}
	if got := accuracy(t, s, test, false); got != want || want < drawn+0.3 {
		t.Errorf("%g are right, %g with the masks where they come from, %g with those that were drawn", got, want, drawn)
	}
	updates(t, s, 1)
	moved := 0.0
	for i, v := range phases(t, s) {
		moved = max(moved, math.Abs(float64(v-trained[i])))
	}
	if moved == 0 || moved > 1.01*c.LearningRate {
		t.Errorf("an update moves them by up to %g rad, at a rate of %g", moved, c.LearningRate)
	}
}
