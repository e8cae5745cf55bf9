package sa

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"talbot/sim/reproduce"
)

// TestRecords: the committed runs are of rows that there are, of as many epochs, and say how they
// were made.
func TestRecords(t *testing.T) {
	f, err := os.Open("../records/sa.jsonl")
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
		found := false
		for _, row := range e.Rows {
			if row.Name == r.Row {
				found = true
				if r.Epochs != row.Epochs() || r.Curve[len(r.Curve)-1].Epoch != r.Epochs {
					t.Errorf("%s, seed %d: %d epochs", r.Row, r.Seed, r.Epochs)
				}
			}
		}
		if !found || r.Command == "" || r.Device == "" {
			t.Errorf("line %d is of %s %s, %q on %q", runs+1, r.Experiment, r.Row, r.Command, r.Device)
		}
	}
	if runs != 99+84+18+39 { // sa-2d by 3 seeds, sa-depth, sa-cnn, sa-noise
		t.Errorf("%d runs", runs)
	}
}
