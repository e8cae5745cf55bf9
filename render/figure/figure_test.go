package figure

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talbot/render/plot"
	"talbot/sim/frame"
)

func figures(t *testing.T) map[string]*Figure {
	f := beamFrame(16, 2)
	all := map[string]*Figure{}
	add := func(name string, fig *Figure, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = fig
	}
	fig, err := Masks(f, Style{})
	add("masks", fig, err)
	fig, err = Fields(f, digits, Style{})
	add("fields", fig, err)
	fig, err = Bench(f, digits, Style{})
	add("bench", fig, err)
	fig, err = Curves(course(3), "test", Style{})
	add("curves", fig, err)
	fig, err = Confusion([]int{5, 0, 0, 0, 0, 3, 0, 2, 1, 1, 3, 0}, fashion[:3], Style{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(fig.words, "Trouser: 60.0\u202f% right, most often taken for none (2).") || !strings.Contains(fig.subtitle, "11 of 15") {
		t.Errorf("with a detector of no class: %q, %q", fig.subtitle, fig.words)
	}
	fig, err = Confusion(counts(3), fashion[:3], Style{})
	add("confusion", fig, err)
	fig, err = Display("Display test", []DisplayCurve{{"", displayStates(), []float64{.1, .2, .3, .4}}}, Style{})
	add("display", fig, err)
	fig, err = Display("Displays", mixedDisplays(), Style{})
	add("displays", fig, err)
	fig, err = Compare("Compared", "Dots.", "A note.", comparison(), Style{})
	add("compare", fig, err)
	fig, err = Lines("Times", "Median.", "A note.", plot.Axis{Label: "levels"}, plot.Axis{Label: "ms"}, times(), Style{})
	add("lines", fig, err)
	fig, err = Masks(displayFrame(16), Style{})
	add("display masks", fig, err)
	// Two networks: the second has classes 5 to 9, with two regions each.
	first, second := beamFrame(16, 2), beamFrame(16, 2)
	first.Networks, second.Networks, second.Network = 2, 2, 1
	for k := 1; k <= 2; k++ {
		first.Planes[k].Name, second.Planes[k].Name = "1."+integer(k), "2."+integer(k)
	}
	fig, err = Masks(first, Style{}, second)
	add("networks' masks", fig, err)
	fig, err = Bench(second, digits, Style{})
	add("second network", fig, err)
	if a, b := regionName(frame.Region{Class: 5}, fashion), regionName(frame.Region{Class: 9, Against: true}, nil); a != fashion[5] || b != "−9" {
		t.Errorf("regions are named %q and %q", a, b)
	}
	return all
}

func displayStates() []DisplayState {
	return []DisplayState{{0, 1, 0}, {80, 0.5, math.Pi / 2}, {160, 0.7, 3.5}, {255, 0.9, 5}}
}

// mixedDisplays are those of masks of two displays.
func mixedDisplays() []DisplayCurve {
	return []DisplayCurve{{"Masks 1 and 3", displayStates(), []float64{.1, .2, .3, .4}}, {"Mask 2: binary", []DisplayState{{0, 0, 0}, {1, 1, 0}}, []float64{.3, .7}}}
}

func comparison() []Compared {
	return []Compared{{"paper's row", .979, .002, 3, .971, false}, {"ours", .985, .001, 3, math.NaN(), true}, {"not yet", math.NaN(), 0, 0, .6, false}}
}

func times() []Series {
	return []Series{{"one", []float64{8, 784}, []float64{2.5, 40}}, {"two", []float64{8, 64, 784}, []float64{2, 2.1, 2.3}}}
}

// displayFrame has masks that change phase and amplitude.
func displayFrame(n int) *frame.Frame {
	f := beamFrame(n, 2)
	for k := 1; k <= 2; k++ {
		p := &f.Planes[k]
		p.Amplitude = p.Intensity
		for i := range p.Phase {
			p.Phase[i] = byte(32 * (i % 8))
		}
	}
	return f
}

// noNumber is what a coordinate must not be; embedded pictures may spell it.
var noNumber, embedded = regexp.MustCompile("NaN|Inf"), regexp.MustCompile(`base64,[A-Za-z0-9+/=]*`)

// unevenFrame has planes of other sizes at other distances, of which none is a mask.
func unevenFrame() *frame.Frame {
	f := beamFrame(48, 2)
	f.Scores, f.Readings, f.Label, f.Predicted = nil, nil, -1, -1
	f.Planes[1].Kind, f.Planes[1].Name = frame.Lens, "lens"
	f.Planes[2].Kind, f.Planes[2].Name, f.Planes[2].Z = frame.Absorber, "absorber", f.Planes[1].Z+0.05
	p := f.Last()
	*p = frame.Plane{Kind: frame.Camera, Name: "camera", Nx: 48, Ny: 24, Pitch: p.Pitch / 2, Z: f.Planes[2].Z + 0.6,
		Intensity: p.Intensity[:48*24], Peak: p.Peak, Power: p.Power}
	return f
}

// The description must carry the numbers that the picture shows.
func TestDescribe(t *testing.T) {
	all := figures(t)
	for name, want := range map[string][]string{
		"masks":           {"2 masks of 16 × 16 samples", "532 nm", "Mask 1 has a mean phase of"},
		"fields":          {"Source: peak 1, power 100.0 %", "At mask 2: ", "power 96.0 %", "answers 5 with a score of 87.0 %, which is right"},
		"bench":           {"Detector 92.2 %", "scores: 0 1.0 %", "5 87.0 %"},
		"curves":          {"3 epochs at 5403 images a second", "Loss, training: from 1.66 in epoch 1 to 1.04 in epoch 3", "Accuracy, test: from 72.6 %"},
		"display":         {"Display test", "4 levels", "Level 1: amplitude 0.5, phase 0.50π, 20.0 % of the pixels"},
		"displays":        {"Displays. 2 displays.", "Masks 1 and 3: Level 0", "Mask 2: binary: Level 0: amplitude 0, phase 0.00π, 30.0 % of"},
		"compare":         {"paper's row: 97.9 %, published 97.1 %", "ours: 98.5 %", "Dots. Green: not in the publication."},
		"lines":           {"one: 2.5 at 8 40 at 784"},
		"networks' masks": {"Phase masks. 4 masks of", "Mask 1.2 has a mean", "Mask 2.1 has a mean", "leaves mask 1.2 for the detector. So it does in each network."},
		"second network":  {"Network 2 of 2", "At mask 2.1"},
		"display masks":   {"Masks of a display", "Mask 2 lets through"},
		"confusion":       {"2691 of 2817 right: 95.5 %", "T-shirt/top: ", "most often taken for"},
	} {
		got := strings.ReplaceAll(all[name].Describe(), "\u202f", " ")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q is not in %q", name, w, got)
			}
		}
	}
}

