package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/rig"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
)

// What learns in the simulation alone is refused on a bench, and does not learn in the simulation instead.
func TestRigTrainsOnTheBench(t *testing.T) {
	t.Chdir(t.TempDir())
	run := oneMask(t)
	for _, what := range [][]string{{"d2nn-mnist-64"}, {"dfa-mnist"}, {"ffm-iris"}, {"--resume", run}} {
		args := append([]string{"rig", "run", "train", "--virtual", "ideal", "--direct", "--data", builtIn}, what...)
		if out, err, status := call(t, args...); status != misused || !strings.Contains(err, "does not learn on a bench") {
			t.Errorf("%v: status %d, %s%s", what, status, out, err)
		}
	}
	if _, err := os.Stat("runs"); err == nil {
		t.Error("a run was begun")
	}
	if out := works(t, "rig", "run", "train", "--help"); strings.Contains(out, "dfa-mnist") || !strings.Contains(out, "--trained-in-model") {
		t.Error(out)
	}
}

// bench64 is the file of a bench of 64 x 64 pixels that nobody has.
func bench64(t *testing.T, change func(*open.File)) string {
	t.Helper()
	f := open.File{Wavelength: 532e-9, Plane: open.Plane{Nx: 64, Ny: 64, Dx: 8e-6, Dy: 8e-6}, Camera: open.Camera{Name: "none-1", Format: "Mono12", Nx: 64, Ny: 64, Unit: 1e6},
		Panels: []open.Panel{{Monitor: "DP-8", Kind: "amplitude", Curve: "amplitude-256"}, {Monitor: "DP-9", Kind: "phase", Curve: "phase-256", Gap: 0.0099328}}}
	if change != nil {
		change(&f)
	}
	name := filepath.Join(t.TempDir(), "bench.json")
	if err := f.Write(name); err != nil {
		t.Fatal(err)
	}
	return name
}

