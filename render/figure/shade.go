package figure

import (
	"image/color"
	"math"

	"talbot/render/plot"
)

// shade goes from the theme's faintest tone to its blue for right answers, or its orange
// for errors, with the square root of the share.
func shade(t *plot.Theme, share float64, right bool) color.RGBA {
	ink := t.Series[1]
	if right {
		ink = t.Series[0]
	}
	base := t.Faint
	s := math.Sqrt(share)
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + s*(float64(b)-float64(a)) + 0.5) }
	return color.RGBA{mix(base.R, ink.R), mix(base.G, ink.G), mix(base.B, ink.B), 255}
}

// contrast is black or white, whichever reads better on c by the contrast ratio
// of WCAG 2.
func contrast(c color.RGBA) color.RGBA {
	if l := luminance(c); (1.05)/(l+0.05) > (l+0.05)/0.05 {
		return color.RGBA{255, 255, 255, 255}
	}
	return color.RGBA{0, 0, 0, 255}
}

// luminance is the relative luminance of an sRGB colour.
func luminance(c color.RGBA) float64 {
	lin := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}
