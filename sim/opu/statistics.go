package opu

import "math"

// Speckle is what light of many pixels shows of its statistics. Of fully developed speckle (Goodman, Speckle
// Phenomena in Optics, 2007) the contrast is 1, the moments are 2 and 6, and the rest 0.
type Speckle struct {
	Mean       float64    // intensity
	Contrast   float64    // standard deviation of the intensity over its mean
	Moments    [2]float64 // means of I^2 and I^3 over those powers of the mean
	Neighbours float64    // correlation of the intensities of pixels one after another
	Circular   [2]float64 // mean of y^2 over that of |y|^2: re, im
}

// Statistics are those of light y.
func Statistics(y []complex128) (s Speckle) {
	n := float64(len(y))
	var powers [3]float64
	var square complex128
	var pairs float64
	for i, v := range y {
		a := intensity(v)
		powers[0] += a / n
		powers[1] += a * a / n
		powers[2] += a * a * a / n
		square += v * v
		if i > 0 {
			pairs += a * intensity(y[i-1]) / (n - 1)
		}
	}
	s.Mean = powers[0]
	variance := powers[1] - s.Mean*s.Mean
	s.Contrast = math.Sqrt(variance) / s.Mean
	s.Moments = [2]float64{powers[1] / (s.Mean * s.Mean), powers[2] / (s.Mean * s.Mean * s.Mean)}
	s.Neighbours = (pairs - s.Mean*s.Mean) / variance
	s.Circular = [2]float64{real(square) / n / s.Mean, imag(square) / n / s.Mean}
	return s
}

// Correlation is the real part of sum conj(y) z over the roots of both powers.
func Correlation(y, z []complex128) float64 {
	var both, a, b float64
	for i, v := range y {
		both += real(v)*real(z[i]) + imag(v)*imag(z[i])
		a += intensity(v)
		b += intensity(z[i])
	}
	return both / math.Sqrt(a*b)
}
