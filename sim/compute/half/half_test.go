package half

import (
	"math"
	"testing"

	"talbot/sim/rng"
)

// Parts are right to half a unit of 11 bits of the larger one, whatever the scale.
func TestRounds(t *testing.T) {
	values := make([]float32, 20000)
	rng.Stream{Seed: 1, Stream: 18}.Normal(0, values)
	for shift := -100; shift <= 120; shift += 10 {
		for i := 0; i+1 < len(values); i += 2 {
			a, b := float32(math.Ldexp(float64(values[i]), shift)), float32(math.Ldexp(float64(values[i+1]), shift))
			x, y := Unpack(Pack(a, b))
			most := math.Max(math.Abs(float64(a)), math.Abs(float64(b)))
			if off := math.Max(math.Abs(float64(x-a)), math.Abs(float64(y-b))); off > most/2048 {
				t.Fatalf("%g, %g become %g, %g", a, b, x, y)
			}
			if p := Pack(x, y); p != Pack(a, b) {
				t.Fatalf("%g, %g is not kept", x, y)
			}
		}
	}
}

func TestEdges(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, c := range []struct{ re, im, x, y float32 }{
		{0, 0, 0, 0},
		{1, -1, 1, -1},
		{0, -3, 0, -3},
		{2047.5, 1, 2048, 0}, // the larger part rounds up to the next exponent
		{-2047, 2047, -2047, 2047},
		{1e-40, 0, 0, 0},
	} {
		if x, y := Unpack(Pack(c.re, c.im)); x != c.x || y != c.y {
			t.Errorf("%g, %g becomes %g, %g", c.re, c.im, x, y)
		}
	}
	for _, c := range [][2]float32{{inf, 0}, {1, nan}, {-inf, inf}, {math.MaxFloat32, 1}} {
		if x, y := Unpack(Pack(c[0], c[1])); !math.IsNaN(float64(x)) && !math.IsInf(float64(x), 0) && !math.IsNaN(float64(y)) && !math.IsInf(float64(y), 0) {
			t.Errorf("%g becomes %g, %g: what is no number must not become one", c, x, y)
		}
	}
	if Pack(0, 0) != 0 {
		t.Error("memory of zeros is not light of zero")
	}
}
