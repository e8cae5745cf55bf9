package modulator

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"talbot/sim/errs"
)

// table is a calibration that is being read.
type table struct {
	columns []column
	line    int            // of the header
	at      [phase + 1]int // column of each role, or -1
	sep     byte           // between the values; 0: not known yet
	marks   [2]int         // first lines with a decimal point and with a decimal comma

	title     string // first line of words in front of the header
	titleLine int
	remarked  bool   // the header is a remark
	doubt     string // why the last remark that could be a header is none, and its line
	doubtLine int
	degrees   int  // line of a remark that speaks of the phase in degrees
	radians   bool // a remark speaks of the phase in radians
	assumed   bool // nothing says the unit of the phases, which are taken as radians

	phases  []float64 // as they stand in the file
	falling bool      // drives fall from line to line
}

// ReadCurve reads a calibration: a table with a line for each level, and above it a
// header that says what its columns are, in any order:
//
//	drive       drive, gray level, level, voltage or the like: what the display is given
//	amplitude   amplitude from 0 to 1, or intensity, whose root it is; without it 1
//	phase       phase, in the unit that stands in the header, rad, deg, pi or waves, as
//	            in "phase (deg)"; in radians where none stands and nothing else is likely
//
// Values are separated by commas, semicolons, tabs, spaces or bars; with any of these but
// commas there may be decimal commas. Lines that start with #, % or // are remarks, the last
// of which above the numbers can be the header; words above the header and what stands
// behind a # are remarks too. Text is UTF-8, UTF-16 or Latin-1.
// Drives rise from line to line, or fall, and levels are counted from the lowest. The error says which line is wrong, and why.
func ReadCurve(name string, file []byte) (Curve, error) {
	c := Curve{Name: name}
	text, why := decode(file)
	if why != "" {
		return Curve{}, errs.New(name, " ", why)
	}
	var t table
	for i, line := range splitLines(text) {
		line = trim(usual(line))
		if blank(line) || t.columns == nil && lower(line[:min(4, len(line))]) == "sep=" {
			continue
		}
		if rest, ok := remark(line); ok {
			if len(c.States) == 0 {
				t.remark(rest, i+1)
			}
			continue
		}
		if why := t.read(&c, line, i+1); why != "" {
			if t.columns == nil && t.title != "" {
				i, why = t.titleLine-1, noHeader(t.title)
			}
			return Curve{}, errs.New(name, ", line ", i+1, ": ", why)
		}
	}
	if t.columns == nil && t.title != "" {
		return Curve{}, errs.New(name, ", line ", t.titleLine, ": ", noHeader(t.title))
	}
	if len(c.States) == 0 {
		return Curve{}, errs.New(name, " is empty: want the header \"", header, "\" and one line a level")
	}
	if t.falling {
		slices.Reverse(c.States)
	}
	if why := t.finish(&c); why != "" {
		return Curve{}, errs.New(name, ", line ", t.line, ": ", why)
	}
	return c, c.check()
}

// blank tells whether a line has nothing but separators.
func blank(line string) bool {
	for _, b := range []byte(line) {
		if b != ' ' && b != ',' && b != ';' && b != '\t' && b != '"' {
			return false
		}
	}
	return true
}

// remark is the text of a line that is one.
func remark(line string) (text string, ok bool) {
	for len(line) > 0 && (line[0] == '#' || line[0] == '%') || len(line) > 1 && line[:2] == "//" {
		line, ok = line[1:], true
		if line != "" && line[0] == '/' {
			line = line[1:]
		}
	}
	return trim(line), ok
}

// remark looks whether a remark is the header, or speaks of units.
func (t *table) remark(text string, line int) {
	outside, inside := words(text)
	of := map[string]bool{}
	for _, w := range append(outside, inside...) {
		of[w] = true
	}
	if of["phase"] && (of["degree"] || of["degrees"] || of["deg"] || of["°"]) {
		t.degrees = line
	}
	if of["phase"] && (of["rad"] || of["radian"] || of["radians"]) {
		t.radians = true
	}
	if t.columns != nil && !t.remarked {
		return
	}
	columns, at, why := parseHeader(text, true)
	switch {
	case columns == nil:
	case why != "":
		t.doubt, t.doubtLine = why, line
	default:
		t.columns, t.at, t.line, t.remarked = columns, at, line, true
	}
}

// read reads a line that is no remark: the header, units below it, or a level.
func (t *table) read(c *Curve, line string, number int) string {
	if len(c.States) == 0 && !numeric(line) {
		if t.columns != nil && t.unitRow(line) {
			return ""
		}
		columns, at, why := parseHeader(line, false)
		if why != "" && columns != nil {
			return why
		}
		if columns == nil && t.columns == nil { // words above the table
			if t.title == "" {
				t.title, t.titleLine = line, number
			}
			t.remark(line, number)
			return ""
		}
		if columns != nil {
			if t.columns != nil && !t.remarked {
				return "there is a second header, " + strconv.Quote(cut(line))
			}
			t.columns, t.at, t.line, t.remarked = columns, at, number, false
			return ""
		}
	}
	if t.columns == nil {
		if t.doubt != "" {
			return "want a header; the one in line " + strconv.Itoa(t.doubtLine) + " will not do: " + t.doubt
		}
		return noHeader(line)
	}
	return t.add(c, line, number)
}

func noHeader(line string) string {
	return "want the header \"" + header + "\" (phase in radians), found " + strconv.Quote(cut(line))
}

