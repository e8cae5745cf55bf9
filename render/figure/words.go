package figure

import (
	"strconv"
	"strings"

	"talbot/render/plot"
)

func integer(n int) string { return strconv.Itoa(n) }

// count is a number with its noun: "1 mask", "5 masks".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return integer(n) + " " + noun + "s"
}

// percent writes a share of 0..1 with as many digits as tell it from 0 and 100 %.
func percent(v float64) string {
	digits := 1
	if v > 0 && v < 0.001 {
		digits = 3
	}
	return plot.Number(100*v, digits) + "\u202f%"
}

// short writes a number with about three significant digits.
func short(v float64) string {
	if v != 0 && (v < 1e-3 && v > -1e-3 || v >= 1e5 || v <= -1e5) {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 1, 64), "e")
		n, _ := strconv.Atoi(exponent) // FormatFloat wrote it
		return strings.Replace(mantissa, "-", "−", 1) + "×10" + plot.Superscript(n)
	}
	return plot.Quantity(v, "")
}
