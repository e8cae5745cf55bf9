// Package colormap turns numbers into colours: phase, intensity, signed values
// and complex amplitudes.
//
// The maps are paths through CIELAB, so that equal steps in the number look like
// equal steps in colour. They are computed when the program starts, which takes
// well under a millisecond; there are no tables. The package needs only
// image/color and math, so that it costs little in WebAssembly.
package colormap

import "image/color"

// Map is a colour for each byte. Entry 0 belongs to the smallest value. A cyclic
// map has entry 255 next to entry 0: entry i is the phase 2 pi i/256.
type Map [256]color.RGBA

// Gray goes from black to white in equal steps of lightness.
var Gray = sample(func(t float64) lab { return lab{100 * t, 0, 0} })

// At returns the colour for v in 0..1, for a map that is not cyclic. Values
// outside the range, and NaN, take the colour of the nearer end and of 0.
func (m *Map) At(v float64) color.RGBA {
	switch {
	case !(v > 0):
		return m[0]
	case v >= 1:
		return m[255]
	}
	return m[int(v*255+0.5)]
}

// Names lists the maps that ByName knows. "light" is the green of 532 nm; Light
// makes the map of any wavelength.
var Names = []string{"phase", "intensity", "diverging", "gray", "hues", "light"}

// ByName returns the map of that name, and whether there is one.
func ByName(name string) (Map, bool) {
	switch name {
	case "phase":
		return Phase, true
	case "intensity":
		return Intensity, true
	case "diverging":
		return Diverging, true
	case "gray":
		return Gray, true
	case "hues":
		return Hues, true
	case "light":
		return Light(532e-9), true
	}
	return Map{}, false
}

// sample takes 256 colours of a path, from t = 0 to t = 1.
func sample(path func(t float64) lab) (m Map) {
	for i := range m {
		m[i] = path(float64(i) / 255).linear().encode()
	}
	return m
}
