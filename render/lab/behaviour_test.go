package lab

import (
	"image/color"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"talbot/render/lab/geometry"
	"talbot/render/lab/labtest"
	"talbot/sim/frame"
)

// ready is a scene that shows f at 1000 by 600, at rest.
func ready(f *frame.Frame, o Options) *Scene {
	s := New(nil)
	o.ReducedMotion = true
	s.SetOptions(o)
	s.SetFrame(f)
	s.LayoutF(1000, 600)
	for range 5 {
		s.Update()
	}
	return s
}

func TestClickSelectsTheNearestPlane(t *testing.T) {
	var told []int
	s := ready(labtest.Frame(64, 3, 10, 0), Options{})
	s.onSelect = func(plane int) { told = append(told, plane) }
	for _, want := range []int{4, 2, 0} {
		// The left edge of a plane is hidden by none.
		p := s.project(-0.45, 0.3, s.bench.Z(want))
		s.Tap(p.X/s.scale, p.Y/s.scale)
		s.Update()
		s.Update() // the layout follows
		if s.Selected() != want {
			t.Errorf("a tap on plane %d selected %d", want, s.Selected())
		}
	}
	p := s.layout.Bench
	s.Tap((p.X+p.W-3)/s.scale, (p.Y+p.H-3)/s.scale)
	s.Update()
	if s.Selected() != -1 {
		t.Errorf("a tap beside all planes selected %d", s.Selected())
	}
	if len(told) != 4 || told[0] != 4 || told[3] != -1 {
		t.Errorf("onSelect was told %v, want [4 2 0 -1]", told)
	}
	s.Select(17)
	s.Update()
	if s.Selected() != -1 {
		t.Errorf("plane 17 of 5 was selected")
	}
}

// Turning and zooming end somewhere, and can be undone.
func TestTurnAndZoom(t *testing.T) {
	s := ready(labtest.Frame(64, 3, 10, 0), Options{})
	rest := s.camera
	for range 100 {
		s.Turn(0.1, 0.1)
		s.Zoom(1.5)
		s.Update()
	}
	if s.zoom != 6 {
		t.Errorf("the bench is enlarged %g times, want 6", s.zoom)
	}
	q := s.corners(0)
	if q[1].X <= q[0].X || s.corner(1).X <= s.corner(0).X {
		t.Errorf("the bench was turned too far: the source is at %v", q)
	}
	s.ResetView()
	s.Update()
	if s.camera != rest {
		t.Errorf("the view is %+v after it was reset, was %+v", s.camera, rest)
	}
}

// The probe must give the frame's own numbers.
func TestProbe(t *testing.T) {
	f := labtest.Frame(64, 2, 10, 0)
	s := ready(f, Options{})
	x, y := 40, 25
	s.hover = probe{1, (float64(x) + 0.5) / 64, (float64(y) + 0.5) / 64}
	s.text.probed(s)
	byt := f.Planes[1].Phase[y*64+x]
	want := number(math.Round(float64(byt)*2*math.Pi/256*100) / 100)
	if got := s.text.probe[2]; got != "φ = "+want+" rad" && got != "φ = "+want+"0 rad" {
		t.Errorf("the phase of byte %d is shown as %q", byt, got)
	}
	// 8.5 pixels to the right of the centre and 6.5 above it.
	if got := s.text.probe[0]; got != "x = 0.068 mm" {
		t.Errorf("x is shown as %q, want 0.068 mm", got)
	}
	if got := s.text.probe[1]; got != "y = 0.052 mm" {
		t.Errorf("y is shown as %q, want 0.052 mm", got)
	}
}

// What the detector's picture shows is the frame's plane, upright.
func TestSurfaceHoldsThePlane(t *testing.T) {
	f := labtest.Frame(64, 1, 10, 0)
	s := ready(f, Options{})
	c := s.cards[0].shown
	for _, at := range [][2]int{{20, 17}, {44, 17}, {5, 5}, {33, 40}} {
		want := s.look.light[f.Planes[0].Intensity[at[1]*64+at[0]]]
		if got := c.At(at[0], at[1]).(color.RGBA); got != (color.RGBA{want.R, want.G, want.B, 255}) {
			t.Errorf("sample %v is %v, want %v", at, got, want)
		}
	}
}

// A new frame fades in, and after the fade nothing of the old one is left.
func TestFadeEnds(t *testing.T) {
	a, b := labtest.Frame(64, 1, 10, 0), labtest.Frame(64, 1, 10, 2)
	s := ready(a, Options{})
	s.SetOptions(Options{})
	s.SetFrame(b)
	s.Update()
	if s.cards[1].step >= fadeTicks {
		t.Fatal("the mask changed at once, although motion is not reduced")
	}
	for range fadeTicks {
		s.Update()
	}
	pix := make([]byte, len(s.cards[1].pix))
	s.cards[1].shown.ReadPixels(pix)
	for i := range pix {
		if pix[i] != s.cards[1].pix[i] {
			t.Fatalf("byte %d is %d after the fade, want %d", i, pix[i], s.cards[1].pix[i])
		}
	}
}

