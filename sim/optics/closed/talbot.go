package closed

import "math"

// TalbotDistance is where a grating of the given period images itself, exactly:
// lambda/(1 - sqrt(1 - (lambda/period)^2)), about 2 period^2/lambda.
func TalbotDistance(period, wavelength float64) float64 {
	q := wavelength / period
	return wavelength * (1 + math.Sqrt(1-q*q)) / (q * q)
}

// Cosine is the exact field a distance z behind a grating of transmission
// 1 + contrast cos(2 pi x/period): its two orders turn against the light that goes
// straight, once in a Talbot distance.
func Cosine(x, period, contrast, wavelength, z float64) complex128 {
	c := math.Cos(math.Mod(2*math.Pi*x/period, 2*math.Pi))
	return 1 + complex(contrast*c, 0)*phasor(-2*math.Pi*z/TalbotDistance(period, wavelength))
}
