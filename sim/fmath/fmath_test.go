package fmath

import (
	"math"
	"testing"
)

func TestAgainstStandardLibrary(t *testing.T) {
	for i := range 200001 {
		u := float64(i)/100000 - 1 // -1..1
		if x := 700 * u; math.Abs(Exp(x)/math.Exp(x)-1) > 1e-15 {
			t.Fatalf("Exp(%g) = %g, want %g", x, Exp(x), math.Exp(x))
		}
		if x := math.Exp(50 * u); math.Abs(Log(x)-math.Log(x)) > 1e-15*math.Max(1, math.Abs(math.Log(x))) {
			t.Fatalf("Log(%g) = %g, want %g", x, Log(x), math.Log(x))
		}
		for _, scale := range []float64{1, 50, 1e5} {
			x := scale * u
			s, c := Sincos(x)
			ws, wc := math.Sincos(x)
			if math.Abs(s-ws) > 1e-15 || math.Abs(c-wc) > 1e-15 {
				t.Fatalf("Sincos(%g) = %g, %g, want %g, %g", x, s, c, ws, wc)
			}
		}
	}
}

func TestEnds(t *testing.T) {
	for _, c := range []struct{ got, want float64 }{
		{Exp(0), 1}, {Exp(-1e9), 0}, {Exp(1e9), math.Inf(1)}, {Log(1), 0}, {Log(0), math.Inf(-1)},
	} {
		if c.got != c.want {
			t.Errorf("got %g, want %g", c.got, c.want)
		}
	}
	if !math.IsNaN(Exp(math.NaN())) || !math.IsNaN(Log(-1)) {
		t.Error("NaN is lost")
	}
}

func BenchmarkSincos(b *testing.B) {
	x, sum := 0.0, 0.0
	for b.Loop() {
		s, c := Sincos(x)
		sum += s + c
		x += 0.001
	}
	if sum == 0.5 {
		b.Log(sum)
	}
}