// When the light goes out, nothing of it stays; and a fade takes its time by the clock,
// not by how often a slow machine comes to draw.
func TestLightGoesOut(t *testing.T) {
	s := ready(labtest.Frame(64, 1, 10, 0), Options{})
	s.SetOptions(Options{})
	dark := labtest.Frame(64, 1, 10, 0)
	for i := range dark.Planes {
		p := &dark.Planes[i]
		clear(p.Intensity)
		p.Peak, p.Power = 0, 0
	}
	for _, r := range dark.Ribbons {
		clear(r.Values)
	}
	s.SetFrame(dark)
	s.Update()
	for name, c := range map[string]*surface{"source": &s.cards[0], "ribbon": &s.ribbons[0], "detector": &s.cards[2]} {
		pix := make([]byte, len(c.pix))
		c.shown.ReadPixels(pix)
		for i := range pix {
			if pix[i] != c.pix[i] {
				t.Fatalf("%s: byte %d is %d after the light went out, want %d", name, i, pix[i], c.pix[i])
			}
		}
	}
	s.SetFrame(labtest.Frame(64, 1, 10, 1))
	s.Update()
	s.last = s.last.Add(-time.Second)
	s.Update()
	if s.fading() {
		t.Error("a fade of half a second goes on after a second")
	}
}

// Planes are called what they are, and places count from where the distance does: a
// screen 60 mm behind a slit is at 60 mm, wherever the picture lets the light begin.
func TestPlanesHaveNamesAndPlaces(t *testing.T) {
	for _, c := range []struct {
		names, place []string
		z            []float32
	}{
		{[]string{"source", "slit", "screen"}, []string{"", "0 mm", "60 mm"}, []float32{-0.06, 0, 0.06}},
		{[]string{"object", "lens", "filter", "lens", "screen"}, []string{"0 mm", "150 mm", "300 mm", "450 mm", "600 mm"}, []float32{0, 0.15, 0.3, 0.45, 0.6}},
	} {
		f := labtest.Frame(32, len(c.names)-2, 0, 0)
		for i := range f.Planes {
			f.Planes[i].Kind, f.Planes[i].Name, f.Planes[i].Z = frame.Element, c.names[i], c.z[i]
		}
		s := ready(f, Options{})
		if !slices.Equal(s.text.planes, c.names) || !slices.Equal(s.text.z, c.place) {
			t.Errorf("planes %q at %q, want %q at %q", s.text.planes, s.text.z, c.names, c.place)
		}
		others := []string{"Quelle", "Spalt"} // what the page's language calls them
		if s = ready(f, Options{Planes: others}); !slices.Equal(s.text.planes[:2], others) {
			t.Errorf("planes called %q are %q", others, s.text.planes)
		}
	}
	s := ready(labtest.Frame(32, 2, 10, 0), Options{})
	if want := []string{"source", "mask 1", "mask 2", "detector"}; !slices.Equal(s.text.planes, want) || s.text.z[0] != "0 mm" {
		t.Errorf("a network has the planes %q, the first at %q", s.text.planes, s.text.z[0])
	}
	s = ready(labtest.Frame(32, 2, 10, 0), Options{Planes: []string{"", "", "Linse"}})
	if want := []string{"source", "mask 1", "Linse", "detector"}; !slices.Equal(s.text.planes, want) {
		t.Errorf("with one name of its own a network has the planes %q", s.text.planes)
	}
}

// What the scores leave has a row of its own, and may be the answer.
func TestNoneOfTheClasses(t *testing.T) {
	f := labtest.Frame(32, 2, 3, 0)
	f.Scores, f.Predicted, f.Label = []float32{0.25, 0.125, 0.125}, -1, 1
	options := Options{Classes: []string{"a", "b", "c"}, Words: Words{None: "keine"}}
	s := ready(f, options)
	if x := s.text; !slices.Equal(x.classes, []string{"a", "b", "c", "keine"}) || x.scores[3] != "50 %" || x.reads != "keine" || !x.wrong || x.verdict != "true: b" {
		t.Errorf("%q with %q, reads %q: %q", x.classes, x.scores, x.reads, x.verdict)
	}
	gone := ebiten.NewImage(1400, 1000)
	s.LayoutF(1400, 1000)
	for range 60 { // the bars move to their places
		s.Update()
		s.Draw(gone)
	}
	gone.Deallocate()
	if len(s.rows) != 4 || math.Abs(s.scores[3]-0.5) > 0.01 {
		t.Errorf("%d rows, bars of %v", len(s.rows), s.scores)
	}
	f.Scores, f.Predicted = []float32{0.5, 0.25, 0.25}, 0
	if s = ready(f, options); len(s.text.classes) != 3 || s.text.reads != "a" {
		t.Errorf("%q, reads %q, where nothing is left", s.text.classes, s.text.reads)
	}
}

