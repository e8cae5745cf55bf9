package kernels

import (
	"math"
	"testing"

	"talbot/sim/rng"
)

// What is drawn is what rng.Stream.Normal gives, from any number of a row on.
func TestDrawnIsNormal(t *testing.T) {
	r := Random{Seed: 0x123456789abcdef0, Stream: rng.Matrix, Deviation: 0.5}
	want := make([]float32, 400)
	var buf [drawnMost + 4]float32
	for _, row := range []int{0, 1, 99999} {
		rng.Stream{Seed: r.Seed, Stream: r.Stream}.Normal(uint32(row), want)
		for _, from := range []int{0, 3, 6, 201} {
			for i, v := range r.line(&buf, row, from, len(want)) {
				if w := 0.5 * float64(want[from+i]); !(math.Abs(float64(v)-w) <= 5e-7*(1+math.Abs(w))) {
					t.Fatalf("row %d, number %d is %g, want %g", row, from+i, v, w)
				}
			}
		}
	}
}

func TestTurn(t *testing.T) {
	for i := uint32(0); i < 1<<24; i += 997 {
		sin, cos := turn32(i)
		s, c := math.Sincos(2 * math.Pi * float64(i) / (1 << 24))
		if math.Abs(float64(sin)-s) > 1.2e-7 || math.Abs(float64(cos)-c) > 1.2e-7 {
			t.Fatalf("%d of 2^24 turns: %g, %g; want %g, %g", i, sin, cos, s, c)
		}
	}
}

// The numbers of a matrix have the moments of the normal distribution, and neighbours
// along both sides, the parts of a pair and equal places of two seeds nothing in common,
// all within five standard deviations.
func TestDrawnMoments(t *testing.T) {
	const rows, cols, n = 300, 500, 300 * 500
	draw := func(seed uint64) []float64 {
		r := Random{Seed: seed, Stream: rng.Matrix, Deviation: 1}
		var x []float64
		var buf [drawnMost + 4]float32
		for i := range rows {
			for _, v := range r.line(&buf, i, 0, cols) {
				x = append(x, float64(v))
			}
		}
		return x
	}
	x, y := draw(1), draw(2)
	// The mean of f over the matrix, whose distribution has variance v, is m.
	check := func(what string, m, v float64, f func(i int) float64) {
		t.Helper()
		sum := 0.0
		for i := range x {
			sum += f(i) / n
		}
		if !(math.Abs(sum-m) <= 5*math.Sqrt(v/n)) {
			t.Errorf("%s: mean %g, want %g", what, sum, m)
		}
	}
	check("x", 0, 1, func(i int) float64 { return x[i] })
	check("x^2", 1, 2, func(i int) float64 { return x[i] * x[i] })
	check("x^3", 0, 15, func(i int) float64 { return x[i] * x[i] * x[i] })
	check("x^4", 3, 96, func(i int) float64 { return x[i] * x[i] * x[i] * x[i] })
	check("neighbours along a row", 0, 1, func(i int) float64 { return x[i] * x[(i+1)%n] })
	check("next but one along a row", 0, 1, func(i int) float64 { return x[i] * x[(i+2)%n] })
	check("neighbours along a column", 0, 1, func(i int) float64 { return x[i] * x[(i+cols)%n] })
	check("squares of a pair", 1, 8, func(i int) float64 { return x[i] * x[i] * x[i^1] * x[i^1] })
	check("two seeds", 0, 1, func(i int) float64 { return x[i] * y[i] })
}

// logUnit is right to the last bits, near 1 as well, where the numbers of a block are small.
func TestLogUnit(t *testing.T) {
	check := func(n uint32) {
		want := math.Log(float64(n) / (1 << 25))
		if got := float64(logUnit(n)); !(math.Abs(got-want) <= 2e-7*-want) {
			t.Fatalf("ln %d/2^25 is %g, want %g", n, got, want)
		}
	}
	for n := uint32(1); n < 1<<25; n += 998 {
		check(n)
	}
	for n := uint32(1<<25 - 99999); n < 1<<25; n += 2 {
		check(n)
	}
}

// The noise of a read-out is what rng.Stream.Normal gives, the small numbers as well.
func TestReadoutNoiseIsNormal(t *testing.T) {
	const n, seed, step = 1 << 18, 0x123456789abcdef0, 7
	x, want, control := make([]float32, n), make([]float32, n), make([]float32, Controls)
	for i := range x {
		x[i] = 1
	}
	control[ControlStep] = step
	for i := range 4 {
		control[ControlSeed+i] = float32(uint64(seed) >> (16 * i) & 0xffff)
	}
	rng.Stream{Seed: seed, Stream: rng.Readout}.Normal(step, want)
	ReadoutNoise(n, 1, rng.Readout).Each([][]float32{x, {0}, control}, nil)
	for i, v := range x {
		if w := 1 + float64(want[i]); !(math.Abs(float64(v)-w) <= 1e-6*(1+math.Abs(w))) {
			t.Fatalf("number %d is %g, want %g", i, v, w)
		}
	}
}
