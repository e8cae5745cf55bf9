package speed_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Every line of a record is whole: a run begins with its machine, and its rows come
// to what its last line says, or that says that the run was stopped.
func TestRecords(t *testing.T) {
	files, err := filepath.Glob("records/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no records", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		rows, open := 0, false
		for i, l := range bytes.Split(bytes.TrimSpace(b), []byte("\n")) {
			var e struct {
				Event, Date, Command string
				Rows                 int
				Time                 struct{ Min, Median, Max float64 }
			}
			if err := json.Unmarshal(l, &e); err != nil {
				t.Fatalf("%s:%d: %v", f, i+1, err)
			}
			if (e.Event == "machine") == open {
				t.Errorf("%s:%d: %s is out of place", f, i+1, e.Event)
			}
			switch e.Event {
			case "machine":
				if rows, open = 0, true; e.Date == "" || e.Command == "" {
					t.Errorf("%s:%d: no date or command", f, i+1)
				}
			case "row":
				if rows++; !(0 < e.Time.Min && e.Time.Min <= e.Time.Median && e.Time.Median <= e.Time.Max) {
					t.Errorf("%s:%d: times %+v", f, i+1, e.Time)
				}
			case "done":
				if open = false; rows != e.Rows {
					t.Errorf("%s:%d: %d rows, not %d", f, i+1, rows, e.Rows)
				}
			case "stopped": // with the rows that were ready, none of which is cut
				if open = false; rows == 0 {
					t.Errorf("%s:%d: stopped before its first row", f, i+1)
				}
			}
		}
		if open {
			t.Errorf("%s: the last run has no end", f)
		}
	}
}
