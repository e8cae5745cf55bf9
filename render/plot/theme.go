package plot

import (
	"image/color"

	"talbot/render/text"
)

// Theme is a set of colours. The series colours differ in lightness too, and
// curves also in dash, so that they can be told apart without colour. All text
// colours have a contrast of 4.5 or more against the background.
type Theme struct {
	Name       string
	Background color.RGBA
	Panel      color.RGBA // behind the data
	Ink        color.RGBA // titles, data labels
	Muted      color.RGBA // ticks, captions
	Rule       color.RGBA // axes
	Grid       color.RGBA
	Faint      color.RGBA // what is empty
	Accent     color.RGBA // what the reader should find first
	Series     []color.RGBA
}

// Light is for print, and Dark for a projector or a dark page.
var (
	Light = Theme{
		Name:       "light",
		Background: color.RGBA{255, 255, 255, 255},
		Panel:      color.RGBA{255, 255, 255, 255},
		Ink:        color.RGBA{23, 27, 36, 255},
		Muted:      color.RGBA{84, 92, 108, 255},
		Rule:       color.RGBA{120, 128, 144, 255},
		Grid:       color.RGBA{229, 232, 238, 255},
		Faint:      color.RGBA{246, 247, 249, 255},
		Accent:     color.RGBA{190, 76, 10, 255},
		Series:     []color.RGBA{{22, 92, 160, 255}, {205, 100, 20, 255}, {0, 138, 120, 255}, {140, 60, 130, 255}, {98, 104, 116, 255}},
	}
	Dark = Theme{
		Name:       "dark",
		Background: color.RGBA{16, 19, 27, 255},
		Panel:      color.RGBA{22, 26, 36, 255},
		Ink:        color.RGBA{236, 239, 245, 255},
		Muted:      color.RGBA{165, 174, 190, 255},
		Rule:       color.RGBA{104, 114, 132, 255},
		Grid:       color.RGBA{40, 46, 60, 255},
		Faint:      color.RGBA{24, 28, 39, 255},
		Accent:     color.RGBA{255, 176, 84, 255},
		Series:     []color.RGBA{{104, 178, 245, 255}, {255, 166, 84, 255}, {70, 208, 180, 255}, {222, 150, 214, 255}, {170, 178, 192, 255}},
	}
)

// ThemeByName returns the theme of that name, and whether there is one.
func ThemeByName(name string) (*Theme, bool) {
	for _, t := range []*Theme{&Light, &Dark} {
		if t.Name == name {
			return t, true
		}
	}
	return nil, false
}

// Dashes are the patterns of the curves, in the order of Theme.Series.
var Dashes = [][]float64{nil, {7, 4}, {2, 4}, {9, 3, 2, 3}, {4, 2}}

// Type returns a regular text of a size and colour.
func (t *Theme) Type(size float64, c color.RGBA, a Align) Type {
	return Type{Face: text.Face{Weight: text.Regular, Size: size}, Color: c, Align: a}
}

// Strong is Type in bold.
func (t *Theme) Strong(size float64, c color.RGBA, a Align) Type {
	return Type{Face: text.Face{Weight: text.Bold, Size: size}, Color: c, Align: a}
}
