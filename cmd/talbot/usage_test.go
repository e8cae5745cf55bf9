package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// What goes wrong is one line that says what to do, an exit status, no output
// and no file.
func TestErrors(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("TALBOT_DATA", filepath.Join(dir, "data"))
	for _, c := range []struct {
		args   string
		status int
		want   string
	}{
		{"trian", misused, "did you mean train?"},
		{"data gte", misused, "did you mean get?"},
		{"train dante-smal", misused, "did you mean dante-small?"},
		{"train ffm-photon", misused, "ffm-photon is no preset but a published experiment: talbot reproduce ffm-photon"},
		{"eval ffm-photon", misused, "talbot reproduce ffm-photon"},
		{"train ffm-foton", misused, "did you mean talbot reproduce ffm-photon?"},
		{"reproduce ffm-small", misused, "ffm-small is no published experiment but a preset: talbot train ffm-small"},
		{"reproduce slit", misused, "talbot serve --open, and choose slit"},
		{"reproduce dante-smal", misused, "did you mean the preset dante-small?"},
		{"reproduce ffm-fig33", misused, "did you mean ffm-fig3?"},
		{"eval dante-smal", misused, "did you mean dante-small?"},
		{"rig calibrate wavefrnt bench.json x.json", misused, "did you mean wavefront?"},
		{"rig calibrate zero bench.json x.json", misused, "did you mean zero-order?"},
		{"figure ffm-ep --kind panel --out x.png", misused, "did you mean panels?"},
		{"train sa-2d-rings --device webgp", misused, "did you mean webgpu?"},
		{"speed first --device webgp", misused, "did you mean webgpu?"},
		{"speed fleet --only kill", misused, "did you mean kills?"},
		{"help trian", misused, "did you mean train?"},
		{"help data gte", misused, "did you mean get?"},
		{"train", misused, "talbot list"},
		{"train slit", misused, "slit is an experiment with nothing to train"},
		{"train ffm-ep", misused, "ffm-ep is an experiment with nothing to train"},
		{"eval ffm-ep", misused, "ffm-ep is an experiment with nothing to train"},
		{"polish ffm-ep", misused, "ffm-ep is an experiment with nothing to train"},
		{"eval talbot", misused, "see it with talbot serve --open or talbot-desk talbot"},
		{"train d2nn-minst", misused, "did you mean d2nn-mnist?"},
		{"train something", misused, "see what there is: talbot list"},
		{"train d2nn-mnist --epoch 3", misused, "did you mean --epochs?"},
		{"reproduce optics --records x.jsonl", misused, "has no runs to show: leave --records and --list away"},
		{"train codesign-mnist-64 --display-curve slm-8", misused, "did you mean --curve?"},
		{"train d2nn-mnist --xyzzyx 3", misused, "no flag --xyzzyx; see: talbot train --help"},
		{"train d2nn-mnist --epochs", misused, "--epochs"},
		{"train d2nn-mnist --epochs three", misused, "--epochs: \"three\" is not a whole number"},
		{"train d2nn-mnist --epochs 0", misused, "--epochs: 0 is outside 1 to"},
		{"train d2nn-mnist --mask glass", misused, "is not one of phase, amplitude"},
		{"train d2nn-mnist --image-size 300", misused, "--image-size: a picture of 300"},
		{"train d2nn-mnist", failed, "talbot data get mnist"},
		{"train d2nn-fashion", failed, "talbot data get fashion-mnist"},
		{"train d2nn-mnist --data nowhere", failed, "talbot data get mnist --data nowhere"},
		{"train d2nn-mnist --data built-in --limit-train 9999", misused, "--limit-train: 9999 is outside 1 to "},
		{"train d2nn-mnist --data built-in --limit-test -1", misused, "--limit-test"},
		{"train d2nn-mnist --data built-in --limit-train 20 --hold-out 20", misused, "--hold-out: 20 is outside 0 to 19"},
		{"train d2nn-mnist --data built-in --device tpu", misused, "want auto, cpu or webgpu"},
		{"train d2nn-mnist --data built-in --threads -2", misused, "--threads"},
		{"train --resume nowhere", failed, "no such folder"},
		{"eval nowhere", misused, "neither the folder of a run nor a preset"},
		{"eval d2nn-mnist-46", misused, "did you mean d2nn-mnist-64?"},
		{"eval .", failed, "no config.json"},
		{"figure d2nn-mnist-64", misused, "--out FILE"},
		{"figure d2nn-mnist-64 --out f.gif", misused, ".png, .svg, .pdf"},
		{"figure d2nn-mnist-64 --out f.png --kind mask", misused, "did you mean masks?"},
		{"figure d2nn-mnist-64 --out f.png --theme blue", misused, "light nor dark"},
		{"figure d2nn-mnist-64 --out f.png --kind curves", misused, "of a run"},
		{"export d2nn-mnist-64 --as npy", misused, "--out DIR"},
		{"reproduce", misused, "gumbel-fig2, gumbel-fig3"},
		{"reproduce gumbel-fig5", misused, "did you mean gumbel-fig2?"},
		{"reproduce gumbel-fig2 --only mnist", misused, "no row of gumbel-fig2 is called mnist"},
		{"train codesign-mnist --curve slm", misused, "--curve: \"slm\" is not a display"},
		{"data get mnits", misused, "did you mean mnist?"},
		{"data get", misused, "data get mnist|fashion-mnist"},
		{"list a b", misused, "one preset at most"},
		{"serve --site nowhere", failed, "no index.html"},
		{"version now", misused, "no argument"},
	} {
		for _, form := range []string{"", " --json"} {
			out, err, status := call(t, strings.Fields(c.args+form)...)
			if status != c.status || !strings.Contains(err, c.want) {
				t.Errorf("talbot %s: status %d, %q; want %d, %q", c.args, status, err, c.status, c.want)
			}
			if !strings.HasPrefix(err, "talbot: ") || strings.Count(err, "\n") != 1 || !strings.HasSuffix(err, "\n") {
				t.Errorf("talbot %s: %q is not one line", c.args, err)
			}
			if form == "" && out != "" {
				t.Errorf("talbot %s wrote %q", c.args, out)
			}
			if form != "" {
				if e := events(t, out); len(e) != 1 || e[0].Kind != "error" || "talbot: "+e[0].Error+"\n" != err {
					t.Errorf("talbot %s --json wrote %q", c.args, out)
				}
			}
		}
	}
	if left, _ := os.ReadDir("."); len(left) != 0 {
		t.Errorf("it left %v", left)
	}
}

