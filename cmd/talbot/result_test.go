package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/rundir"
)

func TestEval(t *testing.T) {
	dir := tinyRun(t)
	events, err := (&rundir.Dir{Path: dir}).Metrics()
	if err != nil {
		t.Fatal(err)
	}
	last := events[len(events)-1]
	var got struct {
		Event      string
		Count      int
		Accuracy   float64    `json:"test_accuracy"`
		Interval   [2]float64 `json:"test_interval"`
		Loss       float64    `json:"test_loss"`
		Efficiency float64
		OfSource   float64 `json:"source_efficiency"`
		Classes    []string
		Confusion  [][]int
	}
	if err := json.Unmarshal([]byte(works(t, "eval", dir, "--data", builtIn, "--limit-test", "20", "--json")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Event != "done" || got.Count != 20 || got.Accuracy != last.TestAccuracy || got.Loss != last.TestLoss || last.Efficiency == nil || got.Efficiency != *last.Efficiency ||
		last.SourceEfficiency == nil || got.OfSource != *last.SourceEfficiency || !(got.OfSource > 0 && got.OfSource < got.Efficiency/2) {
		t.Errorf("%+v, want what training measured: %+v", got, last)
	}
	text := works(t, "eval", dir, "--data", builtIn, "--limit-test", "20")
	for _, want := range []string{percent(got.Efficiency) + "   of the light behind the picture", percent(got.OfSource) + "   of the source's light, in front of the picture"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	sum, right := 0, 0
	for i, row := range got.Confusion {
		for j, n := range row {
			sum += n
			if i == j {
				right += n
			}
		}
	}
	if sum != 20 || float64(right)/20 != got.Accuracy || len(got.Classes) != 10 {
		t.Errorf("the matrix has %d pictures, %d right", sum, right)
	}
	if low, high := experiment.Wilson(right, 20); got.Interval != [2]float64{low, high} || last.TestCount != 20 || last.TestInterval == nil || *last.TestInterval != got.Interval {
		t.Errorf("interval %v, and of the run %+v, want %g to %g", got.Interval, last, low, high)
	}
	text = works(t, "eval", dir, "--data", builtIn, "--limit-test", "20")
	for _, want := range []string{percent(last.TestAccuracy), percentRange(got.Interval[0], got.Interval[1]), "20 test pictures of mnist", "rows are the true class"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestEvalOfAnotherRunsCheckpoint(t *testing.T) {
	dir, other := tinyRun(t), tinyRun(t, "--layers", "3")
	if err := os.WriteFile(filepath.Join(dir, rundir.CheckpointFile), []byte(read(t, other, rundir.CheckpointFile)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err, status := call(t, "eval", dir, "--data", builtIn); status != failed || !strings.Contains(err, "of another network") {
		t.Errorf("status %d, %q", status, err)
	}
}

func TestExportForSLM(t *testing.T) {
	dir, out := tinyRun(t), filepath.Join(t.TempDir(), "slm")
	_, masks, err := readNPY[byte]([]byte(read(t, dir, rundir.MasksFile)))
	if err != nil {
		t.Fatal(err)
	}
	works(t, "export", dir, "--as", "slm-png", "--out", out, "--size", "100x61", "--scale", "3", "--background", "77")
	for l := range 2 {
		p, err := png.Decode(strings.NewReader(read(t, out, fmt.Sprintf("mask-%d.png", l+1))))
		if err != nil {
			t.Fatal(err)
		}
		grey, ok := p.(*image.Gray)
		if !ok || grey.Rect != image.Rect(0, 0, 100, 61) {
			t.Fatalf("a %T of %v", p, p.Bounds())
		}
		for y := range 61 {
			for x := range 100 {
				want := byte(77)
				if mx, my := x-26, y-6; mx >= 0 && mx < 48 && my >= 0 && my < 48 {
					want = masks[l*256+my/3*16+mx/3]
				}
				if got := grey.GrayAt(x, y).Y; got != want {
					t.Fatalf("mask %d, pixel %d, %d: level %d, want %d", l+1, x, y, got, want)
				}
			}
		}
	}
	for args, want := range map[string]string{
		"--size 47x100 --scale 3":            "a mask of 16 x 16, each pixel 3 x 3, needs 48 x 48, more than 47x100",
		"--size 100":                         "is not a size such as 1920x1080",
		"--size 99999x1":                     "more than 16384 pixels",
		"--scale 0":                          "--scale: 0 is outside 1 to 1024",
		"--background 256":                   "--background",
		"--as csv --scale 2":                 "are for --as slm-png",
		"--as gltf":                          "want one of slm-png, npz, npy, csv, gdsii",
		"--as stl":                           "add --index",
		"--as bmp --index 1.46 --levels 300": "do not fit the 256 greys",
		"--as gdsii --index 1.46 --levels 12 --stack": "12 is no power of 2",
		"--as slm-png --out " + out:                   "mask-1.png is there already",
	} {
		rest := append([]string{"export", dir, "--as", "slm-png", "--out", t.TempDir()}, strings.Fields(args)...)
		if _, err, status := call(t, rest...); status == 0 || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %q, want %q", args, status, err, want)
		}
	}
	works(t, "export", dir, "--as", "slm-png", "--out", out, "--force")
	if p, err := png.DecodeConfig(strings.NewReader(read(t, out, "mask-1.png"))); err != nil || p.Width != 16 {
		t.Errorf("replaced by %+v (%v), want 16 x 16", p, err)
	}
}

func TestExportNumbers(t *testing.T) {
	dir, out := tinyRun(t), t.TempDir()
	works(t, "export", dir, "--as", "npy", "--out", out)
	if read(t, out, rundir.PhaseFile) != read(t, dir, rundir.PhaseFile) {
		t.Error("phase.npy is not that of the run")
	}
	_, v, err := readNPY[float32]([]byte(read(t, out, rundir.PhaseFile)))
	if err != nil {
		t.Fatal(err)
	}
	works(t, "export", dir, "--as", "csv", "--out", out, "--json")
	lines := strings.Split(strings.TrimSuffix(read(t, out, "mask-2.csv"), "\n"), "\n")
	if len(lines) != 16 {
		t.Fatalf("%d lines, want 16", len(lines))
	}
	for y, line := range lines {
		for x, word := range strings.Split(line, ",") {
			if got, err := strconv.ParseFloat(word, 32); err != nil || float32(got) != v[256+16*y+x] {
				t.Fatalf("x %d, y %d: %q, want %v", x, y, word, v[256+16*y+x])
			}
		}
	}
}

func TestAmplitudeMasks(t *testing.T) {
	dir, out := tinyRun(t, "--mask", "amplitude", "--epochs", "1"), t.TempDir()
	if text := works(t, "export", dir, "--as", "npy", "--out", out); !strings.Contains(text, "amplitudes from 0 to 1") {
		t.Errorf("it says %q", text)
	}
	_, v, err := readNPY[float32]([]byte(read(t, out, rundir.AmplitudeFile)))
	if err != nil {
		t.Fatal(err)
	}
	_, b, err := readNPY[byte]([]byte(read(t, dir, rundir.MasksFile)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range v {
		if v[i] < 0 || v[i] > 1 || byte(255*v[i]+0.5) != b[i] {
			t.Fatalf("value %d: amplitude %v and byte %d", i, v[i], b[i])
		}
	}
}

func TestFigure(t *testing.T) {
	dir, out := tinyRun(t), t.TempDir()
	for _, kind := range kinds {
		args := []string{"figure", dir, "--kind", kind, "--out", filepath.Join(out, kind+".png"), "--sample", "3", "--theme", "dark"}
		switch kind {
		case "confusion":
			args = append(args, "--data", builtIn, "--limit-test", "20")
		case "panels":
			args = []string{"figure", "slit", "--kind", kind, "--out", filepath.Join(out, kind+".png"), "--theme", "dark"}
		case "display": // of a display, rather than of a run whose masks are ideal
			args = []string{"figure", "slm-8", "--kind", kind, "--out", filepath.Join(out, kind+".png"), "--theme", "dark"}
		}
		works(t, args...)
		p, err := png.Decode(strings.NewReader(read(t, out, kind+".png")))
		if err != nil {
			t.Errorf("%s: %v", kind, err)
		} else if s := p.Bounds().Size(); s.X < 400 || s.Y < 300 {
			t.Errorf("%s is of %v pixels", kind, s)
		}
	}
	before := read(t, out, "masks.png")
	if _, err, status := call(t, "figure", dir, "--out", filepath.Join(out, "masks.png")); status != failed || !strings.Contains(err, "--force") {
		t.Errorf("a figure that is there: status %d, %q", status, err)
	}
	if read(t, out, "masks.png") != before {
		t.Error("the figure was overwritten")
	}
	for _, ext := range []string{".svg", ".pdf"} {
		file := filepath.Join(out, "f"+ext)
		var done struct{ Event, File, Description string }
		if err := json.Unmarshal([]byte(works(t, "figure", dir, "--out", file, "--json")), &done); err != nil || done.File != file || done.Description == "" {
			t.Errorf("%s: %+v (%v)", ext, done, err)
		}
		if read(t, file) == "" {
			t.Errorf("%s is empty", file)
		}
	}
	if _, err, _ := call(t, "figure", dir, "--out", filepath.Join(out, "x.png"), "--sample", "12345"); !strings.Contains(err, "--sample: 12345 is outside 0 to") {
		t.Errorf("a picture that is not there: %q", err)
	}
}

// The masks that Talbot ships fit their presets and know their data.
func TestShippedMasks(t *testing.T) {
	for _, id := range presetIDs() {
		target, err := find(id)
		if err != nil {
			t.Fatal(err)
		}
		b, err := shippedMasks(id, &target.config)
		if err != nil {
			if _, text, status := call(t, "eval", id, "--data", builtIn); status != failed || !strings.Contains(text, "talbot train "+id) {
				t.Errorf("%s: status %d, %q", id, status, text)
			}
			continue
		}
		if bytes.Count(b, b[:1]) == len(b) {
			t.Errorf("%s: all bytes are the same", id)
		}
		if target.config.Samples > 64 {
			continue // more than a moment
		}
		var got struct {
			Accuracy float64 `json:"test_accuracy"`
		}
		if err := json.Unmarshal([]byte(works(t, "eval", id, "--data", builtIn, "--json")), &got); err != nil || got.Accuracy < 0.8 {
			t.Errorf("%s: accuracy %v on the small test set (%v)", id, got.Accuracy, err)
		}
	}
}

func TestSLMFrameIsCentred(t *testing.T) {
	f, err := (&slmFlags{size: "5x4", scale: 1, background: 9}).frame(2, 36e-6, 8)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.encode(&b, []uint16{1, 2, 3, 4}, 2, 8); err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	want := []byte{9, 9, 9, 9, 9, 9, 1, 2, 9, 9, 9, 3, 4, 9, 9, 9, 9, 9, 9, 9}
	if got := p.(*image.Gray).Pix; !reflect.DeepEqual(got, want) {
		t.Errorf("levels %v, want %v", got, want)
	}
}
