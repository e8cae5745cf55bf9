package main

import (
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/frame"
)

// Fitted masks come out as pictures that say what the tables say, in the middle of the panel, and as drives of
// a display's levels.
func TestExportFitted(t *testing.T) {
	short := []string{"--data", builtIn, "--limit-train", "40", "--limit-test", "20", "--held-out", "0", "--epochs", "1", "--batch", "20", "--fit-steps", "4", "--fit-warm", "2", "--mask-size", "180", "--threads", "1"}
	train := func(dir string, more ...string) {
		works(t, append(append([]string{"train", "dante-small", "--out", dir}, short...), more...)...)
	}
	run, shown := filepath.Join(t.TempDir(), "run"), filepath.Join(t.TempDir(), "shown")
	train(run)
	train(shown, "--curve", "phase-8", "--display-rule", "level")
	for i, dir := range []string{run, shown} {
		out, tables := filepath.Join(t.TempDir(), "png"), filepath.Join(t.TempDir(), "csv")
		works(t, "export", dir, "--as", "slm-png", "--size", "200x190", "--out", out)
		works(t, "export", dir, "--as", "csv", "--out", tables)
		var sheet struct {
			Display string
			Masks   []struct {
				Name, File string
				Facts      map[string]float64
			}
		}
		if err := json.Unmarshal([]byte(read(t, out, screensFile)), &sheet); err != nil || len(sheet.Masks) != 2 {
			t.Fatalf("%d masks: %v", len(sheet.Masks), err)
		}
		if f := sheet.Masks[1].Facts; sheet.Masks[1].Name != "2" || f["input channels"] != 4 || f["output channels"] != 16 || f["side of a channel"] != 12 || f["gain"] == 0 || (sheet.Display == "phase-8") != (i == 1) {
			t.Errorf("display %q, mask %s has %v", sheet.Display, sheet.Masks[1].Name, f)
		}
		for _, m := range sheet.Masks {
			f, err := os.Open(filepath.Join(out, m.File))
			if err != nil {
				t.Fatal(err)
			}
			p, err := png.Decode(f)
			f.Close()
			if err != nil || p.Bounds() != image.Rect(0, 0, 200, 190) {
				t.Fatalf("picture of %v: %v", p.Bounds(), err)
			}
			for y, line := range strings.Fields(read(t, tables, strings.Replace(m.File, "png", "csv", 1))) {
				for x, text := range strings.Split(line, ",") {
					phi, _ := strconv.ParseFloat(text, 64)
					want := frame.PhaseByte(phi)
					if i == 1 { // level k of phase-8 is a phase of 2 pi k/8, and its drive is k
						want /= 32
					}
					if got := p.(*image.Gray).GrayAt(10+x, 5+y).Y; got != want {
						t.Fatalf("mask %s, pixel %d, %d: grey %d for a phase of %g, want %d", m.Name, x, y, got, phi, want)
					}
				}
			}
		}
	}
	for args, want := range map[string]string{
		"export " + run + " --as gdsii --out x":                  "have the forms slm-png, npz, npy, csv",
		"export " + run + " --as npy --scale 2 --out x":          "are for --as slm-png",
		"export " + run + " --as csv --masks m.npz --out x":      "m.npz",
		"export " + run + " --as slm-png --size 100x100 --out x": "larger --size",
	} {
		if _, err, status := call(t, strings.Fields(args)...); status == 0 || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %s", args, status, err)
		}
	}
}
