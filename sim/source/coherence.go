package source

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Mode is one of the fields that partly coherent light consists of: the modes do
// not interfere, their intensities add, each times its weight.
type Mode struct {
	Profile    optics.Profile
	Wavelength float64 // m
	Weight     float64
}

// Intensity is what a camera sees of light in several modes, or of several
// wavelengths: the sum of the modes' intensities behind run, [Ny][Nx]. run takes
// one mode's field to the camera.
func Intensity(g optics.Grid, modes []Mode, run func(*optics.Field) (*optics.Field, error)) ([]float32, error) {
	var sum []float32
	for _, m := range modes {
		f, err := run(m.Profile.Field(g, m.Wavelength))
		if err != nil {
			return nil, err
		}
		v := f.Intensity()
		if sum == nil {
			sum = make([]float32, len(v))
		}
		if len(v) != len(sum) {
			return nil, errs.New("source: the modes' pictures have ", len(sum), " and ", len(v), " samples; they must be on one grid")
		}
		for i := range v {
			sum[i] += float32(float32(m.Weight) * v[i])
		}
	}
	return sum, nil
}

// GaussianSchell is the Gaussian Schell model: light whose intensity is
// exp(-2 r^2/waist^2) and whose degree of coherence between points d apart is
// exp(-d^2/(2 coherence^2)). Its modes are Hermite-Gauss, with weights that fall
// geometrically (Starikov and Wolf, J. Opt. Soc. Am. 72, 923 (1982)). At most n along
// each axis are kept, and no mode lighter than 1e-6 of the first; lost is the share
// of the power in the others.
func GaussianSchell(waist, coherence, wavelength float64, n int) (modes []Mode, lost float64, err error) {
	if !(waist > 0) || !(coherence > 0) || !(wavelength > 0) || n < 1 {
		return nil, 0, errs.New("source: waist, coherence length, wavelength and number of modes must be positive, not ",
			waist, " m, ", coherence, " m, ", wavelength, " m, ", n)
	}
	// In the paper's terms sigma = waist/2, a = 1/(4 sigma^2), b = 1/(2 coherence^2),
	// c = sqrt(a^2 + 2 a b): modes of waist 1/sqrt c, weights ratio^n, ratio = b/(a+b+c).
	a, b := 1/(waist*waist), 1/(2*coherence*coherence)
	c := math.Sqrt(a*a + 2*a*b)
	ratio := b / (a + b + c)
	beam := Beam{Waist: 1 / math.Sqrt(c), Wavelength: wavelength}
	// Modes of the power of a Gaussian of that waist add up to intensity 1 on the
	// axis with the first weight (1-ratio) waist^2 c along both axes together.
	first := (1 - ratio) * (1 - ratio) * waist * waist * c
	kept, weight := 0.0, make([]float64, n)
	for i := range weight {
		weight[i] = 1
		if i > 0 {
			weight[i] = weight[i-1] * ratio
		}
	}
	for i := range n {
		for j := range n {
			w := weight[i] * weight[j]
			if w < 1e-6 {
				continue
			}
			modes = append(modes, Mode{beam.HermiteGauss(i, j), wavelength, first * w})
			kept += w * (1 - ratio) * (1 - ratio)
		}
	}
	return modes, 1 - kept, nil
}
