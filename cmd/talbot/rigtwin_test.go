package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talbot/sim/rig/virtual"
)

// A twin is made of a bench whose panel leaks and whose cameras do not answer any more among the patterns: these are taken again, what the panel
// leaks is found, and the masks that it trains answer. Stopped behind the fit, the same command takes what there is, and no frame for it.
func TestRigRunTwin(t *testing.T) {
	run, out := filepath.Join(t.TempDir(), "run"), filepath.Join(t.TempDir(), "twin")
	noted(t, "train", "d2nn-mnist-64", "--data", builtIn, "--limit-train", "40", "--limit-test", "10", "--samples", "40", "--image-size", "28", "--padding", "20", "--region-size", "4",
		"--layers", "1", "--distance", "3.88mm", "--pitch", "8um", "--epochs", "1", "--batch", "4", "--threads", "1", "--out", run)
	make := func(ctx context.Context, gone int, more ...string) (*twinning, string, error) {
		var o, e bytes.Buffer
		opened := 0
		c, x := (&bench{app: &app{out: &o, err: &e}, also: func(_ *virtual.Setup, f *virtual.Faults) {
			f.Unmodulated = 0.01
			if opened++; opened == 1 {
				f.Gone = gone
			}
		}}).twins()
		x.rounds = [2]int{2, 6}
		c.SetArgs(slices.Concat([]string{run, "--virtual", "ideal", "--direct", "--data", builtIn, "--limit-train", "20", "--limit-test", "20", "--epochs", "1", "--patterns", "8", "--out", out}, more))
		c.SilenceErrors, c.SilenceUsage = true, true
		err := c.ExecuteContext(ctx)
		t.Log(o.String(), e.String(), err)
		return x, o.String(), err
	}
	// The calibration takes some frames, and each pattern some: the cameras go behind those.
	first, said, err := make(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said, "trained on the twin") {
		t.Error(said)
	}
	var r twinReport
	if err := json.Unmarshal([]byte(read(t, out, "report.json")), &r); err != nil {
		t.Fatal(err)
	}
	if f := r.Fit; !(f.Twin < f.Planned/3) || r.After.Count != 20 || r.Before.Same < 0.85 || r.After.Same < 0.85 || len(r.Epochs) != 1 {
		t.Errorf("%+v", r)
	}
	for _, n := range r.Fit.Numbers {
		if n.Name == "leak-re" && !(n.Value*n.Value < 0.02) || n.Name == "distance" && !(n.Value < 1e-4 && n.Value > -1e-4) {
			t.Errorf("%+v", n)
		}
	}
	for _, name := range []string{"masks.npz", "twin.png", "fit.npz", "patterns/9.npz", "before.csv", "after.csv"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	fitted := read(t, out, "fit.json")
	// Half of the patterns and all behind them are lost: they are shown again, over a loss of the bench, and the plates fitted anew.
	for _, name := range []string{"patterns/5.npz", "patterns/6.npz", "fit.json", "before.csv", "after.csv", "report.json"} {
		if err := os.Remove(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	again, _, err := make(t.Context(), 60)
	if err != nil || again.losses != 1 {
		t.Fatal(err, again.losses)
	}
	if n := again.report().Frames; n > first.report().Frames/2 {
		t.Errorf("%d frames to go on, after %d", n, first.report().Frames)
	}
	var was, now twinFit
	if json.Unmarshal([]byte(fitted), &was) != nil || json.Unmarshal([]byte(read(t, out, "fit.json")), &now) != nil || now.Twin > 2*was.Twin {
		t.Errorf("%+v and %+v", was, now)
	}
	for _, bad := range [][]string{{"--patterns", "4"}, {"--device", "gpu"}, {"--patterns", "9"}, {"--epochs", "0"}} {
		if _, _, err := make(t.Context(), 0, bad...); err == nil {
			t.Errorf("%v is not refused", bad)
		}
	}
}
