//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"slices"
	"testing"

	"talbot/sim/compute/webgpu"
	"talbot/sim/system/diffractive"
)

// Rows that no detector reads, and that are dark on the way back, make no difference: masks are the
// same to the last bit.
func TestDarkRows(t *testing.T) {
	c, set := small(t)
	c.Layers = 1
	dev := open(t)
	defer dev.Close()
	masks := func(whole bool) []float32 {
		dev.SetTune(webgpu.Tune{Whole: whole})
		s, err := diffractive.NewSession(dev, c, set)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if _, err := s.Loop.Next(); err != nil {
				t.Fatal(err)
			}
		}
		all, err := s.Values()
		if err != nil {
			t.Fatal(err)
		}
		return slices.Concat(all...)
	}
	a, b := masks(false), masks(true)
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("number %d of the mask is %v, with all rows %v", i, a[i], b[i])
		}
	}
}
