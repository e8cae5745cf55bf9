package forward

import (
	"fmt"
	"strings"
	"testing"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	opendata "talbot/sim/data/open"
	"talbot/sim/frame"
)

// The picture that ffm-small opens with is the first of the test pictures with which it shows what it is for: the simulation
// reads it right, the knocked bench with the simulation's masks wrong, and right again once it has healed, both times with more
// than half of the answer's share.
func TestSmallOpensOnAFailure(t *testing.T) {
	c := small()
	train, test, err := opendata.LoadFS(assets.Data(), c.Data)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(cpu.Open(2), c, train)
	if err != nil {
		t.Fatal(err)
	}
	r := &running{s}
	if err := r.Learn(train); err != nil {
		t.Fatal(err)
	}
	for s.Stage.Done() < 1 {
		updates(t, s, 1)
	}
	first := -1
	for i := range 20 {
		f, err := s.Look(test.Image(i), int(test.Labels[i]))
		if err != nil {
			t.Fatal(err)
		}
		right, sure := map[string]bool{}, map[string]bool{}
		for _, p := range f.Panels {
			if p.Shape == frame.Image {
				right[p.ID] = strings.HasSuffix(p.Note, "right.")
				var class, share int
				if _, err := fmt.Sscanf(p.Note, "It reads %d with %d", &class, &share); err != nil {
					t.Fatal(p.Note, err)
				}
				sure[p.ID] = right[p.ID] && share > 50
			}
		}
		if sure["simulated"] && !right["kept"] && sure["now"] && first < 0 {
			first = i
		}
	}
	for _, p := range Presets() {
		if p.ID == "ffm-small" && p.Sample != first {
			t.Errorf("ffm-small opens with picture %d; the first that shows what it is for is %d", p.Sample, first)
		}
	}
}
