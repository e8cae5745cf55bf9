package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
	"talbot/sim/system/forward"
	"talbot/sim/train"
)

// A hologram on a simulated bench leaves a picture, the mask with its sheet and a report, and refuses a folder that has files.
func TestRigRunHologram(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	args := []string{"rig", "run", "hologram", "--virtual", "ideal", "--direct", "--samples", "48", "--target", "letter-F", "--fill", "0.8", "--rounds", "1", "--steps", "5", "--shots", "1", "--out", out}
	said := works(t, args...)
	if !strings.Contains(said, "camera 1") || !strings.Contains(said, out) {
		t.Error(said)
	}
	var report struct {
		Spots  int
		Stages []struct{ Measured struct{ Error float64 } }
		Final  struct{ Efficiency float64 }
	}
	if err := json.Unmarshal([]byte(read(t, out, "report.json")), &report); err != nil || report.Spots < 9 || len(report.Stages) != 3 || !(report.Final.Efficiency > 0.5) {
		t.Errorf("%v: %+v", err, report)
	}
	var sheet struct {
		W int `json:"panel_width"`
		H int `json:"panel_height"`
		Y int `json:"mask_panel_y"`
	}
	if err := json.Unmarshal([]byte(read(t, out, "slm.json")), &sheet); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(out, "mask-1.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mask, err := png.Decode(f)
	if err != nil || mask.Bounds().Dx() != sheet.W || mask.Bounds().Dy() != sheet.H || sheet.H != sheet.Y+48 {
		t.Errorf("%v: the mask is %v, its sheet %+v", err, mask.Bounds(), sheet)
	}
	if _, err, status := call(t, args...); status != misused || !strings.Contains(err, "has files already") {
		t.Errorf("status %d, %s", status, err)
	}
	for _, bad := range [][]string{{"--target", "spots-40"}, {"--target", "letter-FF"}, {"--target", "nowhere.png"}, {"--fill", "2"}, {"--samples", "5"}} {
		a := append([]string{"rig", "run", "hologram", "--virtual", "ideal", "--direct", "--samples", "48", "--out", filepath.Join(t.TempDir(), "other")}, bad...)
		if _, err, status := call(t, a...); status != misused {
			t.Errorf("%v: status %d, %s", bad, status, err)
		}
	}
}

// benchRun is a run of two masks of 40 x 40 pixels, trained in the simulation for a moment.
func benchRun(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	noted(t, append(append([]string{"train", "ffm-small"}, benchFlags...), "--method", "in-silico", "--out", dir)...)
	return dir
}

var benchFlags = []string{"--data", builtIn, "--limit-train", "40", "--limit-test", "10", "--samples", "40", "--image-size", "28", "--padding", "20", "--region-size", "4",
	"--distance", "3.88mm", "--knock", "0", "--bench", "ideal", "--trained-in-model", "0", "--epochs", "1", "--threads", "1"}

// inferred is a run of the command on a bench that is computed, whose faults are changed.
func inferred(t *testing.T, run, out string, more func(*inferring)) (*inferring, error) {
	t.Helper()
	var o, e bytes.Buffer
	a := &app{out: &o, err: &e}
	x := &inferring{networkRun: &networkRun{tended: &tended{bench: &bench{app: a, virtual: "ideal", direct: true, samples: 40}, patient: time.Minute}, out: out}}
	x.pictures.limitTest, x.pictures.dir, x.device.name, x.device.storage, x.device.threads = 30, builtIn, "cpu", "single", 1
	more(x)
	err := x.infer(t.Context(), []string{run})
	t.Log(o.String(), e.String())
	return x, err
}

// On a bench without faults light answers as the simulation does. A line of the answers is cut off, and the same command goes on with the calibration
// that is there; its cameras do not answer any more in the middle, and the bench is opened again: nothing is lost or asked twice.
func TestRigRunInfer(t *testing.T) {
	run, out := benchRun(t), filepath.Join(t.TempDir(), "out")
	x, err := inferred(t, run, out, func(x *inferring) { x.every = 10 })
	if err != nil {
		t.Fatal(err)
	}
	calibrated := x.report().Frames
	if c := x.answers.count(); c.Count != 30 || c.Same < 0.96 || x.losses != 0 {
		t.Errorf("%+v, gone %d times, %d frames", c, x.losses, calibrated)
	}
	file := filepath.Join(out, "answers.csv")
	whole := read(t, file)
	cut := whole[:len(whole)/3]
	if err := os.WriteFile(file, []byte(cut), 0o666); err != nil {
		t.Fatal(err)
	}
	opened := 0
	x, err = inferred(t, run, out, func(x *inferring) {
		x.also = func(_ *virtual.Setup, f *virtual.Faults) {
			if opened++; opened == 1 {
				f.Gone = 150 // behind the 51 frames of the exposures and the state
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if c := x.answers.count(); c.Same < 0.96 || x.losses != 1 || opened != 2 {
		t.Errorf("%+v, gone %d times, opened %d times", c, x.losses, opened)
	}
	if again := read(t, file); strings.Count(again, "\n") != 31 || !strings.HasPrefix(again, cut[:strings.LastIndex(cut, "\n")]) {
		t.Errorf("the answers are\n%s", again)
	}
	if n := x.report().Frames; n > calibrated/2 {
		t.Errorf("%d frames to go on, after %d: it was calibrated again", n, calibrated)
	}
	if _, err := inferred(t, run, out, func(x *inferring) { x.virtual = "mild" }); err == nil || !strings.Contains(err.Error(), "something else") {
		t.Error(err)
	}
}

// A diffractive network is shown too, with the way to its first mask as a layer of its own; what one bench cannot show is refused.
func TestRigRunInferDiffractive(t *testing.T) {
	run := filepath.Join(t.TempDir(), "run")
	noted(t, "train", "d2nn-mnist-64", "--data", builtIn, "--limit-train", "40", "--limit-test", "10", "--samples", "40", "--image-size", "28", "--padding", "20", "--region-size", "4",
		"--layers", "1", "--distance", "3.88mm", "--pitch", "8um", "--epochs", "1", "--batch", "4", "--threads", "1", "--out", run)
	x, err := inferred(t, run, filepath.Join(t.TempDir(), "out"), func(*inferring) {})
	if err != nil {
		t.Fatal(err)
	}
	if c := x.answers.count(); c.Count != 30 || c.Same < 0.96 || len(x.shown.net.Masks) != 2 {
		t.Errorf("%+v, %d layers", c, len(x.shown.net.Masks))
	}
	for arg, want := range map[string]string{"d2nn-fashion-class-specific": "side by side", "sa-2d-rings": "ffm-small"} {
		if _, err := inferred(t, arg, filepath.Join(t.TempDir(), "other"), func(*inferring) {}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", arg, err)
		}
	}
	if err := x.shown.fits(&rig.Design{Wavelength: x.shown.wavelength, Plane: x.shown.grid, Gaps: []float64{0, 0.01}}); err == nil || !strings.Contains(err.Error(), "10 mm") {
		t.Errorf("another distance: %v", err)
	}
}

// Masks go on on a bench; a run that ends and goes on has the masks of one that does not, and light answers with them.
func TestRigRunHeal(t *testing.T) {
	run, folders := filepath.Join(t.TempDir(), "run"), []string{filepath.Join(t.TempDir(), "parts"), filepath.Join(t.TempDir(), "whole")}
	noted(t, "train", "d2nn-mnist-64", "--data", builtIn, "--limit-train", "40", "--limit-test", "10", "--samples", "40", "--image-size", "28", "--padding", "20", "--region-size", "4",
		"--layers", "1", "--distance", "3.88mm", "--pitch", "8um", "--epochs", "1", "--batch", "4", "--threads", "1", "--out", run)
	heal := func(out, epochs string) string {
		t.Helper()
		said, err, status := call(t, "rig", "run", "heal", run, "--virtual", "ideal", "--direct", "--data", builtIn, "--limit-train", "20", "--epochs", epochs, "--threads", "1", "--device", "cpu", "--out", out)
		if status != 0 {
			t.Fatalf("%s: %s", said, err)
		}
		return said
	}
	heal(folders[0], "1")
	if said := heal(folders[0], "2"); !strings.Contains(said, "goes on after update 2") || !strings.Contains(said, "epoch 2") || strings.Contains(said, "epoch 1:") {
		t.Error(said)
	}
	heal(folders[1], "2")
	values := func(name string) []float32 {
		t.Helper()
		m, err := rundir.ReadMaskFile([]byte(read(t, name)), "")
		if err != nil {
			t.Fatal(err)
		}
		return m.Values
	}
	one, two, moved := values(filepath.Join(folders[0], "masks.npz")), values(filepath.Join(folders[1], "masks.npz")), 0.0
	for i := range one {
		if math.Abs(float64(one[i]-two[i])) > 0.02 { // Adam makes steps of 0.02
			t.Fatalf("pixel %d is %g in two parts, and %g in one", i, one[i], two[i])
		}
		moved += math.Abs(float64(one[i])) / float64(len(one))
	}
	if moved == 0 {
		t.Error("no mask")
	}
	x, err := inferred(t, run, filepath.Join(t.TempDir(), "out"), func(x *inferring) { x.given.file = filepath.Join(folders[0], "masks.npz") })
	if err != nil {
		t.Fatal(err)
	}
	if c := x.answers.count(); c.Same < 0.96 {
		t.Errorf("%+v", c)
	}
	for _, bad := range [][]string{{"--batch", "11"}, {"--learning-rate", "0"}, {"--epochs", "0"}, {"--seed", "2"}} {
		if _, err, status := call(t, append([]string{"rig", "run", "heal", run, "--virtual", "ideal", "--direct", "--data", builtIn, "--limit-train", "20", "--out", folders[0]}, bad...)...); status != misused {
			t.Errorf("%v: status %d, %s", bad, status, err)
		}
	}
}

// A bench whose laser is covered or whose camera is pushed is not asked; once all is back it goes on.
func TestRigRunSuspends(t *testing.T) {
	s, f := virtual.Free(48), virtual.Ideal()
	s.Panels[1].Gap, s.Carrier = 0.00559, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	truth := virtual.Draw(s, f)
	at := func(shift, light float64) *rig.Bench {
		moved := *truth
		moved.Cameras[0].Pose.X += shift * 8e-6
		moved.Light = slices.Clone(truth.Light)
		for i := range moved.Light {
			moved.Light[i] *= complex(light, 0)
		}
		b, err := virtual.Of(cpu.Open(0), s, &moved)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	x := &tended{lab: &open.Lab{Bench: at(0, 1)}, patient: time.Minute}
	var err error
	if x.first, x.place, err = x.state(t.Context(), x.lab.Bench); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		shift, light float64
		says         string
	}{{0, 0.7, "the light is 0.49"}, {2, 1, "it was pushed"}} {
		x.lab.Bench = at(c.shift, c.light)
		held, said := 0, ""
		x.hold = func() error { held++; return nil }
		x.said = func(what string) {
			said += what + "\n"
			x.lab.Bench = at(0, 1)
		}
		if err := x.well(t.Context()); err != nil || held != 1 || !strings.Contains(said, c.says) || !strings.Contains(said, "well again") {
			t.Errorf("%+v: %v, kept %d times: %s", c, err, held, said)
		}
	}
	x.said, x.patient = func(string) {}, 0
	x.lab.Bench = at(0, 0.5)
	if err := x.well(t.Context()); !errors.As(err, new(ill)) {
		t.Error(err)
	}
}

// Masks learn on a bench whose cameras do not answer any more in the middle: the broken update is made again, and what is learned is what an
// unbroken bench teaches. A run that was stopped goes on with its calibration.
func TestRigRunTrain(t *testing.T) {
	learn := func(gone int, more ...string) (*benchTraining, error) {
		var o, e bytes.Buffer
		a := &app{out: &o, err: &e, json: true}
		c, x := (&bench{app: a, also: func(_ *virtual.Setup, f *virtual.Faults) {
			f.Gone, gone = gone, 0
		}}).trains()
		c.SetArgs(slices.Concat([]string{"--virtual", "ideal", "--direct", "--check-every", "2"}, benchFlagsOn, more))
		c.SilenceErrors, c.SilenceUsage = true, true
		err := c.ExecuteContext(t.Context())
		t.Log(o.String(), e.String())
		return x, err
	}
	masks := func(dir string) []float32 {
		d, err := rundir.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		st, err := d.Checkpoint()
		if err != nil {
			t.Fatal(err)
		}
		return st.Arrays[0].Data
	}
	folder := t.TempDir()
	whole, broken := filepath.Join(folder, "whole"), filepath.Join(folder, "broken")
	x, err := learn(0, "ffm-small", "--out", whole)
	if err != nil || x.losses != 0 {
		t.Fatal(err, x.losses)
	}
	if x, err = learn(x.report().Frames-200, "ffm-small", "--out", broken); err != nil || x.losses != 1 {
		t.Fatal(err, x.losses)
	}
	a, b := masks(whole), masks(broken)
	for i := range a {
		if d := math.Abs(math.Remainder(float64(a[i]-b[i]), 2*math.Pi)); d > 0.02 {
			t.Fatalf("phase %d is %g on the whole bench and %g on the broken one", i, a[i], b[i])
		}
	}
	before := x.report().Frames
	if x, err = learn(0, "--resume", broken, "--epochs", "2"); err != nil || x.report().Frames > before/2 {
		t.Error(err, x.report(), before)
	}
}

var benchFlagsOn = []string{"--data", builtIn, "--limit-train", "40", "--limit-test", "10", "--samples", "40", "--image-size", "28", "--padding", "20", "--region-size", "4",
	"--distance", "3.88mm", "--trained-in-model", "0", "--epochs", "1", "--threads", "1"}

// A training that has looked where the bench's image is goes on, and what it has learned is tested and drawn without the bench; so
// is a checkpoint that still has where the image was.
func TestRigRunTrainGoesOn(t *testing.T) {
	out := filepath.Join(t.TempDir(), "run")
	bench := []string{"--virtual", "mild", "--direct"}
	noted(t, slices.Concat([]string{"rig", "run", "train", "ffm-small", "--out", out, "--recentre-every", "1"}, bench, benchFlagsOn)...)
	dir, err := rundir.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	st, err := dir.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range st.Arrays {
		if forward.OfBench(v.Name) {
			t.Errorf("the checkpoint has %q", v.Name)
		}
	}
	works(t, "eval", out)
	works(t, "figure", out, "--kind", "panels", "--out", filepath.Join(t.TempDir(), "panels.png"))
	st.Arrays = append(st.Arrays, train.Values{Name: "where the image is", Shape: []int{6}, Data: make([]float32, 6)})
	if err := dir.Save(st); err != nil {
		t.Fatal(err)
	}
	works(t, "eval", out)
	noted(t, slices.Concat([]string{"rig", "run", "train", "--resume", out, "--epochs", "2", "--threads", "1"}, bench)...)
	if events, err := dir.Metrics(); err != nil || events[len(events)-1].Epoch != 2 {
		t.Errorf("%v, %+v", err, events)
	}
}

// A simulated bench is calibrated without screens and protocols too, and its light is blocked for a dark frame.
func TestRigCalibrateDirect(t *testing.T) {
	t.Chdir(t.TempDir())
	if out := works(t, "rig", "calibrate", "dark", "--blocked", "--virtual", "bad", "--direct", "--samples", "48", "dark.json"); !strings.Contains(out, "camera of the interference") {
		t.Error(out)
	}
	if b := read(t, "dark.json"); !strings.Contains(b, `"dark"`) {
		t.Error(b)
	}
	if _, err, status := call(t, "rig", "calibrate", "dark", "--blocked", "--virtual", "mild", "--direct", "--samples", "48", "none.json"); status != failed || !strings.Contains(err, "nothing was written") {
		t.Errorf("status %d, %s", status, err)
	}
	if _, err := os.Stat("none.json"); err == nil {
		t.Error("a calibration that is refused was written")
	}
}
