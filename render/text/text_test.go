package text

import (
	"image"
	"image/color"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/golang/freetype/truetype"
)

// ink returns the bounds of what was drawn and its total coverage in pixels.
func ink(m *image.Alpha) (r image.Rectangle, total float64) {
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			if a := m.AlphaAt(x, y).A; a > 0 {
				r = r.Union(image.Rect(x, y, x+1, y+1))
				total += float64(a) / 255
			}
		}
	}
	return r, total
}

func TestEveryUnitAndSymbolHasAGlyph(t *testing.T) {
	const need = "0123456789.,:;+-−×·/()[]%=<>±≤≥≈→…°µμλφϕπθσΔαβΩ²³⁻¹⁴₀₁₂∞∂√‖′–—\u00a0\u2009\u202f▶"
	for _, w := range []Weight{Regular, Bold} {
		for _, r := range need {
			glyphs, _ := shape(Face{w, 12}, string(r))
			if len(glyphs) == 0 {
				t.Errorf("weight %d: %q has no glyph", w, r)
			}
			for _, g := range glyphs {
				if g.index == 0 {
					t.Errorf("weight %d: %q is drawn as the missing glyph", w, r)
				}
			}
		}
	}
}

func TestDrawStaysWhereMeasureSays(t *testing.T) {
	for _, f := range []Face{{Regular, 11}, {Bold, 24}} {
		m := image.NewAlpha(image.Rect(-20, -60, 400, 60))
		const s = "Hxgjpq λ = 532 nm"
		w, ascent, descent := Measure(f, s)
		if got := Draw(m, 0, 0, f, color.Opaque, s); got != w {
			t.Errorf("%v: Draw advances %v, Measure says %v", f, got, w)
		}
		r, total := ink(m)
		if r.Min.X < -1 || float64(r.Max.X) > w+1 || float64(-r.Min.Y) > ascent+1 || float64(r.Max.Y) > descent+1 {
			t.Errorf("%v: ink %v leaves the box %.1f wide, %.1f up, %.1f down", f, r, w, ascent, descent)
		}
		if total < f.Size*f.Size {
			t.Errorf("%v: only %.0f pixels of ink", f, total)
		}
	}
}

func TestCapHeight(t *testing.T) {
	m := image.NewAlpha(image.Rect(0, -300, 300, 50))
	Draw(m, 0, 0, Face{Regular, 200}, color.Opaque, "H")
	r, _ := ink(m)
	if got := CapHeight(Face{Regular, 200}); math.Abs(got+float64(r.Min.Y)) > 1.5 || r.Max.Y > 1 {
		t.Errorf("cap height %.1f, but H covers %v", got, r)
	}
}

// A glyph turned upwards is the same picture, turned. One glyph only: further
// ones are rounded to quarter pixels in opposite directions.
func TestDrawUpIsDrawTurned(t *testing.T) {
	const n = 120
	flat, up := image.NewAlpha(image.Rect(0, 0, n, n)), image.NewAlpha(image.Rect(0, 0, n, n))
	f := Face{Regular, 20}
	Draw(flat, 10, 60, f, color.Opaque, "R")
	DrawUp(up, 60, n-10, f, color.Opaque, "R")
	worst := 0
	for y := 0; y < n; y++ {
		for x := 0; x < n; x++ {
			d := int(flat.AlphaAt(x, y).A) - int(up.AlphaAt(y, n-1-x).A)
			worst = max(worst, d, -d)
		}
	}
	if worst > 12 { // curves are split differently; a quarter pixel would give 64
		t.Errorf("a pixel differs by %d of 255", worst)
	}
}

func TestOutlineHasTheAreaOfTheInk(t *testing.T) {
	f := Face{Bold, 60}
	const s = "L8H"
	m := image.NewAlpha(image.Rect(0, -80, 200, 20))
	Draw(m, 0, 0, f, color.Opaque, s)
	_, want := ink(m)
	var p area
	for _, g := range Glyphs(f, s) {
		for _, c := range outline(f.Weight, g.Size, truetype.Index(g.Index)) {
			p.contour(c)
		}
	}
	if got := math.Abs(p.total); math.Abs(got-want) > 0.01*want {
		t.Errorf("outline encloses %.1f square pixels, ink covers %.1f", got, want)
	}
}

// area adds up the signed area under an outline; holes run the other way round.
type area struct{ x, y, total float64 }

func (a *area) contour(c []segment) {
	for _, s := range c {
		switch s.op {
		case 'M':
			a.x, a.y = s.p[1].x, s.p[1].y
		case 'L':
			a.line(s.p[1].x, s.p[1].y)
		case 'Q':
			x0, y0 := a.x, a.y
			for i := 1; i <= 16; i++ {
				t := float64(i) / 16
				u := 1 - t
				a.line(u*u*x0+2*u*t*s.p[0].x+t*t*s.p[1].x, u*u*y0+2*u*t*s.p[0].y+t*t*s.p[1].y)
			}
		}
	}
}

func (a *area) line(x, y float64) {
	a.total += (a.x*y - x*a.y) / 2
	a.x, a.y = x, y
}

func TestFit(t *testing.T) {
	f := Face{Regular, 12}
	if got := Fit(f, "ankle boot", 500); got != "ankle boot" {
		t.Errorf("a text that fits became %q", got)
	}
	short := Fit(f, "ankle boot", 40)
	if w, _, _ := Measure(f, short); w > 40 || !strings.HasSuffix(short, "…") || !strings.HasPrefix("ankle boot", strings.TrimSuffix(short, "…")) {
		t.Errorf("%q is %.1f wide, want at most 40", short, w)
	}
	if got := Fit(f, "ankle boot", 1); got != "" {
		t.Errorf("nothing fits in one pixel, got %q", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	reference := image.NewAlpha(image.Rect(0, 0, 200, 30))
	Draw(reference, 2.3, 20, Face{Regular, 14.5}, color.Opaque, "phase φ/π")
	var wg sync.WaitGroup
	for i := 0; i < 8; i++ {
		wg.Go(func() {
			m := image.NewAlpha(reference.Rect)
			Draw(m, 2.3, 20, Face{Regular, 14.5}, color.Opaque, "phase φ/π")
			Draw(image.NewAlpha(reference.Rect), 0, 20, Face{Bold, float64(9 + i)}, color.Opaque, "0.123")
			if string(m.Pix) != string(reference.Pix) {
				t.Error("text drawn at the same time differs")
			}
		})
	}
	wg.Wait()
}

// A contour may begin off the curve, and be all off the curve.
func TestContourStartsOffCurve(t *testing.T) {
	ps := []truetype.Point{{X: 64, Y: 64}, {X: -64, Y: 64}, {X: -64, Y: -64}, {X: 64, Y: -64}}
	c := contour(ps)
	var a area
	a.contour(c)
	// Four parabolas between the middles of a square of side 2: area 10/3.
	if got := math.Abs(a.total); math.Abs(got-10.0/3) > 0.01 {
		t.Errorf("area %v, want 10/3", got)
	}
}
