package experiment

import (
	"math"
	"testing"
)

// The ends of the interval are the shares p at which correct of count lies just 1.96
// standard deviations of p away: that is how it is defined.
func TestWilson(t *testing.T) {
	for _, c := range [][2]int{{0, 1}, {1, 1}, {0, 300}, {1, 300}, {150, 300}, {298, 300}, {300, 300}, {9785, 10000}, {10000, 10000}, {8834, 10000}, {1, 2}} {
		correct, count := c[0], c[1]
		low, high := Wilson(correct, count)
		share := float64(correct) / float64(count)
		if !(0 <= low && low <= share && share <= high && high <= 1 && low < high) {
			t.Errorf("%d of %d: %g to %g", correct, count, low, high)
		}
		for _, p := range []float64{low, high} {
			if p == 0 || p == 1 {
				if share != p {
					t.Errorf("%d of %d: an end at %g", correct, count, p)
				}
				continue
			}
			if z := math.Abs(share-p) / math.Sqrt(p*(1-p)/float64(count)); math.Abs(z-1.959964) > 1e-5 {
				t.Errorf("%d of %d: the end %g is %g deviations away", correct, count, p, z)
			}
		}
	}
	// 81 of 263 is the example of Newcombe, Statistics in Medicine 17, 857 (1998), table I: 0.2553 to 0.3662.
	if low, high := Wilson(81, 263); math.Abs(low-0.2553) > 5e-5 || math.Abs(high-0.3662) > 5e-5 {
		t.Errorf("81 of 263: %.4f to %.4f", low, high)
	}
	if low, high := Wilson(0, 0); low != 0 || high != 1 {
		t.Errorf("of nothing: %g to %g", low, high)
	}
}
