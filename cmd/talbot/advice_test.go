package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/data/open"
	"talbot/sim/rundir"
)

// Commands in advice are commands also where a folder has a blank in its name.
func TestAdviceQuotesFolders(t *testing.T) {
	t.Chdir(t.TempDir())
	run := filepath.Join("my runs", "one")
	works(t, append(append([]string{}, tiny...), "--out", run, "--epochs", "1")...)
	if err := os.Mkdir("my data", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{append(append([]string{}, tiny...), "--out", run), "--resume 'my runs/one'"},
		{[]string{"train", "d2nn-mnist", "--data", "my data"}, "talbot data get mnist --data 'my data'"},
		{[]string{"train", "d2nn-mnist", "--data", "no data"}, "talbot data get mnist --data 'no data'"},
		{[]string{"data", "list", "--data", "my data"}, "talbot data get mnist --data 'my data'"},
	} {
		out, err, _ := call(t, c.args...)
		if !strings.Contains(out+err, c.want) {
			t.Errorf("%q: %q, want %q", c.args, out+err, c.want)
		}
	}
	if text := (rundir.Source{Folder: "my data", LimitTest: 3}).String(); text != "--data 'my data' --limit-test 3" {
		t.Errorf("flags of a source: %s", text)
	}
}

// What a parameter's help says can be written as it stands there, "--flip true" too.
func TestTrueAndFalseAreWords(t *testing.T) {
	for args, want := range map[string]string{"--band-limit true": "true", "--band-limit false": "false", "--band-limit": "true", "--band-limit=false": "false"} {
		dir := tinyRun(t, append(strings.Fields(args), "--epochs", "1")...)
		if text := read(t, dir, rundir.ConfigFile); !strings.Contains(text, `"band-limit": `+want) {
			t.Errorf("%s: not %s in %s", args, want, text)
		}
	}
	if _, err, status := call(t, "train", "d2nn-mnist-64", "--flip", "maybe"); status != misused || !strings.Contains(err, `train wants one preset, and there are 2 words: d2nn-mnist-64, maybe`) {
		t.Errorf("status %d, %q", status, err)
	}
}

// A number that is none is told in words of ours.
func TestWrongNumbersOfFlags(t *testing.T) {
	for args, want := range map[string]string{
		"figure d2nn-mnist-64 --out f.png --sample 1e3":                 `talbot: --sample: "1e3" is not a whole number`,
		"figure d2nn-mnist-64 --out f.png --sample 9223372036854775808": `talbot: --sample: "9223372036854775808" is too large`,
		"eval d2nn-mnist-64 --limit-test ten":                           `talbot: --limit-test: "ten" is not a whole number`,
		"eval d2nn-mnist-64 --limit-test 301":                           "talbot: --limit-test: 301 is outside 1 to 300",
		"train d2nn-mnist-64 --limit-train -5":                          "talbot: --limit-train: -5 is outside 1 to 800",
		"export d2nn-mnist-64 --as slm-png --out x --slm-pitch wide":    `talbot: --slm-pitch: "wide" is not a length`,
		"speed hop --seconds soon":                                      `talbot: --seconds: "soon" is not a number`,
		"reproduce gumbel-fig2 --seeds 1,x":                             `talbot: --seeds: "1,x" is not a list of whole numbers`,
		"eval d2nn-mnist-64 --faults=perhaps":                           `talbot: --faults: "perhaps" is neither true nor false`,
	} {
		words := strings.Fields(args)
		if words[0] == "eval" || words[0] == "train" {
			words = append(words, "--data", builtIn)
		}
		if _, err, status := call(t, words...); status != misused || !strings.HasPrefix(err, want) || strings.Contains(err, "strconv") {
			t.Errorf("%s: status %d, %q, want %q", args, status, err, want)
		}
	}
}

// A limit that was given is judged as given, also where the run has one of its own.
func TestLimitsOfARunAndTheCommand(t *testing.T) {
	dir := tinyRun(t, "--epochs", "1")
	for _, n := range []string{"-1", "1000000000"} {
		if _, err, status := call(t, "eval", dir, "--limit-test", n); status != misused || !strings.Contains(err, "--limit-test: "+n+" is outside 1 to 300") {
			t.Errorf("%s: status %d, %q", n, status, err)
		}
	}
	if out := works(t, "eval", dir, "--limit-test", "1"); !strings.Contains(out, "1 test picture of mnist,") || strings.Count(out, "    -\n") != 9 {
		t.Errorf("of one picture: %s", out)
	}
}

// A --data that is no folder of sets says which of the ways it is wrong.
func TestWrongDataFolders(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("pictures.zip", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join("sets", "mnist"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{open.TrainImages, open.TrainLabels, open.TestImages, open.TestLabels} {
		if err := os.WriteFile(filepath.Join("sets", "mnist", name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for folder, want := range map[string]string{
		"pictures.zip": "--data: pictures.zip is a file: give the folder that has the folder mnist in it",
		"sets/mnist":   "--data: sets/mnist has the files of one set in it: give the folder above it, sets",
	} {
		if _, err, status := call(t, "train", "d2nn-mnist", "--data", folder); status == 0 || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %q, want %q", folder, status, err, want)
		}
	}
}

// A calibration is found whatever it is called, and by --curve as by --display-curve.
func TestCurvesOfAnyName(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"my, curve.csv", "slm-8"} {
		if err := os.WriteFile(name, []byte("drive,amplitude,phase\n0,1,0\n255,1,3\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		run := filepath.Join("runs of", name)
		args := append(append([]string{}, tiny...), "--epochs", "1", "--mask", "display", "--curve", name, "--out", run)
		_, err, status := call(t, args...)
		if status != 0 || strings.Contains(err, "not Talbot's display") != (name == "slm-8") {
			t.Errorf("%s: status %d, %q", name, status, err)
		}
		if text := read(t, run, rundir.ConfigFile); !strings.Contains(text, "1@3@255\"") {
			t.Errorf("%s: the run has another curve: %s", name, text)
		}
		if out, err, status := call(t, "eval", run, "--data", builtIn, "--display-curve", name); status != 0 || !strings.Contains(out, name) || strings.Count(err, "not Talbot's") > 1 {
			t.Errorf("%s: status %d, %q, %q", name, status, err, out)
		}
	}
	if err := os.Mkdir("curves", 0o777); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"curves": "cannot read the display's curve: read curves: is a directory", "gone.csv": "cannot read the display's curve: open gone.csv", "slm": `"slm" is not a display`} {
		for _, args := range [][]string{append(append([]string{}, tiny...), "--mask", "display", "--curve", name), {"eval", "codesign-mnist-64", "--data", builtIn, "--display-curve", name}} {
			if _, err, status := call(t, args...); status != misused || !strings.Contains(err, want) {
				t.Errorf("%s of %s: status %d, %q", name, args[0], status, err)
			}
		}
	}
}
