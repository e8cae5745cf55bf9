package rig

import (
	"math"
	"slices"

	"talbot/sim/modulator"
)

// Levels finds the level of a panel for a phase.
type Levels struct {
	phases []float64 // 0 to 2 pi, rising
	levels []uint16
}

// LevelsOf are those of a curve.
func LevelsOf(c modulator.Curve) Levels {
	var l Levels
	order := make([]int, c.Levels())
	turn := func(i int) float64 { return wrapped(c.States[i].Phase) }
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := turn(a), turn(b); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	for _, i := range order {
		if n := len(l.phases); n > 0 && l.phases[n-1] == turn(i) {
			continue
		}
		l.phases, l.levels = append(l.phases, turn(i)), append(l.levels, uint16(i))
	}
	return l
}

// wrapped is a phase as 0 to 2 pi.
func wrapped(phase float64) float64 {
	phase = math.Mod(phase, 2*math.Pi)
	if phase < 0 {
		phase += 2 * math.Pi
	}
	return phase
}

// Nearest is the level whose phase is nearest, modulo a turn: of levels with the same phase the first.
func (l Levels) Nearest(phase float64) uint16 {
	n := len(l.phases)
	phase = wrapped(phase)
	i, _ := slices.BinarySearch(l.phases, phase)
	above, below := i%n, (i+n-1)%n
	if math.Abs(math.Remainder(l.phases[above]-phase, 2*math.Pi)) < math.Abs(math.Remainder(l.phases[below]-phase, 2*math.Pi)) {
		return l.levels[above]
	}
	return l.levels[below]
}

// Nearest is LevelsOf(c).Nearest, for one phase.
func Nearest(c modulator.Curve, phase float64) uint16 { return LevelsOf(c).Nearest(phase) }

// Turned is, for each level of a phase panel, the level whose phase is nearest to the level's and phi more,
// modulo a turn.
func Turned(c modulator.Curve, phi float64) []uint16 {
	l, out := LevelsOf(c), make([]uint16, c.Levels())
	for i, s := range c.States {
		out[i] = l.Nearest(s.Phase + phi)
	}
	return out
}

// amplitudeSteps is how many amplitudes are told apart before they are rounded to levels.
const amplitudeSteps = 1 << 12

// nearestAmplitudes finds the level of a panel for an amplitude.
func nearestAmplitudes(c modulator.Curve) func(a float64) uint16 {
	const steps = amplitudeSteps
	top := 0.0
	for _, s := range c.States {
		top = math.Max(top, s.Amplitude)
	}
	table := make([]uint16, steps+1)
	for k := range table {
		a, least := top*float64(k)/steps, math.Inf(1)
		for i, s := range c.States {
			if d := math.Abs(s.Amplitude - a); d < least {
				table[k], least = uint16(i), d
			}
		}
	}
	return func(a float64) uint16 {
		if top == 0 {
			return 0
		}
		return table[int(math.Round(math.Max(0, math.Min(a/top, 1))*steps))]
	}
}
