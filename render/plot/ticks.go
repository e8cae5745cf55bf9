package plot

import (
	"math"
	"strconv"
	"strings"
)

// Tick is a labelled place on an axis.
type Tick struct {
	Value float64
	Label string
}

// Ticks returns at most n+1 ticks from lo to hi, at multiples of 1, 2, 2.5 or 5
// times a power of ten, with labels of v/unit.
func Ticks(lo, hi, unit float64, n int) []Tick {
	if !(hi > lo) || math.IsInf(hi-lo, 0) || n < 1 {
		return nil
	}
	lo, hi = lo/unit, hi/unit
	step := niceStep((hi - lo) / float64(n))
	digits := decimals(step)
	var ticks []Tick
	slack := step * 1e-6
	for i := math.Ceil((lo - slack) / step); i*step <= hi+slack; i++ {
		ticks = append(ticks, Tick{i * step * unit, Number(i*step, digits)})
	}
	return ticks
}

// niceStep is the smallest step of 1, 2, 2.5 or 5 times a power of ten that is
// not below least.
func niceStep(least float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(least)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*p >= least*(1-1e-9) {
			return m * p
		}
	}
	return 10 * p
}

// decimals is the number of digits after the point that tells steps apart.
func decimals(step float64) int {
	for d := 0; d < 9; d++ {
		scaled := step * math.Pow(10, float64(d))
		if math.Abs(scaled-math.Round(scaled)) < 1e-6*scaled {
			return d
		}
	}
	return 9
}

// LogTicks returns ticks at the powers of ten from lo to hi; if there are fewer
// than three, also at twice and five times those.
func LogTicks(lo, hi float64) []Tick {
	if !(lo > 0) || !(hi > lo) {
		return nil
	}
	const slack = 1e-9
	for _, multiples := range [][]float64{{1}, {1, 2, 5}} {
		var ticks []Tick
		for e := math.Floor(math.Log10(lo)); e <= math.Ceil(math.Log10(hi)); e++ {
			for _, m := range multiples {
				v := m * math.Pow(10, e)
				if v >= lo*(1-slack) && v <= hi*(1+slack) {
					ticks = append(ticks, Tick{v, logLabel(v, e)})
				}
			}
		}
		if len(ticks) >= 3 || len(multiples) > 1 {
			return ticks
		}
	}
	return nil
}

func logLabel(v, exponent float64) string {
	if exponent >= -3 && exponent < 4 {
		return Number(v, max(0, -int(exponent)))
	}
	m := Number(v/math.Pow(10, exponent), 0)
	if m == "1" {
		return "10" + Superscript(int(exponent))
	}
	return m + "×10" + Superscript(int(exponent))
}

// Superscript writes n in raised digits.
func Superscript(n int) string {
	return strings.Map(func(r rune) rune {
		if r == '-' {
			return '⁻'
		}
		return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0']
	}, strconv.Itoa(n))
}

// Number writes v with digits after the point and a true minus sign.
func Number(v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.HasPrefix(s, "-") {
		if strings.Trim(s, "-0.") == "" {
			return s[1:]
		}
		return "−" + s[1:]
	}
	return s
}

// prefixes are those of the SI, from 1e-15 up in steps of a thousand.
var prefixes = []string{"f", "p", "n", "µ", "m", "", "k", "M", "G", "T"}

// SI returns the prefix that brings a magnitude to 1..1000, and its factor:
// v/factor is the number to write. An empty unit takes no prefix.
func SI(magnitude float64, unit string) (factor float64, prefixed string) {
	magnitude = math.Abs(magnitude)
	if unit == "" || magnitude == 0 || math.IsInf(magnitude, 0) || magnitude != magnitude {
		return 1, unit
	}
	k := int(math.Floor(math.Log10(magnitude*(1+1e-9)) / 3))
	k = min(max(k, -5), 4)
	return math.Pow(1000, float64(k)), prefixes[k+5] + unit
}

// Quantity writes v with about three significant digits and a prefixed unit, such
// as "532 nm" or "2.4 µm".
func Quantity(v float64, unit string) string {
	factor, u := SI(v, unit)
	x := v / factor
	digits := 0
	if x != 0 {
		digits = min(max(2-int(math.Floor(math.Log10(math.Abs(x)))), 0), 6)
	}
	s := Number(x, digits)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if u == "" {
		return s
	}
	return s + "\u202f" + u
}
