package opu

import (
	"math"

	"talbot/sim/rng"
)

// Quality is how near a medium comes to independent circular complex normal numbers, as light of binary patterns shows it:
// its speckle, and that neither patterns nor mirrors know of each other. Of an ideal matrix the last two are 0, but for the
// number of pixels.
type Quality struct {
	Speckle             // of one pattern
	Correlation float64 // real part, of the fields of two patterns without a common mirror
	Memory      float64 // see Memory, of two mirrors side by side
	Pixels      int     // that were read
}

// Reach is by how many pixels light of a mirror is moved, at most, to look for that of its neighbour.
const Reach = 24

// Quality is that of a matrix, of one line of its pixels.
func (m Matrix) Quality() (Quality, error) {
	read := func(x []float32) ([]complex128, error) { return m.Field(x, 0, m.Pixels), nil }
	return quality(read, m.Mirrors, m.Mirrors/2, m.Pixels, m.Seed)
}

// Quality is that of a medium of free space, of the middle half of its camera.
func (m *Medium) Quality() (Quality, error) {
	return quality(m.Field, m.Mirrors(), m.Side/2*m.Side+m.Side/2, m.Samples/2, m.Seed)
}

// quality reads a pattern of half of all mirrors, that of the others, and the one in the middle alone and its neighbour, on
// pixels of lines that are so wide.
func quality(read func([]float32) ([]complex128, error), mirrors, middle, width int, seed uint64) (q Quality, err error) {
	var patterns [4][]float32
	var light [4][]complex128
	for k := range patterns {
		patterns[k] = make([]float32, mirrors)
	}
	for k, i := range (rng.Stream{Seed: seed, Stream: rng.Table}).Perm(0, mirrors) {
		patterns[2*k/mirrors][i] = 1
	}
	patterns[2][middle], patterns[3][(middle+1)%mirrors] = 1, 1
	for k, x := range patterns {
		if light[k], err = read(x); err != nil {
			return q, err
		}
	}
	return Quality{Statistics(light[0]), Correlation(light[0], light[1]), Memory(light[2], light[3], width, Reach), len(light[0])}, nil
}

// Memory is the memory effect between two patterns: the largest correlation of the intensities of y and of z moved by up to
// so many pixels along its lines, each so wide, 0 where none is above.
func Memory(y, z []complex128, width, most int) (best float64) {
	for d := -most; d <= most; d++ {
		var n, m1, m2, s1, s2, both float64
		for i := 0; i < len(y); i += width {
			for j := max(0, -d); j < min(width, width-d); j++ {
				u, v := intensity(y[i+j]), intensity(z[i+j+d])
				n, m1, m2, s1, s2, both = n+1, m1+u, m2+v, s1+u*u, s2+v*v, both+u*v
			}
		}
		m1, m2 = m1/n, m2/n
		best = max(best, (both/n-m1*m2)/math.Sqrt((s1/n-m1*m1)*(s2/n-m2*m2)))
	}
	return best
}

// Developed is the quality of fully developed speckle whose mean intensity is 1, and the standard deviations with which so
// many independent pixels show it: to first order in those of their sums (the delta method), where I is exponential, whose
// k-th moment is k!. That of Memory is of each way to move the light, of which Memory takes the largest.
func Developed(pixels int) (is, off Quality) {
	one := 1 / math.Sqrt(float64(pixels))
	is = Quality{Speckle: Speckle{Mean: 1, Contrast: 1, Moments: [2]float64{2, 6}}, Pixels: pixels}
	return is, Quality{Speckle{one, one, [2]float64{2 * one, math.Sqrt(360) * one}, one, [2]float64{one, one}}, one / math.Sqrt2, one, 0}
}
