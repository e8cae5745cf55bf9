package modulator

import (
	"strconv"
	"strings"

	"talbot/sim/errs"
)

// Text is t on one line, as ParseTransmission reads it.
func (t Transmission) Text() string {
	short := func(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
	var parts []string
	for i, v := range t.Intensity {
		parts = append(parts, short(v)+":"+short(t.Share[i]))
	}
	return strings.Join(parts, " ")
}

// ParseTransmission reads a measured absorber from one line: pairs of an intensity and the share
// of it that passes, such as "0.1:0.05 1:0.2 10:0.7", with space between them. What holds for
// the lines of ReadTransmission holds for the pairs.
func ParseTransmission(text string) (Transmission, error) {
	t := Transmission{Name: "measured"}
	for _, pair := range strings.Fields(text) {
		left, right, _ := strings.Cut(pair, ":")
		in, err := strconv.ParseFloat(left, 64)
		share, also := strconv.ParseFloat(right, 64)
		if err != nil || also != nil {
			return t, errs.New(strconv.Quote(cut(pair)), " is not an intensity, a colon and a transmission: want such as 0.1:0.05 1:0.2 10:0.7")
		}
		if why := t.add(in, share); why != "" {
			return t, errs.New(strconv.Quote(cut(pair)), ": ", why)
		}
	}
	if len(t.Intensity) < 2 {
		return t, errs.New("want two pairs or more of an intensity and a transmission, such as 0.1:0.05 1:0.2 10:0.7")
	}
	if why := t.finish(); why != "" {
		return t, errs.New("the absorber", why)
	}
	return t, nil
}
