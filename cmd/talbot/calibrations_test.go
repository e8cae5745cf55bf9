package main

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"talbot/sim/rig"
	"talbot/sim/system/forward"
)

// A calibration comes back from its file as it was, to who asks by the same key; a file that is cut off is none.
func TestKeptCalibrations(t *testing.T) {
	c := calibrations{filepath.Join(t.TempDir(), "calibrations")}
	found := &forward.Calibrated{State: []float32{1, 2.5}, Report: rig.Report{Frames: 7}}
	found.Calibration.Panels = []rig.PanelCalibration{{Registration: rig.Same, Flat: []float32{0.5, 1}, Fringing: 0.3, ZeroOrder: [2]float64{0.1, -0.2}}}
	found.Calibration.Cameras[1].Unit = 3
	if c.Kept("a") != nil {
		t.Error("there is a calibration before one was kept")
	}
	if err := c.Keep("a", found); err != nil {
		t.Fatal(err)
	}
	if got := c.Kept("a"); !reflect.DeepEqual(got, found) {
		t.Errorf("%+v comes back, want %+v", got, found)
	}
	if c.Kept("b") != nil {
		t.Error("another key has it too")
	}
	if err := os.Truncate(c.path("a"), 20); err != nil {
		t.Fatal(err)
	}
	if c.Kept("a") != nil {
		t.Error("a file that is cut off is taken")
	}
}
