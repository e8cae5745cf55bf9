package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
)

// darken puts half of the light in front of a bench that is open, with the calibration that it has.
func darken(t *testing.T, x *tended) {
	t.Helper()
	s, f, err := x.planned(x.virtual)
	if err != nil {
		t.Fatal(err)
	}
	truth := virtual.Draw(s, f)
	for i := range truth.Light {
		truth.Light[i] *= complex(math.Sqrt(0.5), 0)
	}
	dark, err := virtual.Of(cpu.Open(0), s, truth)
	if err != nil {
		t.Fatal(err)
	}
	was := x.lab.Bench
	if err := dark.Calibrate(was.Calibration()); err != nil {
		t.Fatal(err)
	}
	dark.Retries, dark.Synchronised, dark.Follow = was.Retries, was.Synchronised, was.Follow
	x.lab.Bench = dark
}

// checked has a run look at its bench as it does, with something before that in its nth look.
func checked(x *tended, n int, before func()) {
	looks := 0
	x.sees = func(ctx context.Context) error {
		if looks++; looks == n {
			before()
		}
		return x.check(ctx)
	}
}

// healed is a healing of a run of one mask on a bench that is computed.
func healed(t *testing.T, ctx context.Context, run, out string, epochs int, more func(*healing)) (string, error) {
	t.Helper()
	var o, e bytes.Buffer
	h := &healing{networkRun: &networkRun{tended: &tended{bench: &bench{app: &app{out: &o, err: &e}, virtual: "ideal", direct: true}}, out: out, every: 1}, epochs: epochs, batch: 10, seed: 1, rate: 0.02, where: "on a bench"}
	h.pictures.limitTrain, h.pictures.limitTest, h.pictures.dir, h.device.name, h.device.storage, h.device.threads = 20, 10, builtIn, "cpu", "single", 1
	h.address, h.samples = "127.0.16.1", 64
	if more != nil {
		more(h)
	}
	err := h.heal(ctx, []string{run})
	t.Log(o.String(), e.String(), err)
	return o.String() + e.String(), err
}

func oneMask(t *testing.T) string {
	t.Helper()
	run := filepath.Join(t.TempDir(), "run")
	noted(t, "train", "d2nn-mnist-64", "--data", builtIn, "--limit-train", "40", "--limit-test", "10", "--samples", "40", "--image-size", "28", "--padding", "20", "--region-size", "4",
		"--layers", "1", "--distance", "3.88mm", "--pitch", "8um", "--epochs", "1", "--batch", "4", "--threads", "1", "--out", run)
	return run
}

func phasesOf(t *testing.T, dir string) []float32 {
	t.Helper()
	m, err := rundir.ReadMaskFile([]byte(read(t, dir, "masks.npz")), "")
	if err != nil {
		t.Fatal(err)
	}
	return m.Values
}

// near refuses masks that are further apart than a step of Adam.
func near(t *testing.T, a, b []float32) {
	t.Helper()
	for i := range a {
		if d := math.Abs(math.Remainder(float64(a[i]-b[i]), 2*math.Pi)); d > 0.02 {
			t.Fatalf("phase %d is %g, and %g without a stop", i, a[i], b[i])
		}
	}
}

// A laser that loses half of its light, and Ctrl-C, in the middle of a healing: the bench's light is named, what was learned is kept, and the same
// command goes on to the masks of a healing that nothing stopped.
func TestRigRunHealIll(t *testing.T) {
	run, folder := oneMask(t), t.TempDir()
	whole, out := filepath.Join(folder, "whole"), filepath.Join(folder, "out")
	if _, err := healed(t, t.Context(), run, whole, 2, nil); err != nil {
		t.Fatal(err)
	}
	_, err := healed(t, t.Context(), run, out, 2, func(h *healing) {
		checked(h.tended, 1, func() { darken(t, h.tended) })
	})
	if err == nil || !strings.Contains(err.Error(), "the light is 0.5") || !strings.Contains(err.Error(), "laser and shutter") || !strings.Contains(err.Error(), "the masks are kept") {
		t.Fatal(err)
	}
	phasesOf(t, out)
	ctx, stop := context.WithCancel(t.Context())
	said, err := healed(t, ctx, run, out, 2, func(h *healing) { checked(h.tended, 2, stop) })
	if err == nil || !strings.Contains(said, "goes on after update 1") || !strings.Contains(err.Error(), "stopped after update 3") {
		t.Fatal(err, said)
	}
	if said, err = healed(t, t.Context(), run, out, 2, nil); err != nil || !strings.Contains(said, "goes on after update 3") {
		t.Fatal(err, said)
	}
	near(t, phasesOf(t, out), phasesOf(t, whole))
}

