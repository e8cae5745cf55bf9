package opu

import (
	"math"

	"talbot/sim/errs"
)

// OffAxis reads a field of one frame (Leith, Upatnieks, Journal of the Optical Society of America 52, 1123 (1962); by a
// camera: Cuche, Marquet, Depeursinge, Applied Optics 39, 4070 (2000)). A plane wave R comes tilted along the camera's lines,
// so that pixel p sees
//
//	I_p = |y_p + R exp(2 pi i c p)|^2 = R^2 + |y_p|^2 + R y_p exp(-2 pi i c p) + R y_p* exp(2 pi i c p)
//
// and the camera's Fourier plane has three orders: that of R^2 + |y|^2 around 0, y around -c, y* around c. The one of y is
// cut out and taken back to 0:
//
//	y_q = 1/R sum over p of (I_p - R^2) exp(2 pi i c p) h(q - p)
//
// Light with a grain of g pixels has frequencies up to 1/(2g) of a pixel, and |y|^2 has twice as many, so that the orders are
// apart, and none beyond the camera's 1/2, where
//
//	3/(2g) <= c <= 1/2 - 1/(2g)
//
// which takes a grain of 4 pixels along the line at least (across lines 1 is enough). The carrier is in the middle of that, and the cut
// is 1 where y is and falls as a raised cosine in what is between the orders, which is nothing at 4, so that the
// cut reaches far beyond the edge of the camera, and more with larger grains, so that some grains beyond the edge are enough.
type OffAxis struct {
	Grain   int // pixels of a grain of speckle, and so from number to number
	Numbers int // that a line of the camera reads
	Guard   int // grains of a line before the first of them, and behind the last
}

// Holograms is the OffAxis of a Unit: grains of 5 pixels, lines of 32 numbers.
func Holograms() OffAxis { return OffAxis{Grain: 5, Numbers: 32, Guard: 4} }

// Check says what is wrong with one.
func (o OffAxis) Check() error {
	if o.Grain < 4 {
		return errs.New("opu: grains of ", o.Grain, " pixels are too small for off-axis holography, whose orders overlap below 4: take larger grains, by a smaller aperture")
	}
	if o.Numbers < 1 || o.Guard < 0 {
		return errs.New("opu: a line of off-axis holography reads 1 number at least, with a guard of 0 grains or more, not ", o.Numbers, " and ", o.Guard)
	}
	return nil
}

// Modes and Pixels are how many grains and pixels a line has; Lines are those that m numbers take.
func (o OffAxis) Modes() int      { return o.Numbers + 2*o.Guard }
func (o OffAxis) Pixels() int     { return o.Modes() * o.Grain }
func (o OffAxis) Lines(m int) int { return (m + o.Numbers - 1) / o.Numbers }

// Column is the mode, of all lines, that is number j: that of the camera's pixel Grain*Column.
func (o OffAxis) Column(j int) int { return j/o.Numbers*o.Modes() + o.Guard + j%o.Numbers }

// Carrier is c, and soft the width of either edge of the cut: periods a pixel.
func (o OffAxis) Carrier() float64 { return 0.25 + 0.5/float64(o.Grain) }
func (o OffAxis) soft() float64    { return max(0, 0.25-1/float64(o.Grain)) }

// Wave is the second beam of amplitude 1 at pixel p of a line.
func (o OffAxis) Wave(p int) complex128 {
	im, re := math.Sincos(2 * math.Pi * o.Carrier() * float64(p))
	return complex(re, im)
}

// Cut is h at a distance of d pixels: the transform of a cut that is 1 up to 1/(2g) and 0 from there on by soft.
func (o OffAxis) Cut(d float64) float64 {
	soft := o.soft()
	half := 0.5/float64(o.Grain) + soft/2
	h, fall := 2*half*sinc(2*half*d), 1-4*soft*soft*d*d
	if math.Abs(fall) < 1e-9 {
		return h * math.Pi / 4
	}
	return h * math.Cos(math.Pi*soft*d) / fall
}

// Light is the matrix [Modes][Pixels] from the light in the middle of each grain to that of all pixels: what has no
// frequency above 1/(2g) is the sum of one sinc for each.
func (o OffAxis) Light() []float64 {
	a := make([]float64, o.Modes()*o.Pixels())
	for i := range a {
		a[i] = sinc(float64(i%o.Pixels()-i/o.Pixels()*o.Grain) / float64(o.Grain))
	}
	return a
}

// Reading is the matrix [Pixels][Numbers] from intensities, less what the second beam has alone, to the real parts of the
// numbers times the amplitude of that beam.
func (o OffAxis) Reading() []float64 {
	a := make([]float64, o.Pixels()*o.Numbers)
	for i := range a {
		a[i] = real(o.part(i/o.Numbers, i%o.Numbers))
	}
	return a
}

// part is what pixel p has of number j.
func (o OffAxis) part(p, j int) complex128 {
	return o.Wave(p) * complex(o.Cut(float64((o.Guard+j)*o.Grain-p)), 0)
}

// Field is the light [Numbers] of a line's intensities [Pixels], of a second beam of so much amplitude.
func (o OffAxis) Field(intensities []float64, beam float64) []complex128 {
	y := make([]complex128, o.Numbers)
	for j := range y {
		for p, v := range intensities {
			y[j] += complex((v-beam*beam)/beam, 0) * o.part(p, j)
		}
	}
	return y
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// Loss is what is wrong with number j of a line without noise: the mean of |error|^2 over that of |y|^2, for speckle of
// such grains, with frequencies all alike, whose mean intensity is a share of the second beam's. It is what the camera's edge
// takes of y's order, and what the other two orders have where that of y is, in closed form by the correlations
// sinc(d/g) of y and 1 + sinc^2(d/g) of |y|^2 (Goodman, Speckle Phenomena in Optics, 2007).
func (o OffAxis) Loss(j int, share float64) float64 {
	n, q, c := o.Pixels(), (o.Guard+j)*o.Grain, 2*math.Pi*o.Carrier()
	loss := 1.0
	for p := range n {
		h := o.Cut(float64(q - p))
		loss -= 2 * h * sinc(float64(q-p)/float64(o.Grain))
		for r := range n {
			d := float64(p - r)
			s := sinc(d / float64(o.Grain))
			loss += h * o.Cut(float64(q-r)) * (s + s*math.Cos(2*c*d) + share*(1+s*s)*math.Cos(c*d))
		}
	}
	return loss
}
