package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"talbot/sim/rundir"
)

func TestMetres(t *testing.T) {
	for text, want := range map[string]float64{
		"0.12": 0.12, "12cm": 0.12, "0.5km": 500, "12 cm": 0.12, "120mm": 0.12, "1.2e2mm": 0.12, "0.12m": 0.12, ".12": 0.12, "1.2e-1": 0.12,
		"532nm": 532e-9, "36um": 36e-6, "36µm": 36e-6, "36μm": 36e-6, "4.5um": 4.5e-6, "96mm": 0.096, "-3mm": -0.003, "0": 0,
	} {
		if got, err := metres(text); got != want || err != nil {
			t.Errorf("metres(%q) = %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "cm", "12 parsec", "12 MM", "0,12", "1e999", "1e9999", "12cmm", "nan", "inf", "0x1p-3", ".", "1 2", "12cm 3"} {
		if got, err := metres(text); err == nil || !strings.Contains(err.Error(), "want metres such as 0.12") {
			t.Errorf("metres(%q) = %v, %v", text, got, err)
		}
	}
}

func TestLengthText(t *testing.T) {
	for m, want := range map[float64]string{0.3: "300 mm", 36e-6: "36 um", 4.5e-6: "4.5 um", 532e-9: "532 nm", 2: "2 m", 2.304e-3: "2.304 mm", 1000e-9: "1 um"} {
		if got := lengthText(m); got != want {
			t.Errorf("lengthText(%g) = %q, want %q", m, got, want)
		}
	}
}

// A length with a unit is the number that the same length in metres is.
func TestLengthsOnTheCommandLine(t *testing.T) {
	dir := tinyRun(t, "--epochs", "1", "--distance", "2.4cm", "--wavelength=532nm", "--pitch", "36 µm", "--phase-depth", "3rad", "--encoding", "phase")
	run, err := rundir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if c := run.Network(); c.Distance != 0.024 || c.Wavelength != 532e-9 || c.Pitch != 36e-6 || c.PhaseDepth != 3 {
		t.Errorf("%+v", c)
	}
	if config := read(t, dir, rundir.ConfigFile); !strings.Contains(config, `"distance": 0.024,`) {
		t.Errorf("config.json is\n%s", config)
	}
	for args, want := range map[string]string{
		"--distance 12parsec": `--distance: "12parsec" is not a length: want metres such as 0.12, or a length with km, m, cm, mm, um or nm such as 12cm`,
		"--distance twelve":   `--distance: "twelve" is not a length`,
		"--wavelength 532":    "--wavelength: 532 m is outside 10 nm to 10 mm; a length can have a unit, such as 532nm",
		"--wavelength 532m":   "--wavelength: 532 m is outside 10 nm to 10 mm\n",
		"--phase-depth 2pi":   `--phase-depth: "2pi" is not a number of rad`,
		"--layers 3cm":        `--layers: "3cm" is not a whole number`,
	} {
		_, err, status := call(t, append(append(append([]string{}, tiny...), "--out", filepath.Join(t.TempDir(), "no")), strings.Fields(args)...)...)
		if status != misused || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %q, want %q", args, status, err, want)
		}
	}
}

// Helps and lists write lengths with units, not as powers of ten.
// A bench whose gaps and planes are all different, from the flags to the folder, the next run,
// the file of masks and the figure.
func TestListsOnTheCommandLine(t *testing.T) {
	dir := tinyRun(t, "--epochs", "1", "--distance", "2 cm, 3cm,25mm", "--pitch", "36um,36um,30um,40um", "--samples", "16, 24,24,20", "--padding", "8")
	run, err := rundir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	c := run.Network()
	if c.Distances != "0.02,0.03,0.025" || c.Pitches != "3.6e-05,3.6e-05,3e-05,4e-05" || c.Sizes != "16,24,24,20" || c.Gap(1) != 0.03 {
		t.Errorf("%+v", c)
	}
	if config := read(t, dir, rundir.ConfigFile); !strings.Contains(strings.Join(strings.Fields(config), " "), `"distance": [ 0.02, 0.03, 0.025 ],`) {
		t.Errorf("config.json is\n%s", config)
	}
	works(t, "train", "--resume", dir, "--epochs", "2")
	masks := filepath.Join(t.TempDir(), "masks")
	works(t, "export", dir, "--as", "npz", "--out", masks)
	works(t, append(append([]string{}, tiny...), "--out", filepath.Join(t.TempDir(), "from"), "--epochs", "1", "--masks", filepath.Join(masks, rundir.MaskFileName),
		"--distance", "0.02,0.03,0.025", "--pitch", "36um,36um,30um,40um", "--samples", "16,24,24,20", "--padding", "8")...)
	works(t, "figure", dir, "--kind", "bench", "--out", filepath.Join(t.TempDir(), "bench.svg"))
	works(t, "eval", dir)
	for args, want := range map[string]string{
		"--distance 2cm,3cm":                "--distance: 2 values for 3 gaps, one more than the masks: give one for all, or one each",
		"--distance 2cm,far,1cm":            `--distance: "far" is not a length`,
		"--distance 2cm,3cm,9km":            "--distance: 9 km is outside 0 m to 1 km",
		"--pitch 36,36um,36um,36um":         "--pitch: 36 m is outside 100 nm to 10 mm; a length can have a unit",
		"--samples 16,16,20,16":             "--samples: mask 1 has 16 along a side and mask 2 has 20",
		"--samples 16,16.5,16,16":           `--samples: "16.5" is not a whole number`,
		"--wavelength 532nm,600nm":          `--wavelength: "532nm,600nm" is not a length`,
		"--distance 2cm,3cm,2cm --layers 3": "--distance: 3 values for 4 gaps",
	} {
		_, err, status := call(t, append(append(append([]string{}, tiny...), "--out", filepath.Join(t.TempDir(), "no")), strings.Fields(args)...)...)
		if status != misused || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %q, want %q", args, status, err, want)
		}
	}
}

func TestHelpsWriteLengthsOneWay(t *testing.T) {
	for _, args := range []string{"train d2nn-mnist-64 --help", "list d2nn-mnist-64", "list slit", "list poisson-spot", "list fourier-4f", "list codesign-mnist-64", "propagate --help"} {
		if out := works(t, strings.Fields(args)...); regexp.MustCompile(`e-[0-9]+ m\b|532e-9`).MatchString(out) {
			t.Errorf("talbot %s says\n%s", args, out)
		}
	}
	if out := works(t, "list", "slit"); !strings.Contains(out, "slit-width  400 um") || !strings.Contains(out, "(1 um to 1 m)") {
		t.Errorf("talbot list slit says\n%s", out)
	}
}
