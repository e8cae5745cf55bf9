package lab

import (
	"math"
	"strconv"
	"strings"
)

// number is v with three significant digits and without trailing zeros.
func number(v float64) string {
	if v == 0 {
		return "0"
	}
	a := math.Abs(v)
	if a < 1e-3 || a >= 1e5 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 1, 64), "e")
		n, _ := strconv.Atoi(exponent)
		return sign(mantissa) + "×10" + superscript(n)
	}
	digits := max(2-int(math.Floor(math.Log10(a))), 0)
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return sign(s)
}

// sign replaces the hyphen by a minus.
func sign(s string) string { return strings.Replace(s, "-", "−", 1) }

func superscript(n int) string {
	var b strings.Builder
	for _, r := range strconv.Itoa(n) {
		if r == '-' {
			b.WriteRune('⁻')
		} else {
			b.WriteRune([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'])
		}
	}
	return b.String()
}

// length is a unit of length that suits a span of v metres.
type length struct {
	name  string
	metre float64 // one unit, m
}

func lengthFor(v float64) length {
	switch {
	case v >= 2:
		return length{"m", 1}
	case v >= 0.2e-3:
		return length{"mm", 1e-3}
	case v >= 0.2e-6:
		return length{"µm", 1e-6}
	}
	return length{"nm", 1e-9}
}

// metres is v with its unit.
func metres(v float64) string {
	u := lengthFor(v)
	return number(v/u.metre) + " " + u.name
}

// wavelength is v with its unit: nm for light that can be seen.
func wavelength(v float64) string {
	if v < 2e-6 {
		return number(math.Round(v*1e10)/10) + " nm"
	}
	return metres(v)
}

// percent is v of 1.
func percent(v float64) string {
	switch {
	case v > 0 && v < 0.001:
		return "<0.1 %"
	case v > 0.999 && v < 1:
		return ">99.9 %"
	case v < 0.1 || v > 0.99 && v < 1:
		return strconv.FormatFloat(100*v, 'f', 1, 64) + " %"
	}
	return strconv.FormatFloat(100*v, 'f', 0, 64) + " %"
}

// law is the brightness of intensity I, where 0 stands for an exponent of 1/2.
func law(exponent float64) string {
	switch exponent {
	case 0, 0.5:
		return "√I"
	case 1:
		return "I"
	}
	return "I^" + number(exponent)
}

// nice is the largest of 1, 2, 5 times a power of ten that is not above v.
func nice(v float64) float64 {
	if !(v > 0) {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(v)))
	switch m := v / p; {
	case m >= 5:
		return 5 * p
	case m >= 2:
		return 2 * p
	}
	return p
}
