package reproduce

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// Every record says how it was made and holds a plausible result.
func TestRecords(t *testing.T) {
	for _, file := range []string{"records/h100.jsonl", "records/cpu.jsonl"} {
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
		var r Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("line %d: %v", n, err)
		}
		timed := strings.HasPrefix(strings.TrimPrefix(r.Row, Quickly), "time-")
		if r.Row == "" || r.Device == "" || r.Talbot == "" || r.Seed < 1 || !strings.HasPrefix(r.Command, "talbot ") ||
			!timed && (!(r.Value(Test) > 0.1 && r.Value(Test) < 1) || len(r.Curve) != r.Epochs) || timed && !(r.StepMS > 0) {
			t.Errorf("line %d: incomplete: %.200s", n, lines.Text())
		}
	}
	if err := lines.Err(); err != nil || n == 0 {
		t.Fatalf("%d records: %v", n, err)
	}
}
