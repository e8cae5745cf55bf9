package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/rundir"
)

// Two networks of a display, with two detectors a class, through every command.
func TestNetworksSideBySide(t *testing.T) {
	dir := tinyRun(t, "--networks", "2", "--logits", "differential", "--logit-scale", "10", "--region-size", "2", "--mask", "display", "--curve", "slm-8")
	shape, _, err := readNPY[uint16]([]byte(read(t, dir, rundir.LevelsFile)))
	if err != nil || fmt.Sprint(shape) != "[4 16 16]" {
		t.Fatalf("levels of %v, %v", shape, err)
	}
	works(t, "train", "--resume", dir, "--epochs", "4")
	e := evalJSON(t, dir, "--faults", "--display-curve", "binary")
	if len(e.Levels) != 4 || !*e.Mapped || len(e.Faults) != 10 {
		t.Errorf("%+v", e)
	}
	if text := works(t, "eval", dir, "--data", builtIn, "--limit-test", "10"); !strings.Contains(text, "  mask 2.1 ") {
		t.Errorf("no mask 2.1 in %s", text)
	}
	out := filepath.Join(t.TempDir(), "slm")
	works(t, "export", dir, "--as", "slm-png", "--out", out)
	for _, name := range []string{"mask-1.1.png", "mask-2.2.png", slmFile} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	for _, args := range []string{"--kind masks", "--kind bench --network 2", "--kind fields --network 2", "--kind confusion --limit-test 20"} {
		text := works(t, append([]string{"figure", dir, "--json", "--data", builtIn, "--out", filepath.Join(t.TempDir(), "f.svg")}, strings.Fields(args)...)...)
		if want := map[bool]string{true: "ask 2.1", false: ""}[!strings.Contains(args, "confusion")]; !strings.Contains(text, want) {
			t.Errorf("%s: no %q in %s", args, want, text)
		}
	}
	if _, err, status := call(t, "figure", dir, "--kind", "bench", "--network", "3", "--out", filepath.Join(t.TempDir(), "f.svg")); status == 0 || !strings.Contains(err, "--network: 3 is outside 1 to 2") {
		t.Errorf("network 3: status %d, %s", status, err)
	}
	if _, err, status := call(t, "train", "d2nn-mnist-64", "--networks", "3", "--data", builtIn); status == 0 || !strings.Contains(err, "1, 2, 5, 10") {
		t.Errorf("three networks: status %d, %s", status, err)
	}
}
