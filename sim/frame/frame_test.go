package frame

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// bench is a frame with everything that one can have, at uneven gaps and sizes.
func bench() *Frame {
	return &Frame{
		Wavelength: 532e-9, RibbonPeak: 1.5, Network: 1, Networks: 2, Label: 1, Predicted: -1,
		Readings: []float32{0.5, 0.25}, Scores: []float32{0.5, 0.5, 0},
		Planes: []Plane{
			{Kind: Source, Name: "source", Nx: 2, Ny: 3, Pitch: 1e-5, Z: -0.1, Intensity: []byte{0, 1, 2, 3, 4, 255}, Peak: 1, Power: 1},
			{Kind: Mask, Name: "2.1", Nx: 2, Ny: 2, Pitch: 2e-5, Intensity: []byte{9, 8, 7, 255}, Peak: 0.5, Power: 0.9, Phase: []byte{0, 64, 128, 192}},
			{Kind: Absorber, Name: "cell Rb", Nx: 1, Ny: 2, Pitch: 1e-4, Z: 0.3, Amplitude: []byte{255, 7}},
			{Kind: Detector, Name: "detector", Nx: 4, Ny: 4, Pitch: 1e-5, Z: 0.31, Intensity: make([]byte, 16), Power: 0.25,
				Regions: []Region{{0, 0, 2, 2, 1, false}, {2, 2, 4, 4, 1, true}}},
		},
		Ribbons: []Ribbon{{Plane: 0, Steps: 2, Nx: 2, Pitch: 1e-5, Values: []byte{1, 2, 3, 4}}, {Plane: 2, Steps: 1, Nx: 3, Pitch: 1e-5, Values: []byte{5, 6, 7}}},
		Panels: []Panel{
			{ID: "law", Shape: Lines, Title: "Probe", X: Axis{"z", "√I_sat", -5, 5, false}, Y: Axis{Label: "t", Log: true}, Note: "α = 10",
				Series: []Series{{Name: "t", Class: -1, X: []float32{0, 1}, Y: []float32{2, 3}}, {Points: true, Class: 2, X: []float32{4}, Y: []float32{5}}}},
			{ID: "b", Shape: Bars, Names: []string{"a", "ä"}, Series: []Series{{Class: -1, X: []float32{}, Y: []float32{1, 2}}}},
			{ID: "boundary", Shape: Image, Nx: 2, Ny: 1, Image: []byte{0, 255}, Lo: -1, Hi: 1, Map: Diverging},
			{ID: "kernel", Shape: Image, X: Axis{Log: true}, Nx: 1, Ny: 2, Image: []byte{0, 255, 9, 8}, Map: Complex},
			{ID: "confusion", Shape: Grid, Nx: 2, Ny: 1, Names: []string{"x", "y", "r"}, Series: []Series{{Class: -1, X: []float32{}, Y: []float32{3, 4}}}},
			{ID: "n", Shape: Text, Note: "said"},
		},
	}
}

