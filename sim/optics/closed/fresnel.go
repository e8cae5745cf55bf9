// Package closed has the closed forms of diffraction: what the propagators are
// judged by, and the curves that the basic presets draw over the simulated light.
//
// Fields leave out the carrier exp(i k z) of the axis; lengths are metres, the
// wavelength is that in the medium.
package closed

import (
	"math"
	"math/cmplx"

	"talbot/sim/fmath"
)

// Fresnel is C(v) + i S(v), the integral of exp(i pi t^2/2) from 0 to v, to about
// 1e-14 (Abramowitz and Stegun, 7.3.1, 7.3.2): its power series for small v, and for
// large v the continued fraction of the complementary error function (7.3.22, 7.1.14).
func Fresnel(v float64) complex128 {
	switch {
	case v < 0:
		return -Fresnel(-v)
	case math.IsInf(v, 1):
		return 0.5 + 0.5i
	case v < 2:
		// Sum over n of v (i pi v^2/2)^n / (n! (2n+1)).
		t := complex(0, math.Pi/2*v*v)
		term, sum := complex(v, 0), complex(v, 0)
		for n := 1; n < 60; n++ {
			term *= t / complex(float64(n), 0)
			sum += term / complex(float64(2*n+1), 0)
		}
		return sum
	}
	// erfc(s) = exp(-s^2)/sqrt(pi) 1/(s + (1/2)/(s + 1/(s + (3/2)/(s + ...)))), with
	// s^2 = -i pi v^2/2 and C + i S = (1+i)/2 (1 - erfc s).
	s := complex(math.Sqrt(math.Pi)/2*v, -math.Sqrt(math.Pi)/2*v)
	f := s
	for n := 80; n >= 1; n-- {
		f = s + complex(float64(n)/2, 0)/f
	}
	erfc := phasor(math.Pi/2*v*v) / (complex(math.Sqrt(math.Pi), 0) * f)
	return (0.5 + 0.5i) * (1 - erfc)
}

// KnifeEdge is the paraxial field a distance z behind an edge that lets light pass
// at x > 0 (Born and Wolf, Principles of Optics, section 8.7.3).
func KnifeEdge(x, wavelength, z float64) complex128 {
	return (0.5 + 0.5i + Fresnel(x*math.Sqrt(2/(wavelength*z)))) / cmplx.Sqrt(2i)
}

// Slit is the paraxial field behind a slit of width w, the square root of
// that behind a square hole on its diagonal (Goodman, Introduction to Fourier Optics,
// 3rd ed., eq. 4-38): F(v2) - F(v1) over sqrt(2 i).
func Slit(x, w, wavelength, z float64) complex128 {
	s := math.Sqrt(2 / (wavelength * z))
	return (Fresnel(s*(w/2-x)) + Fresnel(s*(w/2+x))) / cmplx.Sqrt(2i)
}

// Rectangle is the paraxial field behind a hole of wx x wy (Goodman, section 4.5.1).
func Rectangle(x, y, wx, wy, wavelength, z float64) complex128 {
	return Slit(x, wx, wavelength, z) * Slit(y, wy, wavelength, z)
}

func phasor(phi float64) complex128 {
	s, c := fmath.Sincos(math.Mod(phi, 2*math.Pi))
	return complex(c, s)
}

// Intensity is |u|^2.
func Intensity(u complex128) float64 { return real(u)*real(u) + imag(u)*imag(u) }