// numeric tells whether a line's first value is a number.
func numeric(line string) bool {
	for _, sep := range []byte(separators) {
		if f := split(line, sep); len(f) > 1 {
			_, _, ok := parseNumber(f[0])
			return ok
		}
	}
	_, _, ok := parseNumber(line)
	return ok
}

// parseNumber is strconv.ParseFloat for finite decimal numbers, which may have a comma
// in place of the point; mark is 1 for a point, 2 for a comma.
func parseNumber(s string) (x float64, mark int, ok bool) {
	b := []byte(s)
	for i, c := range b {
		switch {
		case c == '.' || c == ',':
			if mark != 0 {
				return 0, 0, false
			}
			mark = 1
			if c == ',' {
				if i == 0 || i+1 == len(b) || s[i-1] < '0' || s[i-1] > '9' || s[i+1] < '0' || s[i+1] > '9' {
					return 0, 0, false
				}
				mark, b[i] = 2, '.'
			}
		case (c < '0' || c > '9') && c != '-' && c != '+' && c != 'e' && c != 'E':
			return 0, 0, false
		}
	}
	x, err := strconv.ParseFloat(string(b), 64)
	return x, mark, err == nil
}

// add adds the level of a line, or says why it cannot.
func (t *table) add(c *Curve, line string, number int) string {
	line, _, _ = strings.Cut(line, "#")
	var fields []string
	if t.sep != 0 {
		fields = atMost(split(line, t.sep), len(t.columns))
	} else {
		most := -1
		for _, sep := range []byte(separators) {
			f := atMost(split(line, sep), len(t.columns))
			if n := t.fit(f); n > most {
				most, fields, t.sep = n, f, sep
			}
		}
	}
	if n := len(t.columns); len(fields) != n {
		titles := ""
		for i, col := range t.columns {
			if i > 0 {
				titles += ","
			}
			titles += col.title
		}
		why := "want " + strconv.Itoa(n) + " values, " + titles + ", found " + strconv.Itoa(len(fields))
		if t.sep == ',' && len(fields) > n {
			why += "; decimal commas need semicolons, tabs or spaces between the values"
		}
		return why
	}
	s := State{Amplitude: 1}
	for r, to := range []*float64{drive: &s.Drive, amplitude: &s.Amplitude, intensity: &s.Amplitude, phase: &s.Phase} {
		if r == int(other) || t.at[r] < 0 {
			continue
		}
		text := fields[t.at[r]]
		if text == "" {
			return "there is no value of " + strconv.Quote(cut(t.columns[t.at[r]].title))
		}
		x, mark, ok := parseNumber(text)
		if !ok {
			return strconv.Quote(cut(text)) + " is not a number"
		}
		if mark > 0 && t.marks[mark-1] == 0 {
			t.marks[mark-1] = number
		}
		if unit := t.columns[t.at[r]].unit; unit != 0 && role(r) != phase {
			x *= unit
		}
		*to = x
	}
	if t.marks[0] > 0 && t.marks[1] > 0 {
		return "there are decimal commas and, in line " + strconv.Itoa(t.marks[0]+t.marks[1]-number) + ", decimal points: want one of them"
	}
	return t.level(c, s)
}

// fit is how many values of a line can be read with the columns, of a line split in some
// way; a line of the right number of values is better than any other.
func (t *table) fit(fields []string) (n int) {
	for r := drive; r <= phase; r++ {
		if k := t.at[r]; k >= 0 && k < len(fields) {
			if _, _, ok := parseNumber(fields[k]); ok {
				n++
			}
		}
	}
	if len(fields) == len(t.columns) {
		n += len(t.at)
	}
	return n
}

// level adds a state, whose phase and intensity are as they stand in the file.
func (t *table) level(c *Curve, s State) string {
	if t.at[intensity] >= 0 {
		if !(s.Amplitude >= 0 && s.Amplitude <= 1+1e-6) {
			return "the intensity " + errs.Float(s.Amplitude) + " is outside 0 to 1: divide all by the largest"
		}
		s.Amplitude = math.Sqrt(s.Amplitude)
	}
	if s.Amplitude > 1 && s.Amplitude < 1+1e-6 { // rounded
		s.Amplitude = 1
	}
	t.phases = append(t.phases, s.Phase)
	unit := t.columns[t.at[phase]].unit
	if unit != 0 {
		s.Phase *= unit
	} else if math.Abs(s.Phase) > 1000 {
		return "the phase " + errs.Float(s.Phase) + " rad is outside -1000 to 1000: if these are degrees, write phase (deg) into the header"
	}
	if why := s.wrong(); why != "" && math.Abs(s.Phase) <= 1000 { // of other units, finish tells
		return why
	}
	n := len(c.States)
	if n > 0 {
		if why := t.order(s.Drive, c.States[n-1].Drive, n); why != "" {
			return why + ": sort the lines by the drive, and keep one for each"
		}
	}
	if n == MaxLevels {
		return "there are more than " + strconv.Itoa(MaxLevels) + " levels"
	}
	c.States = append(c.States, s)
	return ""
}

// order says what is wrong with the drive of level n behind that of the level before: all
// rise, or all fall.
func (t *table) order(drive, before float64, n int) string {
	if n == 1 {
		t.falling = drive < before
	}
	switch {
	case drive == before:
		return "the drive " + errs.Float(drive) + " is that of the level before"
	case drive > before && t.falling:
		return "the drive " + errs.Float(drive) + " is above that of the level before, " + errs.Float(before) + ", where those before fall"
	case drive < before && !t.falling:
		return "the drive " + errs.Float(drive) + " is below that of the level before, " + errs.Float(before) + ", where those before rise"
	}
	return ""
}
