//go:build linux && (amd64 || arm64)

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/calibrate"
	"talbot/sim/rig/check"
	"talbot/sim/rig/gige"
	"talbot/sim/rig/loop"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
)

// faulty is a run that has a fault in its midst.
type faulty struct {
	t     *testing.T
	l     *loop.Loop
	lab   *open.Lab
	whole []float64 // what each load measures without a fault
	next  atomic.Int32
	table bytes.Buffer
	rows  *tabwriter.Writer
}

// aside is what a table leaves out: who else said so, and folders of a test.
var aside = regexp.MustCompile(` \([^()]*\)|/tmp/\S*/`)

// row says of a fault how it is known and what became of the run.
func (f *faulty) row(fault, named, then string) {
	named = strings.ReplaceAll(aside.ReplaceAllString(named, ""), "\n", " ")
	if r := []rune(named); len(r) > 110 {
		named = string(r[:109]) + "…"
	}
	fmt.Fprintf(f.rows, "%s\t%s\t%s\n", fault, named, then)
}

// loads are some of which each lets half as much more light through than the one before.
func (f *faulty) loads() (all []plant.Load) {
	for k := range 4 {
		l := f.lab.Bench.Blank()
		for i := range l[0] {
			if i%64/8 > 4+k {
				l[0][i] = 0
			}
		}
		all = append(all, l)
	}
	return all
}

func sum(v []float32) (s float64) {
	for _, x := range v {
		s += float64(x)
	}
	return s
}

// measure makes a run of some loads from one on, with what is to happen before a load; it tells how far it came.
func (f *faulty) measure(from int, before func(k int)) (done int, err error) {
	for k, l := range f.loads() {
		if k < from {
			continue
		}
		if before != nil {
			before(k)
		}
		v, err := f.lab.Bench.Intensity(f.t.Context(), []plant.Load{l})
		if err != nil {
			return k, err
		}
		if s := sum(v[0]); f.whole != nil && math.Abs(s/f.whole[k]-1) > 0.03 {
			f.t.Errorf("load %d measures %.4g, and %.4g without a fault", k, s, f.whole[k])
		}
	}
	return 4, nil
}

// opened opens the bench again, as who resumes a run does.
func (f *faulty) opened() {
	f.t.Helper()
	f.lab.Close()
	program, err := os.Executable()
	need(f.t, err)
	for range 20 { // a camera that was killed keeps its client for seconds
		if f.lab, err = open.Open(f.t.Context(), f.l.File, program); err == nil {
			return
		}
		time.Sleep(300 * time.Millisecond)
	}
	f.t.Fatal(err)
}

// TestFaults goes through what can go wrong on a bench in the midst of a run: each is noticed and named, and the run goes on with nothing
// lost. Panels and cameras are driven through the real protocols, and a training is another process. With -v it prints the table.
func TestFaults(t *testing.T) {
	f := &faulty{t: t}
	f.rows = tabwriter.NewWriter(&f.table, 0, 8, 2, ' ', 0)
	f.row("fault", "named", "the run")
	grade, err := virtual.Grade("mild")
	need(t, err)
	grade.Power, grade.Flicker = 0, 0
	f.l, f.lab = closed(t, bench(), grade, func(uint64) gige.Fault { return gige.Fault(f.next.Swap(int32(gige.Sound))) })
	t.Cleanup(func() { f.lab.Close() })
	var whole []float64
	for _, l := range f.loads() {
		v, err := f.lab.Bench.Intensity(t.Context(), []plant.Load{l})
		need(t, err)
		whole = append(whole, sum(v[0]))
	}
	f.whole = whole
	f.frames()
	f.devices()
	f.settings()
	f.sign()
	f.trainings()
	need(t, f.rows.Flush())
	t.Logf("\n%s", f.table.String())
}

