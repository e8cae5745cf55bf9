package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
)

var tinyEval = []string{"--data", builtIn, "--limit-test", "40", "--json"}

// tested is what eval says of masks, without how long it took.
func tested(t *testing.T, args ...string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(works(t, append(append([]string{"eval"}, args...), tinyEval...)...)), &m); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"seconds", "masks", "sampled_accuracy", "continuous_accuracy"} {
		delete(m, k)
	}
	return m
}

func same(a, b map[string]any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// Degrees that are called radians are noticed.
func TestDegreesCalledRadians(t *testing.T) {
	for _, c := range []struct {
		most  float32
		noted bool
	}{{360, true}, {180, true}, {50, false}, {6.2, false}} {
		v := make([]float32, 2*16*16)
		for i := range v {
			v[i] = c.most * float32(i) / float32(len(v)-1)
		}
		file := filepath.Join(t.TempDir(), "m.json")
		text, err := json.Marshal(map[string]any{"radians": [][]float32{v[:256], v[256:]}, "n": 16})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o666); err != nil {
			t.Fatal(err)
		}
		_, says, status := call(t, append(append([]string{}, tiny...), "--epochs", "1", "--masks", file, "--out", filepath.Join(t.TempDir(), "run"))...)
		if status != 0 || strings.Contains(says, "turns: if they are degrees, take numpy.radians of them") != c.noted {
			t.Errorf("up to %g: status %d, %q", c.most, status, says)
		}
	}
}

// A meta that cannot be read as a bench is no secret, where the run has the bench.
func TestMasksOfUnknownBench(t *testing.T) {
	run := tinyRun(t)
	for _, meta := range []string{`"preset": "none"`, `"preset": "d2nn-mnist-64", "parameters": {"shine": 1}`, `"preset": "d2nn-mnist-64", "parameters": {"distance": "far"}`} {
		v := make([]float32, 2*16*16)
		masks, err := json.Marshal([][]float32{v[:256], v[256:]})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "m.json")
		if err := os.WriteFile(file, []byte(`{"n": 16, "radians": `+string(masks)+`, `+meta+`}`), 0o666); err != nil {
			t.Fatal(err)
		}
		_, says, status := call(t, append([]string{"eval", run, "--masks", file}, tinyEval...)...)
		if status != 0 || !strings.Contains(says, "it does not tell which bench its masks were made for: it") {
			t.Errorf("%s: status %d, %q", meta, status, says)
		}
	}
}

// What export writes as npz are the masks, on their own bench, whatever command reads it;
// and a file that was read is written again byte for byte.
func TestMasksOutAndIn(t *testing.T) {
	for name, flags := range map[string][]string{
		"phase":        nil,
		"amplitude":    {"--mask", "amplitude"},
		"two networks": {"--networks", "2"},
		"display":      {"--mask", "display", "--method", "nearest", "--curve", "slm-8,phase-256"},
	} {
		run, out := tinyRun(t, flags...), t.TempDir()
		works(t, "export", run, "--as", "npz", "--out", out)
		file := filepath.Join(out, rundir.MaskFileName)
		want := tested(t, run)
		if got := tested(t, "d2nn-mnist-64", "--masks", file); !same(got, want) {
			t.Errorf("%s: eval of the file says\n%v\nand of the run\n%v", name, got, want)
		}
		if got := tested(t, run, "--masks", file); !same(got, want) {
			t.Errorf("%s: eval of the file on the run says\n%v", name, got)
		}
		again := t.TempDir()
		works(t, "export", "d2nn-mnist-64", "--masks", file, "--as", "npz", "--out", again)
		one, err := rundir.ReadMaskFile([]byte(read(t, file)), "")
		if err != nil {
			t.Fatal(err)
		}
		two, err := rundir.ReadMaskFile([]byte(read(t, again, rundir.MaskFileName)), "")
		if err != nil {
			t.Fatal(err)
		}
		one.Meta.Masks, two.Meta.Masks = "", "" // where they come from
		if string(one.Meta.Parameters["batch"]) != "10" {
			t.Errorf("%s: the file has a batch of %s, and the run of 10", name, one.Meta.Parameters["batch"])
		}
		x, _ := json.Marshal(one)
		y, _ := json.Marshal(two)
		if string(x) != string(y) {
			t.Errorf("%s: out, in and out again the masks are others", name)
		}
		works(t, "export", "d2nn-mnist-64", "--masks", file, "--as", "npy", "--out", again)
		works(t, "figure", "d2nn-mnist-64", "--masks", file, "--out", filepath.Join(again, "masks.png"))

		trained := filepath.Join(t.TempDir(), "run")
		works(t, "train", "d2nn-mnist-64", "--masks", file, "--epochs", "1", "--learning-rate", "1e-9", "--data", builtIn, "--limit-train", "20", "--limit-test", "20", "--threads", "1", "--out", trained)
		if config := read(t, trained, rundir.ConfigFile); !strings.Contains(config, `"file": `) || !strings.Contains(config, `"samples": 16`) {
			t.Errorf("%s: config.json does not tell what the run began with:\n%s", name, config)
		}
		if got := tested(t, trained); name != "display" && !same(map[string]any{"": got["confusion"]}, map[string]any{"": want["confusion"]}) {
			t.Errorf("%s: trained on from the file, the masks answer\n%v\nand before\n%v", name, got, want)
		}
	}
}