func TestBytesBringTheWholeFrameBack(t *testing.T) {
	f := bench()
	b, err := f.AppendBinary([]byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	var g Frame
	if err := g.UnmarshalBinary(b[len("before"):]); err != nil {
		t.Fatal(err)
	}
	for i := range g.Planes { // none is written as nil
		if len(g.Planes[i].Regions) == 0 {
			g.Planes[i].Regions = nil
		}
	}
	for i := range g.Panels {
		if len(g.Panels[i].Names) == 0 {
			g.Panels[i].Names = nil
		}
		if len(g.Panels[i].Series) == 0 {
			g.Panels[i].Series = nil
		}
	}
	if !reflect.DeepEqual(f, &g) {
		t.Errorf("came back as\n%+v\nwant\n%+v", &g, f)
	}
}

// Every single word and byte that is missing or too many is noticed.
func TestCutFramesAreRefused(t *testing.T) {
	b, err := bench().AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	var g Frame
	for n := range b {
		if g.UnmarshalBinary(b[:n:n]) == nil {
			t.Fatalf("%d of %d bytes are taken for a frame", n, len(b))
		}
	}
	if g.UnmarshalBinary(append(slices.Clone(b), 0)) == nil {
		t.Error("a byte too many is taken")
	}
	old := append([]byte("TBF2"), b[4:]...)
	if err := g.UnmarshalBinary(old); err == nil || !strings.Contains(err.Error(), "TBF3") {
		t.Errorf("an older frame gives %v", err)
	}
	if g.Planes != nil {
		t.Error("a refused frame leaves something behind")
	}
}

func TestShapesThatCannotBeDrawnAreRefused(t *testing.T) {
	for want, change := range map[string]func(*Frame){
		"no planes":                  func(f *Frame) { f.Planes = nil },
		"0 x 3 samples":              func(f *Frame) { f.Planes[0].Nx = 0 },
		"has 2 samples, want 4":      func(f *Frame) { f.Planes[1].Phase = f.Planes[1].Phase[:2] },
		"region of plane 3":          func(f *Frame) { f.Planes[3].Regions[0].X1 = 5 },
		"plane 2 stands at -1 m":     func(f *Frame) { f.Planes[2].Z = -1 },
		"slice behind plane 3":       func(f *Frame) { f.Ribbons[1].Plane = 3 },
		"slice behind plane 0":       func(f *Frame) { f.Ribbons[0].Values = nil },
		"x and y do not go together": func(f *Frame) { f.Panels[0].Series[0].X = nil },
		"not one bar a name":         func(f *Frame) { f.Panels[1].Names = nil },
		"not of its size":            func(f *Frame) { f.Panels[2].Nx = 3 },
		"each whole number of its Y": func(f *Frame) {
			f.Panels[2].Names, f.Panels[2].Y = []string{"amplitude", "below", "above"}, Axis{Min: 0.5, Max: 3.5}
		},
		"kernel has an image":     func(f *Frame) { f.Panels[3].Image = f.Panels[3].Image[:2] },
		"not one number a cell":   func(f *Frame) { f.Panels[4].Names = nil },
		"no known shape or map":   func(f *Frame) { f.Panels[5].Shape = 99 },
		"network 2 of 2":          func(f *Frame) { f.Network = 2 },
		"plane 1 stands at NaN m": func(f *Frame) { f.Planes[1].Z = float32(math.NaN()) },
		"or nowhere":              func(f *Frame) { f.Planes[3].Z = float32(math.Inf(1)) },
		"pitch of +Inf m":         func(f *Frame) { f.Planes[0].Pitch = float32(math.Inf(1)) },
		"pitch of NaN m":          func(f *Frame) { f.Planes[1].Pitch = float32(math.NaN()) },
	} {
		f := bench()
		change(f)
		if _, err := f.AppendBinary(nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestEven(t *testing.T) {
	f := &Frame{}
	for i := range 6 {
		f.Planes = append(f.Planes, Plane{Nx: 4, Ny: 4, Pitch: 1e-5, Z: float32(float64(i) * 0.3)})
	}
	if d, ok := f.Even(); !ok || math.Abs(d-0.3) > 1e-6 {
		t.Errorf("planes 0.3 m apart are %v apart, even: %v", d, ok)
	}
	f.Planes[3].Z += 1e-3
	if _, ok := f.Even(); ok {
		t.Error("planes at other distances are even")
	}
	if _, ok := bench().Even(); ok {
		t.Error("planes of other sizes are even")
	}
}

// Planes are drawn to scale, but none closer to the next than about a third of the mean gap.
func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		z, want []float64
	}{
		{[]float64{0, 0.3, 0.6, 0.9}, []float64{0, 1, 2, 3}},
		{[]float64{-0.2, 0, 0.2}, []float64{0, 1, 2}},
		{[]float64{0, 0.2, 0.6, 1.2}, []float64{0, 0.5, 1.5, 3}},
		{[]float64{0, 0, 0.5, 1.2}, []float64{0, 0.35 * 0.4 / 1.34 * 3, 0.64 / 1.34 * 3, 3}},
		{[]float64{0, 0}, []float64{0, 1}},
		{[]float64{7}, []float64{0}},
	} {
		f := &Frame{}
		for _, z := range c.z {
			f.Planes = append(f.Planes, Plane{Z: float32(z)})
		}
		got := f.Places()
		for i, want := range c.want {
			if math.Abs(got[i]-want) > 1e-5 {
				t.Errorf("planes at %v are drawn at %v, want %v", c.z, got, c.want)
				break
			}
		}
	}
}

func TestTurns(t *testing.T) {
	for _, c := range []struct {
		p    Plane
		want bool
	}{
		{Plane{}, false},
		{Plane{Phase: []byte{0, 0}}, true}, // a mask of phase, whatever it has
		{Plane{Amplitude: []byte{1, 2}}, false},
		{Plane{Amplitude: []byte{1, 2}, Phase: []byte{7, 7}}, false},
		{Plane{Amplitude: []byte{1, 2}, Phase: []byte{7, 8}}, true},
	} {
		if c.p.Turns() != c.want {
			t.Errorf("%+v turns: %v", c.p, !c.want)
		}
	}
}

func TestPhaseByte(t *testing.T) {
	for phi, want := range map[float64]byte{0: 0, math.Pi: 128, -math.Pi / 2: 192, 2 * math.Pi: 0, 2*math.Pi - 1e-9: 0, 7 * math.Pi: 128} {
		if got := PhaseByte(phi); got != want {
			t.Errorf("%g rad is byte %d, want %d", phi, got, want)
		}
	}
}

func FuzzFrame(f *testing.F) {
	b, err := bench().AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("TBF3"))
	f.Add(make([]byte, 200))
	f.Fuzz(func(t *testing.T, b []byte) {
		var g Frame
		if g.UnmarshalBinary(b) != nil {
			return
		}
		again, err := g.AppendBinary(nil)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		var h Frame
		if err := h.UnmarshalBinary(again); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		third, err := h.AppendBinary(nil)
		if err != nil || !slices.Equal(again, third) {
			t.Fatalf("writing again gives other bytes: %v", err)
		}
	})
}

// What is said of the whole is in the texts without a title.
func TestSays(t *testing.T) {
	f := Frame{Panels: []Panel{{Shape: Text, Note: "One."}, {Shape: Text, Title: "Titled", Note: "Not this."}, {Shape: Lines, Note: "Nor this."}, {Shape: Text, Note: "Two."}}}
	if got := f.Says(); got != "One. Two." {
		t.Errorf("it says %q", got)
	}
	for unit, want := range map[string]bool{"m": true, "W": true, "": false, "√I_sat": false} {
		if got := (Axis{Unit: unit}).Prefixed(); got != want {
			t.Errorf("a prefix for %q: %v", unit, got)
		}
	}
}

// Names in the place of numbers start at the first whole number of the axis.
func TestRows(t *testing.T) {
	p := Panel{Shape: Image, Nx: 1, Ny: 2, Image: []byte{1, 2}, Names: []string{"amplitude", "below", "above"}, Y: Axis{Min: 1.5, Max: 3.5}}
	if err := p.Check(); err != nil || !slices.Equal(p.Rows(), []string{"below", "above"}) || p.FirstRow() != 2 {
		t.Errorf("%v from %g on, %v", p.Rows(), p.FirstRow(), err)
	}
	p.Names = p.Names[:1]
	if err := p.Check(); err != nil || p.Rows() != nil {
		t.Errorf("a name for the colour bar alone gives %v, %v", p.Rows(), err)
	}
}

// A picture of a plane has its first row, of the least y, on top, as the pictures of the bench: the larger end of y is at the bottom.
func TestAcross(t *testing.T) {
	p := Panel{Shape: Image, Nx: 3, Ny: 2}.Across("m", -3, 3, -2, 2)
	if p.X != (Axis{Label: "x", Unit: "m", Min: -3, Max: 3}) || p.Y != (Axis{Label: "y", Unit: "m", Min: 2, Max: -2}) {
		t.Errorf("axes %+v and %+v", p.X, p.Y)
	}
	if p = Signed("a", "A", "", make([]float32, 12), 4, 3); p.Y.Min != 3 || p.Y.Max != 0 || p.X.Max != 4 {
		t.Errorf("axes %+v and %+v", p.X, p.Y)
	}
}

// What the scores of the classes leave of 1 is that of none of them, which may be the answer.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		scores    []float32
		predicted int
		want      []float32
		read      int
	}{
		{[]float32{0.5, 0.25}, 0, []float32{0.5, 0.25, 0.25}, 0},
		{[]float32{0.25, 0.25}, -1, []float32{0.25, 0.25, 0.5}, 2},
		{[]float32{0.375, 0.375}, -1, []float32{0.375, 0.375, 0.25}, -1}, // two alike
		{[]float32{0.5, 0.5}, -1, []float32{0.5, 0.5}, -1},
		{[]float32{0.3, 0.69999999}, 1, []float32{0.3, 0.69999999}, 1},
		{[]float32{0, 0}, -1, []float32{0, 0}, -1}, // there is nothing to read
		{[]float32{float32(math.NaN()), 0.1}, -1, []float32{float32(math.NaN()), 0.1}, -1},
		{nil, -1, nil, -1},
	} {
		f := &Frame{Scores: c.scores, Predicted: c.predicted}
		got, read := f.Answers()
		if fmt.Sprint(got) != fmt.Sprint(c.want) || read != c.read {
			t.Errorf("%v, predicted %d: %v, %d, want %v, %d", c.scores, c.predicted, got, read, c.want, c.read)
		}
	}
}
