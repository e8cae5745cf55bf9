package main

import (
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/rundir"
)

// Masks for a bench that a simulation has trained are in the run's folder, those that export writes, and training begins with them:
// what they do not fit is refused.
func TestTrainGivenMasksForward(t *testing.T) {
	dir := t.TempDir()
	run, more, arrays := filepath.Join(dir, "run"), filepath.Join(dir, "more"), filepath.Join(dir, "npy")
	common := []string{"train", "ffm-small", "--data", builtIn, "--limit-train", "300", "--limit-test", "100", "--trained-in-model", "0", "--knock", "0", "--device", "cpu", "--threads", "1"}
	noted(t, append(common, "--method", "in-silico", "--epochs", "4", "--out", run)...)
	works(t, "export", run, "--as", "npy", "--out", arrays)
	file := filepath.Join(arrays, rundir.PhaseFile)
	if read(t, run, rundir.PhaseFile) != read(t, arrays, rundir.PhaseFile) {
		t.Error("the run's folder has other masks than export writes")
	}
	// Behind an update that moves nothing they read what they read before.
	noted(t, append(common, "--masks", file, "--method", "ffm", "--epochs", "1", "--learning-rate", "1e-9", "--out", more)...)
	was, is := accuracyOf(t, run), accuracyOf(t, more)
	if was < 0.3 || is < was-0.03 || is > was+0.03 {
		t.Errorf("%g are right with the masks that were given, and %g with them in the simulation", is, was)
	}
	d, err := rundir.Open(more)
	if err != nil || d.Masks == nil || d.Masks.File != file {
		t.Errorf("the run says that it began with %+v: %v", d.Masks, err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{append(common, "--masks", file, "--layers", "3"), "its shape is [2 32 32], and this network's masks are [3 32 32]"},
		{append(common, "--masks", file, "--masks-kind", "amplitude"), "amplitude are not phases, as this network's masks are"},
		{[]string{"train", "--resume", more, "--masks", file}, "a run goes on with its own masks"},
		{[]string{"train", "sa-2d-rings", "--masks", file}, "no masks of phases that a file could give it"},
	} {
		if _, err, status := call(t, c.args...); status == 0 || !strings.Contains(err, c.want) {
			t.Errorf("%v: status %d, %q, want %q", c.args, status, err, c.want)
		}
	}
}

// eval tests masks of a file on the bench of a preset, with the parameters that the file has, and on that of a run; what has no use for
// a flag says so.
func TestEvalGivenMasksForward(t *testing.T) {
	dir := t.TempDir()
	run, out := filepath.Join(dir, "run"), filepath.Join(dir, "npz")
	pictures := []string{"--data", builtIn, "--limit-test", "100", "--device", "cpu", "--threads", "1"}
	noted(t, append([]string{"train", "ffm-small", "--limit-train", "300", "--trained-in-model", "0", "--knock", "0", "--method", "in-silico", "--epochs", "4", "--out", run}, pictures...)...)
	works(t, "export", run, "--as", "npz", "--out", out)
	file := filepath.Join(out, rundir.MaskFileName)
	test := func(args ...string) string {
		text := works(t, append(append([]string{"eval"}, args...), pictures...)...)
		head, rest, _ := strings.Cut(text, "\n")
		if !strings.Contains(head, "100 test examples") {
			t.Errorf("%v says %q", args, head)
		}
		return rest
	}
	want := test(run)
	for _, args := range [][]string{{"ffm-small", "--masks", file}, {run, "--masks", file}} {
		if got := test(args...); got != want {
			t.Errorf("%v:\n%s\nand the run itself:\n%s", args, got, want)
		}
	}
	if got := test(run, "--masks", filepath.Join(run, rundir.PhaseFile), "--masks-kind", "degrees"); got == want {
		t.Error("masks of other numbers read the same: the run's own were tested")
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"ffm-small"}, "ffm-small has no trained masks to test"},
		{[]string{"ffm-fashion-2", "--masks", file}, "this network's masks are [2 400 400]"},
		{[]string{"sa-2d-rings", "--masks", file}, "no masks of phases that a file could give it"},
		{[]string{run, "--faults"}, "--display-curve and --faults are for masks of displays"},
		{[]string{run, "--masks", filepath.Join(dir, "none.npz")}, "cannot read the masks"},
	} {
		args := append([]string{"eval"}, c.args...)
		if !strings.HasPrefix(c.args[0], "sa") && !strings.HasPrefix(c.args[0], "ffm-fashion") {
			args = append(args, pictures...)
		}
		if _, err, status := call(t, args...); status == 0 || !strings.Contains(err, c.want) {
			t.Errorf("%v: status %d, %q, want %q", args, status, err, c.want)
		}
	}
}

// accuracyOf is the test accuracy of a run's last epoch.
func accuracyOf(t *testing.T, run string) float64 {
	t.Helper()
	d, err := rundir.Open(run)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := d.Metrics()
	if err != nil || len(curve) == 0 || curve[len(curve)-1].Tested == nil {
		t.Fatal(curve, err)
	}
	return curve[len(curve)-1].TestAccuracy
}
