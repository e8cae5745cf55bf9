package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/rundir"
)

// A run of another system is kept in a folder, goes on bit for bit, and takes its own flags.
func TestTrainAnotherSystem(t *testing.T) {
	whole, parts := filepath.Join(t.TempDir(), "whole"), filepath.Join(t.TempDir(), "parts")
	out := works(t, "train", "sa-2d-noise", "--schedule", "constant", "--epochs", "20", "--out", whole)
	for _, want := range []string{"sa-2d-noise: 400 training and 1,000 test points", "test accuracy ", "talbot train --resume " + whole + " --epochs 40"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	works(t, "train", "sa-2d-noise", "--schedule", "constant", "--epochs", "7", "--out", parts)
	list := events(t, works(t, "train", "--resume", parts, "--epochs", "20", "--json"))
	if e := list[len(list)-1]; e.Kind != "done" || e.Epoch != 20 || e.Message != parts || e.TestCount != 1000 || e.Efficiency != nil || e.SourceEfficiency != nil { // no light is told apart
		t.Errorf("the last event is %+v", e)
	}
	a, err := rundir.Open(whole)
	if err != nil {
		t.Fatal(err)
	}
	b, err := rundir.Open(parts)
	if err != nil {
		t.Fatal(err)
	}
	one, err := a.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	two, err := b.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range one.Arrays {
		for k, x := range v.Data {
			if x != two.Arrays[i].Data[k] {
				t.Fatalf("%s differs at %d: %g and %g", v.Name, k, x, two.Arrays[i].Data[k])
			}
		}
	}
	if len(b.Changes) != 1 || b.Changes[0].Parameter != "epochs" {
		t.Errorf("changes %+v", b.Changes)
	}
	if out := works(t, "eval", whole); !strings.Contains(out, "1,000 test points") || !strings.Contains(out, "95 % sure") {
		t.Errorf("eval says:\n%s", out)
	}
	if _, err, status := call(t, "export", whole, "--as", "gdsii", "--out", parts); status != misused || !strings.Contains(err, "has no masks to export: what it has learned is in "+filepath.Join(whole, rundir.CheckpointFile)) {
		t.Errorf("export of absorbers: status %d, %q", status, err)
	}
	if out := works(t, "model", "dante-small"); !strings.Contains(out, "115,200") || !strings.Contains(out, "global step, batch 50") {
		t.Errorf("model says:\n%s", out)
	}
	for _, c := range []struct{ args, want string }{
		{"model sa-2d-rings", "cannot tell what it is made of"},
		{"train sa-2d-rings --samples 32", "--samples is no parameter of this preset"},
		{"train sa-2d-rings --layers 0", "--layers: 0 is outside 1 to 20"},
		{"train sa-2d-rings --masks x.npz", "cannot read the masks"},
		{"train sa-mlp --data built-in --epochs 0", "--epochs: 0 is outside"},
		{"train sa-2d-xor --resume " + whole, "is of the preset sa-2d-noise, not sa-2d-xor"},
		{"train d2nn-mnist-64 --hidden 3", "--hidden is no parameter of this preset"},
	} {
		if _, err, status := call(t, strings.Fields(c.args)...); status == 0 || !strings.Contains(err, c.want) {
			t.Errorf("%s: status %d, %q, want %q", c.args, status, err, c.want)
		}
	}
	if _, err := os.Stat("runs"); err == nil {
		t.Error("a refused run has made a folder")
	}
}

// Figures of a run of another system: what it shows as it is trained, how it went, and what it
// took for what.
func TestFigureOfSystemRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	works(t, "train", "sa-2d-rings", "--epochs", "3", "--out", dir)
	for kind, want := range map[string]string{"panels": "sa-2d-rings", "bench": "", "curves": "", "confusion": ""} {
		file := filepath.Join(t.TempDir(), kind+".png")
		if text := works(t, "figure", dir, "--kind", kind, "--out", file); !strings.Contains(text, "wrote "+file) || !strings.Contains(text, want) {
			t.Errorf("%s: %s", kind, text)
		}
	}
	if _, stderr, code := call(t, "figure", dir, "--kind", "masks", "--out", filepath.Join(t.TempDir(), "m.png")); code != misused || !strings.Contains(stderr, "want one of bench") {
		t.Errorf("masks: %d, %s", code, stderr)
	}
}

// A language model is told of by its perplexity, and its examples are characters.
func TestLanguage(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("verse.txt", []byte(strings.Repeat("and the light shall go forth. ", 40)), 0o666); err != nil {
		t.Fatal(err)
	}
	out, note, status := call(t, "train", "dfa-lm-small", "--data-set", "mine=verse.txt", "--context", "8", "--width", "16", "--heads", "2", "--blocks", "1", "--epochs", "1", "--out", "run")
	if status != 0 || !strings.Contains(out, "test characters") || !strings.Contains(note, "held out to test on") {
		t.Errorf("train says %d, %q:\n%s", status, note, out)
	}
	if !strings.Contains(out, "test perplexity ") {
		t.Errorf("train says:\n%s", out)
	}
	if out, _, _ := call(t, "eval", "run"); !strings.Contains(out, "perplexity") {
		t.Errorf("eval says:\n%s", out)
	}
	var told struct {
		Loss       float64 `json:"test_loss"`
		Perplexity float64 `json:"test_perplexity"`
	}
	out, _, _ = call(t, "eval", "run", "--json")
	if err := json.Unmarshal([]byte(out), &told); err != nil || told.Loss <= 0 || math.Abs(told.Perplexity/math.Exp(told.Loss)-1) > 1e-9 {
		t.Errorf("%+v, %v: %s", told, err, out)
	}
	once, again := works(t, "generate", "run", "and the", "--tokens", "20"), works(t, "generate", "run", "and the", "--tokens", "20")
	if once != again || !strings.HasPrefix(once, "and the") || len(once) < 28 {
		t.Errorf("%q, then %q", once, again)
	}
	for args, want := range map[string]string{
		"generate run --temperature nan":                        "--temperature: NaN is outside 0 to 100",
		"generate run two words":                                "in quotation marks",
		"export run --as npy --out x":                           "no masks to export",
		"train dfa-mnist --data-set mine=verse.txt --out x":     "is a text, and this network learns pictures",
		"train d2nn-mnist-64 --data-set mine=verse.txt --out x": "is a text, and this network learns pictures",
		"train dfa-lm-small --data-set mine=prose.txt --out x":  "there is no prose.txt",
	} {
		if _, stderr, status := call(t, strings.Fields(args)...); status == 0 || !strings.Contains(stderr, want) {
			t.Errorf("%s: status %d, %s", args, status, stderr)
		}
	}
}
