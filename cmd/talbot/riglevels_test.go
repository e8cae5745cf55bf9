package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talbot/sim/rundir"
)

// The curve that a bench's calibration measures trains a network of its levels; light answers with them as the simulation does, and on
// the bench levels go on, and stay levels.
func TestRigRunLevels(t *testing.T) {
	t.Chdir(t.TempDir())
	noted(t, "rig", "calibrate", "curves", "--virtual", "mild", "--direct", "--samples", "48", "bench.json")
	noted(t, "train", "codesign-mnist-64", "--data", builtIn, "--limit-train", "80", "--limit-test", "10", "--samples", "40", "--image-size", "28", "--padding", "20", "--region-size", "4",
		"--layers", "1", "--distance", "3.88mm", "--pitch", "8um", "--epochs", "1", "--batch", "4", "--threads", "1", "--curve", "bench.csv", "--method", "nearest", "--out", "run")
	x, err := inferred(t, "run", "answers", func(*inferring) {})
	if err != nil {
		t.Fatal(err)
	}
	if c := x.answers.count(); c.Count != 30 || c.Same < 0.93 {
		t.Errorf("%+v", c)
	}
	learn := func(epochs string) *rundir.MaskFile {
		t.Helper()
		if said, err, status := call(t, "rig", "run", "heal", "run", "--virtual", "ideal", "--direct", "--data", builtIn, "--limit-train", "40", "--epochs", epochs, "--learning-rate", "0.1",
			"--threads", "1", "--device", "cpu", "--out", "healed"); status != 0 {
			t.Fatal(said, err)
		}
		m, err := rundir.ReadMaskFile([]byte(read(t, "healed", "masks.npz")), "")
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	one, two := learn("1"), learn("2")
	if one.Kind != "levels" || len(one.Values) != 1600 || slices.Equal(one.Values, two.Values) {
		t.Errorf("%d %s, and the second epoch changed nothing", len(one.Values), one.Kind)
	}
	if r := read(t, "healed", "report.json"); strings.Count(r, `"epoch"`) != 2 {
		t.Errorf("the report has not both epochs: %s", r)
	}
	x, err = inferred(t, "run", filepath.Join(t.TempDir(), "after"), func(x *inferring) { x.given.file = "healed/masks.npz" })
	if err != nil {
		t.Fatal(err)
	}
	if c := x.answers.count(); c.Same < 0.93 {
		t.Errorf("%+v", c)
	}
}
