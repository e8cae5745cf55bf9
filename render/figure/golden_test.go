package figure

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
	"talbot/render/plot"
)

var regen = flag.Bool("regen", false, "write the golden pictures anew")

var digits = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

var fashion = []string{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}

const (
	scale   = 0.6  // pixels a unit: small, but a letter is still told from another
	allowed = 1e-4 // share of the pixels that may differ
)

// course is a training that goes well.
func course(epochs int) (all []Epoch) {
	for e := 1; e <= epochs; e++ {
		fall := math.Exp(-float64(e) / 4)
		all = append(all, Epoch{Number: e, Rate: 5400 + float64(e),
			Trained: &Measured{2*fall + 0.1, 0.97 - 0.3*fall},
			Tested:  &Measured{2*fall + 0.13, 0.96 - 0.3*fall}})
	}
	return all
}

// counts is a confusion matrix of k classes, each mostly right and sometimes
// taken for a neighbour.
func counts(k int) []int {
	m := make([]int, k*k)
	for i := range k {
		for j := range k {
			d := (i - j + k) % k
			m[i*k+j] = []int{900, 40, 8, 0}[min(d, 3)] - 3*i*min(1, max(0, 3-d))
			m[i*k+j] = max(m[i*k+j], 0)
		}
	}
	return m
}

func TestGolden(t *testing.T) {
	f := beamFrame(48, 3)
	amplitude := beamFrame(48, 2)
	for i := 1; i <= 2; i++ { // slides of the light that arrives
		p := &amplitude.Planes[i]
		p.Amplitude, p.Phase = p.Intensity, nil
	}
	planes := unevenFrame()
	planes.Ribbons = nil
	dark := Style{Theme: &plot.Dark, OwnLight: true}
	for name, draw := range map[string]func() (*Figure, error){
		"masks":         func() (*Figure, error) { return Masks(f, Style{}) },
		"amplitude":     func() (*Figure, error) { return Masks(amplitude, dark) },
		"fields":        func() (*Figure, error) { return Fields(f, digits, Style{}) },
		"bench":         func() (*Figure, error) { return Bench(beamFrame(48, 2), fashion, dark) },
		"bench-uneven":  func() (*Figure, error) { return Bench(unevenFrame(), nil, Style{}) },
		"bench-planes":  func() (*Figure, error) { return Bench(planes, nil, dark) },
		"bench-display": func() (*Figure, error) { return Bench(displayFrame(48), fashion, Style{}) },
		"curves":        func() (*Figure, error) { return Curves(course(12), "test", Style{}) },
		"display": func() (*Figure, error) {
			return Display("Display test", []DisplayCurve{{"", displayStates(), nil}}, dark)
		},
		"displays":      func() (*Figure, error) { return Display("Displays", mixedDisplays(), Style{}) },
		"compare":       func() (*Figure, error) { return Compare("Compared", "Dots.", "A note.", comparison(), Style{}) },
		"display-masks": func() (*Figure, error) { return Masks(displayFrame(48), Style{}) },
		"confusion":     func() (*Figure, error) { return Confusion(counts(10), fashion, dark) },
	} {
		t.Run(name, func(t *testing.T) {
			fig, err := draw()
			if err != nil {
				t.Fatal(err)
			}
			c := plot.NewRaster(fig.W, fig.H, scale, fig.theme.Background)
			fig.Draw(c)
			compare(t, filepath.Join("testdata", name+".png"), c.Picture)
		})
	}
}

// compare holds a picture to a golden one. Platforms may round differently, so
// edges may differ by shades.
func compare(t *testing.T, golden string, got *image.RGBA) {
	if *regen {
		var b bytes.Buffer
		e := png.Encoder{CompressionLevel: png.BestCompression}
		if err := e.Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if b.Len() > 60000 {
			t.Errorf("%s has %d bytes, want at most 60 000", golden, b.Len())
		}
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v; write it with: go test ./render/figure -regen", err)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds() != got.Rect {
		t.Fatalf("the picture is %v, the golden one %v", got.Rect, m.Bounds())
	}
	if share, difference := labtest.Differ(got, m); share > allowed {
		dir := t.ArtifactDir()
		save := func(name string, m image.Image) {
			var b bytes.Buffer
			if err := png.Encode(&b, m); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		save("got.png", got)
		save("golden.png", m)
		save("difference.png", difference)
		t.Errorf("%.2g of the pixels (allowed %g) differ from %s; see got.png and difference.png in %s (kept with go test -artifacts); if the change is wanted, write it with -regen",
			share, allowed, golden, dir)
	}
}

// The comparison must notice a missing letter and a panel that is moved by a pixel.
func TestCompareNotices(t *testing.T) {
	draw := func(s Style) *image.RGBA {
		fig, err := Masks(beamFrame(48, 3), s)
		if err != nil {
			t.Fatal(err)
		}
		c := plot.NewRaster(fig.W, fig.H, scale, fig.theme.Background)
		fig.Draw(c)
		return c.Picture
	}
	want := draw(Style{})
	if share, _ := labtest.Differ(want, want); share != 0 {
		t.Errorf("a picture differs from itself by %v", share)
	}
	if share, _ := labtest.Differ(draw(Style{Title: "Phase mask"}), want); share <= allowed {
		t.Errorf("a missing letter changes %.2g of the pixels; the bound of %g hides it", share, allowed)
	}
	moved := image.NewRGBA(want.Rect)
	copy(moved.Pix[4:], want.Pix)
	if share, _ := labtest.Differ(moved, want); share <= allowed {
		t.Errorf("a shift by a pixel changes %.2g of the pixels; the bound of %g hides it", share, allowed)
	}
}
