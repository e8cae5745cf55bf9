package lab

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"talbot/render/lab/labtest"
	"talbot/sim/compute/cpu"
	"talbot/sim/frame"
	"talbot/sim/system/absorber"
)

var regen = flag.Bool("regen", false, "write the golden pictures anew")

// absorbers is the frame of a network of five absorbers that has learned for some epochs.
func absorbers(t *testing.T, epochs int) *frame.Frame {
	p, _ := absorber.Find("sa-2d-rings")
	s, err := absorber.Open(cpu.Open(1), p.Config, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range epochs * 20 {
		if _, err := s.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Evaluate(false); err != nil {
		t.Fatal(err)
	}
	f, err := s.Look([]float32{0.4, 0.7, 1}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The scene of the absorbers, with their panels, is what it was.
func TestAbsorbersGolden(t *testing.T) {
	s := New(nil)
	s.SetOptions(Options{Panels: true, ReducedMotion: true, Classes: []string{"disc", "ring"}})
	s.SetFrame(absorbers(t, 60))
	shoot(s, 960, 720, 60)
	s.hover.plane = -1 // wherever the pointer of this screen is
	golden(t, "absorbers", shoot(s, 960, 720, 0))
}

// golden holds a picture to the one in testdata. Graphics round differently, so edges may differ by
// shades.
func golden(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	save(t, name, got)
	file := filepath.Join("testdata", name+".png")
	if *regen {
		var b bytes.Buffer
		for i, v := range got.Pix { // nobody sees that the file is smaller for it
			if i%4 < 3 {
				got.Pix[i] = v &^ 7
			}
		}
		e := png.Encoder{CompressionLevel: png.BestCompression}
		if err := e.Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; write it with: go test ./render/lab -regen", err)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds() != got.Rect {
		t.Fatalf("the picture is %v, the golden one %v", got.Rect, m.Bounds())
	}
	const allowed = 2e-3
	if share, _ := labtest.Differ(got, m); share > allowed {
		t.Errorf("%.2g of the pixels (allowed %g) differ from %s; see what is drawn with -out FOLDER, and if the change is wanted, write it with -regen", share, allowed, file)
	}
}

// everyPanel has a panel of each shape.
func everyPanel() []frame.Panel {
	law, probe := frame.Series{Name: "exact", Class: -1}, frame.Series{Name: "a probe whose name is long", Points: true, Class: 1}
	for i := range 61 {
		x := 1e-5 * (float64(i) - 30)
		law.X, law.Y = append(law.X, float32(x)), append(law.Y, float32(math.Exp(-1e8*x*x)))
	}
	probe.X, probe.Y = law.X[20:22], law.Y[20:22]
	second := law
	second.Name, second.Y = "half", append([]float32(nil), law.Y...)
	for i := range second.Y {
		second.Y[i] /= 2
	}
	return []frame.Panel{
		{ID: "a", Shape: frame.Lines, Title: "Light on the screen", X: frame.Axis{Label: "x", Unit: "m"}, Y: frame.Axis{Label: "intensity"}, Series: []frame.Series{law, second, probe}, Note: "A sentence that says what is to be seen here."},
		{ID: "b", Shape: frame.Image, Title: "Map", Nx: 2, Ny: 2, Image: []byte{0, 85, 170, 255}, Lo: -1, Hi: 1, Map: frame.Diverging, Names: []string{"loss per rad"}, X: frame.Axis{Label: "x", Max: 1}, Y: frame.Axis{Label: "y", Max: 1}},
		{ID: "c", Shape: frame.Bars, Title: "Bars", Names: []string{"cat", "a name that is too long for the room", "none"}, Series: []frame.Series{{Class: -1, Y: []float32{0.5, -0.25, float32(math.NaN())}}}},
		{ID: "d", Shape: frame.Grid, Title: "Grid", Nx: 2, Ny: 2, Names: []string{"cat", "dog", "cat", "dog"}, Series: []frame.Series{{Class: -1, Y: []float32{12, 3, 4, 1000}}}},
		{ID: "e", Shape: frame.Text, Title: "Words", Note: "A panel of words alone, which takes more than one line of a narrow column."},
		{ID: "f", Shape: frame.Text, Note: "Said in the status line."},
	}
}

// Panels of every shape are drawn in windows of every form, and none where the page draws them.
func TestPanels(t *testing.T) {
	f := labtest.Frame(64, 1, 0, 0)
	f.Panels = everyPanel()
	for _, c := range []struct {
		name string
		w, h int
		o    Options
	}{{"panels-dark", 1280, 800, Options{Panels: true}}, {"panels-light", 1440, 1100, Options{Panels: true, Light: true}}, {"panels-projector", 1920, 1080, Options{Panels: true, Projector: true}}, {"panels-tower", 600, 1000, Options{Panels: true}}, {"panels-small", 400, 300, Options{Panels: true}}} {
		c.o.ReducedMotion = true
		var last *image.RGBA
		s := New(nil)
		s.SetOptions(c.o)
		s.SetFrame(f)
		for i := range 5 {
			got := shoot(s, c.w, c.h, 3)
			save(t, c.name+"-"+string(rune('0'+i)), got)
			if last != nil && bytes.Equal(last.Pix, got.Pix) && !s.layout.Panels.Empty() {
				t.Errorf("%s: the next panel looks like the one before", c.name)
			}
			last = got
			s.NextPanel()
		}
		if len(s.panels) != 5 {
			t.Errorf("%s: %d panels are shown, want those with a drawing or a title", c.name, len(s.panels))
		}
		s.SetFrame(labtest.Frame(64, 1, 0, 0))
		shoot(s, c.w, c.h, 3)
		if len(s.panels) != 0 || !s.layout.Panels.Empty() {
			t.Errorf("%s: panels stay when a frame has none", c.name)
		}
	}
	s := New(nil)
	s.SetFrame(f)
	shoot(s, 1280, 800, 2)
	if len(s.panels) != 0 {
		t.Error("panels are drawn where they are not wanted")
	}
}

// Whatever numbers a system puts in, something is drawn.
func TestPanelsOfStrangeNumbers(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	s := New(nil)
	s.SetOptions(Options{Panels: true, ReducedMotion: true})
	f := labtest.Frame(64, 1, 0, 0)
	for name, v := range map[string][]float32{"none": {}, "one": {3}, "same": {2, 2}, "NaN": {nan, nan}, "infinite": {-inf, inf, 1}, "zero": {0, 0}, "large": {-3e38, 3e38}} {
		g := *f
		g.Panels = []frame.Panel{
			{Shape: frame.Lines, Series: []frame.Series{{Class: -1, X: v, Y: v}, {Class: 40, Points: true, X: v, Y: v}}},
			{Shape: frame.Bars, Names: make([]string, len(v)), Series: []frame.Series{{Class: -1, Y: v}}},
			{Shape: frame.Image, Nx: 1, Ny: 1, Image: []byte{9}, Lo: nan, Hi: inf, Series: []frame.Series{{X: v, Y: v}}},
		}
		if len(v) > 0 {
			g.Panels = append(g.Panels, frame.Panel{Shape: frame.Grid, Nx: len(v), Ny: 1, Names: make([]string, len(v)+1), Series: []frame.Series{{Y: v}}})
		}
		s.SetFrame(&g)
		shoot(s, 1280, 1000, 2)
		if len(s.panels) != len(g.Panels) {
			t.Errorf("%s: %d of %d panels", name, len(s.panels), len(g.Panels))
		}
	}
}

// A logarithmic axis has whole powers of ten, or ones between them where that is too few, and
// what is not above 0 has no place on it.
func TestLogarithmicAxis(t *testing.T) {
	for want, y := range map[string][]float32{"0.001 0.01 0.1 1": {1, 0, 0.001}, "0.25 0.5": {0.2, 0.6}} {
		p := frame.Panel{Series: []frame.Series{{X: y, Y: y}}}
		a := spanOf(&p, frame.Axis{Log: true}, true)
		got := ""
		for i, k := range a.ticks {
			if i > 0 {
				got += " "
			}
			got += k.text
			if v := a.place(k.at); v < 0 || v > 1 {
				t.Errorf("tick %s lies at %g", k.text, v)
			}
		}
		if got != want {
			t.Errorf("of %v the ticks are %q, want %q", y, got, want)
		}
		if v := a.share(0); v == v {
			t.Errorf("0 lies at %g", v)
		}
	}
}

// Names stand where the whole numbers of an image's axis are.
func TestNamedRows(t *testing.T) {
	var v panel
	v.take(&frame.Panel{ID: "a", Shape: frame.Image, Nx: 1, Ny: 2, Image: []byte{1, 2}, Names: []string{"amplitude", "below", "above"}, Y: frame.Axis{Min: 0.5, Max: 2.5}})
	if got := v.y.ticks; len(got) != 2 || got[0] != (tick{1, "below"}) || got[1] != (tick{2, "above"}) {
		t.Errorf("the ticks are %v", got)
	}
}
