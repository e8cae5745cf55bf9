package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/rig"
	"talbot/sim/rig/fourier"
	"talbot/sim/rig/virtual"
)

// A network of dual neurons is read on a bench of two lenses whose light is covered for a while: it rests, and goes on. Frames are cut
// off in the midst of one, and the same command reads those alone that are missing, and finds the same.
func TestRigRunDante(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	run, out := filepath.Join(t.TempDir(), "run"), filepath.Join(t.TempDir(), "out")
	noted(t, "train", "dante-bench-mnist", "--data", builtIn, "--network", "bench-small", "--mask-size", "240", "--focal-length", "28.872mm", "--limit-train", "40", "--limit-test", "10",
		"--epochs", "1", "--batch", "20", "--held-out", "0", "--fit-steps", "2", "--fit-warm", "1", "--retune-epochs", "1", "--threads", "1", "--out", run)
	read := func(change func(*danteRun)) (*danteRun, danteReport) {
		t.Helper()
		var o, e bytes.Buffer
		x := &danteRun{tended: &tended{bench: &bench{app: &app{out: &o, err: &e}, virtual: "ideal", direct: true, samples: 64}}, out: out, learn: 20, epochs: 2}
		x.pictures.dir, x.pictures.limitTest, x.device.name, x.device.storage, x.device.threads = builtIn, 10, "cpu", "single", 1
		x.ready = func(_ context.Context, b *rig.Bench) (err error) { // a bench without faults needs no calibration
			x.lens, err = fourier.Of(b, x.session.Focus, x.stop)
			return err
		}
		change(x)
		err := x.read(t.Context(), []string{run})
		t.Log(o.String(), e.String())
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(out, "report.json"))
		if err != nil {
			t.Fatal(err)
		}
		var r danteReport
		if err := json.Unmarshal(b, &r); err != nil {
			t.Fatal(err)
		}
		return x, r
	}
	danteCalibration(t, run)
	x, whole := read(func(x *danteRun) { x.every = 1 })
	if whole.Readings == 0 || whole.Frames.Frames <= whole.Readings || whole.Learn != 20 || whole.Test != 10 {
		t.Errorf("%+v", whole)
	}
	// The bench sees half of the light, and then all of it again.
	seen, said := x.first.frames[0], ""
	dim := make([]float32, len(seen))
	for i, v := range seen {
		dim[i] = 2 * v
	}
	x.first.frames[0], x.patient = dim, 1<<40
	if err := x.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	x.said = func(what string) { said += what + "\n"; x.first.frames[0] = seen }
	if err := x.well(t.Context()); err != nil || !strings.Contains(said, "suspended: the light is 0.5") || !strings.Contains(said, "well again") {
		t.Errorf("%v: %s", err, said)
	}
	x.first.frames[0], x.patient = make([]float32, len(seen)), 0
	x.first.frames[0][0] = 1e-3
	x.said = func(string) {}
	if err := x.well(t.Context()); !errors.As(err, new(ill)) {
		t.Error(err)
	}
	x.close()

	// A bench for the run has its lenses and its plane, and one of another pitch is refused.
	v := &serving{bench: &bench{app: x.app, samples: 64}, run: run, pictures: x.pictures, device: x.device}
	if err := v.plan(); err != nil {
		t.Fatal(err)
	}
	s, _, err := v.planned("ideal")
	if want := virtual.Fourier(240, 28.872e-3, x.stop); err != nil || s.Plane != want.Plane || s.Stop != want.Stop || len(s.Lenses) != 2 || math.Abs(s.Lenses[1]/28.872e-3-1) > 1e-6 || s.Reference {
		t.Errorf("%v: %+v", err, s)
	}
	for _, c := range []struct {
		change func(d *rig.Design)
		good   bool
	}{{func(*rig.Design) {}, true}, {func(d *rig.Design) { d.Plane.Dx *= 1.1 }, false}, {func(d *rig.Design) { d.Wavelength *= 1.1 }, false}, {func(d *rig.Design) { d.Plane.Nx /= 2 }, false}} {
		d := rig.Design{Plane: s.Plane, Wavelength: s.Wavelength}
		if c.change(&d); (x.fits(&d) == nil) != c.good {
			t.Errorf("%s at %g: %v", d.Plane.String(), d.Wavelength, x.fits(&d))
		}
	}

	file := filepath.Join(out, "frames.bin")
	all, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, all[:len(all)/2+5], 0o666); err != nil {
		t.Fatal(err)
	}
	_, again := read(func(*danteRun) {})
	if again.After != whole.After || again.Before != whole.Before || again.Frames.Frames == 0 || again.Frames.Frames >= whole.Readings {
		t.Errorf("%+v, want %+v with fewer frames", again, whole)
	}
	now, err := os.ReadFile(file)
	if err != nil || len(now) != len(all) || !bytes.Equal(now[:len(all)/4], all[:len(all)/4]) {
		t.Fatalf("%d bytes of frames, want %d that begin with the same, %v", len(now), len(all), err)
	}
	last := func(b []byte) []float32 { // of the last frame
		v := make([]float32, 500)
		if _, err := binary.Decode(b[len(b)-4*len(v):], binary.LittleEndian, v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	if light, alike := compared(last(all), last(now)); light < 0.99 || light > 1.01 || alike < 0.999 {
		t.Errorf("the last frame has %g of the light, correlation %g", light, alike)
	}
}

// danteCalibration has a run keep its bench's calibration: it is refused where there is nothing to gain, holds by nine frames at the next opening and in another
// folder, and is made anew once the camera has been moved.
func danteCalibration(t *testing.T, run string) {
	t.Helper()
	dir := t.TempDir()
	read := func(out string, change func(*danteRun)) (keptLenses, string) {
		t.Helper()
		var o, e bytes.Buffer
		x := &danteRun{tended: &tended{bench: &bench{app: &app{out: &o, err: &e}, virtual: "ideal", direct: true, samples: 64}}, out: filepath.Join(dir, out), learn: 1, epochs: 1}
		x.pictures.dir, x.pictures.limitTest, x.device.name, x.device.storage, x.device.threads = builtIn, 1, "cpu", "single", 1
		change(x)
		if err := x.read(t.Context(), []string{run}); err != nil {
			t.Fatal(err, e.String())
		}
		b, err := os.ReadFile(filepath.Join(dir, out, "calibration.json"))
		if err != nil {
			t.Fatal(err)
		}
		var k keptLenses
		if err := json.Unmarshal(b, &k); err != nil {
			t.Fatal(err)
		}
		return k, e.String()
	}
	first, said := read("a", func(*danteRun) {})
	if !first.Refused || len(first.Devices) != 3 || first.Frames < 1000 || len(first.Verified) != 1 || !strings.Contains(said, "calibrating: places") || !strings.Contains(said, "is refused") {
		t.Errorf("calibration of a bench without faults: %+v: %s", first.Verified, said)
	}
	if err := os.Remove(filepath.Join(dir, "a", "frames.bin")); err != nil {
		t.Fatal(err)
	}
	again, said := read("a", func(*danteRun) {})
	if again.Made != first.Made || !strings.Contains(said, "holds, by 9 frames") || strings.Contains(said, "calibrating") {
		t.Errorf("opened again: %s", said)
	}
	// The same bench, whose camera has been moved by two pixels.
	moved, said := read("b", func(x *danteRun) {
		x.bench.calibration = filepath.Join(dir, "a", "calibration.json")
		x.also = func(_ *virtual.Setup, f *virtual.Faults) { f.Shift = 2 }
	})
	if moved.Refused || !(moved.Verified[0].After < moved.Verified[0].Before/2) || !strings.Contains(said, "does not hold any more") || !strings.Contains(said, "calibrated: ") {
		t.Errorf("moved: %+v: %s", moved.Verified, said)
	}
	t.Logf("%d frames: %+v; moved: %d frames: %+v", first.Frames, first.Verified, moved.Frames, moved.Verified)
}

// A folder of another plan is refused by what differs, and by nothing else.
func TestSamePlanTellsWhatDiffers(t *testing.T) {
	type plan struct {
		Run   string `json:"run"`
		Bench string `json:"bench,omitempty"`
		Learn int    `json:"pictures_to_learn"`
	}
	dir := filepath.Join(t.TempDir(), "out")
	if err := samePlan(dir, "plan.json", plan{"a", "", 10}); err != nil {
		t.Fatal(err)
	}
	if err := samePlan(dir, "plan.json", plan{"a", "", 10}); err != nil {
		t.Errorf("the same: %v", err)
	}
	want := `is of something else (bench was not given and is "bad", pictures_to_learn was 10 and is 20): take another folder`
	if err := samePlan(dir, "plan.json", plan{"a", "bad", 20}); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}
