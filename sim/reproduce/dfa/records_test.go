package dfa

import (
	"slices"
	"testing"

	"talbot/sim/reproduce"
	"talbot/sim/reproduce/run"
)

// TestRecords: the committed runs are of rows that there are, say how they were made, and come to the end of
// their curves.
func TestRecords(t *testing.T) {
	rows, err := run.ReadLines("../records/dfa.jsonl")
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for name, runs := range rows {
		for _, r := range runs {
			e, err := reproduce.Find(All(r.Quick), r.Experiment)
			if err != nil {
				t.Fatal(err)
			}
			known := slices.ContainsFunc(e.Rows, func(row reproduce.Row) bool { return row.Name == name })
			if !known || r.Command == "" || r.Device == "" || len(r.Curve) == 0 {
				t.Fatalf("%s %s, %q on %q", r.Experiment, name, r.Command, r.Device)
			}
			if last := r.Curve[len(r.Curve)-1]; last.Epoch != r.Epochs || last.Tested == nil || last.TestAccuracy != r.Value("test") {
				t.Errorf("%s, seed %d: its curve does not end in its value", name, r.Seed)
			}
		}
	}
}
