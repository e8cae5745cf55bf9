package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talbot/sim/rundir"
)

// Runs are listed with what is left of them, compared, gone on with and deleted; and what is no run, or has others in it, stays.
func TestRunsAreTended(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "runs")
	a, b := filepath.Join(folder, "a"), filepath.Join(folder, "b")
	works(t, "train", "sa-2d-rings", "--epochs", "2", "--out", a, "--device", "cpu")
	works(t, "train", "sa-2d-rings", "--epochs", "3", "--learning-rate", "0.05", "--out", b, "--device", "cpu")
	// As one that was stopped after two of four epochs: the settings of a longer one beside its state.
	dir, err := rundir.Open(a)
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(a, rundir.ConfigFile)
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	longer := strings.Replace(string(text), `"epochs": "2"`, `"epochs": "4"`, 1)
	if longer == string(text) {
		longer = strings.Replace(string(text), `"epochs": 2`, `"epochs": 4`, 1)
	}
	if longer == string(text) {
		t.Fatalf("the settings of %s have no epochs:\n%s", dir.Path, text)
	}
	if err := os.WriteFile(config, []byte(longer), 0o666); err != nil {
		t.Fatal(err)
	}
	if table := noted(t, "runs", folder); !strings.Contains(table, "2 of 4") {
		t.Errorf("the table is\n%s", table)
	}
	compared := noted(t, "runs", "compare", a, b)
	for _, want := range []string{"learning-rate", "2 of 4", "0.05", "accuracy"} {
		if !strings.Contains(compared, want) {
			t.Errorf("%q is not in\n%s", want, compared)
		}
	}
	if strings.Contains(compared, "depth") {
		t.Errorf("what is the same is in\n%s", compared)
	}
	if listed := noted(t, "runs", "resume", folder, "--list"); !strings.Contains(listed, a) || strings.Contains(listed, b) {
		t.Errorf("to go on with are\n%s", listed)
	}
	noted(t, "runs", "resume", folder)
	if listed := noted(t, "runs", "resume", folder); !strings.Contains(listed, "no run") {
		t.Errorf("afterwards there are\n%s", listed)
	}
	works(t, "figure", a, "--kind", "curves", "--width", "85mm", "--no-title", "--out", filepath.Join(folder, "curves.png"))

	for _, no := range [][]string{{folder}, {b, filepath.Join(folder, "c")}} {
		if _, text, status := call(t, append([]string{"runs", "delete", "--yes"}, no...)...); status == 0 || !strings.Contains(text, "nothing was deleted") {
			t.Errorf("%v: status %d, %s", no, status, text)
		}
	}
	works(t, "runs", "delete", b)
	if _, err := os.Stat(b); err != nil {
		t.Errorf("without --yes: %v", err)
	}
	works(t, "runs", "delete", b, "--yes")
	if _, err := os.Stat(b); !os.IsNotExist(err) {
		t.Errorf("the run is still there: %v", err)
	}
	if _, text, _ := call(t, "eval", folder); !strings.Contains(text, "has runs in it") {
		t.Errorf("a folder of runs: %s", text)
	}
}

// The table says what the accuracies are of: the test set, or training pictures that were held out.
func TestRunsTestedOn(t *testing.T) {
	a := tinyRun(t, "--epochs", "1", "--limit-test", "40")
	b := filepath.Join(filepath.Dir(a), "held")
	works(t, append(slices.Clone(tiny), "--epochs", "1", "--hold-out", "20", "--out", b)...)
	table := noted(t, "runs", filepath.Dir(a))
	for _, want := range []string{"  tested on  ", "  40 of the test  ", "  20 held out  "} {
		if !strings.Contains(table, want) {
			t.Errorf("%q is not in\n%s", want, table)
		}
	}
}
