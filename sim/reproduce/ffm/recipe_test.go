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

// Rows that end in all learn from every picture, others from the authors' first thousand of each class, and only two methods have them at each depth.
func TestRowsOfAllPictures(t *testing.T) {
	all := 0
	for _, r := range fig2(false).Rows {
		c := r.Config.(*forward.Config)
		want := 1000
		if strings.HasSuffix(r.Name, "-all") {
			want, all = 0, all+1
			if !r.Ours || r.Paper != nil || c.Loss != "regions" {
				t.Errorf("%s is said to be the paper's", r.Name)
			}
		}
		if c.PerClass != want {
			t.Errorf("%s learns %d pictures of each class, want %d", r.Name, c.PerClass, want)
		}
	}
	if all != 8 {
		t.Errorf("%d rows learn all pictures, want 8", all)
	}
}
