package main

import (
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
