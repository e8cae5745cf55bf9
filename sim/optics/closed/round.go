package closed

import "math"

// CircleOnAxis is the exact field on the axis a distance z behind a round hole of
// radius a in a plane wave, by the first Rayleigh-Sommerfeld integral: 1 - (z/R)
// exp(i k (R - z)), R = sqrt(z^2 + a^2) (Osterberg and Smith, J. Opt. Soc. Am. 51, 1050
// (1961)).
func CircleOnAxis(a, wavelength, z float64) complex128 {
	r := math.Sqrt(z*z + a*a)
	return 1 - complex(z/r, 0)*phasor(2*math.Pi/wavelength*a*a/(r+z))
}

// Disc is the paraxial field at radius r, a distance z behind a round obstacle of
// radius a in a plane wave; Poisson's spot is in the middle. In Lommel's functions
// (Born and Wolf, section 8.8.1; Gray and Mathews, Treatise on Bessel Functions (1895),
// chapter XIV), u = 2 pi a^2/(lambda z) and v = 2 pi a r/(lambda z), it is
//
//	exp(i u/2 + i v^2/(2 u)) (V0(u, v) - i V1(u, v))       in the shadow, r <= a
//	1 + exp(i u/2 + i v^2/(2 u)) (U2(u, v) + i U1(u, v))   outside
//
// to about 1e-9, in the time of a million steps at most.
func Disc(r, a, wavelength, z float64) complex128 {
	u, v := 2*math.Pi*a*a/(wavelength*z), 2*math.Pi*a*r/(wavelength*z)
	wave := phasor(u/2 + v*v/(2*u))
	if r <= a {
		return wave * lommel(r/a, v)
	}
	return 1 + wave*(complex(math.J0(v), 0)-lommel(a/r, v))
}

// Circle is the paraxial field behind a round hole: the plane wave without the
// disc's (Babinet's principle).
func Circle(r, a, wavelength, z float64) complex128 { return 1 - Disc(r, a, wavelength, z) }

// Airy is the field in the focal plane of a lens of focal length f behind a round
// pupil of diameter d, over that in the middle: 2 J1(x)/x, x = pi d r/(lambda f)
// (Goodman, eq. 4-31).
func Airy(r, d, wavelength, f float64) float64 {
	x := math.Pi * d * r / (wavelength * f)
	if math.Abs(x) < 1e-8 {
		return 1
	}
	return 2 * math.J1(x) / x
}

// AiryZero is the radius of the first dark ring, 1.21967 lambda f/d.
func AiryZero(d, wavelength, f float64) float64 {
	return 3.8317059702075125 / math.Pi * wavelength * f / d
}

// Sinc is sin(pi x)/(pi x): the field in the focal plane of a lens behind a slit of
// width w at x = w x'/(lambda f).
func Sinc(x float64) float64 {
	if math.Abs(x) < 1e-8 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}
