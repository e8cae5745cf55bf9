package plot

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"talbot/render/colormap"
	"talbot/render/text"
)

var (
	red   = color.RGBA{200, 0, 0, 255}
	veil  = color.RGBA{0, 0, 0, 128}
	white = color.RGBA{255, 255, 255, 255}
)

// scene draws one of everything.
func scene(c Canvas) {
	c.Fill(Rect{10, 10, 30, 20}.Path(), red)
	c.Fill(Disc(100, 50, 10), veil)
	c.Stroke(Segment(0, 80, 200, 80), 1, red)
	c.Stroke(Segment(0, 0, 200, 100), 2, red, 6, 3)
	m := image.NewRGBA(image.Rect(0, 0, 2, 1))
	m.SetRGBA(0, 0, red)
	m.SetRGBA(1, 0, color.RGBA{0, 0, 200, 255})
	c.Image(Rect{140, 10, 40, 20}, m)
	c.Text(20, 95, `λ < 532 nm & "x₁"`, Light.Type(Body, Light.Ink, Start))
	up := Light.Strong(Body, Light.Ink, Middle)
	up.Up = true
	c.Text(195, 50, "étage", up)
}

func TestRaster(t *testing.T) {
	c := NewRaster(200, 100, 2, white)
	if w, h := c.Size(); w != 200 || h != 100 {
		t.Fatalf("size %v x %v", w, h)
	}
	scene(c)
	for _, p := range []struct {
		x, y int
		want color.RGBA
		what string
	}{
		{30, 30, red, "inside the rectangle"},
		{19, 30, white, "left of it"},
		{80, 60, white, "its far corner"},
		{79, 59, red, "its last pixel"},
		{290, 40, red, "the image's left pixel"},
		{350, 40, color.RGBA{0, 0, 200, 255}, "the image's right pixel"},
		{50, 159, red, "an upright line is sharp: its first row"},
		{50, 160, red, "its second row"},
		{50, 158, white, "above it"},
		{50, 161, white, "below it"},
		{200, 106, color.RGBA{127, 127, 127, 255}, "half transparent black"},
	} {
		if got := c.Picture.RGBAAt(p.x, p.y); got != p.want {
			t.Errorf("%s: (%d, %d) is %v, want %v", p.what, p.x, p.y, got, p.want)
		}
	}
}

func TestDashedKeepsLengthAndRhythm(t *testing.T) {
	p := dashed(Path{{0, 0, true}, {10, 0, false}, {10, 25, false}}, []float64{4, 3})
	drawn, at := 0.0, Point{}
	for _, q := range p {
		if !q.Move {
			drawn += math.Hypot(q.X-at.X, q.Y-at.Y)
		}
		at = q
	}
	if want := 35.0 * 4 / 7; math.Abs(drawn-want) > 1e-9 {
		t.Errorf("drew %v of 35, want %v", drawn, want)
	}
}

func TestLinesAreCutAtTheEdges(t *testing.T) {
	c := NewRaster(100, 100, 1, white)
	a := Axes{Rect: Rect{20, 20, 60, 60}, X: Axis{Min: 0, Max: 1}, Y: Axis{Min: 0, Max: 1}, Theme: &Light}
	nan := math.NaN()
	a.DrawLine(c, Line{X: []float64{-5, 5, 5, 0.2, 0.5, 0.8, 1e9}, Y: []float64{-3, 4, nan, 0.5, nan, 0.5, -1e9}, Color: red})
	inside := 0
	for y := range 100 {
		for x := range 100 {
			if c.Picture.RGBAAt(x, y) == white {
				continue
			}
			if x < 18 || x > 81 || y < 18 || y > 81 {
				t.Fatalf("ink at (%d, %d), outside the area", x, y)
			}
			inside++
		}
	}
	if inside < 50 {
		t.Errorf("only %d pixels drawn", inside)
	}
}

func TestSVGIsWellFormed(t *testing.T) {
	c := NewSVG(200, 100, white, "A <title>", "5 > 3")
	scene(c)
	b := c.Bytes()
	var texts []string
	elements := map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			elements[tok.Name.Local]++
		case xml.CharData:
			if s := strings.TrimSpace(string(tok)); s != "" && !strings.HasPrefix(s, "@font-face") {
				texts = append(texts, s)
			}
		}
	}
	if got := strings.Join(texts, "|"); got != `A <title>|5 > 3|λ < 532 nm & "x₁"|étage` {
		t.Errorf("texts are %s", got)
	}
	if elements["path"] != 5 || elements["image"] != 1 || elements["text"] != 2 {
		t.Errorf("elements are %v", elements)
	}
}

