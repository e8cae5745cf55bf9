package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/data/open"
	"talbot/sim/rundir"
)

// edit changes a text in a run's config.json.
func edit(t *testing.T, dir, from, to string) {
	t.Helper()
	file := filepath.Join(dir, rundir.ConfigFile)
	text := strings.Replace(read(t, file), from, to, 1)
	if text == read(t, file) {
		t.Fatalf("no %q in %s", from, text)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// A config.json that was changed by hand is noticed; the command that is named starts
// anew with it.
func TestEditedConfig(t *testing.T) {
	dir := tinyRun(t)
	edit(t, dir, `"distance": 0.024`, `"distance": 0.03`)
	edit(t, dir, `"seed": 1`, `"seed": 7`)
	for _, more := range [][]string{nil, {"--epochs", "5"}} {
		_, err, status := call(t, append([]string{"train", "--resume", dir}, more...)...)
		if status != failed || !strings.Contains(err, "distance is 0.03 there and was 0.024, seed is 7 there and was 1 in the updates so far") || strings.Count(err, "\n") != 1 {
			t.Fatalf("status %d, %q", status, err)
		}
		_, command, _ := strings.Cut(strings.TrimSpace(err), "start anew with: talbot ")
		again := filepath.Join(t.TempDir(), "again")
		works(t, append(strings.Fields(command), "--threads", "1", "--out", again)...)
		run, e := rundir.Open(again)
		old, _ := rundir.Open(dir)
		if e != nil || run.Network() != old.Network() || run.Data != old.Data || run.Network().Seed != 7 {
			t.Errorf("%s made %+v (%v)", command, run.Network(), e)
		}
	}
	for _, args := range [][]string{{"eval", dir}, {"figure", dir, "--out", filepath.Join(t.TempDir(), "f.png")}, {"export", dir, "--as", "npy", "--out", t.TempDir()}} {
		if _, err, status := call(t, args...); status != 0 || !strings.Contains(err, "was changed by hand: distance is 0.03, and the masks were trained with 0.024\n") {
			t.Errorf("%v: status %d, %q", args, status, err)
		}
	}
}

// What may change on the way may be changed in config.json too, and is told as if a flag
// had said it; what a run that goes on has recorded is no edit, also if it was killed then.
func TestEditedLiveParameters(t *testing.T) {
	dir := tinyRun(t)
	edit(t, dir, `"epochs": 3`, `"epochs": 4`)
	edit(t, dir, `"learning-rate": 0.05`, `"learning-rate": 0.01`)
	if out := works(t, "train", "--resume", dir); !strings.Contains(out, "learning-rate was 0.05 and is 0.01 from here on\nepochs was 3 and is 4 from here on\n") {
		t.Errorf("it says\n%s", out)
	}
	if d, err := rundir.Open(dir); err != nil || len(d.Changes) != 2 || d.Network().Epochs != 4 {
		t.Errorf("%+v, %v", d, err)
	}
	checkpoint := read(t, dir, rundir.CheckpointFile)
	works(t, "train", "--resume", dir, "--epochs", "5")
	config := read(t, dir, rundir.ConfigFile)
	if err := os.WriteFile(filepath.Join(dir, rundir.CheckpointFile), []byte(checkpoint), 0o666); err != nil { // as if it had been killed before its next one
		t.Fatal(err)
	}
	if out := works(t, "train", "--resume", dir); !strings.Contains(out, "      5/5 ") || read(t, dir, rundir.ConfigFile) != config {
		t.Errorf("it says\n%s", out)
	}
}

// A run on pictures of the user's own is drawn and tested with those, or with none.
func TestOwnPicturesOfARun(t *testing.T) {
	own := small(t, "mnist", 60, 30)
	for _, name := range []string{open.TrainImages, open.TestImages} {
		for i := 16; i < len(own[name]); i++ {
			own[name][i] = 255 - own[name][i]
		}
	}
	pictures := putSet(t, "mnist", own)
	dir := filepath.Join(t.TempDir(), "run")
	noted(t, append(append([]string{}, tiny...), "--data", pictures, "--epochs", "1", "--out", dir)...)
	draw := func(more ...string) (err string, status int, picture string) {
		file := filepath.Join(t.TempDir(), "f.png")
		_, err, status = call(t, append([]string{"figure", dir, "--kind", "fields", "--out", file}, more...)...)
		if status == 0 {
			picture = read(t, file)
		}
		return err, status, picture
	}
	err, status, mine := draw("--sample", "29") // beyond the 20 that it was tested on
	if status != 0 || !strings.Contains(err, "data of your own") {
		t.Fatalf("status %d, %q", status, err)
	}
	if _, _, shipped := draw("--sample", "29", "--data", builtIn); shipped == mine {
		t.Error("it draws a picture inside talbot")
	}
	if err, status, _ := draw("--sample", "30"); status != misused || !strings.Contains(err, "30 is outside 0 to 29") {
		t.Errorf("sample 30: status %d, %q", status, err)
	}

	// Without them, neither the usual folder nor what is inside talbot takes their place.
	t.Setenv("TALBOT_DATA", putSet(t, "mnist", small(t, "mnist", 60, 30)))
	if err := os.RemoveAll(pictures); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"eval", dir}, {"figure", dir, "--kind", "bench", "--out", filepath.Join(t.TempDir(), "b.png")},
		{"figure", dir, "--kind", "confusion", "--out", filepath.Join(t.TempDir(), "c.png")}, {"polish", dir, "--display-curve", "slm-8", "--out", filepath.Join(t.TempDir(), "p")},
		{"train", "--resume", dir, "--epochs", "2"}} {
		_, err, status := call(t, args...)
		if status != failed || !strings.Contains(err, "the run's pictures were in "+pictures+", which is not there any more, and those in ") || !strings.Contains(err, "--data") {
			t.Errorf("%v: status %d, %q", args, status, err)
		}
	}
	noted(t, "figure", dir, "--out", filepath.Join(t.TempDir(), "m.png")) // masks need none
	noted(t, "export", dir, "--as", "npy", "--out", t.TempDir())
	noted(t, "eval", dir, "--data", builtIn)
}

