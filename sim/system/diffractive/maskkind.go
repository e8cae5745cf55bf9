package diffractive

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// takes says why numbers of a kind cannot be the session's masks.
func (s *Session) takes(kind string, a *experiment.MaskArray) error {
	own := s.Config.MaskKind()
	fits := kind == own || kind == experiment.Bytes || own == experiment.Radians && kind == experiment.Degrees || own == experiment.Logits && kind == experiment.Amplitude
	if !fits {
		return s.misfit(kind)
	}
	if kind == experiment.Levels && a.Curve != "" && a.Curve != s.Config.CurveHash() {
		return errs.New("these are levels of another display than these masks have: set the display that they were made for first, to the last digit of its states")
	}
	n := s.Config.Grid().Len()
	for i, v := range a.Values {
		switch whole := float64(v) == math.Floor(float64(v)); {
		case (kind == experiment.Levels || kind == experiment.Bytes) && !whole:
			return errs.New(s.pixel(i), " is ", v, ", and ", kind, " are whole numbers: load masks of another kind")
		case kind == experiment.Bytes && !(v >= 0 && v <= 255):
			return errs.New(s.pixel(i), " is ", v, ", and bytes are 0 to 255: load masks of another kind")
		case kind == experiment.Amplitude && !(v >= 0 && v <= 1):
			return errs.New(s.pixel(i), " is ", v, ", and amplitudes are 0 to 1: divide them all by the largest, or load logits")
		case (kind == experiment.Radians || kind == experiment.Degrees) && math.Abs(float64(v)) > experiment.MostPhase:
			return errs.New(s.pixel(i), " is ", v, ", so large a phase that its digits are lost: take it modulo one turn first")
		case s.displays != nil:
			if k := s.displays[i/n].Curve().Levels(); !(v >= 0 && v < float32(k)) {
				return errs.New(s.pixel(i), " is ", v, ", and this mask's display has ", k, " levels, 0 to ", k-1, ": set the display that the masks were made for first")
			}
		}
	}
	return nil
}

// misfit refuses numbers of a kind that other masks have.
func (s *Session) misfit(kind string) error {
	of, types := "phase masks", "phase"
	switch kind {
	case experiment.Amplitude, experiment.Logits:
		of, types = "amplitude masks", "amplitude"
	case experiment.Levels:
		of, types = "masks of a display", "display"
	}
	if kind == experiment.Amplitude {
		kind = "amplitudes"
	}
	want := s.Config.MaskKind()
	switch want {
	case experiment.Radians:
		want = "radians or degrees"
	case experiment.Logits:
		want = "logits or amplitude"
	}
	return errs.New(kind, " are numbers of ", of, ", and this network's are of type ", s.Config.Mask, ": set the mask type to ", types, " first, or load ", want)
}

// guess is what the numbers of an array without a kind are, if that is beyond doubt.
func (s *Session) guess(a *experiment.MaskArray) (string, error) {
	own := s.Config.MaskKind()
	if own == experiment.Radians {
		return a.GuessPhases()
	}
	least, most, whole := float32(math.Inf(1)), float32(math.Inf(-1)), true
	for _, v := range a.Values {
		least, most = min(least, v), max(most, v)
		whole = whole && float64(v) == math.Floor(float64(v))
	}
	floats := len(a.Type) > 5 && a.Type[:5] == "float"
	switch {
	case own == experiment.Levels && !floats:
		return experiment.Levels, nil // takes compares them with the display
	case own == experiment.Levels && whole:
		return "", a.InDoubt("levels")
	case own == experiment.Levels:
		return "", errs.New("the numbers of this file, ", least, " to ", most, " of type ", a.Type, ", are not whole, and masks of a display are levels, counted from 0: load levels.npy of talbot export, or an NPZ")
	case a.Type == "uint8" && most >= 128:
		return experiment.Bytes, nil
	case least >= 0 && most <= 1:
		return experiment.Amplitude, nil
	case floats:
		return "", a.InDoubt("logits")
	}
	return "", a.InDoubt("bytes, 0 to 255 for amplitudes of 0 to 1")
}
