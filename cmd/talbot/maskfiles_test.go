package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
)

// phases are the array called radians of a file of masks.
func phases(t *testing.T, dir string) *npy.Array {
	t.Helper()
	list, err := npy.ReadZip([]byte(read(t, dir, rundir.MaskFileName)))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if m.Name == "radians" && m.Err == nil {
			return m.Array
		}
	}
	t.Fatal("there are no radians")
	return nil
}

// Masks that a bench has learned leave a run as NPZ, and another begins with them, and with the settings that the file tells of; what does not fit
// is refused before a folder is made.
func TestMaskFilesOfBenches(t *testing.T) {
	t.Chdir(t.TempDir())
	tiny := []string{"--data", builtIn, "--limit-train", "20", "--limit-test", "10", "--device", "cpu", "--threads", "1"}
	train := func(args ...string) string { return works(t, append(append([]string{"train"}, args...), tiny...)...) }
	train("ffm-small", "--trained-in-model", "0", "--epochs", "1", "--blur", "0.7", "--out", "one")
	if text := works(t, "export", "one", "--as", "npz", "--out", "masks"); !strings.Contains(text, "--masks") {
		t.Errorf("export says: %s", text)
	}
	file := filepath.Join("masks", rundir.MaskFileName)
	a := phases(t, "masks")
	if want := []int{2, 32, 32}; !slices.Equal(a.Shape, want) {
		t.Fatalf("masks of shape %v, want %v", a.Shape, want)
	}
	// A learning rate of nearly nothing leaves the masks as they were given.
	train("ffm-small", "--masks", file, "--learning-rate", "1e-9", "--optimiser", "sgd", "--out", "two")
	works(t, "export", "two", "--as", "npz", "--out", "again")
	one, two := npy.Values[float32](a), npy.Values[float32](phases(t, "again"))
	for i, v := range one {
		if d := v - two[i]; d > 1e-5 || d < -1e-5 {
			t.Fatalf("pixel %d: %g was given, and %g comes back", i, v, two[i])
		}
	}
	dir, err := rundir.Open("two")
	if err != nil {
		t.Fatal(err)
	}
	if dir.Masks == nil || dir.Masks.File != file || len(dir.Masks.SHA256) != 64 {
		t.Errorf("the run's masks came from %+v", dir.Masks)
	}
	for name, want := range map[string]string{"blur": "0.7", "epochs": "1", "learning-rate": "1e-09"} {
		for _, p := range dir.Config.Params() {
			if p.Name == name && p.Value() != want {
				t.Errorf("%s is %s, want %s", name, p.Value(), want)
			}
		}
	}
	works(t, append([]string{"train", "--resume", "two", "--epochs", "2"}, tiny[6:]...)...)
	for _, c := range []struct{ args, want string }{
		{"train ffm-mnist-1 --masks " + file, "its shape is [2 32 32], and this network's masks are [1 400 400]"},
		{"train ffm-small --layers 3 --masks " + file, "its shape is [2 32 32], and this network's masks are [3 32 32]"},
		{"train sa-2d-rings --masks " + file, "no masks of phases"},
		{"train --resume two --masks " + file, "leave --masks away"},
		{"train ffm-small --masks masks", "cannot read the masks"},
		{"train dante-small --masks " + file, "masks alone do not make this network"},
		{"train ffm-focus --method swarm-zernike --samples 40 --masks " + file, "its shape"},
	} {
		args := strings.Fields(c.args + " --out refused")
		if strings.Contains(c.args, "--resume") {
			args = args[:len(args)-2]
		}
		if !strings.Contains(c.args, "sa-2d") && !strings.Contains(c.args, "focus") {
			args = append(args, tiny...)
		}
		if _, text, status := call(t, args...); status == 0 || !strings.Contains(text, c.want) {
			t.Errorf("%s: status %d, %q, want %q", c.args, status, text, c.want)
		}
	}
	if _, err := os.Stat("refused"); err == nil {
		t.Error("a refused run has made a folder")
	}
	works(t, "train", "ffm-focus", "--samples", "40", "--epochs", "2", "--out", "focus")
	for form, name := range map[string]string{"npz": rundir.MaskFileName, "npy": rundir.PhaseFile, "slm-png": screensFile} {
		works(t, "export", "focus", "--as", form, "--out", "focus-"+form)
		if _, err := os.Stat(filepath.Join("focus-"+form, name)); err != nil {
			t.Error(err)
		}
	}
	works(t, "train", "ffm-focus", "--samples", "40", "--epochs", "1", "--masks", filepath.Join("focus-npz", rundir.MaskFileName), "--out", "sharper")
}