// A bench that is not what masks are for is refused by its file, before a device is opened, and no folder is made; what would fit is said.
func TestRigBenchOfOthers(t *testing.T) {
	file, out := bench64(t, nil), filepath.Join(t.TempDir(), "out")
	for _, v := range []struct{ words, want []string }{
		{[]string{"infer", "d2nn-mnist-64", file}, []string{"64 x 64 samples of 36 um", "samples of 8 um and 9.933 mm", "--for d2nn-mnist-64"}},
		{[]string{"heal", "d2nn-mnist-64", file}, []string{"--for d2nn-mnist-64"}},
		{[]string{"twin", "d2nn-mnist-64", file}, []string{"--for d2nn-mnist-64"}},
		{[]string{"train", "ffm-small", file}, []string{"--samples 64 --pitch 8um --distance 9.9328mm --wavelength 532nm"}},
		{[]string{"infer", "ffm-small", file}, []string{"has no masks of its own", "talbot rig run train ffm-small"}},
		{[]string{"twin", "ffm-small", file}, []string{"talbot rig run train does that"}},
	} {
		_, err, status := call(t, append(append([]string{"rig", "run"}, v.words...), "--data", builtIn, "--out", out)...)
		for _, w := range v.want {
			if status != misused || !strings.Contains(err, w) {
				t.Errorf("%v: status %d, %q is not in %s", v.words, status, w, err)
			}
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a folder was made")
	}
}

// A bench's file says what is wrong with it.
func TestRigBenchFile(t *testing.T) {
	for want, change := range map[string]func(*open.File){
		"each wants a camera of its own":        func(f *open.File) { k := f.Camera; f.Interference = &k },
		"panels 1 and 2 are both monitor":       func(f *open.File) { f.Panels[1].Monitor = "DP-8" },
		"a wavelength is in m, such as 5.32e-7": func(f *open.File) { f.Wavelength = 532 },
	} {
		if _, err, status := call(t, "rig", "check", bench64(t, change)); status != misused || !strings.Contains(err, want) {
			t.Errorf("status %d, %q is not in %s", status, want, err)
		}
	}
	if _, err, status := call(t, "rig", "play", t.TempDir()); status == 0 || !strings.Contains(err, "talbot rig record") {
		t.Error(status, err)
	}
}

// A file that is no calibration is said to be none, and where one comes from.
func TestRigNoCalibration(t *testing.T) {
	for _, text := range []string{"", "{}", `{"panels":[{"kind":1}]}`, `{"kind":"curves","made":"2026`} {
		name := filepath.Join(t.TempDir(), "c.json")
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err, status := call(t, "rig", "calibrate", "registration", "--virtual", "ideal", "--direct", "--samples", "40", name[:len(name)-6]+"d.json", "--calibration", name)
		if status != misused || !strings.Contains(err, "this is no calibration") || !strings.Contains(err, "talbot rig calibrate") {
			t.Errorf("%q: status %d, %s", text, status, err)
		}
	}
}

// Nothing that took frames is lost for want of a folder: one that is not there is named before, and what cannot be written behind them is
// kept elsewhere.
func TestRigCalibrationIsKept(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	missing := filepath.Join(t.TempDir(), "nowhere", "c.json")
	if out, err, status := call(t, "rig", "calibrate", "registration", "--virtual", "ideal", "--direct", "--samples", "40", missing); status != misused || out != "" || !strings.Contains(err, "nowhere: no such file or directory") {
		t.Errorf("status %d, %s%s", status, out, err)
	}
	err := keep(missing, func(w io.Writer) error { _, err := io.WriteString(w, "found"); return err })
	if err == nil || !strings.Contains(err.Error(), "make room, and move it") {
		t.Fatal(err)
	}
	kept, _ := filepath.Glob(filepath.Join(os.TempDir(), "talbot-*-c.json"))
	if len(kept) != 1 || !strings.Contains(err.Error(), kept[0]) || read(t, filepath.Dir(kept[0]), filepath.Base(kept[0])) != "found" {
		t.Error(kept, err)
	}
}

// A camera that goes in the middle of a hologram, and Ctrl-C: what there is by then is written.
func TestRigHologramCutShort(t *testing.T) {
	run := func(ctx context.Context, gone int, told func()) (string, string, error) {
		t.Helper()
		var o, e bytes.Buffer
		h := &hologramRun{bench: &bench{app: &app{out: &notice{&o, told}, err: &e}, virtual: "ideal", direct: true, samples: 48, address: "127.0.16.1"}, target: "spots-3", out: filepath.Join(t.TempDir(), "out"), share: 0.6, seed: 1}
		h.o.Method, h.o.Steps, h.o.Rounds, h.o.Shots = "camera", 5, 50, 1
		h.also = func(_ *virtual.Setup, f *virtual.Faults) { f.Gone = gone }
		err := h.run(ctx, nil)
		return h.out, o.String(), err
	}
	out, said, err := run(t.Context(), 40, nil)
	if !errors.Is(err, rig.ErrGone) || !strings.Contains(err.Error(), "has what there is") || !strings.Contains(said, "camera 1") {
		t.Fatal(said, err)
	}
	for _, f := range []string{"hologram.png", "mask-1.png", "phase.npy", "report.json"} {
		if len(read(t, out, f)) == 0 {
			t.Error(f)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	out, said, err = run(ctx, 0, cancel)
	if !errors.As(err, new(stopped)) || !strings.Contains(err.Error(), "has what there is") || !strings.Contains(read(t, out, "report.json"), `"stopped": true`) {
		t.Error(said, err)
	}
}

// notice tells of the camera's first round.
type notice struct {
	*bytes.Buffer
	told func()
}

func (n *notice) Write(b []byte) (int, error) {
	if n.told != nil && bytes.Contains(b, []byte("camera 1")) {
		n.told()
	}
	return n.Buffer.Write(b)
}
