package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/reproduce/scaling"
)

// A record of times that a law made and of losses: the table has both, the finding of the unit's maker and the account of
// 1e9 numbers, the figure is drawn, and other cameras shift the crossing.
func TestScalingOfRecords(t *testing.T) {
	dir := t.TempDir()
	law := func(s scaling.Size, c float64) float64 { return 1e-5 + c*float64(s.Batch)*s.Weights() }
	var text strings.Builder
	for i, task := range scaling.Tasks(true) {
		l := scaling.Line{Experiment: scaling.ID, Row: task.Row, Quick: true, Width: task.Width, Depth: task.Depth, Batch: task.Batch, Device: "a card"}
		switch task.Row {
		case "billion", "transformer":
			continue
		case "loss":
			l.Loss = &scaling.Loss{Way: task.Way, Epochs: 1, Pictures: 10, Test: 1 + 1/float64(i), Accuracy: 0.5}
		default:
			l.Times = &scaling.Times{Forward: law(task.Size, 1e-13), Feedback: law(task.Size, 2e-13), Backprop: law(task.Size, 3e-13), Update: 1e-4}
		}
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(b, '\n'))
	}
	file := filepath.Join(dir, "lines.jsonl")
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	out, args := filepath.Join(dir, "out"), []string{"reproduce", "dfa-scaling", "--quick", "--records", file}
	table := works(t, append(args, "--out", out)...)
	for _, want := range []string{"loss beside the time", "2210.14593", "1.01e+09 numbers to train", "the optical step is the shorter one", "opu", "backprop"} {
		if !strings.Contains(strings.Join(strings.Fields(table), " "), want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	for line := range strings.Lines(table) {
		if n := len([]rune(line)); n > 81 && !strings.Contains(line, dir) {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if _, err := os.Stat(filepath.Join(out, "dfa-scaling-quick.png")); err != nil {
		t.Error(err)
	}
	crossing := func(rate float64) float64 {
		var r scaling.Report
		speed := fmt.Sprint(1500 * rate / 325)
		if err := json.Unmarshal([]byte(works(t, append(args, "--out", out, "--json", "--card", "0", "--camera-rate", fmt.Sprint(rate), "--opu-speed", speed)...)), &r); err != nil {
			t.Fatal(err)
		}
		return r.Wins[1].Params
	}
	if slow, fast := crossing(325), crossing(3250); !(slow > 5*fast && fast > 1e9) {
		t.Errorf("the optical step wins from %g numbers on, with ten times the frames from %g", slow, fast)
	}
	for _, bad := range [][]string{{"dfa-scaling", "--camera-rate", "0"}, {"dfa-scaling", "--card", "-1"}, {"dfa-scaling", "--only", "lengths"}, {"dfa-mnist", "--link", "3"}} {
		if _, stderr, code := call(t, append([]string{"reproduce"}, bad...)...); code != 2 || !strings.Contains(stderr, bad[1]) {
			t.Errorf("%v: %d: %s", bad, code, stderr)
		}
	}
	if list := works(t, "reproduce", "dfa-scaling", "--quick", "--list"); strings.Count(list, "\n") != len(scaling.Tasks(true))-2 {
		t.Errorf("the list is\n%s", list)
	}
}
