package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/rundir"
)

// What was measured is in the JSON also if it is 0, and what was not is not there.
func TestMeasuredZeros(t *testing.T) {
	wrong := false
	for _, seed := range []string{"1", "2", "3", "4"} {
		dir := filepath.Join(t.TempDir(), "run")
		out := noted(t, append(append([]string{}, tiny...), "--limit-test", "1", "--limit-train", "1", "--batch", "1", "--epochs", "1",
			"--learning-rate", "0", "--seed", seed, "--json", "--json-steps", "--out", dir)...)
		out += noted(t, "train", "--resume", dir, "--json") + works(t, "eval", dir, "--data", builtIn, "--limit-test", "1", "--json")
		lines := strings.Split(strings.TrimSpace(out+read(t, dir, rundir.MetricsFile)), "\n")
		if len(lines) != 7 { // step, first, epoch, done; done; eval; metrics
			t.Fatalf("%d lines: %s", len(lines), out)
		}
		for i, line := range lines {
			var m map[string]any
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				t.Fatal(err)
			}
			if m["event"] == "first" { // times alone
				continue
			}
			for _, name := range []string{"loss", "train_accuracy", "step", "seconds"} {
				if _, ok := m[name]; !ok && i != 5 {
					t.Errorf("no %q in %s", name, line)
				}
			}
			for _, name := range []string{"test_accuracy", "test_loss", "efficiency"} {
				if _, ok := m[name]; ok != (m["event"] != "step") {
					t.Errorf("%q in %s: %v", name, line, ok)
				}
			}
			wrong = wrong || m["test_accuracy"] == 0.0
		}
	}
	if !wrong {
		t.Error("no accuracy was 0: this test tests nothing")
	}
}

// Lines of older versions, which left a 0 out, are read as what they mean.
func TestOldMetrics(t *testing.T) {
	list, err := rundir.ParseMetrics([]byte(`{"event":"epoch","epoch":1,"step":4,"loss":2.5,"test_loss":2.25}` + "\n" +
		`{"event":"epoch","epoch":2,"step":8,"loss":2.5,"train_accuracy":0.5}` + "\n"))
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if a, b := list[0], list[1]; a.Tested == nil || a.TestAccuracy != 0 || a.TestLoss != 2.25 || a.TrainAccuracy != 0 || b.Tested != nil || b.TrainAccuracy != 0.5 {
		t.Errorf("%+v, %+v", a, b)
	}
	line, err := json.Marshal(list[0])
	if want := `{"event":"epoch","epoch":1,"step":4,"loss":2.5,"train_accuracy":0,"test_accuracy":0,"test_loss":2.25,"seconds":0}`; err != nil || string(line) != want {
		t.Errorf("%s, want %s (%v)", line, want, err)
	}
	if line, _ := json.Marshal(experiment.Event{Kind: "start"}); strings.Contains(string(line), "loss") {
		t.Errorf("%s", line)
	}
}

// Light beyond what float32 holds is an error that says so, not broken JSON.
func TestAnswersThatAreNoNumbers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	args := append(append([]string{}, tiny...), "--gain", "1000", "--layers", "20", "--json", "--out", dir)
	if out, err, status := call(t, args...); status != failed || strings.Contains(out+err, "unsupported value") || !strings.Contains(err, "gain") {
		t.Errorf("train: status %d, %q, %q", status, out, err)
	}
	for _, more := range [][]string{nil, {"--json"}} {
		out, err, status := call(t, append([]string{"eval", dir, "--data", builtIn}, more...)...)
		if strings.Contains(out+err, "unsupported value") || strings.Contains(out, "NaN") || status == 0 && !strings.Contains(out, "accuracy") {
			t.Errorf("eval: status %d, %q, %q", status, out, err)
		}
	}
}
