package modulator

import (
	"math"
	"strconv"
	"strings"
)

// role is what the numbers of a table's column are.
type role int

const (
	other     role = iota // nothing that a curve needs
	drive                 // what the display is given
	amplitude             // share of the amplitude that passes
	intensity             // share of the power that passes
	phase
)

// column is one of a table.
type column struct {
	title string
	role  role
	unit  float64 // rad of a phase, or share of an amplitude or intensity, that a 1 stands for; 0: not said
}

// What tables call their columns, between bars: one string each, as maps would be large
// in the page's engine.
const (
	driveNames = "|drive|drive level|drive value|drive voltage|driving voltage|voltage|applied voltage|gray|grey|gray level|grey level|" +
		"graylevel|greylevel|gray levels|grey levels|gray value|grey value|grayvalue|greyvalue|gray values|grey values|grayscale|" +
		"greyscale|gray scale|grey scale|grayscale level|greyscale level|grayscale value|greyscale value|gl|gv|level|levels|" +
		"pixel value|pixel level|input|input level|input value|index|lut|lut index|lut value|command|dac|dac value|dac level|" +
		"digital level|digital value|digital number|signal level|setting|addressed level|video level|grauwert|graustufe|spannung|" +
		"pegel|ansteuerung|"
	amplitudeNames = "|amplitude|amp|ampl|amplitudes|magnitude|modulus|field amplitude|amplitude transmission|transmission amplitude|" +
		"transmitted amplitude|amplitude transmittance|amplitude modulation|amplitude reflectivity|amplitude reflectance|" +
		"amplitude reflection|reflection amplitude|field transmission|"
	intensityNames = "|intensity|intensities|power|optical power|irradiance|transmittance|reflectance|reflectivity|transmissivity|" +
		"intensity transmission|intensity transmittance|intensity reflectance|intensity reflectivity|intensity modulation|" +
		"transmission intensity|transmitted intensity|transmitted power|power transmission|power transmittance|" +
		"reflected intensity|reflected power|power reflectance|power reflectivity|intensität|leistung|"
	phaseNames = "|phase|phases|phi|φ|ϕ|δφ|δϕ|phase shift|phaseshift|phase delay|phase retardation|retardation|retardance|phase modulation|" +
		"phase value|phase values|phase change|phase angle|unwrapped phase|phase unwrapped|wrapped phase|"
	eitherNames = "|transmission|reflection|t|r|transm|modulation|throughput|attenuation|" // of the amplitude or of the intensity

	filler = "|measured|mean|average|avg|relative|rel|normalised|normalized|norm|the|in|of|x|×|unit|units|a|u|au|arb|arbitrary|0|1|" +
		"total|" // says nothing about a column
	driveUnits = "|v|mv|volt|volts|bit|bits|8|8bit|10|10bit|12|12bit|16|16bit|dn|counts|adu|rms|vrms|vpp|255|"
	percent    = "|%|percent|pct|prozent|"
)

// in tells whether a word is in such a list.
func in(list, word string) bool { return word != "" && strings.Contains(list, "|"+word+"|") }

// roleOf is what a column of a name is.
func roleOf(name string) role {
	for r, list := range []string{drive: driveNames, amplitude: amplitudeNames, intensity: intensityNames, phase: phaseNames} {
		if in(list, name) {
			return role(r)
		}
	}
	return other
}

// number tells whether the last of some words is a whole number.
func number(list []string) bool {
	return len(list) > 0 && len(list[len(list)-1]) >= 3 && leadingDigits(list[len(list)-1]) == len(list[len(list)-1])
}

// wavelength tells whether a word is one, such as 532nm.
func wavelength(w string) bool { n := leadingDigits(w); return n >= 3 && w[n:] == "nm" }

// leadingDigits is how many of them begin a word.
func leadingDigits(w string) (n int) {
	for n < len(w) && w[n] >= '0' && w[n] <= '9' {
		n++
	}
	return n
}

// phaseUnit is the unit that a word names, in rad, or 0.
func phaseUnit(word string) float64 {
	if word = strings.TrimPrefix(word, "×"); len(word) > 1 && word[:2] == "x2" { // times 2 pi
		word = word[1:]
	}
	switch {
	case in("|rad|rads|radian|radians|radiant|", word):
		return 1
	case word == "mrad":
		return 1e-3
	case in("|deg|degs|degree|degrees|°|º|", word):
		return math.Pi / 180
	case in("|pi|π|", word):
		return math.Pi
	case in("|2pi|2π|wave|waves|turn|turns|cycle|cycles|λ|lambda|fringe|fringes|", word):
		return 2 * math.Pi
	}
	return 0
}

