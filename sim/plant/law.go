package plant

import (
	"math"
	"math/cmplx"
)

// Law is what a number of a mask does to the light there: it is multiplied by t, and slope is dt/dv. Light u in front of the mask
// and the field r that comes of the error so tell the number's gradient, 2 Re(r u dt/dv): see FFM.
type Law func(v float64) (t, slope complex128)

// Phase is the law of a phase, rad: exp(i v), whose gradient is -2 Im(r m), m = u exp(i v).
func Phase(v float64) (t, slope complex128) {
	t = cmplx.Rect(1, v)
	return t, 1i * t
}

// Amplitude is the law of an amplitude: v itself, whose gradient is 2 Re(r u). Light that does not pass tells of it as well. Who
// changes it keeps it from 0 to 1.
func Amplitude(v float64) (t, slope complex128) { return complex(v, 0), 1 }

// Index is the law of the refractive index of a thin layer, v more than what is around it: a way of so many m turns the light by
// 2 pi thickness v/wavelength, and takes its amplitude off by exp(-absorption thickness), absorption in 1/m.
func Index(thickness, wavelength, absorption float64) Law {
	k, left := 2*math.Pi*thickness/wavelength, math.Exp(-absorption*thickness)
	return func(v float64) (t, slope complex128) {
		t = cmplx.Rect(left, k*v)
		return t, complex(0, k) * t
	}
}
