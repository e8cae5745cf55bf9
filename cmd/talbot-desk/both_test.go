//go:build linux && (amd64 || arm64)

package main

import (
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig"
	"talbot/sim/rig/loop"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
	"talbot/sim/system/forward"
)

// mild is a bench with mild faults for masks of these settings.
func mild(t *testing.T, c *forward.Config) (virtual.Setup, virtual.Faults) {
	t.Helper()
	s := virtual.Free(c.Samples)
	s.Padding, s.Panels[1].Gap, s.Exposure = c.Padding, c.Distance, c.Exposure
	s.Carrier = [2]float64{0.3 / c.Pitch, 0.25 / c.Pitch}
	f, err := virtual.Grade("mild")
	need(t, err)
	return s, f
}

// both are that bench behind real protocols and the same one without them, with the calibration and the exposures of the latter.
func both(t *testing.T, c *forward.Config) (l *loop.Loop, lab *open.Lab, direct *rig.Bench) {
	t.Helper()
	s, f := mild(t, c)
	l, lab = closed(t, s, f, nil)
	direct, err := virtual.New(cpu.Open(0), s, f)
	need(t, err)
	need(t, direct.MeasureAll(t.Context(), nil))
	need(t, lab.Bench.Calibrate(direct.Calibration()))
	for i, e := range []*rig.Eye{&direct.Object, &direct.Reference} {
		exposed := []*rig.Eye{&lab.Bench.Object, &lab.Bench.Reference}[i]
		var frame rig.Frame // as long as the calibration has it
		need(t, e.Camera.Grab(t.Context(), &frame))
		_, err := exposed.Camera.Configure(t.Context(), rig.CameraConfig{Exposure: frame.Exposure})
		need(t, err)
	}
	return l, lab, direct
}
