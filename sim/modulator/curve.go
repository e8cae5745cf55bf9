package modulator

import (
	"math"
	"strconv"
	"strings"

	"talbot/sim/errs"
)

// State is what a display's pixel does to the light at one setting.
type State struct {
	Drive     float64 // what the display is given, such as a grey value; only its order counts
	Amplitude float64 // share of the amplitude that passes, 0 to 1
	Phase     float64 // rad
}

// Curve is a display's calibration: the states that its pixels can take, level 0
// first. Nothing is assumed of them but that there is one at least: amplitude and
// phase may go up and down.
type Curve struct {
	Name   string
	States []State
	Notes  []string // what ReadCurve has made of a file beyond its numbers, a sentence each
}

// MaxLevels is the largest number of levels of a curve.
const MaxLevels = 4096

// Levels is the number of states.
func (c Curve) Levels() int { return len(c.States) }

// header is the first line of the files of CSV.
const header = "drive,amplitude,phase"

// wrong says why s cannot be a state of a display, or nothing.
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

// CSV is the curve in the form that ReadCurve reads, with seven digits.
func (c Curve) CSV() string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for _, s := range c.States {
		b.WriteString(short(s.Drive) + "," + short(s.Amplitude) + "," + short(s.Phase) + "\n")
	}
	return b.String()
}

// digits is how many a curve is written with, more than any calibration has.
const digits = 7

func short(x float64) string { return strconv.FormatFloat(x, 'g', digits, 64) }

// Resample is the curve at k levels, equally spaced over its own and joined by
// straight lines, with the first and the last kept: how LightRidge makes displays of
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
