package experiment

import "talbot/sim/modulator"

// DisplayUse is a display and what the masks that are of it make of its states.
type DisplayUse struct {
	Curve modulator.Curve
	Masks []string  // these masks, as they are called
	Used  []float64 // share of their pixels at each level; the sum is 1
}
