package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/modulator"
	"talbot/sim/rundir"
)

// The nearest pixel of the mask is the one that a pixel of the SLM lies on, both
// centred on the axis.
func TestSLMPitchResamples(t *testing.T) {
	for _, c := range []struct {
		n      int
		pitch  lengthFlag // for masks of 36 um
		want   []int
		square string
	}{
		{2, 36e-6, []int{0, 1}, "1 x 1"},
		{2, 12e-6, []int{0, 0, 0, 1, 1, 1}, "3 x 3"},
		{2, 24e-6, []int{0, 1, 1}, "1.5 x 1.5"}, // the middle is on the edge
		{4, 8e-6, []int{0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3}, "4.5 x 4.5"},
		{3, 30e-6, []int{0, 1, 1, 2}, "1.2 x 1.2"}, // 3.6 pixels, rounded; centres at 0.25, 1.08, 1.92, 2.75
		{4, 72e-6, []int{1, 3}, "0.5 x 0.5"},
	} {
		f, err := (&slmFlags{scale: 1, pitch: c.pitch}).frame(c.n, 36e-6, 8)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(f.shown, c.want) || f.square() != c.square || f.w != len(c.want) {
			t.Errorf("%d pixels of 36 um on %v: %v, %s, want %v, %s", c.n, c.pitch.String(), f.shown, f.square(), c.want, c.square)
		}
	}
	// An exact ratio is the same as a scale.
	a, err := (&slmFlags{scale: 1, pitch: 4.5e-6}).frame(64, 36e-6, 8)
	if err != nil {
		t.Fatal(err)
	}
	b, err := (&slmFlags{scale: 8}).frame(64, 36e-6, 8)
	if err != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("%+v and %+v (%v)", a, b, err)
	}
}

func TestExportSaysItsSize(t *testing.T) {
	dir := tinyRun(t, "--epochs", "1")
	for args, want := range map[string]string{
		"--scale 8":       "one mask pixel of 36 um becomes 8 x 8 panel pixels: right for a panel pitch of 4.5 um\n",
		"":                "one mask pixel of 36 um becomes 1 x 1 panel pixels: right for a panel pitch of 36 um\n",
		"--slm-pitch 8um": "one mask pixel of 36 um becomes 4.5 x 4.5 panel pixels (nearest neighbour) of 8 um; a mask is 72 x 72 of them\n",
	} {
		out := works(t, append([]string{"export", dir, "--as", "slm-png", "--out", filepath.Join(t.TempDir(), "slm")}, strings.Fields(args)...)...)
		if !strings.HasSuffix(out, "level b is a phase of 2 pi b/256 at 532 nm\n"+want) {
			t.Errorf("%s: %q, want %q", args, out, want)
		}
	}
	for args, want := range map[string]string{
		"--scale 8 --slm-pitch 8um":         "--scale and --slm-pitch: each gives the size",
		"--slm-pitch 8":                     "--slm-pitch: a mask that is 576 um wide would be 0 pixels of 8 m, want 1 to 16384",
		"--slm-pitch 8nm":                   "would be 72000 pixels",
		"--slm-pitch 0":                     "is not above 0",
		"--slm-pitch wide":                  `"wide" is not a length: want metres`,
		"--slm-pitch 8um --size 71x100":     "a mask of 16 x 16, each pixel 4.5 x 4.5, needs 72 x 72, more than 71x100",
		"--slm-pitch 8um --as csv":          "are for --as slm-png",
		"--slm-pitch 8um --background -256": "--background: -256",
	} {
		_, err, status := call(t, append([]string{"export", dir, "--as", "slm-png", "--out", t.TempDir()}, strings.Fields(args)...)...)
		if status != misused || !strings.Contains(err, want) {
			t.Errorf("%s: status %d, %q, want %q", args, status, err, want)
		}
	}
	_, err, status := call(t, "export", dir, "--as", "slm-png", "--slm-pitch", "40um", "--out", t.TempDir())
	if want := "talbot: note: the panel's pixels of 40 um are larger than the mask's of 36 um: some of the mask's are not shown\n"; status != 0 || err != want {
		t.Errorf("a coarse panel: status %d, %q", status, err)
	}
}

