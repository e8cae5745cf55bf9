package sa

import (
	"slices"
	"testing"

	"talbot/sim/reproduce"
	"talbot/sim/reproduce/run"
)

// TestRecords: the committed runs are of rows that there are, of as many epochs, and say how they
// were made.
func TestRecords(t *testing.T) {
	rows, err := run.ReadLines("../records/sa.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for name, runs := range rows {
		for _, r := range runs {
			all++
			e, err := reproduce.Find(All(r.Quick), r.Experiment)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(e.Rows, func(row reproduce.Row) bool { return row.Name == name })
			if i < 0 || r.Command == "" || r.Device == "" {
				t.Fatalf("%s %s, %q on %q", r.Experiment, name, r.Command, r.Device)
			}
			if r.Epochs != e.Rows[i].Epochs() || r.Curve[len(r.Curve)-1].Epoch != r.Epochs {
				t.Errorf("%s, seed %d: %d epochs", name, r.Seed, r.Epochs)
			}
		}
	}
	if all != 99+84+18+39 { // sa-2d by 3 seeds, sa-depth, sa-cnn, sa-noise
		t.Errorf("%d runs", all)
	}
}
