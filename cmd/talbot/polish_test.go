package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/rundir"
)

// polishEnd is the last line of polish.
type polishEnd struct {
	Event         string
	Before, After standing
}

// polishes runs the command and returns its last line and the folder.
func polishes(t *testing.T, args ...string) (polishEnd, string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "polished")
	text := works(t, append([]string{"polish", "--out", out, "--json", "--threads", "2"}, args...)...)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	var end polishEnd
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &end); err != nil {
		t.Fatal(err)
	}
	if end.Event != "done" || !strings.Contains(lines[0], `"event":"round"`) {
		t.Errorf("polish says\n%s", text)
	}
	return end, out
}

// Levels of every method are polished, and what comes out is a run for all commands.
func TestPolish(t *testing.T) {
	for method, rate := range map[string]string{"nearest": "0.05", "gumbel": "0.05", "ptq": "0.05", "qat": "0.6"} {
		dir := tinyRun(t, "--mask", "display", "--curve", "slm-8", "--method", method, "--learning-rate", rate, "--schedule", "constant", "--limit-train", "200")
		end, out := polishes(t, dir, "--rounds", "4", "--sample", "100")
		if !(end.After.TrainLoss < end.Before.TrainLoss) {
			t.Errorf("%s: the training loss went from %g to %g", method, end.Before.TrainLoss, end.After.TrainLoss)
		}
		was, is := evalJSON(t, dir, "--limit-test", "20"), evalJSON(t, out, "--limit-test", "20")
		if was.Test != end.Before.TestAccuracy || is.Test != end.After.TestAccuracy || was.Continuous == nil || is.Continuous != nil {
			t.Errorf("%s: eval says %v and %v, polish %+v", method, was.Test, is.Test, end)
		}
		d, err := rundir.Open(out)
		if err != nil {
			t.Fatal(err)
		}
		if p := d.Polished; p == nil || p.Of != dir || p.Rounds != 4 || p.Sample != 100 || p.Seed != 1 || d.Network().Method != method {
			t.Errorf("%s: the folder has %+v", method, p)
		}
		text := works(t, "eval", out, "--data", builtIn, "--limit-test", "20", "--faults")
		if !strings.Contains(text, "after polishing "+dir) {
			t.Errorf("eval says\n%s", text)
		}
		works(t, "figure", out, "--kind", "display", "--out", filepath.Join(t.TempDir(), "d.svg"))
		works(t, "export", out, "--as", "npy", "--out", filepath.Join(t.TempDir(), "npy"))
		again, _ := polishes(t, out, "--rounds", "2", "--sample", "100")
		if again.Before != end.After {
			t.Errorf("%s: polished again from %+v, and it was %+v", method, again.Before, end.After)
		}
	}
}

// Ideal masks are polished on a display, which may be of a file that goes away.
func TestPolishOnADisplay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.csv")
	if err := os.WriteFile(file, []byte(myCurve), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := tinyRun(t, "--limit-train", "200")
	mapped := evalJSON(t, dir, "--limit-test", "20", "--display-curve", file+",binary")
	end, out := polishes(t, dir, "--rounds", "4", "--sample", "100", "--display-curve", file+",binary")
	if end.Before.TestAccuracy != *mapped.OnCurve || !(end.After.TrainLoss < end.Before.TrainLoss) {
		t.Errorf("polish says %+v, and the mapped masks have %g", end, *mapped.OnCurve)
	}
	os.Remove(file)
	if e := evalJSON(t, out, "--limit-test", "20"); e.Test != end.After.TestAccuracy || len(e.Levels[0]) != 3 || len(e.Levels[1]) != 2 {
		t.Errorf("eval says %+v", e)
	}
	for args, want := range map[string]string{
		"train --resume " + out: "go on with what they come from, " + dir,
		"polish " + dir:         "choose one with --display-curve",
		"polish " + out + " --rounds 0 --out " + out + "x":                      "want 1 or more",
		"figure " + out + " --kind curves --out " + filepath.Join(out, "c.svg"): "curves are of a training: give what they come from, " + dir,
		"polish " + out + " --out " + out:                                       "holds a run already",
	} {
		if _, err, status := call(t, strings.Fields(args)...); status == 0 || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %q", args, status, err)
		}
	}
}

// A polishing that is stopped while it measures where it begins says what there is.
func TestPolishStoppedAtOnce(t *testing.T) {
	dir := tinyRun(t, "--mask", "display", "--curve", "slm-8")
	out := filepath.Join(t.TempDir(), "polished")
	var text bytes.Buffer
	a := &app{out: io.Discard, err: &text}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	root := a.root()
	root.SetArgs([]string{"polish", dir, "--out", out, "--limit-train", "100"})
	err := root.ExecuteContext(ctx)
	if a.status(err) != interrupted || !strings.Contains(text.String(), out+" has the masks as they were") {
		t.Errorf("%v, %q", err, text.String())
	}
	if e := evalJSON(t, out); e.Test != evalJSON(t, dir).Test {
		t.Errorf("they are right for %g", e.Test)
	}
}

// Pictures that a run has held out are no pictures to polish on either.
func TestPolishKeepsPicturesHeldOut(t *testing.T) {
	dir := tinyRun(t, "--hold-out", "15", "--limit-test", "0", "--epochs", "1", "--mask", "display", "--curve", "slm-8")
	out := filepath.Join(t.TempDir(), "polished")
	works(t, "polish", dir, "--rounds", "1", "--sample", "5", "--out", out, "--device", "cpu")
	before, err := rundir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	after, err := rundir.Open(out)
	if err != nil || after.Data != before.Data || after.Source != before.Source || after.Data.Train != 20 {
		t.Errorf("%+v, %+v, want %+v, %+v; %v", after.Data, after.Source, before.Data, before.Source, err)
	}
}
