package optics

import (
	"math"
	"strconv"

	"talbot/sim/errs"
)

// Length formats metres with the unit that suits them, in three digits.
func Length(m float64) string { return LengthDigits(m, 3) }

// LengthDigits is Length with at most so many significant digits, at least three.
func LengthDigits(m float64, digits int) string {
	if math.IsNaN(m) || math.IsInf(m, 0) {
		return errs.Float(m) + " m"
	}
	name, unit := " nm", 1e-9
	for _, u := range []struct {
		name string
		m    float64
	}{{" km", 1e3}, {" m", 1}, {" mm", 1e-3}, {" um", 1e-6}} {
		if math.Abs(m) >= u.m*(1-0.5*math.Pow10(-digits)) { // it rounds up to one
			name, unit = u.name, u.m
			break
		}
	}
	x := m / unit
	if math.Abs(x) >= math.Pow10(digits-1) { // all digits before the point, and no exponent
		return strconv.FormatFloat(x, 'f', 0, 64) + name
	}
	return strconv.FormatFloat(x, 'g', digits, 64) + name
}

// String is g in words, such as "64 x 48 samples of 8 um".
func (g Grid) String() string {
	return strconv.Itoa(g.Nx) + " x " + strconv.Itoa(g.Ny) + " samples of " + g.Spacing()
}

// Spacing is how far apart the samples are in words, "8 um" or "4 um x 8 um". A plane of
// one row has no spacing along y, one of one column none along x.
func (g Grid) Spacing() string {
	x, y := LengthDigits(g.Dx, 6), LengthDigits(g.Dy, 6)
	switch {
	case g.Dx == g.Dy || g.Ny == 1 && g.Nx > 1:
		return x
	case g.Nx == 1 && g.Ny > 1:
		return y
	}
	return x + " x " + y
}