// Large planes are reduced so that a bright sample does not vanish.
func TestReductionKeepsAFocus(t *testing.T) {
	n := 2*maxTexture + 2
	p := &frame.Plane{Nx: n, Ny: n, Intensity: make([]byte, n*n)}
	p.Intensity[n*7+7] = 255
	l := newLook(Options{}, 532e-9)
	var s surface
	l.plane(&s, p)
	if s.w > maxTexture {
		t.Fatalf("the picture is %d pixels wide", s.w)
	}
	x := 7 / reduction(n)
	k := 4 * (x*s.w + x)
	if want := l.light[255]; s.pix[k+1] != want.G {
		t.Errorf("the pixel of the focus has green %d, want %d", s.pix[k+1], want.G)
	}
}

// A frame of the screen makes no garbage. What ebiten itself allocates for each
// of its commands is left out: it ignores drawing on an image that is gone.
func TestDrawDoesNotAllocate(t *testing.T) {
	f := labtest.Frame(64, 5, 10, 0)
	f.Panels = everyPanel()
	s := ready(f, Options{Light: true})
	s.SetMetrics([]Point{{1, 2.3, 0.1}, {2, 1.9, 0.2}, {3, 1.5, 0.4}})
	s.SetOptions(Options{Light: true, Curve: true, Panels: true})
	s.SetStatus("training")
	s.SetParameters(&Table{Title: "digits", Rows: [][2]string{{"Samples", "64"}, {"Masks", "5"}}, Note: "A note."})
	s.Select(2)
	s.LayoutF(1400, 1000)
	gone := ebiten.NewImage(1400, 1000)
	frames := func(n int) {
		for range n {
			s.Update()
			s.Draw(gone)
		}
	}
	frames(90)
	s.SetDisplays([]Display{display8()})
	s.ShowDisplay(0)
	frames(10)
	gone.Dispose()
	if n := testing.AllocsPerRun(50, func() { frames(1) }); n > 0 {
		t.Errorf("%g allocations a frame, with a display", n)
	}
	s.ShowDisplay(-1)
	frames(10)
	if n := testing.AllocsPerRun(50, func() { frames(1) }); n > 0 {
		t.Errorf("%g allocations a frame", n)
	}
	for i := range len(s.panels) {
		s.NextPanel()
		frames(10)
		if n := testing.AllocsPerRun(50, func() { frames(1) }); n > 0 || s.layout.Panels.Empty() {
			t.Errorf("%g allocations a frame, from panel %d on", n, i+1)
		}
	}
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1: "1", -0.5: "−0.5", 0.12345: "0.123", 1234.5: "1234", 99999: "99999",
		3.2e-5: "3.2×10⁻⁵", 2.5e7: "2.5×10⁷", 0.30000001: "0.3",
	} {
		if got := number(v); got != want {
			t.Errorf("number(%g) = %q, want %q", v, got, want)
		}
	}
	for v, want := range map[float64]string{532e-9: "532 nm", 1.55e-6: "1550 nm", 0.75e-3: "0.75 mm", 10.6e-6: "10.6 µm"} {
		if got := wavelength(v); got != want {
			t.Errorf("wavelength(%g) = %q, want %q", v, got, want)
		}
	}
	for v, want := range map[float64]string{0: "0.0 %", 0.0004: "<0.1 %", 0.055: "5.5 %", 0.5: "50 %", 0.9951: "99.5 %", 0.99951: ">99.9 %", 1: "100 %"} {
		if got := percent(v); got != want {
			t.Errorf("percent(%g) = %q, want %q", v, got, want)
		}
	}
	for v, want := range map[float64]float64{0.7: 0.5, 1: 1, 4.9: 2, 50: 50, 0: 1} {
		if got := nice(v); math.Abs(got-want) > 1e-12 {
			t.Errorf("nice(%g) = %g, want %g", v, got, want)
		}
	}
}

// Whatever the size, a frame without classes, masks or light must be drawn.
func TestOddFrames(t *testing.T) {
	frames := map[string]*frame.Frame{
		"free space": labtest.Frame(32, 0, 0, 0),
		"deep":       labtest.Frame(16, 20, 10, 0),
		"dark": {Planes: []frame.Plane{{Nx: 4, Ny: 4, Pitch: 1, Intensity: make([]byte, 16)}, {Nx: 4, Ny: 4, Pitch: 1, Intensity: make([]byte, 16)}},
			Ribbons: []frame.Ribbon{{Steps: 1, Nx: 4, Pitch: 1, Values: make([]byte, 4)}}, Label: -1, Predicted: -1},
		"uneven": uneven(),
	}
	for name, f := range frames {
		for _, size := range [][2]int{{1, 1}, {60, 40}, {390, 500}, {2000, 300}} {
			s := New(nil)
			s.SetFrame(f)
			s.Select(1)
			img := shoot(s, size[0], size[1], 3)
			if img.Pix[3] != 255 {
				t.Errorf("%s at %v: the picture is not opaque", name, size)
			}
			p := s.camera.Project(geometry.Vec{})
			if math.IsNaN(p.X) || math.IsInf(p.X, 0) {
				t.Errorf("%s at %v: the bench is at %v", name, size, p)
			}
		}
	}
}
