package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/optics/npy"
)

// The folders in testdata/before were written by Talbot before its parameters were in
// groups and its systems in packages of their own: talbot train d2nn-mnist-64 with masks of
// 16 x 16, one epoch. NAME.after.npy is what that version had after the next one.
func TestRunsFromBefore(t *testing.T) {
	for name, file := range map[string]string{"phase": "phase.npy", "amplitude": "amplitude.npy", "device": "levels.npy"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.CopyFS(dir, os.DirFS("testdata/before/"+name)); err != nil {
			t.Fatal(err)
		}
		works(t, "eval", dir, "--data", builtIn, "--limit-test", "10")
		noted(t, "train", "--resume", dir, "--epochs", "2", "--threads", "1")
		got, err := numbers(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		want, err := numbers("testdata/before/" + name + ".after.npy")
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) {
			t.Fatalf("%s: %d values, and there were %d", name, len(got), len(want))
		}
		far := 0
		for i, v := range want {
			// Sums differ in the last bits with the processor's SIMD, and a level is then
			// another one here and there.
			if math.Abs(v-got[i]) > 1e-3 {
				far++
			}
		}
		if most := len(want) / 100; far > most {
			t.Errorf("%s: %d of %d values are others than that version went on to", name, far, len(want))
		}
	}
}

// Its flags are still there, for the presets that have something to train.
func TestFlagsFromBefore(t *testing.T) {
	b, err := os.ReadFile("../../sim/engine/testdata/before.txt")
	if err != nil {
		t.Fatal(err)
	}
	help, _, _ := call(t, "train", "--help")
	for line := range strings.Lines(string(b)) {
		words := strings.Fields(line)
		if _, err := preset(words[0]); err != nil {
			continue
		}
		for _, w := range words[1:] {
			name, _, _ := strings.Cut(w, "=")
			if !strings.Contains(help, "--"+name) {
				t.Errorf("%s: there is no flag --%s any more", words[0], name)
			}
		}
	}
}

// numbers are those of a file in NumPy's format.
func numbers(path string) ([]float64, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	a, err := npy.Read(b)
	if err != nil {
		return nil, err
	}
	return npy.Values[float64](a), nil
}
