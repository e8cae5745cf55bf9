package colormap

import (
	"image/color"
	"math"
)

// brightest is the CIELAB lightness of Complex at full amplitude, and chroma its
// distance from gray: the largest circle of hues that sRGB holds there.
const (
	brightest = 72
	chroma    = 38
)

var (
	hues    [256]rgb     // the colour of each phase at full amplitude
	dim     [257]float64 // luminance at amplitude i/256, relative to full
	encoded [4097]uint8  // sRGB code of i/4096
)

func init() {
	for i := range hues {
		sin, cos := math.Sincos(2*math.Pi*float64(i)/256 + math.Pi/6)
		hues[i] = lab{brightest, chroma * cos, chroma * sin}.linear()
	}
	for i := range dim {
		dim[i] = luminance(brightest*float64(i)/256) / luminance(brightest)
	}
	for i := range encoded {
		encoded[i] = encode(float64(i) / 4096)
	}
	for i := range Hues {
		Hues[i] = Hued(byte(i), 255)
	}
}

// Complex is the colour of re + i im: its hue is the phase (red at 0, then
// yellow, green, blue), its lightness grows with the amplitude up to peak, and
// stays there beyond. It is a table lookup, fast enough for every pixel of a
// moving picture. Hue alone carries the phase here: for a picture that red-green
// blindness does not spoil, draw Phase and Intensity side by side.
func Complex(re, im, peak float32) color.RGBA {
	x, y := float64(re), float64(im)
	v := math.Sqrt(x*x+y*y) / float64(peak)
	if !(v > 0) {
		return color.RGBA{A: 255}
	}
	c := hues[int(math.Round(math.Atan2(y, x)*(128/math.Pi)))&255]
	k := dim[int(min(v, 1)*256)] * 4096
	return color.RGBA{encoded[index(c.r*k)], encoded[index(c.g*k)], encoded[index(c.b*k)], 255}
}

func index(v float64) int { return int(min(max(v, 0), 4096)) }

// Hues has the colours of Complex at full amplitude: byte b is the phase 2 pi b/256.
var Hues Map

// Hued is the colour of Complex of the phase 2 pi phase/256 at amplitude/255 of the peak.
func Hued(phase, amplitude byte) color.RGBA {
	c := hues[phase]
	k := dim[(int(amplitude)*256+127)/255] * 4096
	return color.RGBA{encoded[index(c.r*k)], encoded[index(c.g*k)], encoded[index(c.b*k)], 255}
}
