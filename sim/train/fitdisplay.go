package train

import (
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/modulator"
)

// DisplayRule is how a fitted mask comes to the states of a display: the methods of codesign, applied to the
// fit.
type DisplayRule string

const (
	DisplayLevel    DisplayRule = "level"            // each pixel the state nearest to its free phase, and no more
	DisplayNearest  DisplayRule = "nearest"          // modulator.Nearest, annealed
	DisplayStraight DisplayRule = "straight-through" // modulator.Nearest, hard from the first update
	DisplayGumbel   DisplayRule = "gumbel"           // modulator.Gumbel
	DisplayQAT      DisplayRule = "qat"              // modulator.Fitted, the gradient straight through the rounding
)

// DisplayFit is a Fit of a mask that a display shows: first the phase is fitted freely; then the states of the
// display are, from there, for Refine updates of rate Refining, in units of a state's amplitude, of a logit or
// of a level.
type DisplayFit struct {
	Fit
	Curve  modulator.Curve
	Rule   DisplayRule
	Refine int
	// Refining is the rate of Adam, which falls to a tenth by a cosine; Warmth the temperature that nearest and
	// gumbel begin with, which falls to a hundredth; Noise is a factor on that of Gumbel; Pull that of
	// Nearest's numbers to their states; Soft the share of the updates for which QAT shows its polynomials, before it rounds.
	Refining, Warmth, Noise, Pull, Soft float64
}

// OnDisplay has settings for a rule, which were found with a mask of 96 x 96 and displays of 8 levels, ideal and measured. From one state of the
// measured one, whose phases leave out two radians, to the next it is far: where the temperature of a Gumbel-Softmax begins at 1 and logits
// move by 0.1, most pixels stay where the free phase had them, and 0.2 of the squared error was left where 0.057 are. Drives (QAT) move by two
// hundredths of all levels; of 16 or fewer by one, as often as the widest step between two is the mean one, so that they come over a gap, and are rounded
// for the last seven tenths alone. That leaves 0.047 of phase-8, 0.020 of phase-16, 0.22 of slm-8 and 0.080 of slm-16, the mean of three targets
// that it was not chosen by, where two hundredths rounded from the first leave 0.049, 0.021, 0.23 and 0.096; of slm-256 those leave 0.005. Other rates,
// polynomials, and curves that begin at another level do no better: a slope along the levels does not tell which lies beyond a gap, nor that the last phase is beside the first.
func OnDisplay(f Fit, curve modulator.Curve, rule DisplayRule) DisplayFit {
	d := DisplayFit{Fit: f, Curve: curve, Rule: rule, Refine: 200, Refining: 0.02}
	switch rule {
	case DisplayLevel:
		d.Refine = 0
	case DisplayNearest:
		d.Refining, d.Warmth = 0.1, 0.3
	case DisplayStraight:
		d.Refining, d.Pull = 0.05, 1
	case DisplayGumbel:
		d.Refining, d.Warmth, d.Noise = 1, 5, 1
	case DisplayQAT:
		d.Refining = 0.02 * float64(curve.Levels()-1)
		if curve.Levels() <= 16 {
			d.Refining, d.Soft = d.Refining*gap(curve)/2, 0.3
		}
	}
	return d
}

// gap is the widest step from one state of a display to the next over the mean one.
func gap(c modulator.Curve) float64 {
	widest, sum := 0.0, 0.0
	for i := 1; i < c.Levels(); i++ {
		a, b := c.States[i-1], c.States[i]
		step := cmplx.Abs(cmplx.Rect(a.Amplitude, a.Phase) - cmplx.Rect(b.Amplitude, b.Phase))
		widest, sum = max(widest, step), sum+step
	}
	if sum == 0 {
		return 1
	}
	return widest * float64(c.Levels()-1) / sum
}

// Check says what is wrong with the fit.
func (f *DisplayFit) Check() error {
	switch f.Rule {
	case DisplayLevel, DisplayNearest, DisplayStraight, DisplayGumbel, DisplayQAT:
	default:
		return errs.New("train: a mask comes to a display by level, nearest, straight-through, gumbel or qat, not ", string(f.Rule))
	}
	if f.Fit.Rule == FitPaper || f.FreePhase {
		return errs.New("train: a mask for a display is fitted by adam or retrieval, and without free phases")
	}
	if f.Refine < 0 || f.Refine > 0 && !(f.Refining > 0) || f.Warmth < 0 || f.Rule == DisplayLevel && f.Refine > 0 {
		return errs.New("train: a fit on a display wants a rate above 0 for its updates, and by level none of them")
	}
	return f.Fit.Check()
}
