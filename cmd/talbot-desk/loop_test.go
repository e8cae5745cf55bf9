//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig/aravis"
	"talbot/sim/rig/check"
	"talbot/sim/rig/gige"
	"talbot/sim/rig/loop"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
)

var loops atomic.Int32

// address is one of this process's own, so that tests may run side by side.
func address(n int32) string {
	return fmt.Sprintf("127.%d.%d.%d", 100+os.Getpid()>>8&127, os.Getpid()&255, n)
}

// closed is a simulated bench behind real protocols, open as a lab's would be: this test's own program fills its panels.
func closed(t *testing.T, s virtual.Setup, f virtual.Faults, fault func(uint64) gige.Fault) (*loop.Loop, *open.Lab) {
	t.Helper()
	virtualScreen(t, 16, 16) // skips where there can be none
	n := loops.Add(1)
	l, err := loop.Start(cpu.Open(0), s, f, loop.Options{Addresses: []string{address(2 * n), address(2*n + 1)}, Fault: fault, Delay: 1500 * time.Millisecond})
	need(t, err)
	t.Cleanup(l.Close)
	program, err := os.Executable()
	need(t, err)
	lab, err := open.Open(t.Context(), l.File, program)
	if errors.Is(err, aravis.ErrLibrary) {
		t.Skip(err)
	}
	need(t, err)
	t.Cleanup(lab.Close)
	return l, lab
}

// bench is one of the size of a virtual screen in a test, on which light goes as far as in the published one for its width.
func bench() virtual.Setup {
	s := virtual.Free(64)
	s.Panels[1].Gap = 0.01
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	return s
}

// All tests of a bench are passed through real protocols, on one with mild faults.
func TestLoopCheck(t *testing.T) {
	f, err := virtual.Grade("mild")
	need(t, err)
	l, lab := closed(t, bench(), f, nil)
	names := ""
	err = check.Run(t.Context(), lab.Bench, func(r check.Line) {
		t.Logf("%+v", r)
		names += r.Name + " "
		// Packets and windows come late on a machine that is busy.
		if busy := r.Name == "tagged frames" || r.Name == "latency" || r.Name == "lost frames"; !r.Good && !busy {
			t.Errorf("%s: %g %s, %s", r.Name, r.Value, r.Unit, r.Text)
		}
	})
	need(t, err)
	need(t, l.Err())
	if lab.Bench.Report.Stale > 0 {
		t.Errorf("the bench reports %+v", lab.Bench.Report)
	}
	if names != "tagged frames latency first-frame offset rate linearity sign of phases registration lost frames " {
		t.Errorf("the tests are %s", names)
	}
}

// Calibrations through real protocols find the hidden truth of a bench with mild faults: the phase panel's curve to 20 mrad, and
// where the camera stands to a tenth of a pixel. Light that aberrations bend, or that leaves a panel at an angle, is seen
// elsewhere, and belongs to the registration, but is in no pose: it is left out.
func TestLoopCalibrates(t *testing.T) {
	f, err := virtual.Grade("mild")
	need(t, err)
	f.Aberration, f.Pointing = 0, 0
	s := bench()
	truth := virtual.Draw(s, f)
	l, lab := closed(t, s, f, nil)
	b := lab.Bench
	need(t, b.MeasureCurves(t.Context(), 16, 4))
	worst := 0.0
	for i, st := range b.Mounts[1].Curve.States {
		want := truth.Panels[1].Curve.States[i].Phase - truth.Panels[1].Curve.States[0].Phase
		worst = max(worst, math.Abs(st.Phase-want))
	}
	t.Logf("the curve is found to %.4f rad", worst)
	if worst > 0.02 {
		t.Errorf("a phase is found %.4f rad from where it is", worst)
	}
	residual, err := b.Register(t.Context(), 0)
	need(t, err)
	m, x, y := virtual.Between(truth.Panels[1].Pose, truth.Cameras[0].Pose)
	det := m[0]*m[3] - m[1]*m[2]
	square, n := 0.0, 0.0
	g := s.Plane
	for j := -4; j <= 4; j++ {
		for i := -4; i <= 4; i++ {
			qx, qy := float64(i)/10*float64(g.Nx)*g.Dx, float64(j)/10*float64(g.Ny)*g.Dy
			px, py := (m[3]*(qx-x)-m[1]*(qy-y))/det, (m[0]*(qy-y)-m[2]*(qx-x))/det
			hx, hy := b.Object.Registration.At(qx, qy)
			square += math.Pow((hx-px)/g.Dx, 2) + math.Pow((hy-py)/g.Dy, 2)
			n++
		}
	}
	off := math.Sqrt(square / n)
	t.Logf("the camera is found to %.3f px, residual %.3f px", off, residual/g.Dx)
	if off > 0.1 {
		t.Errorf("the camera is found %.3f px from where it is", off)
	}
	need(t, l.Err())
	if b.Report.Stale > 0 {
		t.Errorf("the bench reports %+v", b.Report)
	}
}

// Frames that are lost or cut on their way are named, counted and taken again: every load is measured all the same.
func TestLoopLosesFrames(t *testing.T) {
	f, err := virtual.Grade("mild")
	need(t, err)
	l, lab := closed(t, bench(), f, func(n uint64) gige.Fault {
		switch n {
		case 3, 9:
			return gige.Lost
		case 5, 6:
			return gige.Cut
		case 7:
			return gige.Twice
		}
		return gige.Sound
	})
	b := lab.Bench
	var loads []plant.Load
	for range 8 {
		loads = append(loads, b.Blank())
	}
	all, err := b.Intensity(t.Context(), loads)
	need(t, err)
	for i, v := range all {
		sum, first := 0.0, 0.0
		for k := range v {
			sum, first = sum+float64(v[k]), first+float64(all[0][k])
		}
		if math.Abs(sum/first-1) > 0.02 {
			t.Errorf("load %d measures %.3f of what the first does", i, sum/first)
		}
	}
	if r := b.Report; r.Shots != 8 || r.Frames != 12 || r.Lost != 2 || r.Incomplete != 2 || r.Stale != 0 {
		t.Errorf("the bench reports %+v", r)
	}
	if n := lab.Cameras[0].Counts(); n.Lost != 2 || n.Incomplete != 2 || n.Timeouts != 2 || n.Complete != 8 {
		t.Errorf("the camera counts %+v", n)
	}
	need(t, l.Err())
}

// Pictures that are shown while the frame before is read out come through real protocols with the light of those that wait for it. Screens are
// read some time behind the trigger, so that the swap has to wait: this proves bytes, and no rate.
func TestLoopOverlaps(t *testing.T) {
	f, err := virtual.Grade("mild")
	need(t, err)
	f.Power, f.Flicker = 0, 0
	l, lab := closed(t, bench(), f, nil)
	b := lab.Bench
	var loads []plant.Load
	for k := range 6 {
		one := b.Blank()
		for i := range one[0] {
			if i%64/8 > k {
				one[0][i] = 0
			}
		}
		loads = append(loads, one)
	}
	want, err := b.Intensity(t.Context(), loads)
	need(t, err)
	need(t, b.Overlap(0.15, 0))
	got, err := b.Intensity(t.Context(), loads)
	need(t, err)
	for k := range loads {
		if now, was := sum(got[k]), sum(want[k]); math.Abs(now/was-1) > 0.03 {
			t.Errorf("load %d measures %.4g, and %.4g alone", k, now, was)
		}
	}
	need(t, l.Err())
}