// Nothing may be drawn outside the page, and no text may leave it.
func TestEverythingIsOnThePage(t *testing.T) {
	for name, fig := range figures(t) {
		c := plot.NewRaster(fig.W, fig.H, 1, fig.theme.Background)
		fig.Draw(c)
		w, h := c.Picture.Rect.Dx(), c.Picture.Rect.Dy()
		const margin = 8
		for y := range h {
			for x := range w {
				edge := x < margin || x >= w-margin || y < margin || y >= h-margin
				if edge && c.Picture.RGBAAt(x, y) != fig.theme.Background {
					t.Fatalf("%s: ink at (%d, %d) of %d x %d, within %d of the edge", name, x, y, w, h, margin)
				}
			}
		}
	}
}

func TestSave(t *testing.T) {
	dir := t.TempDir()
	fig := figures(t)["curves"]
	for _, ext := range Formats {
		path := filepath.Join(dir, "f"+strings.ToUpper(ext))
		if err := Save(path, fig); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		magic := map[string]string{".png": "\x89PNG", ".svg": "<svg", ".pdf": "%PDF-"}[ext]
		if !strings.HasPrefix(string(b), magic) {
			t.Errorf("%s starts with %q", path, b[:8])
		}
	}
	for _, bad := range []string{"f.jpg", "f", "f.png.txt"} {
		path := filepath.Join(dir, bad)
		err := Save(path, fig)
		if err == nil || !strings.Contains(err.Error(), ".png, .svg, .pdf") || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: the error is %v; want the name and the formats", bad, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s was written", bad)
		}
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".figure-*"))
	if len(left) > 0 {
		t.Errorf("temporary files remain: %v", left)
	}
}

