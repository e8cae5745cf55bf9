package closed

import "math"

// SineIntegral is Si(x), the integral of sin(t)/t from 0 to x, to about 1e-14: its
// power series for small x, and for large x the continued fraction of the exponential
// integral, Si(x) = pi/2 + Im E1(i x) (Abramowitz and Stegun, 5.2.14, 5.1.22, 5.2.23).
func SineIntegral(x float64) float64 {
	switch {
	case x < 0:
		return -SineIntegral(-x)
	case x < 4:
		term, sum := x, x
		for n := 1; n < 30; n++ {
			term *= -x * x / float64((2*n)*(2*n+1))
			sum += term / float64(2*n+1)
		}
		return sum
	}
	z := complex(0, x)
	f := complex128(0)
	for n := 200; n >= 1; n-- {
		f = complex(float64(n)*float64(n), 0) / (z + complex(float64(2*n+1), 0) - f)
	}
	e1 := phasor(-x) / (z + 1 - f)
	return math.Pi/2 + imag(e1)
}

// LowPass is the image of a slit of width w through a 4-f system whose filter lets
// frequencies below cutoff, 1/m, pass (Goodman, section 8.2): it rings at the edges.
func LowPass(x, w, cutoff float64) float64 {
	k := 2 * math.Pi * cutoff
	return (SineIntegral(k*(x+w/2)) - SineIntegral(k*(x-w/2))) / math.Pi
}
