package colormap

import "math"

// Light is the map of monochromatic light of a wavelength in metres: from black
// to the light's own colour, then on to near white, as a camera saturates. Its
// lightness rises in equal steps. Screens cannot show a pure wavelength, so the
// colour leaves out the primaries that it would need a negative amount of.
// Ultraviolet is drawn as 400 nm, infrared as 680 nm.
func Light(wavelengthMetres float64) (m Map) {
	c := spectral(wavelengthMetres)
	full := c.luminance()
	last := (luminance(lightest) - full) / (1 - full)
	for i := range m {
		t := float64(i) / 255
		y := luminance(lightest * t)
		// The share of white: no less than this luminance needs, and rising
		// early enough that the colour does not bleach all at once.
		s := max((y-full)/(1-full), last*math.Pow(t, 10))
		mixed := c.mix(s)
		m[i] = mixed.scale(y / mixed.luminance()).encode()
	}
	return m
}

// lightest is the CIELAB lightness at the upper end of Light.
const lightest = 97

// spectral is the colour of a wavelength, as bright as can be shown.
func spectral(wavelength float64) rgb {
	nm := wavelength * 1e9
	if !(nm >= 400) {
		nm = 400
	}
	nm = min(nm, 680)
	c := observer(nm).linear()
	c = rgb{max(c.r, 0), max(c.g, 0), max(c.b, 0)}
	return c.scale(1 / max(c.r, c.g, c.b))
}

// observer is the CIE 1931 standard observer at nm nanometres, by the
// piecewise-Gaussian fit of Wyman, Sloan and Shirley, "Simple analytic
// approximations to the CIE XYZ color matching functions", JCGT 2(2), 2013; it is
// within about one per cent of the maximum.
func observer(nm float64) xyz {
	lobe := func(height, mean, below, above float64) float64 {
		s := (nm - mean) / above
		if nm < mean {
			s = (nm - mean) / below
		}
		return height * math.Exp(-s*s/2)
	}
	return xyz{
		lobe(1.056, 599.8, 37.9, 31.0) + lobe(0.362, 442.0, 16.0, 26.7) + lobe(-0.065, 501.1, 20.4, 26.2),
		lobe(0.821, 568.8, 46.9, 40.5) + lobe(0.286, 530.9, 16.3, 31.1),
		lobe(1.217, 437.0, 11.8, 36.0) + lobe(0.681, 459.0, 26.0, 13.8),
	}
}
