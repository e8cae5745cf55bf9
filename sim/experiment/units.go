package experiment

import (
	"math"
	"strconv"
)

// Short formats x with three significant digits, and from 100 to a million whole.
func Short(x float64) string { return digits(x, 3) }

// digits formats x with so many significant digits; numbers below a million have all of
// theirs before the point.
func digits(x float64, n int) string {
	if a := math.Abs(x); a >= 100 && a < 1e6 && n <= 3 {
		return strconv.FormatFloat(math.Round(x), 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', n, 64)
}

// Length formats metres with the prefix that suits them, and three digits.
func Length(m float64) string { return prefixed(m, 3) }

// prefixed is Length with at most so many digits.
func prefixed(m float64, n int) string {
	if m == 0 {
		return "0 m"
	}
	name, unit := " nm", 1e-9
	for _, u := range []struct {
		name string
		m    float64
	}{{" km", 1e3}, {" m", 1}, {" mm", 1e-3}, {" µm", 1e-6}} {
		if math.Abs(m) >= u.m {
			name, unit = u.name, u.m
			break
		}
	}
	return digits(m/unit, n) + name
}
