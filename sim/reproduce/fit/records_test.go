package fit_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"talbot/sim/reproduce/fit"
)

// Every record is of a row, says how it was made, and ends with its error.
func TestRecords(t *testing.T) {
	for _, file := range []string{"../records/fit-cpu.jsonl", "../records/fit-h200.jsonl"} {
		t.Run(file, func(t *testing.T) { checkRecords(t, file) })
	}
}

func checkRecords(t *testing.T, file string) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		n++
		var r fit.Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("line %d: %v", n, err)
		}
		known := slices.ContainsFunc(fit.Rows(r.Quick), func(row fit.Row) bool { return row.Name == r.Row })
		if !known || r.Experiment != fit.ID || r.Device == "" || r.Talbot == "" || r.Seed < 1 || !strings.HasPrefix(r.Command, "talbot reproduce dante-fit ") {
			t.Errorf("line %d: incomplete: %.200s", n, lines.Text())
		}
		if len(r.Outside) == 0 && (!(r.Error > 0 && r.Error < 1) || len(r.Curve) == 0 || r.Curve[len(r.Curve)-1].Step != r.Steps) {
			t.Errorf("line %d: a curve of %d points to %g after %d", n, len(r.Curve), r.Error, r.Steps)
		}
	}
	if err := lines.Err(); err != nil || n == 0 {
		t.Fatalf("%d records: %v", n, err)
	}
}
