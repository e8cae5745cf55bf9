package main

import (
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/experiment"
)

// A fit of masks is no epoch and its error no loss of pictures; what is held out is told apart from the test.
func TestCourseOfDualNeurons(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	out := works(t, "train", "dante-small", "--data", builtIn, "--limit-train", "200", "--limit-test", "50", "--mask-size", "120", "--maps", "4", "--epochs", "2", "--out", dir)
	lines := strings.Split(out, "\n")
	var table [][]string
	for _, line := range lines {
		if words := strings.Fields(line); len(words) > 0 && (words[0] == "epoch" || words[0] == "1" || words[0] == "2" || words[0] == "local") {
			table = append(table, words)
		}
	}
	if len(table) < 3 || strings.Join(table[0], " ") != "epoch loss train held out test time" || table[len(table)-1][0] != "local" || len(table[len(table)-1]) != 5 {
		t.Errorf("the table is %q", table)
	}
	if _, err, status := call(t, "train", "--resume", dir, "--epochs", "1"); status != misused || !strings.Contains(err, "--epochs: 1 is below 2, the epochs that the run in "+dir+" has done: give 2 or more") {
		t.Errorf("fewer epochs than there were: %d, %s", status, err)
	}
	runs := works(t, "runs", filepath.Dir(dir), "--json")
	for _, want := range []string{`"epochs":2,`, `"left":false`, `"held_out":false`, `"count":50`} {
		if !strings.Contains(runs, want) {
			t.Errorf("runs lacks %s: %s", want, runs)
		}
	}
	fit := experiment.Event{Kind: "epoch", Epoch: 3, Step: 30, Steps: 30, Stage: "local", Trained: &experiment.Trained{Loss: 0.03}, Tested: &experiment.Tested{TestAccuracy: 0.7}}
	events := []experiment.Event{
		{Kind: "epoch", Epoch: 1, Step: 5, Steps: 20, Stage: "global", Trained: &experiment.Trained{Loss: 2}, Tested: &experiment.Tested{TestAccuracy: 0.6, Held: true}},
		{Kind: "epoch", Epoch: 2, Step: 10, Steps: 20, Stage: "global", Trained: &experiment.Trained{Loss: 1}, Tested: &experiment.Tested{TestAccuracy: 0.8, Held: true}},
		fit,
	}
	all := epochs(events)
	if e := all[2]; len(all) != 3 || e.Number != 2 || e.Trained != nil || e.Held != nil || e.Tested == nil || e.Rate != 0 {
		t.Errorf("the fit is %+v", e)
	}
	if e := all[0]; e.Trained == nil || e.Held == nil || e.Tested != nil {
		t.Errorf("the first epoch is %+v", e)
	}
	if epochsEnded(events) != 2 || !over(events) || over(events[:2]) || over(nil) {
		t.Error("a run whose masks are not fitted is over, or one whose masks are is not")
	}
	s := testCurve("a", events, func(m *experiment.Tested) float64 { return m.TestAccuracy }, percent)
	if s.Name != "a, held out; test 70.00 %" || len(s.X) != 2 {
		t.Errorf("%q with %d points", s.Name, len(s.X))
	}
}
