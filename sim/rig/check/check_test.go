package check_test

import (
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig"
	"talbot/sim/rig/check"
	"talbot/sim/rig/virtual"
)

// said are the lines of the tests of a simulated bench whose camera exposes for so long, s; 0 for as it should.
func said(t *testing.T, exposure float64, change func(*rig.Bench)) map[string]check.Line {
	t.Helper()
	s := virtual.Free(48)
	s.Panels[1].Gap *= 48. * 48 / (400 * 400)
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / s.Plane.Dx, 0.25 / s.Plane.Dx}
	f, err := virtual.Grade("mild")
	if err != nil {
		t.Fatal(err)
	}
	b, err := virtual.New(cpu.Open(0), s, f)
	if err != nil {
		t.Fatal(err)
	}
	if exposure > 0 {
		if _, err := b.Object.Camera.Configure(t.Context(), rig.CameraConfig{Exposure: exposure}); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(b)
	}
	lines := map[string]check.Line{}
	if err := check.Run(t.Context(), b, func(l check.Line) { lines[l.Name] = l }); err != nil {
		t.Fatal(err)
	}
	return lines
}

// A camera that is full does not tell the sign of phases, and nobody is told to turn a curve by it; one that is not full does.
func TestSignWantsRoom(t *testing.T) {
	if l := said(t, 0, nil)["sign of phases"]; !l.Good {
		t.Error(l)
	}
	if l := said(t, 1, nil)["sign of phases"]; l.Good || !strings.Contains(l.Text, "pixels are full") || strings.Contains(l.Text, "Turn") {
		t.Error(l)
	}
}

// What ends a sequence of tagged pictures is said, where no frame was wrong.
func TestTaggedSaysWhatEndedIt(t *testing.T) {
	l := said(t, 1, func(b *rig.Bench) { b.Saturated, b.Retries = 1e-5, 0 })["tagged frames"]
	if l.Good || l.Value != 0 || strings.Contains(l.Text, "0 frames") || !strings.Contains(l.Text, "saturated") && !strings.Contains(l.Text, "full") {
		t.Error(l)
	}
}
