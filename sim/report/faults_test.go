package report

import (
	"math"
	"testing"
)

func TestMeanOf(t *testing.T) {
	if m, d := meanOf([]float64{1, 2, 6}); m != 3 || math.Abs(d-math.Sqrt(7)) > 1e-12 {
		t.Errorf("1, 2, 6 have the mean %g and the deviation %g", m, d)
	}
}
