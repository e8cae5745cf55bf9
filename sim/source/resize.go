package source

import (
	"math"

	"talbot/sim/compute/kernels"
)

// Bilinear returns the taps that resize a line of n pixels to span samples in the
// middle of a line of total samples, the others being 0. It is the triangle
// filter of the usual image libraries (Pillow's BILINEAR): pixel centres at half
// integers, edges renormalised, and the filter widened when the line shrinks so
// that nothing is skipped.
func Bilinear(n, span, total int) kernels.Taps {
	t := kernels.Taps{First: make([]int, total), Weight: make([][]float32, total)}
	scale := float64(n) / float64(span)
	reach := math.Max(scale, 1)
	start := (total - span) / 2
	for i := range span {
		centre := (float64(i) + 0.5) * scale
		from := max(0, int(centre-reach+0.5))
		to := min(n, int(centre+reach+0.5))
		w := make([]float64, to-from)
		sum := 0.0
		for k := range w {
			w[k] = math.Max(0, 1-math.Abs(float64(from+k)-centre+0.5)/reach)
			sum += w[k]
		}
		t.First[start+i] = from
		t.Weight[start+i] = make([]float32, len(w))
		for k := range w {
			t.Weight[start+i][k] = float32(w[k] / sum)
		}
	}
	return t
}
