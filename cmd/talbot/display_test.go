package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/modulator"
	"talbot/sim/report"
	"talbot/sim/rundir"
)

const myCurve = "# mine\ndrive,amplitude,phase\n0,1,0\n80,0.8,1.9\n255,0.9,4\n"

// A curve in a file becomes part of the run, which then needs the file no more.
func TestTrainOnAFileOfStates(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.csv")
	if err := os.WriteFile(file, []byte(myCurve), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := tinyRun(t, "--mask", "display", "--curve", file+",slm-8")
	os.Remove(file)
	d, err := rundir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d.Network().Curve != "states:mine.csv:1@0@0;0.8@1.9@80;0.9@4@255,slm-8" {
		t.Errorf("the run has the curve %q", d.Network().Curve)
	}
	shape, levels, err := readNPY[uint16]([]byte(read(t, dir, rundir.LevelsFile)))
	if err != nil || len(shape) != 3 {
		t.Fatal(shape, err)
	}
	_, phase, err := readNPY[float32]([]byte(read(t, dir, rundir.PhaseFile)))
	if err != nil {
		t.Fatal(err)
	}
	_, amplitude, err := readNPY[float32]([]byte(read(t, dir, rundir.AmplitudeFile)))
	if err != nil {
		t.Fatal(err)
	}
	n := len(levels) / 2
	slm, _ := modulator.ParseCurve("slm-8")
	mine, _ := modulator.ReadCurve("mine", []byte(myCurve))
	for i, k := range levels {
		c := mine
		if i >= n {
			c = slm
		}
		if s := c.States[k]; math.Abs(float64(phase[i])-s.Phase) > 1e-5 || math.Abs(float64(amplitude[i])-s.Amplitude) > 1e-6 {
			t.Fatalf("pixel %d has level %d, phase %g and amplitude %g; the curve says %v", i, k, phase[i], amplitude[i], s)
		}
	}

	out := filepath.Join(t.TempDir(), "csv")
	text := works(t, "export", dir, "--as", "csv", "--out", out)
	if !strings.Contains(text, "6 files") || !strings.Contains(text, "levels of the displays of the masks in turn (mine.csv, slm-8) from 0") {
		t.Errorf("export says %q", text)
	}
	if table := read(t, out, "mask-1-levels.csv"); strings.Count(table, "\n") != 16 || strings.Trim(table, "012,\n") != "" {
		t.Errorf("levels of mask 1:\n%s", table)
	}
	works(t, "export", dir, "--as", "slm-png", "--out", filepath.Join(t.TempDir(), "png"))
	text = works(t, "figure", dir, "--kind", "display", "--json", "--out", filepath.Join(t.TempDir(), "d.svg"))
	for _, want := range []string{"2 displays.", "Mask 1: 3 levels, mine.csv: Level 0", "Mask 2: 8 levels, slm-8: Level 0"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	works(t, "figure", dir, "--kind", "bench", "--out", filepath.Join(t.TempDir(), "b.png"))
}

func TestTrainOnADamagedFileOfStates(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.csv")
	if err := os.WriteFile(file, []byte(myCurve+"256,2,1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err, status := call(t, "train", "codesign-mnist-64", "--curve", file, "--data", builtIn, "--out", filepath.Join(t.TempDir(), "run"))
	if status != misused || !strings.Contains(err, "--curve: "+file+", line 6: the amplitude 2 is outside 0 to 1") {
		t.Errorf("status %d, %q", status, err)
	}
	_, err, status = call(t, "figure", file, "--kind", "display", "--out", filepath.Join(t.TempDir(), "d.png"))
	if status != failed || !strings.Contains(err, file+", line 6: the amplitude 2 is outside 0 to 1") {
		t.Errorf("figure: status %d, %q", status, err)
	}
}

// Pictures have 16 bits where the drives need them, and export says so.
func TestExportOfOtherDrives(t *testing.T) {
	dir := tinyRun(t, "--mask", "display", "--curve", "states:1@0@0;1@2@500;1@4@1023", "--epochs", "1")
	text := works(t, "export", dir, "--as", "slm-png", "--out", filepath.Join(t.TempDir(), "png"))
	if !strings.Contains(text, "grey values of 16 bits are the drives of the run's own display") {
		t.Error(text)
	}
}

// More levels than a panel of 8 bits has grey values are no picture for it.
func TestExportOfManyLevels(t *testing.T) {
	dir := tinyRun(t, "--mask", "display", "--curve", "slm-8, slm-300", "--epochs", "1")
	_, err, status := call(t, "export", dir, "--as", "slm-png", "--out", filepath.Join(t.TempDir(), "png"))
	if status != misused || !strings.Contains(err, "the 300 levels of mask 2 have 256 grey values of 8 bits: take --as npy") {
		t.Errorf("status %d, %q", status, err)
	}
	works(t, "export", dir, "--as", "npy", "--out", filepath.Join(t.TempDir(), "npy"))
}

func TestDegrees(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.csv")
	if err := os.WriteFile(file, []byte("drive,amplitude,phase\n0,1,-30\n255,1,330\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	named := filepath.Join(t.TempDir(), "named.csv")
	if err := os.WriteFile(named, []byte("Gray level;Phase (deg)\n0;-30\n255;330,5\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err, status := call(t, "figure", named, "--kind", "display", "--out", filepath.Join(t.TempDir(), "d.png"))
	if status != 0 || !strings.Contains(err, "talbot: note: "+named+": no column has the amplitude: it is taken as 1 for all levels\n") || !strings.Contains(err, `phases are made radians of "Phase (deg)": they span 6.29191 rad`) {
		t.Errorf("status %d, %q, %q", status, out, err)
	}
	for _, args := range [][]string{{"train", "codesign-mnist-64", "--curve", file}, {"figure", file, "--kind", "display", "--out", "d.png"}, {"eval", "d2nn-mnist-64", "--display-curve", file, "--data", builtIn, "--limit-test", "1"}} {
		if _, err, status := call(t, args...); status == 0 || !strings.Contains(err, "phases from -30 to 330, which look like degrees") {
			t.Errorf("%v: status %d, %q", args, status, err)
		}
	}
}

type evalOut struct {
	Test       float64 `json:"test_accuracy"`
	Sampled    *float64
	Continuous *float64 `json:"continuous_accuracy"`
	Confidence map[string]float64
	Levels     [][]int
	OnCurve    *float64 `json:"device_curve_accuracy"`
	Mapped     *bool
	Faults     []report.Fault
}

func evalJSON(t *testing.T, args ...string) (e evalOut) {
	t.Helper()
	text := works(t, append([]string{"eval", "--data", builtIn, "--limit-test", "40", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEvalOfADisplay(t *testing.T) {
	dir := tinyRun(t, "--mask", "display", "--method", "gumbel", "--curve", "slm-8")
	e := evalJSON(t, dir, "--faults", "--display-curve", "slm-8")
	if e.Continuous == nil || e.Mapped == nil || *e.Mapped || *e.OnCurve != e.Test || len(e.Faults) != 10 || len(e.Levels) != 2 {
		t.Errorf("%+v", e)
	}
	sum := 0
	for _, n := range e.Levels[0] {
		sum += n
	}
	if sum != 256 || !(e.Confidence["1"] >= e.Confidence["5"]) || e.Confidence["1"] > e.Test {
		t.Errorf("levels of %d pixels, confidence %v", sum, e.Confidence)
	}
	few := evalJSON(t, dir, "--faults", "--fault-draws", "1")
	for i, f := range e.Faults {
		draws, random := 3, f.Fault != "phase drift"
		if !random {
			draws = 1
		}
		if f.Draws != draws || few.Faults[i].Draws != 1 || few.Faults[i].Deviation != 0 || !random && f != few.Faults[i] ||
			!(f.Deviation >= 0 && f.Deviation < 0.5 && f.Accuracy >= 0 && f.Accuracy <= 1) {
			t.Errorf("%+v, with one draw %+v", f, few.Faults[i])
		}
	}
	if e := evalJSON(t, dir, "--display-curve", "phase-16"); !*e.Mapped || len(e.Levels[0]) != 16 {
		t.Errorf("on another display: %+v", e)
	}
	text := works(t, "eval", dir, "--data", builtIn, "--limit-test", "20", "--faults")
	for _, want := range []string{"continuous", "sampled", "right with 1, 3, 5 % off the winner", "dead pixels: 10 % of the pixels stay at level 0, 3 draws", "all phases 3 % smaller", "mask 2"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.Lines(works(t, "eval", dir, "--data", builtIn, "--limit-test", "20", "--faults", "--display-curve", "tn-32")) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 && !strings.Contains(line, dir) {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	file := filepath.Join(t.TempDir(), "mine.csv")
	if err := os.WriteFile(file, []byte(myCurve), 0o644); err != nil {
		t.Fatal(err)
	}
	if e := evalJSON(t, dir, "--display-curve", file+",binary"); !*e.Mapped || len(e.Levels[0]) != 3 || len(e.Levels[1]) != 2 {
		t.Errorf("on a display for each mask: %+v", e)
	}
	ideal := tinyRun(t)
	if e := evalJSON(t, ideal, "--display-curve", "phase-256"); !*e.Mapped || math.Abs(*e.OnCurve-e.Test) > 0.03 {
		t.Errorf("an ideal mask on a display of 256 phases: %+v", e)
	}
	for args, want := range map[string]string{"--faults": "of no display", "--display-curve slm-x": "is not a display", "--display-curve no/file.csv": "--display-curve: cannot read",
		"--display-curve slm-8,slm-8,binary": "--display-curve: there are 3 displays for 2 masks"} {
		if _, err, status := call(t, append([]string{"eval", ideal, "--data", builtIn, "--limit-test", "20"}, strings.Fields(args)...)...); status == 0 || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %q", args, status, err)
		}
	}
}

// What shows a mask was called a device: flags and their values still go by these names,
// and help does not show them.
func TestNamesOfOlderVersions(t *testing.T) {
	dir := tinyRun(t, "--mask", "device", "--curve", "slm-8", "--epochs", "1")
	if c := read(t, dir, "config.json"); !strings.Contains(c, `"mask": "display"`) {
		t.Errorf("a run with --mask device has\n%s", c)
	}
	was, is := evalJSON(t, dir, "--device-curve", "binary"), evalJSON(t, dir, "--display-curve", "binary")
	if was.OnCurve == nil || *was.OnCurve != *is.OnCurve {
		t.Errorf("--device-curve gives %+v, --display-curve %+v", was, is)
	}
	out := filepath.Join(t.TempDir(), "d.svg")
	works(t, "figure", dir, "--kind", "device", "--out", out)
	now := filepath.Join(t.TempDir(), "d.svg")
	works(t, "figure", dir, "--kind", "display", "--out", now)
	if read(t, out) != read(t, now) {
		t.Error("--kind device draws something else than --kind display")
	}
	for _, command := range []string{"eval", "polish", "figure", "train"} {
		help := works(t, command, "--help")
		for _, old := range []string{"device-curve", "--mask device", "  device "} {
			if strings.Contains(help, old) {
				t.Errorf("%s --help has the old name %q", command, old)
			}
		}
	}
	// A config.json that an older version wrote, with masks of a device, goes on.
	file := filepath.Join(dir, "config.json")
	if err := os.WriteFile(file, []byte(strings.Replace(read(t, file), `"mask": "display"`, `"mask": "device"`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	works(t, "eval", dir, "--data", builtIn, "--limit-test", "20")
	noted(t, "train", "--resume", dir, "--epochs", "2")
}
