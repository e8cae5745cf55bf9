package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
)

// Masks of a network for the bench leave it as phases, those of the run's checkpoint, as pictures for a panel and as tables; what the
// network is made of can be told.
func TestExportForward(t *testing.T) {
	run, arrays, pictures := filepath.Join(t.TempDir(), "run"), filepath.Join(t.TempDir(), "npy"), filepath.Join(t.TempDir(), "png")
	noted(t, "train", "ffm-small", "--data", builtIn, "--limit-train", "20", "--limit-test", "10", "--method", "in-silico", "--trained-in-model", "0", "--epochs", "1", "--device", "cpu", "--threads", "1", "--out", run)
	works(t, "export", run, "--as", "npy", "--out", arrays)
	works(t, "export", run, "--as", "slm-png", "--slm-pitch", "4um", "--out", pictures)
	dir, err := rundir.Open(run)
	if err != nil {
		t.Fatal(err)
	}
	state, err := dir.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(arrays, rundir.PhaseFile))
	if err != nil {
		t.Fatal(err)
	}
	got, err := npy.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	values, n, found := npy.Values[float32](got), 32*32, 0
	if len(got.Shape) != 3 || got.Shape[0] != 2 || got.Shape[1] != 32 || got.Shape[2] != 32 {
		t.Fatalf("phases of shape %v", got.Shape)
	}
	for _, v := range state.Arrays {
		l := map[string]int{"mask 1": 0, "mask 2": 1}
		k, ok := l[v.Name]
		if !ok {
			continue
		}
		found++
		for i, x := range v.Data {
			turns := (float64(x) - float64(values[k*n+i])) / (2 * math.Pi)
			if math.Abs(turns-math.Round(turns)) > 1e-6 {
				t.Fatalf("%s, pixel %d: %g, and in the checkpoint %g", v.Name, i, values[k*n+i], x)
			}
		}
	}
	if found != 2 {
		t.Errorf("the checkpoint has %d of the masks", found)
	}
	var sheet struct {
		Wavelength float64
		Panel      float64 `json:"panel_pitch"`
		Masks      []struct {
			File  string
			Pitch float64
			Facts map[string]float64
		}
	}
	if err := json.Unmarshal([]byte(read(t, pictures, screensFile)), &sheet); err != nil || len(sheet.Masks) != 2 || sheet.Panel != 4e-6 || sheet.Wavelength == 0 {
		t.Fatalf("%+v: %v", sheet, err)
	}
	for _, m := range sheet.Masks {
		if _, err := os.Stat(filepath.Join(pictures, m.File)); err != nil || m.Pitch != 8e-6 || m.Facts["distance behind it, m"] == 0 {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if out := works(t, "model", run, "--layers", "3"); !strings.Contains(out, "phases that are learned                     3,072") {
		t.Errorf("model says:\n%s", out)
	}
}
