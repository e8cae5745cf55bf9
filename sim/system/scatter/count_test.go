package scatter

import (
	"math"
	"testing"

	"talbot/sim/compute/kernels"
)

// Counts of groups of pixels have the mean of their light, and the variance of photons and of as many readings: 2 of light are 12 electrons, and 9
// pixels read by 2.5 electrons add 9 x 6.25.
func TestCounts(t *testing.T) {
	r := reader{scale: 6, noise: true, read: 2.5, seed: 1}
	const n = 4000
	sums := make([]float64, n)
	for i := range sums {
		sums[i] = 2
	}
	mean, square := 0.0, 0.0
	for number := range uint32(5) {
		for _, v := range r.counts(sums, 9, number) {
			mean, square = mean+v/(5*n), square+v*v/(5*n)
		}
	}
	want := 12 + 9*2.5*2.5
	if deviation := math.Sqrt(want / (5 * n)); math.Abs(mean-12) > 5*deviation {
		t.Errorf("the mean is %.3f, want 12", mean)
	}
	if variance := square - mean*mean; math.Abs(variance-want) > 0.06*want {
		t.Errorf("the variance is %.2f, want %.2f", variance, want)
	}
	if a, b := r.counts(sums, 9, 3), r.counts(sums, 9, 3); a[7] != b[7] {
		t.Error("a frame is not the same twice")
	}
	if v := (reader{scale: 6}).counts(sums, 9, 0)[0]; v != 12 {
		t.Errorf("light without noise is %g, want 12", v)
	}
}

// Cells and squares add up the pixels that they have.
func TestSums(t *testing.T) {
	light := make([]float32, 6*6)
	for i := range light {
		light[i] = float32(i)
	}
	if got := cells(light, 6, 3); len(got) != 4 || got[1] != 3+4+5+9+10+11+15+16+17 || got[2] != 18+19+20+24+25+26+30+31+32 {
		t.Errorf("cells are %v", got)
	}
	if got := squares(light, 6, []kernels.Region{{X0: 1, Y0: 2, X1: 3, Y1: 4}}); got[0] != 13+14+19+20 {
		t.Errorf("the square has %v", got)
	}
}
