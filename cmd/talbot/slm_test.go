package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"image"
	"image/png"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

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
		f, err := (&slmFlags{scale: 1, pitch: c.pitch}).frame(c.n, 36e-6)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(f.shown, c.want) || f.square() != c.square || f.w != len(c.want) {
			t.Errorf("%d pixels of 36 um on %v: %v, %s, want %v, %s", c.n, c.pitch.String(), f.shown, f.square(), c.want, c.square)
		}
	}
	// An exact ratio is the same as a scale.
	a, err := (&slmFlags{scale: 1, pitch: 4.5e-6}).frame(64, 36e-6)
	if err != nil {
		t.Fatal(err)
	}
	b, err := (&slmFlags{scale: 8}).frame(64, 36e-6)
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
	var got slmRecord
	if err := json.Unmarshal([]byte(read(t, out, slmFile)), &got); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.Note, "2 pi at level 256 for 532 nm") || got.Talbot != build() {
		t.Errorf("%+v", got)
	}
	got.Note, got.Talbot = "", ""
	want := slmRecord{Preset: "d2nn-mnist-64", Masks: "masks of checkpoint.npz after 3 epochs", Files: []string{"mask-1.png", "mask-2.png"},
		Wavelength: 532e-9, Distance: 0.024, Networks: 1, Layers: 2, MaskType: "phase", MaskPixels: 16, MaskPitch: 36e-6,
		PanelWidth: 192, PanelHeight: 108, PanelPitch: 8e-6, MaskOnPanel: 72, Background: 7, Level: "phase = 2 pi b/256"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
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
