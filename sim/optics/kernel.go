package optics

import (
	"math"

	"talbot/sim/fmath"
)

// Kernel is the kernel of the first Rayleigh-Sommerfeld integral without the carrier of
// the axis, at the square of the sideways distance, m2:
//
//	z/(2 pi r^2) (1/r - i k) exp(i k (r - z)),  r = sqrt(z^2 + d2)
//
// (Goodman, eq. 3-41), in 1/m2. line is its integral along a line, for light that does
// not vary along one axis: i k z/(2 r) H1(k r), in 1/m, H1 the Hankel function of the
// first kind and order 1. A negative Z has the conjugate, which propagates back.
func (s Space) Kernel(line bool) func(d2 float64) complex128 {
	k, z, sign := 2*math.Pi/s.InMedium(), math.Abs(s.Z), 1.0
	if s.Z < 0 {
		sign = -1
	}
	return func(d2 float64) complex128 {
		r := math.Sqrt(z*z + d2)
		var a complex128
		if line {
			a = complex(0, k*z/(2*r)) * hankel(k*r)
		} else {
			a = complex(z/(2*math.Pi*r*r), 0) * complex(1/r, -k)
		}
		phase := k * d2 / (r + z) // k (r - z) without cancellation
		if phase > 1e6 {
			phase = math.Mod(phase, 2*math.Pi)
		}
		sin, cos := fmath.Sincos(phase)
		a *= complex(cos, sin)
		return complex(real(a), sign*imag(a))
	}
}

// hankel is H1(x) exp(-i x), H1 the Hankel function of the first kind and order 1.
func hankel(x float64) complex128 {
	if x < 40 {
		sin, cos := math.Sincos(x)
		return complex(math.J1(x), math.Y1(x)) * complex(cos, -sin)
	}
	// Hankel's expansion (Abramowitz and Stegun, 9.2.7 to 9.2.10): beyond 40 twelve terms
	// are right to the last bit, and no large phase has to be reduced.
	sum, term := complex(1, 0), complex(1, 0)
	for m := 1.0; m <= 12; m++ {
		term *= complex(0, (4-(2*m-1)*(2*m-1))/(8*m*x))
		sum += term
	}
	a := math.Sqrt(1 / (math.Pi * x)) // sqrt(2/(pi x)) exp(-3 pi i/4)
	return complex(-a, -a) * sum
}
