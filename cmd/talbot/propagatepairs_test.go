package main

import (
	"encoding/json"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/optics/npy"
	"talbot/sim/rundir"
	"talbot/sim/source"
)

// lightFile writes light on g.
func lightFile(t *testing.T, g optics.Grid, e optics.Profile) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "light.npy")
	p := &npy.Plane{Nx: g.Nx, Ny: g.Ny, Dims: 2, Type: "complex64", U: e.Samples(g)}
	if err := rundir.WriteFile(file, p.Write); err != nil {
		t.Fatal(err)
	}
	return file
}

// Every flag of two axes takes one value, two, or its companion with -y; all say the
// same, and the result is on the samples asked for.
func TestPropagatePairs(t *testing.T) {
	g := optics.Grid{Nx: 64, Ny: 48, Dx: 4e-6, Dy: 8e-6}
	in := lightFile(t, g, source.Beam{Waist: 40e-6, Wavelength: 633e-9}.Gaussian())
	run := func(args string) (text, data string) {
		t.Helper()
		out := filepath.Join(t.TempDir(), "out.npy")
		text = works(t, append([]string{"propagate", "--in", in, "--out", out, "--wavelength", "633nm", "--z", "2mm", "--device", "cpu"}, strings.Fields(args)...)...)
		return text, read(t, out)
	}
	text, want := run("--pitch 4um,8um --method scaled-spectrum --padding 40,20 --out-pitch 3um,5um --out-samples 50x30 --shift 5um,-6um")
	if !strings.Contains(text, "50 x 30 samples of 3 um x 5 um") {
		t.Errorf("it says %q", text)
	}
	for _, same := range []string{
		"--pitch 4um --pitch-y 8um --method scaled-spectrum --padding 40 --padding-y 20 --out-pitch 3um --out-pitch-y 5um --out-samples 50,30 --shift 5um,-6um",
		"--pitch 4e-6,8e-6 --method scaled-spectrum --padding 40,20 --out-pitch 0.003mm,5um --out-samples 50,30 --shift 5e-6,-6e-6",
	} {
		if _, got := run(same); got != want {
			t.Errorf("%s gives another result", same)
		}
	}
	// The companion alone changes y alone.
	if text, _ := run("--pitch 4um,8um --method scaled-spectrum --padding 40 --out-pitch-y 5um"); !strings.Contains(text, "64 x 48 samples of 4 um x 5 um") {
		t.Errorf("it says %q", text)
	}
	// The plane in x and y is what the flags say: the beam is as wide on both.
	out := filepath.Join(t.TempDir(), "out.npy")
	var line struct{ Pitch_m []float64 }
	if err := json.Unmarshal([]byte(works(t, "propagate", "--in", in, "--out", out, "--pitch", "4um,8um", "--wavelength", "633nm", "--z", "2mm", "--out-pitch", "2um,6um", "--json", "--device", "cpu")), &line); err != nil {
		t.Fatal(err)
	}
	if len(line.Pitch_m) != 2 || line.Pitch_m[0] != 2e-6 || line.Pitch_m[1] != 6e-6 {
		t.Errorf("pitch_m is %v", line.Pitch_m)
	}
	p, err := npy.ReadPlane([]byte(read(t, out)))
	if err != nil {
		t.Fatal(err)
	}
	beam := source.Beam{Waist: 40e-6, Wavelength: 633e-9, Z: 2e-3}.Gaussian()
	for i, v := range p.U {
		if x, y := float64(i%64-32)*2e-6, float64(i/64-24)*6e-6; math.Hypot(real(v-beam(x, y)), imag(v-beam(x, y))) > 1e-4 {
			t.Fatalf("at (%g, %g) the light is %v, want %v", x, y, v, beam(x, y))
		}
	}
}

func TestPropagatePairErrors(t *testing.T) {
	in := lightFile(t, optics.Square(16, 4e-6), element.Circle(20e-6))
	for args, want := range map[string]string{
		"--pitch 4um,0":                 "is not above 0",
		"--pitch 4um,8um,2um":           "is not a length",
		"--pitch 4um,":                  "is not a length",
		"--pitch 4um,8um --pitch-y 8um": "--pitch-y: --pitch has a length along y already",
		"--pitch 4um --out-pitch 1um,2um --out-pitch-y 2um": "--out-pitch-y: --out-pitch has a length along y already",
		"--pitch 4um --out-pitch-y -2um":                    "is not above 0",
		"--pitch 4um --padding 3,-1":                        "--padding: -1 is below 0",
		"--pitch 4um --padding 3,x":                         "--padding: \"x\" is not a number of samples",
		"--pitch 4um --padding 3.5":                         "--padding: \"3.5\" is not a number of samples",
		"--pitch 4um --padding 3,4 --padding-y 4":           "--padding-y: --padding has a number along y already",
		"--pitch 4um --padding-y 4":                         "--padding-y: say what --padding is along x too",
		"--pitch 4um --padding 4 --padding-y 4,5":           "--padding-y: \"4,5\" is not one number",
		"--pitch 4um --out-samples 4,0":                     "--out-samples: 0 is below 1",
		"--pitch 4um --out-samples 4x5x6":                   "--out-samples:",
		"--pitch 4um --shift 1um":                           "--shift: \"1um\" is not two lengths",
		"--pitch 4um --shift 1um,2parsec":                   "--shift: \"2parsec\" is not a length",
	} {
		_, err, status := call(t, append([]string{"propagate", "--in", in, "--out", "v.npy", "--wavelength", "633nm", "--z", "1mm"}, strings.Fields(args)...)...)
		if status != misused || !strings.Contains(err, want) || strings.Count(err, "\n") != 1 {
			t.Errorf("%s: status %d, %q; want %q", args, status, err, want)
		}
	}
}

// A lens that is too short for its samples is noted, in text and JSON; one that they
// carry is not.
func TestPropagateNotesTheLimitOfSamples(t *testing.T) {
	const want = "of the power lies in the outermost tenth of the band of samples of 8 um, steeper than 36 mrad"
	for f, noted := range map[float64]bool{0.01: true, 0.1: false} {
		in := lightFile(t, optics.Square(128, 8e-6), element.Contact(element.Circle(0.5e-3), element.Lens(f, 633e-9)))
		out := filepath.Join(t.TempDir(), "out.npy")
		args := []string{"propagate", "--in", in, "--out", out, "--pitch", "8um", "--wavelength", "633nm", "--z", "10mm", "--device", "cpu"}
		_, err, status := call(t, args...)
		if status != 0 || strings.Contains(err, want) != noted {
			t.Errorf("a lens of %g m: status %d, %q", f, status, err)
		}
		var line struct{ Warnings []string }
		if err := json.Unmarshal([]byte(works(t, append(args, "--force", "--json")...)), &line); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.Join(line.Warnings, "; "), want) != noted {
			t.Errorf("a lens of %g m: JSON says %q", f, line.Warnings)
		}
	}
}