func TestDoubtfulParametersAreNoted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	_, err, status := call(t, append(append([]string{}, tiny...), "--epochs", "1", "--distance", "0.5", "--out", dir)...)
	if status != 0 || !strings.HasPrefix(err, "talbot: note: the transfer function aliases") {
		t.Errorf("status %d, %q", status, err)
	}
}

func TestLargeBatchesAreNoted(t *testing.T) {
	_, err, status := call(t, append(append([]string{}, tiny...), "--epochs", "1", "--batch", "36", "--out", filepath.Join(t.TempDir(), "run"))...)
	if want := "talbot: note: a batch of 36 is more than the 35 training pictures: every epoch is one update, on all of them\n"; status != 0 || err != want {
		t.Errorf("status %d, %q, want %q", status, err, want)
	}
}

// What was given and does nothing is told, with what it would need.
func TestIdleParametersAreNoted(t *testing.T) {
	args := append(append([]string{}, tiny...), "--epochs", "1", "--curve", "slm-8", "--waist", "1mm", "--learning-rate", "0.01", "--out", filepath.Join(t.TempDir(), "run"))
	_, err, status := call(t, args...)
	if want := "talbot: note: --waist does nothing with --illumination plane; it is for gaussian\ntalbot: note: --curve does nothing with --mask phase; it is for display\n"; status != 0 || err != want {
		t.Errorf("status %d, %q, want %q", status, err, want)
	}
	for _, c := range []struct {
		args, want string
	}{
		{"--mask display --method ptq --temperature list", "--temperature does nothing with --method ptq; it is for gumbel or nearest"},
		{"--mask display --method gumbel --temperatures 5:1", "--temperatures does nothing with --temperature "},
		{"--mask display --method nearest --fit-order 3", "it is for ptq, qat or qat-straight"},
	} {
		args := append(append(append([]string{}, tiny...), "--epochs", "1", "--out", filepath.Join(t.TempDir(), "run")), strings.Fields(c.args)...)
		if _, err, status := call(t, args...); status != 0 || !strings.Contains(err, c.want) {
			t.Errorf("%s: status %d, %q", c.args, status, err)
		}
	}
}

// Another method with the learning rate of a preset's own is doubtful.
func TestAnotherMethodIsNoted(t *testing.T) {
	args := append([]string{"train", "codesign-mnist-64"}, tiny[2:]...)
	for more, want := range map[string]string{
		"--method gumbel":                                               "talbot: note: the learning rate of 0.05 is for --method nearest, and each method needs its own: codesign-gumbel has 0.5 for gumbel; see: talbot list codesign-gumbel\n",
		"--method qat --learning-rate 0.05":                             "talbot: note: qat rounds after every update, which undoes steps of less than half a level: a learning rate of 0.05 hardly moves one; the preset codesign-qat has 0.55\n",
		"--method qat --learning-rate 0.6 --schedule constant":          "",
		"--method qat --learning-rate 0.6 --schedule cosine --epochs 8": "talbot: note: qat rounds after every update, which undoes steps of less than half a level: the schedule cosine takes the learning rate below that from epoch 3 of 8 on, and hardly anything moves any more; the preset codesign-qat has a cosine that ends at 0.5\n",
		"--method qat-straight":                                         "",
		"--method nearest --learning-rate 0.5":                          "",
	} {
		_, err, status := call(t, append(append(append([]string{}, args...), "--epochs", "1", "--limit-train", "20", "--out", filepath.Join(t.TempDir(), "run")), strings.Fields(more)...)...)
		if status != 0 || err != want {
			t.Errorf("%s: status %d, %q", more, status, err)
		}
	}
}

