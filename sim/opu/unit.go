// Package opu is the optical processing unit: a display of mirrors, a medium that scatters its light into
// speckle, and a camera (Saade et al., "Random projections through multiple optical scattering", ICASSP 2016). What
// arrives at pixel j of mirrors x_i, 0 or 1, is
//
//	y_j = sum_i T_ij x_i
//
// with a transmission matrix T of independent circular complex normal numbers, real and imaginary parts
// of variance 1, as a medium much thicker than its mean free path has it (Popoff et al., Physical Review
// Letters 104, 100601 (2010)). T comes of a seed and is never stored: Project multiplies by one of
// 100 000 x 100 000. A Unit is what measures linear numbers with a camera that sees intensity
// alone, and counts what that takes; Scatterer is a medium of planes of free space, to compare.
package opu

import (
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/rng"
)

// Unit is mirrors and camera of an optical processing unit, and how a linear number is made of what the camera
// sees.
type Unit struct {
	Method    Method
	Bits      int     // of the camera; 0 for any number
	Electrons float64 // of a pixel that is full; 0 for no noise
	Read      float64 // standard deviation of a reading, electrons
}

// Method is how a linear number is measured.
type Method int

const (
	// Anchor is without a second beam (arXiv 2305.12988): mirrors beside show a fixed random pattern r,
	//	(|T(x+r)|^2 - |T x|^2 - |T r|^2)/(2 |T r|) = sum_i Re(exp(-i arg T r) T)_i x_i.
	Anchor Method = iota
	// Stepped is with a plane reference R of two phases: (|T x + R|^2 - |T x - R|^2)/(4 R) = Re T x.
	Stepped
	// Tilted is with a plane reference that comes from aside, and one frame: Re T x by OffAxis, of more pixels.
	Tilted
)

// Methods are their names.
var Methods = []string{"anchor", "stepped", "off-axis"}

// Default is a camera of 8 bits whose pixels hold 10 000 electrons.
func Default() Unit { return Unit{Bits: 8, Electrons: 10000, Read: 5} }

// Check says what is wrong with a unit.
func (u Unit) Check() error {
	if u.Bits < 0 || u.Bits > 16 || u.Electrons < 0 || u.Read < 0 || u.Method < Anchor || u.Method > Tilted {
		return errs.New("opu: a camera has 0 to 16 bits, and electrons and noise of 0 or more")
	}
	return nil
}

// Frames is how many the camera takes for a pattern of -1, 0 and 1, which mirrors show in two parts: two of each part, or
// one. The frame of the second beam alone is taken once.
func (m Method) Frames() int {
	if m == Tilted {
		return 2
	}
	return 4
}

// Pixels is how many of the camera's m numbers take.
func (m Method) Pixels(numbers int) int {
	if m == Tilted {
		o := Holograms()
		return o.Lines(numbers) * o.Pixels()
	}
	return numbers
}

// anchors is how many mirrors beside n show the anchor: their light is about as bright as that of a pattern.
func anchors(n int) int { return max(4, n) }

// Amplitude is the root mean square of the second beam, for patterns of n mirrors.
func (Unit) Amplitude(n int) float64 { return amplitude(n) }

func amplitude(n int) float64 { return math.Sqrt(2 * float64(anchors(n))) }

// Beam is the second beam at the camera, re, im pairs, for patterns of n mirrors and m numbers: the light of the mirrors n
// to n+anchors-1, which are the rows behind the pattern's of the same matrix, or a plane wave, at each of the Pixels.
func (u Unit) Beam(seed uint64, stream uint32, n, m int) []float32 {
	m = u.Method.Pixels(m)
	beam := make([]float32, 2*m)
	switch u.Method {
	case Tilted:
		o, size := Holograms(), amplitude(n)
		for i := range m {
			wave := o.Wave(i % o.Pixels())
			beam[2*i], beam[2*i+1] = float32(size*real(wave)), float32(size*imag(wave))
		}
		return beam
	case Stepped:
		for j := range m {
			beam[2*j] = float32(amplitude(n))
		}
		return beam
	}
	row := make([]float32, 2*m)
	for i := range anchors(n) {
		rng.Stream{Seed: seed, Stream: stream}.Fixed(uint32(n+i), row)
		for j, v := range row {
			beam[j] += v / rng.FixedUnit
		}
	}
	return beam
}

// Speckle is the camera for so many rows of patterns of n mirrors, and m numbers: of Tilted all of their Pixels. Its pixels are full at
// six times the mean intensity of the anchor with half of the mirrors, which one in 400 of them exceeds.
func (u Unit) Speckle(rows, n, m int, stream uint32) kernels.Speckle {
	a := amplitude(n)
	return kernels.Speckle{Rows: rows, N: u.Method.Pixels(m), Stepped: u.Method == Stepped, Single: u.Method == Tilted, Full: 6 * (a*a + float64(n)), Electrons: u.Electrons, Read: u.Read, Bits: u.Bits,
		Least: 0.2 * a, Stream: stream}
}

// Linear is the linear number of the light y of a pattern and the second beam there, of Anchor or Stepped without noise, and
// Re(exp(-i arg beam) y) but for rounding.
func (m Method) Linear(y, beam complex128) float64 {
	if m == Stepped {
		return (intensity(y+beam) - intensity(y-beam)) / (4 * math.Sqrt(intensity(beam)))
	}
	return (intensity(y+beam) - intensity(y) - intensity(beam)) / (2 * math.Sqrt(intensity(beam)))
}

func intensity(y complex128) float64 { return real(y)*real(y) + imag(y)*imag(y) }
