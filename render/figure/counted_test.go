package figure

import (
	"testing"

	"talbot/sim/frame"
)

// What is counted has ticks at whole numbers, also where a panel says from where to where its axis runs: two masks have no
// mask 1.2 between them. What is measured has all.
func TestCounted(t *testing.T) {
	xs := func(s *frame.Series) []float32 { return s.X }
	series := func(x ...float32) []frame.Series { return []frame.Series{{X: x, Y: x}} }
	for name, c := range map[string]struct {
		axis  frame.Axis
		list  []frame.Series
		whole bool
	}{
		"two masks":        {frame.Axis{Min: 1, Max: 2}, series(1, 2), true},
		"eight masks":      {frame.Axis{Min: 1, Max: 8}, series(1, 2, 3, 8), true},
		"numbered cells":   {frame.Axis{Min: 0.5, Max: 2.5}, nil, true},
		"a share":          {frame.Axis{Min: 0, Max: 1}, series(0, 0.3, 1), false},
		"metres":           {frame.Axis{Min: 1, Max: 2, Unit: "m"}, series(1, 2), false},
		"a picture's axis": {frame.Axis{Min: -1, Max: 1}, nil, false},
		"ends that differ": {frame.Axis{Min: 0, Max: 1.05}, series(0.5, 1), false},
	} {
		a := panelAxis(&frame.Panel{Series: c.list}, c.axis, xs)
		if a.Whole != c.whole {
			t.Errorf("%s: whole is %v", name, a.Whole)
		}
	}
}
