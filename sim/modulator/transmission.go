package modulator

import (
	"slices"
	"strconv"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Transmission is a measured non-linear absorber: the share of an intensity that passes.
type Transmission struct {
	Name             string
	Intensity, Share []float64 // lines; intensities rise, shares are 0 to 1
}

// Table is t with its intensities in units of one: the saturation's, for the networks of
// absorbers.
func (t Transmission) Table(unit float64) *kernels.AbsorptionTable {
	in := make([]float64, len(t.Intensity))
	for i, v := range t.Intensity {
		in[i] = v / unit
	}
	return kernels.NewAbsorptionTable(in, t.Share)
}

const transmissionHeader = "intensity,transmission"

// ReadTransmission reads a measured absorber: a table with a line for each intensity, and
// above it a header that says which column is what, in any order:
//
//	intensity     intensity, input or power: what arrives, in any unit, above 0 or 0
//	transmission  transmission or transmittance: the share of the intensity that passes, 0
//	              to 1, or 0 to 100 where % or percent stands in the header
//
// Text, separators, decimal commas and remarks are those of ReadCurve. Intensities rise from
// line to line, or fall. The error says which line is wrong, and why.
func ReadTransmission(name string, file []byte) (Transmission, error) {
	t := Transmission{Name: name}
	text, why := decode(file)
	if why != "" {
		return t, errs.New(name, " ", why)
	}
	var r transmissionReader
	for i, line := range splitLines(text) {
		line = trim(usual(line))
		if rest, ok := remark(line); ok {
			if r.in == r.share && len(t.Intensity) == 0 {
				r.header(rest) // NumPy writes the header as a remark
			}
			continue
		}
		if blank(line) {
			continue
		}
		if why := r.line(&t, line); why != "" {
			return t, errs.New(name, ", line ", i+1, ": ", why)
		}
	}
	if n := len(t.Intensity); n < 2 {
		return t, errs.New(name, " has ", n, " lines of numbers: want the header \"", transmissionHeader, "\" and two lines or more")
	}
	if why := t.finish(); why != "" {
		return t, errs.New(name, why)
	}
	return t, nil
}

// finish brings two lines or more into their order, or says what is wrong with all of them.
func (t *Transmission) finish() string {
	n := len(t.Intensity)
	if t.Intensity[0] > t.Intensity[n-1] {
		slices.Reverse(t.Intensity)
		slices.Reverse(t.Share)
	}
	if lit := slices.Max(t.Share); lit == 0 {
		return " lets no light pass at any intensity"
	}
	for i, v := range t.Intensity { // in float32, as the table is
		if i > 0 && !(float32(v) > float32(t.Intensity[i-1])) {
			return ": the intensities " + errs.Float(t.Intensity[i-1]) + " and " + errs.Float(v) + " are too close: keep one"
		}
	}
	return ""
}

// transmissionReader is a table that is being read.
type transmissionReader struct {
	in, share, columns int // where they are; the same where no header has been
	percent            bool
	sep                byte
}

// header takes a line as the header if it is one.
func (r *transmissionReader) header(line string) bool {
	for _, sep := range []byte(separators) {
		fields := split(line, sep)
		in, share, percent := -1, -1, false
		for i, f := range fields {
			outside, inside := words(f)
			all := append(outside, inside...)
			is := func(names ...string) bool {
				return slices.ContainsFunc(all, func(w string) bool { return slices.Contains(names, w) })
			}
			switch {
			case is("transmission", "transmittance", "transmissivity", "share", "t") && share < 0:
				share, percent = i, is("%", "percent", "pct", "prozent")
			case is("intensity", "irradiance", "power", "input", "fluence", "i", "intensität", "leistung") && in < 0:
				in = i
			}
		}
		if in >= 0 && share >= 0 {
			r.in, r.share, r.columns, r.percent, r.sep = in, share, len(fields), percent, 0
			return true
		}
	}
	return false
}

// line reads a line that is no remark, or says what is wrong with it.
func (r *transmissionReader) line(t *Transmission, line string) string {
	if r.in == r.share || !numeric(line) {
		switch {
		case len(t.Intensity) > 0:
			return strconv.Quote(cut(line)) + " is not a line of numbers"
		case !r.header(line):
			return "want the header \"" + transmissionHeader + "\", found " + strconv.Quote(cut(line))
		}
		return ""
	}
	var fields []string
	for _, sep := range []byte(separators) {
		if r.sep != 0 && sep != r.sep {
			continue
		}
		if f := split(line, sep); len(f) == r.columns {
			fields, r.sep = f, sep
			break
		}
	}
	if fields == nil {
		return "want " + strconv.Itoa(r.columns) + " values as the header has; decimal commas need semicolons, tabs or spaces between the values"
	}
	value := func(i int) (float64, string) {
		x, _, ok := parseNumber(fields[i])
		if !ok {
			return 0, strconv.Quote(cut(fields[i])) + " is not a number"
		}
		return x, ""
	}
	in, why := value(r.in)
	if why != "" {
		return why
	}
	share, why := value(r.share)
	if why != "" {
		return why
	}
	if r.percent {
		share /= 100
	}
	return t.add(in, share)
}

// add appends a line, or says what is wrong with it.
func (t *Transmission) add(in, share float64) string {
	switch n := len(t.Intensity); {
	case !(in >= 0 && in < 1e30):
		return "the intensity " + errs.Float(in) + " is outside 0 to 1e30"
	case !(share >= 0 && share <= 1):
		return "the transmission " + errs.Float(share) + " is outside 0 to 1: write % into the header where it is in percent"
	case n > 0 && in == t.Intensity[n-1]:
		return "the intensity " + errs.Float(in) + " is that of the line before"
	case n > 1 && (in > t.Intensity[n-1]) != (t.Intensity[1] > t.Intensity[0]):
		return "the intensity " + errs.Float(in) + " turns back: sort the lines by the intensity"
	case n == MaxLevels:
		return "there are more than " + strconv.Itoa(MaxLevels) + " lines"
	}
	t.Intensity, t.Share = append(t.Intensity, in), append(t.Share, share)
	return ""
}
