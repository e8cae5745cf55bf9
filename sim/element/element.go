// Package element has what stands in the way of light: lenses, apertures,
// gratings, axicons, aberrations, diffusers, and polarising optics. A thin element is
// an optics.Profile, its transmission; optics.Screen puts it into a system, and
// products of profiles are elements in contact.
//
// One rule for the edges of all hard elements: a sample on an edge gets the mean of
// both sides, 1/2 on an edge and 1/4 on a corner. So a hole of n samples' width has
// the area of n samples, whether its edges fall on samples or between, and a circle
// and a disc make the open plane together. A coordinate is on an edge within 1e-9 of
// the element's size, which is more than it rounds. Where the phase jumps, a mean
// would absorb light: a sample there belongs to the tooth that begins at it, or to the
// pupil that ends there. Smooth has the mean over a pixel, for edges anywhere.
package element

import (
	"math"

	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// Contact is several thin elements in contact: the product of their transmissions.
func Contact(elements ...optics.Profile) optics.Profile {
	return func(x, y float64) complex128 {
		t := complex128(1)
		for _, e := range elements {
			t *= e(x, y)
		}
		return t
	}
}

// At is an element moved to (x0, y0), m, and turned by angle, rad, from x to y.
func At(e optics.Profile, x0, y0, angle float64) optics.Profile {
	s, c := fmath.Sincos(angle)
	return func(x, y float64) complex128 {
		x, y = x-x0, y-y0
		return e(c*x+s*y, c*y-s*x)
	}
}

// Apply multiplies a field by an element's transmission, in place.
func Apply(f *optics.Field, e optics.Profile) {
	for j := range f.Ny {
		for i := range f.Nx {
			f.Set(i, j, f.At(i, j)*e(f.X(i), f.Y(j)))
		}
	}
}

// phasor is exp(i phi).
func phasor(phi float64) complex128 {
	s, c := fmath.Sincos(math.Mod(phi, 2*math.Pi))
	return complex(c, s)
}

// Lens is a thin lens: exp(-i pi r^2/(lambda f)) (Goodman, Introduction to Fourier
// Optics, 3rd ed., eq. 5-10); f in metres, negative to spread light, and lambda the
// wavelength in the medium around it.
func Lens(f, wavelength float64) optics.Profile {
	return func(x, y float64) complex128 { return phasor(-math.Pi * (x*x + y*y) / (wavelength * f)) }
}

// CylindricalLens focuses along x only.
func CylindricalLens(f, wavelength float64) optics.Profile {
	return func(x, _ float64) complex128 { return phasor(-math.Pi * x * x / (wavelength * f)) }
}

// Axicon is a cone that turns light towards the axis by angle, rad: exp(-i k sin(angle) r).
func Axicon(angle, wavelength float64) optics.Profile {
	s, _ := fmath.Sincos(angle)
	return func(x, y float64) complex128 {
		return phasor(-2 * math.Pi / wavelength * s * math.Sqrt(x*x+y*y))
	}
}

// Prism turns light by the angles ax and ay, rad, towards +x and +y.
func Prism(ax, ay, wavelength float64) optics.Profile {
	sx, _ := fmath.Sincos(ax)
	sy, _ := fmath.Sincos(ay)
	return func(x, y float64) complex128 { return phasor(2 * math.Pi / wavelength * (sx*x + sy*y)) }
}