// Every offset of the cross-reference table must lead to its object.
func TestPDFCrossReferences(t *testing.T) {
	c := NewPDF(200, 100, white, "Title", "λ")
	scene(c)
	b := c.Bytes()
	start := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(b)
	if start == nil {
		t.Fatal("no startxref")
	}
	at, _ := strconv.Atoi(string(start[1]))
	entries := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(b[at:], -1)
	if len(entries) < 10 {
		t.Fatalf("only %d objects", len(entries))
	}
	for i, e := range entries {
		o, _ := strconv.Atoi(string(e[1]))
		if want := strconv.Itoa(i+1) + " 0 obj"; !bytes.HasPrefix(b[o:], []byte(want)) {
			t.Errorf("object %d is not at %d", i+1, o)
		}
	}
	if !bytes.Contains(b, []byte("/Title <FEFF005400690074006C0065>")) || !bytes.Contains(b, []byte("/MediaBox [0 0 150 75]")) {
		t.Error("the title or the page's size is missing")
	}
}

// The embedded font must keep the outlines that are used, drop the others, and be
// much smaller.
func TestSubset(t *testing.T) {
	used := map[uint16]text.Glyph{}
	for _, g := range text.Glyphs(text.Face{Weight: text.Regular, Size: 12}, "aé½") {
		used[g.Index] = g
	}
	whole := text.TTF(text.Regular)
	small := subset(whole, used, pdfTables)
	if len(small) > len(whole)/3 {
		t.Errorf("%d bytes of %d", len(small), len(whole))
	}
	full, err := truetype.Parse(whole)
	if err != nil {
		t.Fatal(err)
	}
	part, err := truetype.Parse(subset(whole, used, webTables)) // FreeType wants a character map
	if err != nil {
		t.Fatal(err)
	}
	var p, q truetype.GlyphBuf
	for _, r := range "aé½b" {
		p.Load(full, fixed.I(50), full.Index(r), font.HintingNone)
		err := q.Load(part, fixed.I(50), full.Index(r), font.HintingNone)
		if err != nil {
			t.Fatalf("%q: %v", r, err)
		}
		if want := len(p.Points); r == 'b' && len(q.Points) != 0 || r != 'b' && len(q.Points) != want {
			t.Errorf("%q has %d points in the subset, %d in the font", r, len(q.Points), want)
		}
	}
}

func TestThemesAreReadable(t *testing.T) {
	lum := func(c color.RGBA) float64 {
		lin := func(v uint8) float64 { return math.Pow(float64(v)/255, 2.2) }
		return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
	}
	ratio := func(p, q color.RGBA) float64 {
		a, b := lum(p), lum(q)
		return (max(a, b) + 0.05) / (min(a, b) + 0.05)
	}
	for _, name := range []string{"light", "dark"} {
		th, ok := ThemeByName(name)
		if !ok {
			t.Fatalf("no theme %q", name)
		}
		for what, c := range map[string]color.RGBA{"ink": th.Ink, "muted": th.Muted, "accent": th.Accent, "series 0": th.Series[0]} {
			if r := ratio(c, th.Background); r < 4.5 {
				t.Errorf("%s theme: %s has a contrast of %.2f, want 4.5", name, what, r)
			}
		}
		for i, c := range th.Series {
			if r := ratio(c, th.Panel); r < 3 {
				t.Errorf("%s theme: series %d has a contrast of %.2f, want 3 for a line", name, i, r)
			}
		}
	}
}

// The marks of a colour bar stand beside the colours that the values have.
func TestScaleTicksMatchItsColours(t *testing.T) {
	const h = 256
	c := NewRaster(120, h+40, 1, white)
	r := Rect{10, 20, 10, h}
	s := Scale{Map: &colormap.Gray, Gamma: 0.5, Axis: Axis{Max: 1, Ticks: []Tick{{0.25, "¼"}}}}
	Light.DrawScale(c, r, s)
	row := -1
	for y := range h + 40 {
		if c.Picture.RGBAAt(22, y) == Light.Rule {
			row = y
		}
	}
	if row < 0 {
		t.Fatal("no tick")
	}
	if got := c.Picture.RGBAAt(15, row); got.R < colormap.Gray[126].R || got.R > colormap.Gray[129].R {
		t.Errorf("a quarter of the intensity stands beside %v, want half the amplitude, %v", got, colormap.Gray[128])
	}
}

// The legend takes the room that it says.
func TestLegendFillsItsSize(t *testing.T) {
	lines := []Line{{Name: "training", Color: red}, {Name: "test of ten thousand", Color: red, Dash: Dashes[1]}}
	w, h := Light.DrawLegend(nil, 0, 0, lines)
	c := NewRaster(w+40, h+40, 1, white)
	Light.DrawLegend(c, 20, 20, lines)
	r := image.Rectangle{}
	for y := range c.Picture.Rect.Dy() {
		for x := range c.Picture.Rect.Dx() {
			if c.Picture.RGBAAt(x, y) != white {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	room := image.Rect(20, 20, 21+int(w), 21+int(h))
	if !r.In(room) || r.Dx() < room.Dx()-4 || r.Dy() < room.Dy()/2 {
		t.Errorf("ink covers %v of %v", r, room)
	}
}
