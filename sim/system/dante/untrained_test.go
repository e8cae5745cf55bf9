package dante

import (
	"testing"

	"talbot/sim/rng"
)

// A network that has learned nothing is not certain of what it reads: of ten pictures of noise no class has more than 9 tenths.
func TestUntrainedIsNotCertain(t *testing.T) {
	s := open(t, tiny())
	for i := range 10 {
		x := make([]float32, 144)
		rng.Stream{Seed: 5, Stream: 1000}.Uniform(uint32(i), x)
		f, err := s.Look(x, -1)
		check(t, err)
		most := 0.0
		for _, p := range f.Scores {
			most = max(most, float64(p))
		}
		t.Logf("%.3f", most)
		if most > 0.9 {
			t.Errorf("picture %d: %.3f for one class", i, most)
		}
	}
}
