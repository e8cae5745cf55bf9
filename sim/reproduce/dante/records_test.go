package dante

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"talbot/sim/reproduce"
)

// TestRecords: the committed runs are of rows that there are, say how they were made, and come to the end of
// their curves; what light reads is within 3 points of what the convolutions do, where the masks are free.
func TestRecords(t *testing.T) {
	f, err := os.Open("../records/dante-cpu.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	runs := 0
	for ; lines.Scan(); runs++ {
		var r reproduce.Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("line %d: %v", runs+1, err)
		}
		e, err := reproduce.Find(All(r.Quick), r.Experiment)
		if err != nil {
			t.Fatal(err)
		}
		known := slices.ContainsFunc(e.Rows, func(row reproduce.Row) bool { return row.Name == r.Row })
		if !known || !strings.HasPrefix(r.Command, "talbot reproduce "+e.ID+" ") || r.Device == "" || r.Talbot == "" || len(r.Curve) == 0 {
			t.Fatalf("line %d is of %s %s, %q on %q", runs+1, r.Experiment, r.Row, r.Command, r.Device)
		}
		if last := r.Curve[len(r.Curve)-1]; last.Epoch != r.Epochs || last.Tested == nil || last.TestAccuracy != r.Value(reproduce.Test) || last.Held {
			t.Errorf("%s, seed %d: its curve does not end in its value", r.Row, r.Seed)
		}
		if free := r.Row == "quick-free" || r.Row == "quick-bench-mnist"; free && !(r.Value(reproduce.Test) > r.Value(artificial)-0.03) {
			t.Errorf("%s: light reads %g, convolutions %g", r.Row, r.Value(reproduce.Test), r.Value(artificial))
		}
	}
	if err := lines.Err(); err != nil || runs == 0 {
		t.Errorf("%d runs: %v", runs, err)
	}
}
