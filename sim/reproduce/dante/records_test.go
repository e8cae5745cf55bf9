package dante

import (
	"slices"
	"strings"
	"testing"

	"talbot/sim/reproduce"
	"talbot/sim/reproduce/run"
)

// TestRecords: the committed runs are of rows that there are, say how they were made, and come to the end of
// their curves; what light reads is within 3 points of what the convolutions do, where the masks are free.
func TestRecords(t *testing.T) {
	for _, file := range []string{"../records/dante-cpu.jsonl", "../records/dante-bench-h200.jsonl"} {
		rows, err := run.ReadLines(file)
		if err != nil || len(rows) == 0 {
			t.Fatalf("%s: %d rows: %v", file, len(rows), err)
		}
		for name, runs := range rows {
			for _, r := range runs {
				e, err := reproduce.Find(All(r.Quick), r.Experiment)
				if err != nil {
					t.Fatal(err)
				}
				known := slices.ContainsFunc(e.Rows, func(row reproduce.Row) bool { return row.Name == name })
				if !known || !strings.HasPrefix(r.Command, "talbot reproduce "+e.ID+" ") || r.Device == "" || r.Talbot == "" || len(r.Curve) == 0 {
					t.Fatalf("%s: %s %s, %q on %q", file, r.Experiment, name, r.Command, r.Device)
				}
				end := r.Value(reproduce.Test)
				if e.ID == "dante-bench" { // its curve is the simulation's; what is told is of the bench
					if end = r.Value(reproduce.Best); !(r.Value(frames) > 0) {
						t.Errorf("%s, seed %d: no frames of a bench", name, r.Seed)
					}
				}
				if last := r.Curve[len(r.Curve)-1]; last.Epoch != r.Epochs || last.Tested == nil || last.TestAccuracy != end || last.Held {
					t.Errorf("%s, seed %d: its curve does not end in its value", name, r.Seed)
				}
				if free := name == "quick-free" || r.Value(left) > 0 && r.Value(left) < 1e-4; free && !(r.Value(reproduce.Test) > r.Value(artificial)-0.03) {
					t.Errorf("%s: light reads %g, convolutions %g", name, r.Value(reproduce.Test), r.Value(artificial))
				}
			}
		}
	}
}