// So it is with a training: it is suspended while the light is gone, ends when patience does with a checkpoint and the command that
// goes on, and goes on to what an unbroken one learns.
func TestRigRunTrainIll(t *testing.T) {
	learn := func(more []string, change func(*benchTraining)) error {
		var o, e bytes.Buffer
		c, x := (&bench{app: &app{out: &o, err: &e}}).trains()
		if change != nil {
			change(x)
		}
		c.SetArgs(slices.Concat([]string{"--virtual", "ideal", "--direct", "--check-every", "2"}, benchFlagsOn, []string{"--batch", "10"}, more))
		c.SilenceErrors, c.SilenceUsage = true, true
		err := c.ExecuteContext(t.Context())
		t.Log(o.String(), e.String(), err)
		return err
	}
	folder := t.TempDir()
	whole, out := filepath.Join(folder, "whole"), filepath.Join(folder, "out")
	if err := learn([]string{"ffm-small", "--out", whole}, nil); err != nil {
		t.Fatal(err)
	}
	err := learn([]string{"ffm-small", "--out", out, "--patience", "0s"}, func(x *benchTraining) {
		checked(x.tended, 1, func() {
			darken(t, x.tended)
			x.pause = time.Millisecond
		})
	})
	if err == nil || !strings.Contains(err.Error(), "the light is 0.5") || !strings.Contains(err.Error(), "the checkpoint is kept: go on with: talbot rig run train --resume") {
		t.Fatal(err)
	}
	state := func(dir string) []float32 {
		t.Helper()
		d, err := rundir.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		st, err := d.Checkpoint()
		if err != nil {
			t.Fatal(err)
		}
		if dir == out && st.Step > 4 {
			t.Errorf("update %d", st.Step)
		}
		return st.Arrays[0].Data
	}
	state(out)
	args := []string{"--resume", out, "--virtual", "ideal", "--direct", "--threads", "1"}
	var o, e bytes.Buffer
	c, _ := (&bench{app: &app{out: &o, err: &e}}).trains()
	c.SetArgs(args)
	c.SilenceErrors, c.SilenceUsage = true, true
	if err := c.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err, e.String())
	}
	near(t, state(out), state(whole))
}

// fill writes a file until there is no room left.
func fill(t *testing.T, dir string) (name string) {
	t.Helper()
	name = filepath.Join(dir, "filler")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for range 1 << 16 {
		if _, err = f.Write(make([]byte, 4096)); err != nil {
			return name
		}
	}
	t.Fatal("the disk does not fill")
	return name
}

// A calibration that a run kept is verified when the bench is opened again, and made anew, and kept, once a camera has been pushed or when that is asked for.
func TestRigRunKeepsCalibration(t *testing.T) {
	file := filepath.Join(t.TempDir(), "calibration.json")
	opened := func(change func(*tended)) (kept keptBench, said string) {
		t.Helper()
		x := &tended{bench: &bench{app: &app{out: io.Discard, err: io.Discard}, virtual: "ideal", direct: true, samples: 40}, file: file, use: func(*rig.Bench) error { return nil }}
		x.like = func(s *virtual.Setup, f *virtual.Faults) { *f = virtual.Ideal(); s.Panels[1].Gap = 3.88e-3 }
		x.said = func(what string) { said += what + "\n" }
		if change != nil {
			change(x)
		}
		if err := x.open(t.Context()); err != nil {
			t.Fatal(err, said)
		}
		x.close()
		if err := json.Unmarshal([]byte(read(t, filepath.Dir(file), "calibration.json")), &kept); err != nil {
			t.Fatal(err)
		}
		return kept, said
	}
	const made, moved = "calibrating: symmetry", "does not hold any more"
	first, said := opened(nil)
	if !strings.Contains(said, made) || first.Place > 0.1 || first.Kind != "all" || len(first.Devices) != 4 {
		t.Errorf("%g px, %+v: %s", first.Place, first.Devices, said)
	}
	again, said := opened(nil)
	if strings.Contains(said, made) || strings.Contains(said, moved) || !reflect.DeepEqual(again, first) {
		t.Errorf("opened again: %s", said)
	}
	pushed, said := opened(func(x *tended) { x.also = func(_ *virtual.Setup, f *virtual.Faults) { f.Shift = 3 } })
	if !strings.Contains(said, moved) || !strings.Contains(said, made) || pushed.Place > 0.1 || reflect.DeepEqual(pushed.Calibration, first.Calibration) {
		t.Errorf("pushed: %g px: %s", pushed.Place, said)
	}
	asked, said := opened(func(x *tended) { x.anew = true })
	if strings.Contains(said, moved) || !strings.Contains(said, made) || asked.Place > 0.1 || reflect.DeepEqual(asked.Calibration, pushed.Calibration) {
		t.Errorf("asked for: %g px: %s", asked.Place, said)
	}
}

// A bench that is lost while it is calibrated for the first time is waited for; one that was never there is not.
func TestRigRunLostInCalibration(t *testing.T) {
	said, lost := "", 0
	x := &tended{bench: &bench{app: &app{out: io.Discard, err: io.Discard}, virtual: "ideal", direct: true, samples: 40}, patient: time.Hour, pause: time.Millisecond}
	x.use = func(*rig.Bench) error { return nil }
	x.said = func(what string) { said += what + "\n" }
	x.ready = func(context.Context, *rig.Bench) error {
		if lost++; lost < 3 {
			return fmt.Errorf("aberrations: %w", rig.ErrGone)
		}
		return nil
	}
	if err := x.opens(t.Context()); err != nil || x.lab == nil || x.losses != 1 || !strings.Contains(said, "suspended: aberrations") || !strings.Contains(said, "the bench is back") {
		t.Errorf("%v, %d losses: %s", err, x.losses, said)
	}
	x.close()
	x.virtual, x.seen, said = "no such", false, ""
	if err := x.opens(t.Context()); err == nil || !strings.Contains(err.Error(), "no such") || said != "" {
		t.Errorf("%v: %s", err, said)
	}
	x.ready = func(context.Context, *rig.Bench) error { return rig.ErrUncalibrated }
	x.virtual, said = "ideal", ""
	if err := x.opens(t.Context()); !errors.Is(err, rig.ErrUncalibrated) || said != "" {
		t.Errorf("%v: %s", err, said)
	}
}