// npyFile writes an array alone, as other programs do.
func npyFile[T uint8 | uint16 | float32](t *testing.T, shape []int, v []T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.npy")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := npy.Write(f, shape, v); err != nil {
		t.Fatal(err)
	}
	return path
}

// Arrays without a name are taken when there is no doubt, else the refusal names the cure,
// which works.
func TestMasksOfOtherPrograms(t *testing.T) {
	run, amplitude, out := tinyRun(t), tinyRun(t, "--mask", "amplitude"), t.TempDir()
	for _, r := range []string{run, amplitude} {
		works(t, "export", r, "--as", "npy", "--out", out)
	}
	// What export and a run have written goes in again.
	for _, c := range [][2]string{{run, filepath.Join(out, rundir.PhaseFile)}, {run, filepath.Join(run, rundir.MasksFile)}, {run, filepath.Join(run, rundir.PhaseFile)},
		{amplitude, filepath.Join(out, rundir.AmplitudeFile)}} {
		works(t, "export", c[0], "--masks", c[1], "--as", "npy", "--out", t.TempDir())
	}
	degrees := make([]float32, 2*16*16)
	for i := range degrees {
		degrees[i] = float32(i % 360)
	}
	file := npyFile(t, []int{2, 16, 16}, degrees)
	_, text, status := call(t, "eval", run, "--masks", file)
	if status != misused || !strings.Contains(text, "they may be") || !strings.Contains(text, "--masks-kind") || strings.Count(text, "\n") != 1 {
		t.Errorf("degrees: status %d, %q", status, text)
	}
	works(t, append([]string{"eval", run, "--masks", file, "--masks-kind", "degrees"}, tinyEval...)...)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"eval", run, "--masks", filepath.Join(out, rundir.AmplitudeFile)}, "they may be radians, turns, amplitudes or logits"},
		{[]string{"eval", run, "--masks", filepath.Join(out, rundir.AmplitudeFile), "--masks-kind", "amplitude"}, "amplitudes are numbers of amplitude masks"},
		{[]string{"eval", run, "--masks", npyFile(t, []int{3, 16, 16}, make([]uint8, 768))}, "its shape is [3 16 16], and this network's masks are [2 16 16]"},
		{[]string{"eval", run, "--masks", filepath.Join(run, rundir.CheckpointFile)}, "talbot export RUN --as npz"},
		{[]string{"eval", run, "--masks", filepath.Join(run, rundir.ConfigFile)}, "it holds no masks"},
		{[]string{"eval", run, "--masks", "nowhere.npz"}, "cannot read the masks"},
		{[]string{"eval", run, "--masks-kind", "radians"}, "add --masks FILE"},
		{[]string{"eval", run, "--masks", file, "--masks-kind", "degree"}, "did you mean degrees?"},
		{[]string{"train", "--resume", run, "--masks", file}, "leave --masks away"},
		{[]string{"figure", run, "--kind", "curves", "--masks", file, "--out", filepath.Join(out, "x.png")}, "a file of masks has no curves"},
	} {
		_, text, status := call(t, c.args...)
		if status == 0 || !strings.Contains(text, c.want) || strings.Count(text, "\n") != 1 {
			t.Errorf("%q: status %d, %q, want %q", c.args, status, text, c.want)
		}
	}
	dir := filepath.Join(t.TempDir(), "run")
	if _, _, status := call(t, "train", "d2nn-mnist-64", "--masks", file, "--masks-kind", "degrees", "--out", dir); status == 0 {
		t.Error("masks of another shape begin a training")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a training that was refused left a folder")
	}
}
