package dante

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/frame"
)

// Beside the kernels stands what they have learned, from the first update on: what they are less what they were, also in a
// session that goes on from a state.
func TestLearned(t *testing.T) {
	s := open(t, tiny())
	before, err := s.kernels(s.layers[1][0])
	check(t, err)
	panels := func(s *Session) map[string]frame.Panel {
		list, err := s.learning(nil)
		check(t, err)
		all := map[string]frame.Panel{}
		for _, p := range list {
			all[p.ID] = p
		}
		return all
	}
	if _, ok := panels(s)["learned-2"]; ok {
		t.Error("before the first update something is learned")
	}
	for range 5 {
		_, err := s.plan.Next()
		check(t, err)
	}
	now, err := s.kernels(s.layers[1][0])
	check(t, err)
	moved, all := 0.0, 0.0
	for i, v := range before {
		moved, all = moved+math.Pow(float64(now[i]-v), 2), all+math.Pow(float64(v), 2)
	}
	want := "began with: " + strconv.Itoa(int(math.Round(100*math.Sqrt(moved/all)))) + " % of these"
	p := panels(s)
	one, two := p["learned-1"], p["learned-2"]
	if !strings.Contains(two.Note, want) || strings.Contains(two.Note, ": 0 %") {
		t.Errorf("%q, want %q", two.Note, want)
	}
	if one.Nx == two.Nx || two.Nx != p["kernels-2"].Nx || unlike(two, p["kernels-2"]) < 0.5 {
		t.Errorf("what is learned has %d and %d pixels a side", one.Nx, two.Nx)
	}
	bytes, err := s.plan.Pack()
	check(t, err)
	again := open(t, tiny())
	check(t, again.plan.Unpack(bytes))
	if q := panels(again)["learned-2"]; q.Note != two.Note || string(q.Image) != string(two.Image) {
		t.Errorf("a session that goes on says %q, and before %q", q.Note, two.Note)
	}
}