// Advice names the flags that were given and no others.
func TestResumeAdvice(t *testing.T) {
	own := small(t, "mnist", 60, 30)
	pictures := putSet(t, "mnist", own)
	dir := filepath.Join(t.TempDir(), "run")
	noted(t, append(append([]string{}, tiny...), "--data", pictures, "--epochs", "1", "--out", dir)...)
	for _, c := range []struct {
		args       []string
		want, none string
	}{
		{[]string{"--limit-train", "30"}, "leave --limit-train away", "leave --data"},
		{[]string{"--limit-test", "7", "--limit-train", "30"}, "leave --limit-train and --limit-test away", "--hold-out"},
		{[]string{"--data", builtIn, "--limit-train", "30"}, "leave --data and --limit-train away", "--hold-out"},
	} {
		_, err, status := call(t, append([]string{"train", "--resume", dir, "--epochs", "2"}, c.args...)...)
		if status != failed || !strings.Contains(err, c.want) || strings.Contains(err, c.none) {
			t.Errorf("%v: status %d, %q", c.args, status, err)
		}
	}
	for _, change := range []func(){
		func() { own[open.TrainImages][16+300] ^= 1 },
		func() {
			few := small(t, "mnist", 10, 30)
			own[open.TrainImages], own[open.TrainLabels] = few[open.TrainImages], few[open.TrainLabels]
		},
	} {
		change()
		for name, b := range own {
			if err := os.WriteFile(filepath.Join(pictures, "mnist", name), b, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		_, err, status := call(t, "train", "--resume", dir, "--epochs", "2")
		if status != failed || strings.Contains(err, "leave") || !strings.Contains(err, pictures) {
			t.Errorf("other pictures in the folder: status %d, %q", status, err)
		}
	}
}

// Commands that are named can be pasted, also where the folder's name has a blank.
func TestAdviceOfAFolderWithABlank(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "my run")
	out := works(t, append(append([]string{}, tiny...), "--out", dir)...)
	out += works(t, "train", "--resume", dir)
	if !strings.Contains(out, "talbot figure '"+dir+"' --out masks.png\n") || !strings.Contains(out, "talbot train --resume '"+dir+"' --epochs 4\n") {
		t.Errorf("%s", out)
	}
}

// What else of a config.json was changed by hand is named too: its preset, and the limits of
// its pictures. A byte order mark, as some editors write it, changes nothing.
func TestEditedPresetAndLimits(t *testing.T) {
	dir := tinyRun(t, "--epochs", "1")
	edit(t, dir, `"limit_train": 35`, `"limit_train": 30`)
	if _, err, status := call(t, "train", "--resume", dir, "--epochs", "2"); status != failed || !strings.Contains(err, "config.json has limit_train 30: put 35 back, or start a new run") {
		t.Errorf("status %d, %q", status, err)
	}
	edit(t, dir, `"limit_train": 30`, `"limit_train": 35`)
	edit(t, dir, `"limit_test": 20`, `"limit_test": 21`)
	if _, err, status := call(t, "train", "--resume", dir, "--epochs", "2"); status != failed || !strings.Contains(err, "config.json has limit_test 21: put 20 back") {
		t.Errorf("status %d, %q", status, err)
	}
	edit(t, dir, `"limit_test": 21`, `"limit_test": 20`)
	edit(t, dir, `"preset": "d2nn-mnist-64"`, `"preset": "d2nn-lightridge"`)
	if _, err, status := call(t, "train", "--resume", dir, "--epochs", "2"); status != failed || !strings.Contains(err, "preset is d2nn-lightridge there and was d2nn-mnist-64 in the updates so far") {
		t.Errorf("status %d, %q", status, err)
	}
	if _, err, status := call(t, "eval", dir); status != 0 || !strings.Contains(err, "preset is d2nn-lightridge, and the masks were trained with d2nn-mnist-64") {
		t.Errorf("status %d, %q", status, err)
	}
	edit(t, dir, `"preset": "d2nn-lightridge"`, `"preset": "d2nn-mnist-64"`)
	edit(t, dir, "{", "\ufeff{")
	works(t, "train", "--resume", dir, "--epochs", "2")
	edit(t, dir, `"batch": 10`, `"batch": "10"`)
	if _, err, status := call(t, "eval", dir); status == 0 || !strings.Contains(err, `batch: "10" is a text: want a number without quotes`) {
		t.Errorf("status %d, %q", status, err)
	}
}