// frames go wrong on their way: the bench takes them again and counts them.
func (f *faulty) frames() {
	for _, c := range []struct {
		name  string
		fault gige.Fault
		seen  func(r rig.Report) bool
		then  string
	}{
		{"frame lost", gige.Lost, func(r rig.Report) bool { return r.Lost >= 1 }, "whole: taken again"},
		{"frame late", gige.Late, func(r rig.Report) bool { return r.Lost >= 1 }, "whole: taken again"},
		{"frame twice", gige.Twice, func(r rig.Report) bool { return r.Incomplete == 0 }, "whole: taken once"},
		{"frame incomplete", gige.Cut, func(r rig.Report) bool { return r.Incomplete >= 1 }, "whole: taken again"},
	} {
		f.lab.Bench.Report = rig.Report{}
		done, err := f.measure(0, func(k int) {
			if k == 1 {
				f.next.Store(int32(c.fault))
			}
		})
		need(f.t, err)
		r := f.lab.Bench.Report
		// A machine that is busy may lose one more; of each it is known.
		if done != 4 || !c.seen(r) || r.Shots != 4 || r.Frames != 4+r.Lost+r.Incomplete+r.Stale {
			f.t.Errorf("%s: the bench reports %+v", c.name, r)
		}
		f.row(c.name, fmt.Sprintf("%d lost, %d incomplete, %d of another picture: %d frames for %d loads", r.Lost, r.Incomplete, r.Stale, r.Frames, r.Shots), c.then)
	}
}

// gone is a run in which a device goes away before a load, and comes back.
func (f *faulty) gone(name string, away, back func()) {
	f.t.Helper()
	done, err := f.measure(0, func(k int) {
		if k == 2 {
			away()
		}
	})
	if !errors.Is(err, rig.ErrGone) || done < 1 || done > 3 {
		f.t.Fatalf("%s: the run ends at load %d with %v", name, done, err)
	}
	back()
	f.opened()
	if again, err := f.measure(done, nil); err != nil || again != 4 {
		f.t.Errorf("%s: behind it the run ends at load %d with %v", name, again, err)
	}
	f.row(name, err.Error(), fmt.Sprintf("opened again and resumed at load %d of 4 by this test", done+1))
}

func (f *faulty) devices() {
	f.gone("camera killed and back", func() { need(f.t, f.l.Unplug(0)) }, func() { need(f.t, f.l.Plug(0)) })
	f.gone("SLM child killed", func() {
		child, err := os.FindProcess(f.lab.Panels[1].Ready().Process)
		need(f.t, err)
		need(f.t, child.Kill())
	}, func() {})
}

// settings are wrong: they are refused before a run, or end it before a wrong number is taken.
func (f *faulty) settings() {
	program, err := os.Executable()
	need(f.t, err)
	wrong := f.l.File
	wrong.Panels = append([]open.Panel(nil), wrong.Panels...)
	wrong.Panels[1].Monitor = "HDMI-9"
	lab, err := open.Open(f.t.Context(), wrong, program)
	if err == nil {
		lab.Close()
	}
	if err == nil || !strings.Contains(err.Error(), `no monitor is called "HDMI-9"`) {
		f.t.Errorf("a wrong monitor: %v", err)
	} else {
		f.row("wrong monitor", err.Error(), "did not begin")
	}
	f.opened()
	b := f.lab.Bench
	b.Saturated = 1e-3
	done, err := f.measure(0, func(k int) {
		if k == 2 {
			_, err := b.Object.Camera.Configure(f.t.Context(), rig.CameraConfig{Exposure: 5e-2})
			need(f.t, err)
		}
	})
	if !errors.Is(err, rig.ErrSaturated) || done != 2 {
		f.t.Fatalf("a saturated camera: the run ends at load %d with %v", done, err)
	}
	_, again := b.Object.Camera.Configure(f.t.Context(), rig.CameraConfig{Exposure: 2.5e-4})
	need(f.t, again)
	if again, err := f.measure(done, nil); err != nil || again != 4 {
		f.t.Errorf("a saturated camera: behind it the run ends at load %d with %v", again, err)
	}
	f.row("camera saturated", err.Error(), fmt.Sprintf("resumed at load %d of 4 by this test", done+1))
}

