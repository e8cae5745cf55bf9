package element

import (
	"math"

	"talbot/sim/optics"
)

// Zernike is the aberration exp(i rms Z) of a pupil of the given radius, m: Z is the
// Zernike polynomial of degree n and azimuthal order m, normalised to a mean square
// of 1 over the pupil (Noll, J. Opt. Soc. Am. 66, 207 (1976)), and rms is in rad.
// Outside the pupil it transmits without a phase. It panics unless |m| <= n and
// n-|m| is even.
func Zernike(n, m int, rms, radius float64) optics.Profile {
	return func(x, y float64) complex128 {
		rho := math.Sqrt(x*x+y*y) / radius
		if rho > 1 {
			return 1
		}
		return phasor(rms * ZernikeAt(n, m, x/radius, y/radius))
	}
}

// ZernikeAt is the polynomial itself at (x, y) of the unit disc: for m > 0 with
// cos(m theta), for m < 0 with sin(|m| theta).
func ZernikeAt(n, m int, x, y float64) float64 {
	a := m
	if a < 0 {
		a = -a
	}
	if a > n || (n-a)%2 != 0 {
		panic("element: no Zernike polynomial of this degree and order")
	}
	// r^a cos(a theta) and r^a sin(a theta) are the powers of x + i y, so the radial
	// polynomial is that over r^a, in powers of r^2.
	wave := complex128(1)
	for range a {
		wave *= complex(x, y)
	}
	r2, radial := x*x+y*y, 0.0
	for s := 0; s <= (n-a)/2; s++ {
		c := factorial(n-s) / (factorial(s) * factorial((n+a)/2-s) * factorial((n-a)/2-s))
		if s%2 == 1 {
			c = -c
		}
		power := c
		for range (n-a)/2 - s {
			power *= r2
		}
		radial += power
	}
	switch {
	case m == 0:
		return math.Sqrt(float64(n+1)) * radial
	case m > 0:
		return math.Sqrt(2*float64(n+1)) * radial * real(wave)
	}
	return math.Sqrt(2*float64(n+1)) * radial * imag(wave)
}

func factorial(n int) float64 {
	f := 1.0
	for i := 2; i <= n; i++ {
		f *= float64(i)
	}
	return f
}
