package measure_test

import (
	"math"
	"testing"

	"talbot/sim/measure"
)

// The slope of SSIM is that of differences.
func TestSSIMSlope(t *testing.T) {
	const nx, ny, h = 17, 14, 1e-2
	a, b, slope := make([]float32, nx*ny), make([]float32, nx*ny), make([]float32, nx*ny)
	for p := range a {
		a[p], b[p] = float32(p*p%31)/31, float32(p*7%23)/23
	}
	if _, err := measure.SSIMSlope(a, b, nx, ny, 1, slope); err != nil {
		t.Fatal(err)
	}
	at := func(p int, to float32) float64 {
		was := a[p]
		defer func() { a[p] = was }()
		a[p] = to
		v, err := measure.SSIM(a, b, nx, ny, 1)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, p := range []int{0, 5, 3*nx + 8, 7*nx + 9, nx*ny - 1} {
		want := (at(p, a[p]+h) - at(p, a[p]-h)) / (2 * h)
		if got := float64(slope[p]); math.Abs(got-want) > 5e-3*math.Abs(want)+1e-7 {
			t.Errorf("pixel %d: %g, want %g", p, got, want)
		}
	}
}
