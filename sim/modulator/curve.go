package modulator

import (
	"math"
	"strconv"
	"strings"

	"talbot/sim/errs"
)

// State is what a device's pixel does to the light at one setting.
type State struct {
	Drive     float64 // what the device is given, such as a grey value; only its order counts
	Amplitude float64 // share of the amplitude that passes, 0 to 1
	Phase     float64 // rad
}

// Curve is a device's calibration: the states that its pixels can take, level 0
// first. Nothing is assumed of them but that there is one at least: amplitude and
// phase may go up and down.
type Curve struct {
	Name   string
	States []State
}

// MaxLevels is the largest number of levels of a curve.
const MaxLevels = 4096

// Levels is the number of states.
func (c Curve) Levels() int { return len(c.States) }

// header is the first line of a curve's file that is not a remark.
const header = "drive,amplitude,phase"

// ReadCurve reads a calibration: comma-separated values with the header
// "drive,amplitude,phase", then one line a level in the order of the drive, with
// the amplitude from 0 to 1 and the phase in radians. Lines that start with # are
// remarks. The error says which line is wrong, and why.
func ReadCurve(name string, file []byte) (Curve, error) {
	c := Curve{Name: name}
	begun := false
	for i, line := range strings.Split(string(file), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		fail := func(why ...any) (Curve, error) {
			return Curve{}, errs.New(append([]any{name, ", line ", i + 1, ": "}, why...)...)
		}
		if !begun {
			if strings.ReplaceAll(line, " ", "") != header {
				return fail("want the header \"", header, "\" (phase in radians), found ", strconv.Quote(cut(line)))
			}
			begun = true
			continue
		}
		fields := strings.Split(line, ",")
		if len(fields) != 3 {
			return fail("want 3 values, ", header, ", found ", len(fields))
		}
		var v [3]float64
		for k, f := range fields {
			x, err := strconv.ParseFloat(strings.TrimSpace(f), 64)
			if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
				return fail(strconv.Quote(cut(f)), " is not a number")
			}
			v[k] = x
		}
		s := State{v[0], v[1], v[2]}
		if why := s.wrong(); why != "" {
			return fail(why)
		}
		if n := len(c.States); n > 0 && s.Drive <= c.States[n-1].Drive {
			return fail("the drive ", errs.Float(s.Drive), " is not above that of the level before, ", errs.Float(c.States[n-1].Drive))
		}
		if len(c.States) == MaxLevels {
			return fail("there are more than ", MaxLevels, " levels")
		}
		c.States = append(c.States, s)
	}
	if !begun {
		return Curve{}, errs.New(name, " is empty: want the header \"", header, "\" and one line a level")
	}
	return c, c.check()
}

// wrong says why s cannot be a state of a device, or nothing.
func (s State) wrong() string {
	switch {
	case !(s.Amplitude >= 0 && s.Amplitude <= 1):
		return "the amplitude " + errs.Float(s.Amplitude) + " is outside 0 to 1: divide all by the largest, and take the root if they are intensities"
	case !(math.Abs(s.Phase) <= 1000):
		return "the phase " + errs.Float(s.Phase) + " rad is outside -1000 to 1000"
	}
	return ""
}

func (c Curve) check() error {
	for _, s := range c.States {
		if s.Amplitude > 0 {
			return nil
		}
	}
	return errs.New(c.Name, " has no level that lets light pass")
}

func cut(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}

// CSV is the curve in the form that ReadCurve reads.
func (c Curve) CSV() string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for _, s := range c.States {
		b.WriteString(short(s.Drive) + "," + short(s.Amplitude) + "," + short(s.Phase) + "\n")
	}
	return b.String()
}

// short formats x with up to seven digits, more than any calibration has.
func short(x float64) string { return strconv.FormatFloat(x, 'g', 7, 64) }

// Resample is the curve at k levels, equally spaced over its own and joined by
// straight lines, with the first and the last kept: how LightRidge makes devices of
// fewer levels from its calibration.
func (c Curve) Resample(k int) Curve {
	out := Curve{Name: c.Name, States: make([]State, k)}
	for i := range k {
		at := 0.0
		if k > 1 {
			at = float64(i) * float64(len(c.States)-1) / float64(k-1)
		}
		j := min(int(at), max(0, len(c.States)-2))
		a, b := c.States[j], c.States[min(j+1, len(c.States)-1)]
		f := at - float64(j)
		mix := func(x, y float64) float64 { return x + float64(f*(y-x)) }
		out.States[i] = State{mix(a.Drive, b.Drive), mix(a.Amplitude, b.Amplitude), mix(a.Phase, b.Phase)}
	}
	return out
}