// A figure that cannot be written leaves what was there, and no rubbish.
func TestSaveKeepsWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "taken.svg") // a folder, not empty: cannot be replaced
	if err := os.MkdirAll(filepath.Join(path, "inside"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Save(path, figures(t)["masks"]); err == nil {
		t.Error("a folder was replaced by a figure")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder now has %v (%v)", entries, err)
	}
	if err := Save(filepath.Join(dir, "no", "such", "folder.png"), figures(t)["masks"]); err == nil {
		t.Error("a figure was saved in a folder that does not exist")
	}
}

func TestPNGCarriesItsText(t *testing.T) {
	fig := figures(t)["fields"]
	b, err := Encode(".png", fig)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(b)); err != nil {
		t.Fatalf("the standard decoder rejects it: %v", err)
	}
	texts := map[string]string{}
	for at := 8; at < len(b); {
		n := int(binary.BigEndian.Uint32(b[at:]))
		kind, data := string(b[at+4:at+8]), b[at+8:at+8+n]
		if crc := binary.BigEndian.Uint32(b[at+8+n:]); crc != crc32.ChecksumIEEE(b[at+4:at+8+n]) {
			t.Errorf("chunk %s has a wrong checksum", kind)
		}
		if kind == "iTXt" {
			key, rest, _ := strings.Cut(string(data), "\x00")
			texts[key] = strings.TrimLeft(rest, "\x00")
		}
		if kind == "pHYs" && binary.BigEndian.Uint32(data) != 7559 {
			t.Errorf("%d pixels a metre, want 7559 (192 an inch)", binary.BigEndian.Uint32(data))
		}
		at += 12 + n
	}
	if texts["Title"] != fig.Title || texts["Description"] != fig.Describe() {
		t.Errorf("the texts are %q", texts)
	}
}

