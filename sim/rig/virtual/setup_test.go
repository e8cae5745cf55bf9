package virtual

import (
	"testing"

	"talbot/sim/fft"
)

// Windows of benches are for fast transforms, whatever the size of their panels: a GPU refuses others, such as the 1,036
// samples of a panel of 830 and an eighth around it.
func TestWindowsAreFast(t *testing.T) {
	for n := 16; n <= 1200; n++ {
		for _, s := range []Setup{Free(n), Fourier(n, 0.1, 0)} {
			if w := s.Plane.Nx + 2*s.Padding; !fft.Fast(w) || s.Padding > n {
				t.Fatalf("%d samples with padding %d: a window of %d", n, s.Padding, w)
			}
		}
	}
	if p := Free(400).Padding; p != 200 {
		t.Errorf("the published bench has padding %d", p)
	}
}
