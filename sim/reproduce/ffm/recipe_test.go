package ffm

import (
	"strings"
	"testing"

	"talbot/sim/system/forward"
)

// Rows of the whole plane are the authors' program, whatever the presets have come to have: its steps of 0, pi/2 and pi, its constant rate, first masks that
// are no lenses, and fields as they are read. Rows of regions are the presets'.
func TestRowsOfThePlaneAreTheAuthors(t *testing.T) {
	p, _ := forward.Find("ffm-fashion-2")
	if p.Config.Reading == "three-steps" {
		t.Error("the presets read as the authors do, and this test tells nothing")
	}
	for _, quick := range []bool{false, true} {
		for _, r := range fig2(quick).Rows {
			c := r.Config.(*forward.Config)
			got := [4]any{c.Reading, c.Schedule, c.Lenses, c.Confine}
			want := [4]any{p.Config.Reading, p.Config.Schedule, p.Config.Lenses, p.Config.Confine}
			if strings.HasSuffix(r.Name, "-plane") {
				want = [4]any{"three-steps", "constant", false, false}
			}
			if got != want {
				t.Errorf("%s has reading, schedule, lenses and confinement %v, want %v", r.Name, got, want)
			}
		}
	}
}
