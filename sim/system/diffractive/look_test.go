package diffractive

import (
	"math"
	"slices"
	"testing"
)

// What cannot be read has no answer: neither class 0 nor 10 % for each.
func TestLookWithNothingToRead(t *testing.T) {
	ink := pictures(1).Image(0)
	blank := make([]byte, len(ink))
	set := func(change func(*Config)) Config {
		c := tiny()
		change(&c)
		return c
	}
	plain := set(func(*Config) {})
	phase := set(func(c *Config) { c.Encoding = "phase" })
	scale := set(func(c *Config) { c.Logits, c.LogitScale = "scale", 1 })
	differential := set(func(c *Config) { c.Logits, c.RegionSize = "differential", 2 })
	for name, c := range map[string]Config{"share": plain, "phase": phase, "scale": scale, "differential": differential} {
		s := open(t, c, 1, 10)
		f, err := s.Look(blank, -1)
		if err != nil {
			t.Fatal(err)
		}
		if f.Predicted != -1 || slices.Max(f.Scores) != 0 {
			t.Errorf("%s: a blank picture is read as %d with %v", name, f.Predicted, f.Scores)
		}
		if f, err = s.Look(ink, 0); err != nil {
			t.Fatal(err)
		}
		if f.Predicted < 0 || f.Scores[f.Predicted] != slices.Max(f.Scores) {
			t.Errorf("%s: a picture is read as %d with %v", name, f.Predicted, f.Scores)
		}
	}
}

func TestAnswer(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	ink := []byte{0, 7}
	for _, c := range []struct {
		name             string
		image            []byte
		readings, logits []float32
		class            int
		sum              float32
	}{
		{"plain", ink, []float32{1, 2, 1}, []float32{1, 2, 1}, 1, 1},
		{"a class of two is the highest", ink, []float32{1, 2, 2}, []float32{1, 2, 2}, -1, 1},
		{"all equal", ink, []float32{1, 1, 1}, []float32{5, 5, 5}, -1, 1},
		{"others equal", ink, []float32{1, 1, 3}, []float32{1, 1, 3}, 2, 1},
		{"dark detector", ink, []float32{0, 0, 0}, []float32{0, 0, 0}, -1, 0},
		{"blank", []byte{0, 0}, []float32{1, 2, 1}, []float32{1, 2, 1}, -1, 0},
		{"NaN", ink, []float32{nan, nan, nan}, []float32{nan, nan, nan}, -1, 0},
		{"one NaN", ink, []float32{1, nan, 1}, []float32{1, nan, 1}, -1, 0},
		{"infinite", ink, []float32{1, inf, 1}, []float32{1, inf, 1}, -1, 0},
		// Softmax of 200 and 300 in float32 is 0 and 1, and that is an answer.
		{"sure", ink, []float32{1, 2, 3}, []float32{100, 200, 300}, 2, 1},
	} {
		scores, class := answer(c.image, c.readings, c.logits)
		sum := float32(0)
		for _, v := range scores {
			sum += v
		}
		if class != c.class || math.Abs(float64(sum-c.sum)) > 1e-6 || len(scores) != 3 {
			t.Errorf("%s: class %d, scores %v", c.name, class, scores)
		}
	}
}
