package plot

import (
	"math"
	"strings"
	"testing"
)

func labels(ticks []Tick) string {
	var s []string
	for _, t := range ticks {
		s = append(s, t.Label)
	}
	return strings.Join(s, " ")
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi, unit float64
		n            int
		want         string
	}{
		{0, 1, 1, 4, "0.00 0.25 0.50 0.75 1.00"},
		{0, 10, 1, 5, "0 2 4 6 8 10"},
		{-3.6e-3, 3.6e-3, 1e-3, 4, "−2 0 2"},
		{0, 0.72, 1e-3, 8, "0 100 200 300 400 500 600 700"},
		{0.1, 0.3, 1, 2, "0.1 0.2 0.3"},
		{0, 30e-6, 1e-6, 3, "0 10 20 30"},
		{1, 1, 1, 5, ""},
		{0, math.Inf(1), 1, 5, ""},
		{math.NaN(), 1, 1, 5, ""},
	} {
		if got := labels(Ticks(c.lo, c.hi, c.unit, c.n)); got != c.want {
			t.Errorf("Ticks(%v, %v, %v, %d) = %q, want %q", c.lo, c.hi, c.unit, c.n, got, c.want)
		}
	}
}

// Whatever the range, ticks lie in it, at equal distances, no more than asked for,
// and their labels differ.
func TestTicksOfAnyRange(t *testing.T) {
	for e := -12; e <= 12; e++ {
		for _, m := range []float64{1, 1.3, 2.7, 6.1, 9.99} {
			for n := 2; n < 10; n++ {
				lo := -0.37 * m * math.Pow(10, float64(e))
				hi := m * math.Pow(10, float64(e))
				factor, _ := SI(hi, "m")
				ticks := Ticks(lo, hi, factor, n)
				if len(ticks) < 1 || len(ticks) > n+1 {
					t.Fatalf("%v to %v: %d ticks for %d", lo, hi, len(ticks), n)
				}
				seen := map[string]bool{}
				for _, k := range ticks {
					if k.Value < lo*(1+1e-5) || k.Value > hi*(1+1e-5) || seen[k.Label] {
						t.Fatalf("%v to %v: tick %v %q", lo, hi, k.Value, k.Label)
					}
					seen[k.Label] = true
				}
			}
		}
	}
}

func TestLogTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{
		{0.01, 10, "0.01 0.1 1 10"},
		{0.08, 2.1, "0.1 0.2 0.5 1 2"},
		{1e-6, 1e-3, "10⁻⁶ 10⁻⁵ 10⁻⁴ 0.001"},
		{0, 1, ""},
	} {
		if got := labels(LogTicks(c.lo, c.hi)); got != c.want {
			t.Errorf("LogTicks(%v, %v) = %q, want %q", c.lo, c.hi, got, c.want)
		}
	}
}

func TestQuantity(t *testing.T) {
	for v, want := range map[float64]string{
		532e-9: "532 nm", 36e-6: "36 µm", 0.3: "300 mm", 1: "1 m", 1500: "1.5 km",
		0: "0 m", -2.5e-3: "−2.5 mm", 999.9e-6: "1000 µm", 1.234567e-6: "1.23 µm",
	} {
		if got := strings.ReplaceAll(Quantity(v, "m"), "\u202f", " "); got != want {
			t.Errorf("Quantity(%v) = %q, want %q", v, got, want)
		}
	}
	if got := Quantity(0.25, ""); got != "0.25" {
		t.Errorf("a pure number takes a prefix: %q", got)
	}
	// float32 of 1e-3 is a little above or below; the prefix must not flip to µ.
	if f, u := SI(float64(float32(1e-3)), "m"); u != "mm" || f != 1e-3 {
		t.Errorf("SI(1e-3) = %v %q", f, u)
	}
}

func TestNumber(t *testing.T) {
	if got := Number(-0.001, 1); got != "0.0" {
		t.Errorf("minus zero is written %q", got)
	}
	if got := Number(-2.5, 1); got != "−2.5" {
		t.Errorf("got %q", got)
	}
}