func TestBadInputIsNamed(t *testing.T) {
	change := func(f func(*frame.Frame)) *frame.Frame {
		g := beamFrame(16, 2)
		f(g)
		return g
	}
	for _, c := range []struct {
		frame *frame.Frame
		want  string
	}{
		{&frame.Frame{}, "no planes"},
		{change(func(f *frame.Frame) { f.Planes[0].Nx = 0 }), "0 x 16 samples"},
		{change(func(f *frame.Frame) { f.Planes, f.Ribbons = f.Planes[:1], nil }), "one plane"},
		{change(func(f *frame.Frame) { f.Planes[2].Phase = f.Planes[2].Phase[:7] }), "7 samples, want 256"},
		{change(func(f *frame.Frame) { f.Scores = f.Scores[1:] }), "9 scores, and a region for class 9"},
		{change(func(f *frame.Frame) { f.Ribbons = f.Ribbons[:1] }), "no slice"},
		{change(func(f *frame.Frame) { f.Ribbons[0].Values = nil }), "0 samples for 24 depths"},
	} {
		_, err := Bench(c.frame, digits, Style{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
	for want, m := range map[string][]int{"not 5": make([]int, 5), "not 6": make([]int, 6), "empty": make([]int, 9), "is -1": {-1, 0, 0, 0, 0, 0, 0, 0, 0}} {
		if _, err := Confusion(m, digits[:3], Style{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if _, err := Curves(nil, "test", Style{}); err == nil || !strings.Contains(err.Error(), "no epoch has ended") {
		t.Errorf("error %v without an epoch", err)
	}
}

// What a run may well send: one epoch, no test set, unknown label, one layer, ten
// layers, darkness.
func TestUnusualInput(t *testing.T) {
	for name, draw := range map[string]func() (*Figure, error){
		"one epoch": func() (*Figure, error) { return Curves(course(1), "test", Style{}) },
		"no accuracy": func() (*Figure, error) {
			return Curves([]Epoch{{Number: 4, Trained: &Measured{Loss: 1}}}, "test", Style{})
		},
		"nothing measured": func() (*Figure, error) {
			return Curves([]Epoch{{Number: 1}}, "test", Style{})
		},
		"diverged": func() (*Figure, error) {
			return Curves([]Epoch{{Number: 1, Trained: &Measured{Loss: 1}},
				{Number: 2, Trained: &Measured{Loss: math.NaN()}}, {Number: 3, Trained: &Measured{Loss: math.Inf(1)}}}, "test", Style{}) // the caption says so
		},
		"one layer":  func() (*Figure, error) { return Bench(beamFrame(16, 1), nil, Style{}) },
		"ten layers": func() (*Figure, error) { return Bench(beamFrame(16, 10), digits, Style{}) },
		"darkness": func() (*Figure, error) {
			f := beamFrame(16, 2)
			for i := range f.Planes {
				clear(f.Planes[i].Intensity)
				f.Planes[i].Peak = 0
			}
			f.Label = -1
			return Fields(f, nil, Style{})
		},
		"many classes": func() (*Figure, error) {
			names := make([]string, 100)
			for i := range names {
				names[i] = "class " + integer(i)
			}
			return Confusion(counts(100), names, Style{})
		},
		"no regions": func() (*Figure, error) {
			f := beamFrame(16, 2)
			f.Last().Regions, f.Scores, f.Readings, f.Predicted = nil, nil, nil, -1
			return Bench(f, nil, Style{})
		},
		"uneven bench":  func() (*Figure, error) { return Bench(unevenFrame(), nil, Style{}) },
		"uneven fields": func() (*Figure, error) { return Fields(unevenFrame(), nil, Style{}) },
		"elements":      func() (*Figure, error) { return Masks(unevenFrame(), Style{}) },
	} {
		fig, err := draw()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s := fig.Describe(); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
			t.Errorf("%s: the description has no number: %s", name, s)
		}
		if _, err := Encode(".svg", fig); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if b, _ := Encode(".svg", fig); noNumber.Match(embedded.ReplaceAll(b, nil)) {
			t.Errorf("%s: the drawing has coordinates that are no numbers", name)
		}
	}
}

// The same figure gives the same file, so that a kept figure changes only when
// what it shows does.
func TestEncodeIsRepeatable(t *testing.T) {
	for _, ext := range Formats {
		a, err := Encode(ext, figures(t)["bench"])
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if b, _ := Encode(ext, figures(t)["bench"]); !bytes.Equal(a, b) {
				t.Errorf("two %s files of one figure differ", ext)
			}
		}
	}
}

// Names at the ends of curves do not lie on each other, stay beside the axes where there is room, and keep their order.
func TestParted(t *testing.T) {
	for _, c := range []struct{ at, want []float64 }{
		{[]float64{10, 50, 90}, []float64{10, 50, 90}},
		{[]float64{50, 45, 52}, []float64{65, 45, 85}},
		{[]float64{95, 60, 90}, []float64{100, 60, 80}},
		{[]float64{95, 95, 95}, []float64{60, 80, 100}},
		{[]float64{50}, []float64{50}},
		{nil, nil},
	} {
		if got := parted(c.at, 20, 0, 100); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.at, got, c.want)
		}
	}
}

// A test behind the last epoch, on other pictures than those held out, is a point of its own and no epoch.
func TestCurvesHeldOut(t *testing.T) {
	fig, err := Curves([]Epoch{
		{Number: 1, Rate: 90, Trained: &Measured{Loss: 2, Accuracy: 0.4}, Held: &Measured{Loss: 1.8, Accuracy: 0.5}},
		{Number: 2, Rate: 100, Trained: &Measured{Loss: 1, Accuracy: 0.7}, Held: &Measured{Loss: 1.2, Accuracy: 0.6}},
		{Number: 2, Tested: &Measured{Loss: 1.1, Accuracy: 0.65}},
	}, "test", Style{})
	if err != nil {
		t.Fatal(err)
	}
	if fig.subtitle != "2 epochs at 100 images a second." {
		t.Error(fig.subtitle)
	}
	for _, want := range []string{"held out", "65.0", "60.0", "70.0"} {
		if !strings.Contains(fig.words, want) {
			t.Errorf("%q lacks %q", fig.words, want)
		}
	}
}
