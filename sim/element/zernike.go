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
		if rho > 1+1e-9 { // the rim, as coordinates round, is of the pupil
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
	rho := math.Hypot(x, y)
	r := zernikeRadial(n, a, rho)
	if a == 0 {
		return math.Sqrt(float64(n+1)) * r
	}
	if rho == 0 {
		return 0
	}
	wave, turn := complex128(1), complex(x/rho, y/rho) // exp(i a theta)
	for range a {
		wave *= turn
	}
	if m > 0 {
		return math.Sqrt(2*float64(n+1)) * r * real(wave)
	}
	return math.Sqrt(2*float64(n+1)) * r * imag(wave)
}

// zernikeRadial is rho^a P_k(2 rho^2 - 1), k = (n-a)/2 and P the Jacobi polynomial of
// parameters 0 and a, by its recurrence in k (Abramowitz and Stegun, 22.7.1), which is
// stable on the disc. The sum over powers of rho is not: its terms grow as 10^(n/3).
func zernikeRadial(n, a int, rho float64) float64 {
	const big = 1 << 500
	x, b := 2*rho*rho-1, float64(a)
	before, p, bigs := 0.0, 1.0, 0 // P is p big^bigs
	for i := range (n - a) / 2 {
		k := float64(i)
		s := 2*k + b
		// At k = 0 and b = 0 the general formula is 0/0.
		c0, c1, c2 := 2.0, 2+b, -b
		if i > 0 {
			c0 = 2 * (k + 1) * (k + b + 1) * s
			c1 = (s + 1) * (s + 2) * s
			c2 = -(s + 1) * b * b
			before *= 2 * k * (k + b) * (s + 2)
		}
		before, p = p, ((c1*x+c2)*p-before)/c0
		if math.Abs(p) > big {
			before, p, bigs = before/big, p/big, bigs+1
		}
	}
	for range a { // rho^a may be as small as P is large
		if bigs > 0 && math.Abs(p) < 1 {
			p, bigs = p*big, bigs-1
		}
		p *= rho
	}
	for ; bigs > 0; bigs-- {
		p *= big
	}
	return p
}
