package rng

import (
	"math"
	"testing"
)

// The value of a byte is whole, and odd in what it says of the sign; four of them have the moments
// that Fixed states.
func TestFixedBytes(t *testing.T) {
	var m [7]float64
	for i, v := range FixedBytes {
		if v != float32(int(v)) || v != -FixedBytes[255-i] || (v > 0) != (i >= 128) {
			t.Errorf("byte %d has %v, byte %d %v", i, v, 255-i, FixedBytes[255-i])
		}
		for k := range m {
			m[k] += math.Pow(float64(v), float64(k)) / 256
		}
	}
	const unit = FixedUnit
	variance := 4 * m[2] / unit / unit
	fourth := 4 * (m[4] - 3*m[2]*m[2]) / math.Pow(unit, 4)
	sixth := 4 * (m[6] - 15*m[4]*m[2] + 30*m[2]*m[2]*m[2]) / math.Pow(unit, 6)
	if math.Abs(variance-1) > 2e-5 || math.Abs(fourth) > 5e-5 || math.Abs(sixth) > 4e-4 {
		t.Errorf("variance %.6f, cumulants %.2g and %.2g", variance, fourth, sixth)
	}
}

// Drawn numbers have the moments of the normal distribution, within five standard deviations, and are the
// same one by one.
func TestFixed(t *testing.T) {
	const n = 200003
	x := make([]float32, n)
	Stream{7, Matrix}.Fixed(3, x)
	var m [5]float64
	for _, v := range x {
		for k, p := 1, float64(v)/FixedUnit; k < len(m); k, p = k+1, p*float64(v)/FixedUnit {
			m[k] += p / n
		}
	}
	for k, want := range [...]struct{ mean, variance float64 }{1: {0, 1}, 2: {1, 2}, 3: {0, 15}, 4: {3, 96}} {
		if k > 0 && math.Abs(m[k]-want.mean) > 5*math.Sqrt(want.variance/n) {
			t.Errorf("moment %d is %.4f, want %g", k, m[k], want.mean)
		}
	}
	again := make([]float32, 7)
	Stream{7, Matrix}.Fixed(3, again)
	for i, v := range again {
		if v != x[i] {
			t.Errorf("number %d is %v among 7, %v among many", i, v, x[i])
		}
	}
}