// Every parameter of the table is a flag, and its help has unit, default and doc.
func TestParametersAreFlags(t *testing.T) {
	general, one := works(t, "train", "--help"), works(t, "train", "d2nn-lightridge", "--help")
	p, err := diffractive.Find("d2nn-lightridge")
	if err != nil {
		t.Fatal(err)
	}
	list := works(t, "list", p.ID)
	for _, q := range p.Config.Params() {
		flag := "--" + q.Name
		if !strings.Contains(general, flag) || !strings.Contains(one, flag+" ") {
			t.Errorf("the help lacks %s", flag)
		}
		first := strings.Join(strings.Fields(q.Doc)[:3], " ")
		for _, text := range []string{one, list} {
			if !strings.Contains(text, valueUnit(q)) || !strings.Contains(text, first) {
				t.Errorf("%s: no %q or %q in\n%s", q.Name, valueUnit(q), first, text)
			}
		}
	}
	for _, line := range strings.Split(general+one+list, "\n") {
		if len([]rune(line)) > 90 {
			t.Errorf("a line of %d characters: %q", len([]rune(line)), line)
		}
	}
}

// Every parameter of every preset that learns is a flag of train and of model, which takes the value that it has.
func TestParametersOfAllPresets(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, command := range []string{"train", "model"} {
		general := works(t, command, "--help")
		for _, s := range all.Systems() {
			for _, p := range s.Presets() {
				if !learns(p) {
					continue
				}
				args := []string{command, p.ID}
				for _, q := range p.Config.Params() {
					args = append(args, "--"+q.Name+"="+q.Value())
					if !strings.Contains(general, "--"+q.Name) {
						t.Errorf("the help of %s lacks --%s of %s", command, q.Name, p.ID)
					}
				}
				if _, err, _ := call(t, append(args, "--xyzzyx")...); !strings.Contains(err, "no flag --xyzzyx") { // the only one
					t.Errorf("talbot %s %s: %s", command, p.ID, err)
				}
			}
		}
	}
}

func TestEveryCommandHasHelp(t *testing.T) {
	for _, args := range []string{"", "list", "train", "eval", "figure", "export", "propagate", "reproduce", "data", "data get", "data list", "serve", "version"} {
		out := works(t, append(strings.Fields(args), "--help")...)
		if !strings.Contains(out, "usage: talbot "+args) || !strings.Contains(out, "--json") {
			t.Errorf("talbot %s --help:\n%s", args, out)
		}
	}
	if works(t) != works(t, "--help") || works(t) != works(t, "help") {
		t.Error("talbot alone is not its help")
	}
	for _, command := range []string{"train", "train d2nn-mnist", "data", "data get", "list"} {
		asked, flag := works(t, append([]string{"help"}, strings.Fields(command)...)...), works(t, append(strings.Fields(command), "--help")...)
		if asked != flag {
			t.Errorf("talbot help %s is\n%s\nand %s --help is\n%s", command, asked, command, flag)
		}
	}
	if out := works(t, "help", "--help"); !strings.Contains(out, "usage: talbot help [COMMAND]") {
		t.Errorf("talbot help --help:\n%s", out)
	}
}

func TestListJSON(t *testing.T) {
	if n := strings.Count(works(t, "list", "--json"), `"preset":`); n != len(allPresetIDs()) {
		t.Errorf("%d presets", n)
	}
	if out := works(t, "params", "d2nn-mnist", "--json"); !strings.Contains(out, `"default":"0.3"`) || !strings.Contains(out, `"unit":"m"`) {
		t.Errorf("parameters: %s", out)
	}
}

func TestDataList(t *testing.T) {
	t.Setenv("TALBOT_DATA", t.TempDir())
	if out := works(t, "data", "list"); strings.Count(out, "talbot data get") != 3 {
		t.Errorf("nothing there: %q", out)
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"epochs", "seed", "layers"}
	for word, want := range map[string]string{"epoch": "--epochs", "sede": "--seed", "lay": "--layers", "x": "", "wavelength": ""} {
		if got := suggest(word, known, "--"); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("suggest(%q) = %q, want %q", word, got, want)
		}
	}
	if d := distance("kitten", "sitting"); d != 3 {
		t.Errorf("distance(kitten, sitting) = %d, want 3", d)
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 60000: "60,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %q, want %q", n, got, want)
		}
	}
	for s, want := range map[float64]string{0: "0:00", 7.4: "0:07", 59.6: "1:00", 754: "12:34", 3723: "1:02:03"} {
		if got := clock(s); got != want {
			t.Errorf("clock(%v) = %q, want %q", s, got, want)
		}
	}
}