func TestExportRecord(t *testing.T) {
	dir, out := tinyRun(t), filepath.Join(t.TempDir(), "slm")
	works(t, "export", dir, "--as", "slm-png", "--slm-pitch", "8um", "--size", "192x108", "--background", "7", "--out", out)
	// The bench around them is held by TestSLMFileRebuildsTheBench.
	var got map[string]any
	if err := json.Unmarshal([]byte(read(t, out, slmFile)), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{"format": "talbot-slm", "version": 2.0, "talbot": build(), "preset": "d2nn-mnist-64", "masks": "masks of checkpoint.npz after 3 epochs",
		"wavelength_m": 532e-9, "distance_m": 0.024, "networks": 1.0, "layers": 2.0, "mask_type": "phase", "mask_pixels": 16.0, "mask_pitch_m": 36e-6,
		"panel_width": 192.0, "panel_height": 108.0, "panel_pitch_m": 8e-6, "mask_panel_pixels": 72.0, "mask_panel_x": 60.0, "mask_panel_y": 18.0, "background_level": 7.0, "level": "phase = 2 pi b/256"} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	if text := fmt.Sprint(got); !strings.Contains(text, "2 pi at level 256 for 532 nm") || fmt.Sprint(got["files"]) != "[mask-1.png mask-2.png]" {
		t.Errorf("%v", got)
	}
	for what, want := range map[string]string{"phase": "more optical path", "view": "seen along the light, from the source", "axes": "Row 0 of a picture is the top one"} {
		if text, _ := got["conventions"].(map[string]any)[what].(string); !strings.Contains(text, want) {
			t.Errorf("conventions, %s: %q does not say %q", what, text, want)
		}
	}
	file := []byte(read(t, out, "mask-2.png"))
	p, err := png.Decode(bytes.NewReader(file)) // checks every CRC
	if err != nil {
		t.Fatal(err)
	}
	_, masks, err := readNPY[byte]([]byte(read(t, dir, rundir.MasksFile)))
	if err != nil {
		t.Fatal(err)
	}
	// The mask begins at 60, 18; its pixels are 4 and 5 wide in turn.
	for _, c := range [][4]int{{60, 18, 0, 0}, {63, 18, 0, 0}, {64, 18, 1, 0}, {68, 27, 1, 2}, {69, 26, 2, 1}, {131, 89, 15, 15}} {
		if got, want := p.(*image.Gray).GrayAt(c[0], c[1]).Y, masks[256+16*c[3]+c[2]]; got != want {
			t.Errorf("pixel %d, %d is %d, want %d", c[0], c[1], got, want)
		}
	}
	at := bytes.Index(file, []byte("pHYs"))
	if at != 37 || binary.BigEndian.Uint32(file[at+4:]) != 125000 || binary.BigEndian.Uint32(file[at+8:]) != 125000 || file[at+12] != 1 {
		t.Errorf("pHYs at %d: % x", at, file[33:60])
	}
	amplitude := tinyRun(t, "--mask", "amplitude", "--epochs", "1")
	works(t, "export", amplitude, "--as", "slm-png", "--out", out, "--force")
	if text := read(t, out, slmFile); !strings.Contains(text, `"amplitude = b/255"`) || !strings.Contains(text, "not of the intensity") {
		t.Errorf("of amplitude masks: %s", text)
	}
}

// What each grey value of a display stands for is said level by level, with the name of the
// curve, in pictures of as many bits as that takes.
func TestExportGreysOfADisplay(t *testing.T) {
	folder := t.TempDir()
	for _, c := range []struct {
		name, table string
		bits        int
		grey        string
		values      []int // grey values of the levels
		says, note  string
	}{
		{"eight.csv", "drive,amplitude,phase\n0,1,0\n36.4,1,2\n255,1,4\n", 8, "drive", []int{0, 36, 255}, "grey values are the drives of the run's own display eight.csv", ""},
		{"ten.csv", "drive,amplitude,phase\n0,1,0\n500,1,2\n1023,1,4\n", 16, "drive", []int{0, 500, 1023}, "grey values of 16 bits are the drives of the run's own display ten.csv", ""},
		{"volts.csv", "voltage (V),amplitude,phase\n0.5,1,0\n0.9,1,2\n1.3,1,4\n", 8, "level", []int{0, 1, 2}, "grey values are the numbers of the levels of the run's own display volts.csv", "lookup table"},
		{"negative.csv", "drive,amplitude,phase\n-5,1,0\n0,1,2\n9,1,4\n", 8, "level", []int{0, 1, 2}, "grey values are the numbers of the levels", "lookup table"},
		{"large.csv", "drive,amplitude,phase\n0,1,0\n65535,1,2\n65536,1,4\n", 8, "level", []int{0, 1, 2}, "grey values are the numbers of the levels", "lookup table"},
		{"wide.csv", "drive,amplitude,phase\n1,1,0\n256,1,2\n65535,1,4\n", 16, "drive", []int{1, 256, 65535}, "grey values of 16 bits are the drives", ""},
	} {
		file := filepath.Join(folder, c.name)
		if err := os.WriteFile(file, []byte(c.table), 0o644); err != nil {
			t.Fatal(err)
		}
		run, out := tinyRun(t, "--mask", "display", "--curve", file, "--epochs", "1"), filepath.Join(t.TempDir(), "slm")
		if text := works(t, "export", run, "--as", "slm-png", "--out", out); !strings.Contains(text, c.says) {
			t.Errorf("%s: %q", c.name, text)
		}
		var got slmRecord
		if err := json.Unmarshal([]byte(read(t, out, slmFile)), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Devices) != 2 || strings.Contains(got.Note+got.Level, "need no lookup") {
			t.Fatalf("%s: %+v", c.name, got)
		}
		d := got.Devices[1]
		if d.File != "mask-2.png" || d.Curve != c.name || d.Bits != c.bits || d.Grey != c.grey || len(d.Levels) != 3 || !strings.Contains(got.Note, c.note) {
			t.Fatalf("%s: %+v", c.name, d)
		}
		want, err := modulator.ReadCurve(c.name, []byte(c.table))
		if err != nil {
			t.Fatal(err)
		}
		for k, l := range d.Levels {
			if s := want.States[k]; l != (slmLevel{k, c.values[k], s.Drive, s.Amplitude, s.Phase}) {
				t.Errorf("%s, level %d: %+v, want %v", c.name, k, l, s)
			}
		}
		p, err := png.Decode(strings.NewReader(read(t, out, "mask-2.png")))
		if err != nil {
			t.Fatal(err)
		}
		_, levels, err := readNPY[uint16]([]byte(read(t, run, rundir.LevelsFile)))
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range levels[256:] {
			grey := 0
			switch p := p.(type) {
			case *image.Gray:
				grey = int(p.GrayAt(i%16, i/16).Y)
			case *image.Gray16:
				grey = int(p.Gray16At(i%16, i/16).Y)
			}
			if _, deep := p.(*image.Gray16); grey != c.values[k] || deep != (c.bits == 16) {
				t.Fatalf("%s: pixel %d of level %d has the grey value %d in a %T", c.name, i, k, grey, p)
			}
		}
	}
	// Shipped displays have names, and the background has as many bits as the pictures.
	run, out := tinyRun(t, "--mask", "display", "--curve", "slm-8,states:1@0@0;1@2@1023", "--epochs", "1"), filepath.Join(t.TempDir(), "slm")
	if _, err, status := call(t, "export", run, "--as", "slm-png", "--background", "256", "--out", out); status != misused || !strings.Contains(err, "--background: 256 is not a level from 0 to 255") {
		t.Errorf("status %d, %q", status, err)
	}
	if text := works(t, "export", run, "--as", "slm-png", "--out", out); !strings.Contains(text, "grey values are the drives; of other masks, grey values of 16 bits are the drives of the displays of the masks in turn (slm-8, one of the run's own)") {
		t.Error(text)
	}
	deep := tinyRun(t, "--mask", "display", "--curve", "states:1@0@0;1@2@1023", "--epochs", "1")
	works(t, "export", deep, "--as", "slm-png", "--background", "1000", "--size", "20x20", "--out", out, "--force")
	if p, err := png.Decode(strings.NewReader(read(t, out, "mask-1.png"))); err != nil || p.(*image.Gray16).Gray16At(0, 0).Y != 1000 {
		t.Errorf("the background is %v, %v", p.At(0, 0), err)
	}
}

// Pictures of an earlier export that --force does not replace are told of.
func TestExportTellsOfOlderMasks(t *testing.T) {
	two, one, out := tinyRun(t, "--epochs", "1"), tinyRun(t, "--epochs", "1", "--layers", "1"), filepath.Join(t.TempDir(), "slm [1]")
	works(t, "export", two, "--as", "slm-png", "--out", out)
	works(t, "export", two, "--as", "slm-png", "--out", out, "--force")
	if _, err, status := call(t, "export", one, "--as", "slm-png", "--out", out, "--force"); status != 0 || err != "talbot: note: not of these masks, from before: mask-2.png in "+out+"\n" {
		t.Errorf("status %d, %q", status, err)
	}
	works(t, "export", one, "--as", "csv", "--out", out)
}