// sign is of a phase panel whose levels mean less phase: the check says so, and behind a calibration of its curve nothing is wrong.
func (f *faulty) sign() {
	s := virtual.Free(40)
	s.Panels[1].Gap = 0.005
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	grade, err := virtual.Grade("mild")
	need(f.t, err)
	truth := virtual.Draw(s, grade)
	for k := range truth.Panels[1].Curve.States {
		truth.Panels[1].Curve.States[k].Phase *= -1
	}
	b, err := virtual.Of(cpu.Open(0), s, truth)
	need(f.t, err)
	b.Mounts[1].Tag = rig.Tag{} // whose light goes elsewhere by the wrong sign
	tested := func() (l check.Line) {
		need(f.t, check.Run(f.t.Context(), b, func(one check.Line) {
			if one.Name == "sign of phases" {
				l = one
			}
		}))
		return l
	}
	before := tested()
	if before.Good || !strings.Contains(before.Text, "less phase") {
		f.t.Errorf("a wrong sign: %+v", before)
	}
	_, err = calibrate.Make(context.Background(), b, "curves")
	need(f.t, err)
	if after := tested(); !after.Good {
		f.t.Errorf("behind its calibration: %+v", after)
	}
	f.row("wrong sign of levels", "rig check: "+before.Text, "good behind rig calibrate curves")
}

// trainings are ended from outside, and go on with the bits of one that was not.
func (f *faulty) trainings() {
	t := f.t
	whole := filepath.Join(t.TempDir(), "whole")
	if said, ok := rode(t, whole, nil); !ok {
		t.Fatal(said)
	}
	checkpoint := func(dir string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, rundir.CheckpointFile))
		need(t, err)
		return b
	}
	resumed := func(name, dir, named string) {
		if said, ok := rode(t, dir, nil); !ok {
			t.Fatalf("%s: resumed: %s", name, said)
		}
		if !bytes.Equal(checkpoint(dir), checkpoint(whole)) {
			t.Errorf("%s: the run ends with another checkpoint than one that went through", name)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".*.part")); len(left) > 0 {
			t.Errorf("%s: %v is left", name, left)
		}
		f.row(name, named, "resumed: the same bits as without")
	}
	dir := filepath.Join(t.TempDir(), "interrupted")
	said, ok := rode(t, dir, func(p *os.Process, n int) {
		if n == 3 {
			need(t, p.Signal(os.Interrupt))
		}
	})
	if ok || !strings.Contains(said, "canceled") && !strings.Contains(said, "interrupt") {
		t.Errorf("Ctrl-C: %v, %q", ok, said)
	}
	resumed("Ctrl-C", dir, said)

	dir = filepath.Join(t.TempDir(), "killed")
	caught := false
	for try := 0; try < 20 && !caught; try++ {
		rode(t, dir, func(p *os.Process, n int) {
			for until := time.Now().Add(5 * time.Second); n == 2 && time.Now().Before(until); {
				_, err := os.Stat(filepath.Join(dir, rundir.CheckpointFile))
				if part, _ := filepath.Glob(filepath.Join(dir, ".checkpoint.npz.*.part")); err == nil && len(part) > 0 {
					p.Kill()
					return
				}
			}
		})
		part, _ := filepath.Glob(filepath.Join(dir, ".checkpoint.npz.*.part"))
		caught = len(part) > 0
	}
	if !caught {
		t.Error("no training was killed while it wrote a checkpoint")
	}
	resumed("SIGKILL in a checkpoint", dir, "half a checkpoint is left beside the whole one")

	dir = filepath.Join(t.TempDir(), "full")
	full := filepath.Join(dir, rundir.MetricsFile)
	said, ok = rode(t, dir, func(p *os.Process, n int) {
		if n == 3 {
			need(t, os.Symlink("/dev/full", full))
		}
	})
	if ok || !strings.Contains(said, "no space left on device") {
		t.Errorf("a full disk: %v, %q", ok, said)
	}
	need(t, os.Remove(full))
	resumed("disk full as metrics are written", dir, said)
}
