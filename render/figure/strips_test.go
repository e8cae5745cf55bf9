package figure

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"talbot/render/plot"
)

// Pictures lie in their line, in their order, as large whatever pixels they have; lines of different lengths are refused.
func TestStrips(t *testing.T) {
	grey := func(n int, v uint8) *image.RGBA {
		m := image.NewRGBA(image.Rect(0, 0, n, n))
		for i := range n * n {
			m.SetRGBA(i%n, i/n, color.RGBA{v, v, v, 255})
		}
		return m
	}
	strips := []Strip{{"one", []*image.RGBA{grey(2, 0), grey(2, 50)}}, {"two", []*image.RGBA{grey(8, 100), grey(8, 150)}}}
	f, err := Strips("Made", "", "", strips, Style{})
	if err != nil {
		t.Fatal(err)
	}
	var drawn imagesOf
	f.Draw(&drawn)
	if len(drawn.at) != 4 {
		t.Fatalf("%d pictures", len(drawn.at))
	}
	for i, r := range drawn.at {
		if drawn.grey[i] != uint8(50*i) || r.W != drawn.at[0].W || r.H != r.W {
			t.Errorf("picture %d: %v, %d", i, r, drawn.grey[i])
		}
		if other := drawn.at[i^2]; r.X != other.X || (i < 2) != (r.Y < other.Y) || r.Right() > f.W-plot.Page {
			t.Errorf("picture %d is at %v, the one in the other line at %v", i, r, other)
		}
	}
	strips[1].Pictures = strips[1].Pictures[:1]
	if _, err := Strips("Made", "", "", strips, Style{}); err == nil || !strings.Contains(err.Error(), "two has 1 pictures, want 2") {
		t.Error(err)
	}
	if _, err := Strips("Made", "", "", nil, Style{}); err == nil {
		t.Error("no pictures, and no error")
	}
}

// imagesOf notes the images that are drawn.
type imagesOf struct {
	at   []plot.Rect
	grey []uint8
}

func (c *imagesOf) Size() (w, h float64)                              { return 0, 0 }
func (c *imagesOf) Fill(plot.Path, color.RGBA)                        {}
func (c *imagesOf) Stroke(plot.Path, float64, color.RGBA, ...float64) {}
func (c *imagesOf) Text(float64, float64, string, plot.Type)          {}
func (c *imagesOf) Image(r plot.Rect, m *image.RGBA) {
	c.at, c.grey = append(c.at, r), append(c.grey, m.RGBAAt(0, 0).R)
}