// words cuts a title into words, those outside of brackets and those inside. What
// stands behind "at" or @ is a condition, and so is a wavelength, 532 nm.
func words(title string) (outside, inside []string) {
	var word []byte
	depth, done := 0, false
	end := func() {
		w := string(word)
		word = word[:0]
		switch {
		case w == "" || done || wavelength(w):
		case w == "at":
			done = true
		case w == "nm" && depth == 0 && number(outside):
			outside = outside[:len(outside)-1]
		case w == "nm" && depth > 0 && number(inside):
			inside = inside[:len(inside)-1]
		case depth > 0:
			inside = append(inside, w)
		default:
			outside = append(outside, w)
		}
	}
	last := byte(0)
	for _, c := range []byte(title) {
		switch {
		case c == '(' || c == '[' || c == '{':
			end()
			depth, done = depth+1, false
		case c == ')' || c == ']' || c == '}':
			end()
			depth, done = max(0, depth-1), false
		case c <= ' ' || c == '_' || c == '-' || c == '/' || c == '.' || c == ':' || c == ',' || c == ';' || c == '*' || c == '=' || c == '"' || c == '\'':
			end()
		case c == '@':
			end()
			done = true
		default:
			if c >= 'A' && c <= 'Z' && last >= 'a' && last <= 'z' { // as in GrayLevel
				end()
			}
			word = append(word, c)
		}
		last = c
	}
	end()
	for _, list := range [][]string{outside, inside} {
		for i, w := range list {
			list[i] = lower(w)
		}
	}
	return outside, inside
}

// nameOf finds the name that begins some words: the longest that is known.
func nameOf(list []string) (r role, doubt bool, rest []string) {
	const most = 8 // words of a name, with fillers
	for k := min(len(list), most); k > 0; k-- {
		name := ""
		for _, w := range list[:k] {
			if !in(filler, w) {
				if name != "" {
					name += " "
				}
				name += w
			}
		}
		if in(eitherNames, name) {
			return other, true, list[k:]
		}
		if r := roleOf(name); r != other {
			return r, false, list[k:]
		}
	}
	return other, false, list
}

// heading finds out what a column is by its title. It says why that is in doubt; where
// it gives no role, the doubt matters only if no other column has it.
func heading(title string) (c column, why string) {
	c.title = title
	outside, inside := words(title)
	r, doubt, rest := nameOf(outside)
	if doubt && len(rest) == 0 { // what stands in brackets may tell, as in "transmission (intensity)"
		if r, _, rest = nameOf(inside); r == amplitude || r == intensity {
			doubt, inside = false, nil
		} else {
			rest = nil
		}
	}
	if doubt {
		if len(rest) == 0 || in(percent, rest[0]) {
			return c, strconv.Quote(cut(title)) + " may be of the amplitude or of the intensity: call the column amplitude or intensity"
		}
		return c, ""
	}
	if r == other {
		return c, ""
	}
	for _, w := range rest { // outside of brackets, only units and fillers
		if r == drive && in(driveUnits, w) || r == phase && phaseUnit(w) != 0 || in(percent, w) || in(filler, w) || w == "2" {
			continue
		}
		return c, "" // such as the error of a phase
	}
	c.role = r
	c.unit, why = unitOf(r, title, append(rest, inside...))
	return c, why
}

// unitOf is the unit that some words name, for a column of a role.
func unitOf(r role, title string, list []string) (unit float64, why string) {
	if r == drive { // only its order counts
		return 0, ""
	}
	two, radian := false, false
	for _, w := range list {
		u := phaseUnit(w)
		switch {
		case r == phase && w == "2":
			two = true
		case r == phase && u != 0:
			if u == 1 {
				radian = true
			} else if unit != 0 && unit != u {
				return 0, "the column " + strconv.Quote(cut(title)) + " names two units: want one of rad, deg, pi and waves"
			} else {
				unit = u
			}
		case r != phase && in(percent, w):
			unit = 0.01
		case in(filler, w) && (r != phase || w != "0" && w != "1"): // 0 to 2 pi is a range, no unit
		default:
			want := "want none, or %"
			if r == phase {
				want = "want rad, deg, pi or waves"
			}
			return 0, "the unit of " + strconv.Quote(cut(title)) + " is not known: " + want
		}
	}
	switch {
	case unit == 0 && radian:
		unit = 1
	case radian && unit != math.Pi && unit != 2*math.Pi: // pi rad, 2 pi rad
		return 0, "the column " + strconv.Quote(cut(title)) + " names two units: want one of rad, deg, pi and waves"
	}
	if two {
		if unit != math.Pi {
			return 0, "the unit of " + strconv.Quote(cut(title)) + " is not known: want rad, deg, pi or waves"
		}
		unit = 2 * math.Pi
	}
	return unit, ""
}
