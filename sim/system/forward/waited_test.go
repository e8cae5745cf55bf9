package forward

import "testing"

// What a bench takes is never told as nothing.
func TestWaited(t *testing.T) {
	for _, c := range []struct {
		frames int
		amount float64
		unit   string
	}{{1, 0.1, "s"}, {8, 0.2, "s"}, {300, 5, "s"}, {599, 10, "s"}, {6000, 100, "s"}, {36000, 10, "min"}, {60 * 36000, 10, "h"}} {
		if amount, unit := waited(c.frames); amount != c.amount || unit != c.unit {
			t.Errorf("%d frames take %g %s, want %g %s", c.frames, amount, unit, c.amount, c.unit)
		}
	}
}
