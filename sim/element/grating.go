package element

import (
	"math"

	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// AmplitudeGrating is 1 + contrast cos(2 pi x/period), over 1 + |contrast| so that
// it does not amplify.
func AmplitudeGrating(period, contrast float64) optics.Profile {
	return func(x, _ float64) complex128 {
		_, c := fmath.Sincos(math.Mod(2*math.Pi*x/period, 2*math.Pi))
		return complex((1+contrast*c)/(1+math.Abs(contrast)), 0)
	}
}

// PhaseGrating is exp(i depth cos(2 pi x/period)); order m gets the share
// J_m(depth)^2 of the power.
func PhaseGrating(period, depth float64) optics.Profile {
	return func(x, _ float64) complex128 {
		_, c := fmath.Sincos(math.Mod(2*math.Pi*x/period, 2*math.Pi))
		return phasor(depth * c)
	}
}

// Ronchi is a grating of bars: open for the given share of each period, the axis in
// the middle of an opening.
func Ronchi(period, share float64) optics.Profile {
	return func(x, _ float64) complex128 {
		t := x / period
		t = math.Abs(t - math.Floor(t+0.5)) // from the middle of the nearest opening, in periods
		switch {
		case share <= 0:
			return 0
		case share >= 1: // the edges of neighbours meet
			return 1
		}
		return complex(inside(share/2-t, 1), 0)
	}
}

// Blazed is a saw-tooth phase grating of the given depth, rad: with 2 pi it sends
// all light into the order +1. A sample on a jump is the first of its tooth.
func Blazed(period, depth float64) optics.Profile {
	return func(x, _ float64) complex128 {
		t := x / period
		t -= math.Floor(t)
		if t > 1-1e-9 { // it was rounded
			t = 0
		}
		return phasor(depth * t)
	}
}
