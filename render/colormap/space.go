package colormap

import (
	"image/color"
	"math"
)

// lab is a colour in CIELAB under D65: lightness 0..100, green to red, blue to
// yellow.
type lab struct{ l, a, b float64 }

// rgb is a colour in linear sRGB; 0..1 can be shown.
type rgb struct{ r, g, b float64 }

// xyz is a colour in CIE 1931 XYZ, with Y = 1 for white.
type xyz struct{ x, y, z float64 }

// white is the D65 white point of sRGB.
var white = xyz{0.95047, 1, 1.08883}

// luminance is the Y of a CIELAB lightness.
func luminance(l float64) float64 { return labInverse((l + 16) / 116) }

func labInverse(f float64) float64 {
	if f > 6.0/29 {
		return f * f * f
	}
	return 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0/29)
}

func (c lab) linear() rgb {
	f := (c.l + 16) / 116
	return xyz{
		white.x * labInverse(f+c.a/500),
		white.y * labInverse(f),
		white.z * labInverse(f-c.b/200),
	}.linear()
}

// linear applies the matrix of IEC 61966-2-1.
func (c xyz) linear() rgb {
	return rgb{
		3.2404542*c.x - 1.5371385*c.y - 0.4985314*c.z,
		-0.9692660*c.x + 1.8760108*c.y + 0.0415560*c.z,
		0.0556434*c.x - 0.2040259*c.y + 1.0572252*c.z,
	}
}

// luminance is the Y of c.
func (c rgb) luminance() float64 { return 0.2126729*c.r + 0.7151522*c.g + 0.0721750*c.b }

func (c rgb) scale(k float64) rgb { return rgb{k * c.r, k * c.g, k * c.b} }

// mix goes from c to white as s goes from 0 to 1.
func (c rgb) mix(s float64) rgb {
	return rgb{c.r + (1-c.r)*s, c.g + (1-c.g)*s, c.b + (1-c.b)*s}
}

// encode applies the sRGB transfer curve, and cuts off what cannot be shown.
func (c rgb) encode() color.RGBA {
	return color.RGBA{encode(c.r), encode(c.g), encode(c.b), 255}
}

func encode(v float64) uint8 {
	switch {
	case v <= 0:
		return 0
	case v >= 1:
		return 255
	case v <= 0.0031308:
		v *= 12.92
	default:
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(v*255 + 0.5)
}

// through is a smooth path through knots at equal steps of t, by Catmull-Rom
// interpolation; its ends are straight.
func through(knots []lab, t float64) lab {
	last := len(knots) - 1
	x := t * float64(last)
	i := min(int(x), last-1)
	u := x - float64(i)
	at := func(j int) lab {
		switch {
		case j < 0:
			return knots[0].reflect(knots[1])
		case j > last:
			return knots[last].reflect(knots[last-1])
		}
		return knots[j]
	}
	p0, p1, p2, p3 := at(i-1), at(i), at(i+1), at(i+2)
	var r lab
	r = r.add(-u*(1-u)*(1-u)/2, p0)
	r = r.add((2-5*u*u+3*u*u*u)/2, p1)
	r = r.add(u*(1+4*u-3*u*u)/2, p2)
	return r.add(-u*u*(1-u)/2, p3)
}

func (c lab) add(k float64, d lab) lab { return lab{c.l + k*d.l, c.a + k*d.a, c.b + k*d.b} }

// reflect is the point opposite to d, as seen from c.
func (c lab) reflect(d lab) lab { return lab{2*c.l - d.l, 2*c.a - d.a, 2*c.b - d.b} }
