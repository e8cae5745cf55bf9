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
		return open(math.Abs(t-math.Floor(t+0.5)) < share/2)
	}
}

// Blazed is a saw-tooth phase grating of the given depth, rad: with 2 pi it sends
// all light into the order +1.
func Blazed(period, depth float64) optics.Profile {
	return func(x, _ float64) complex128 {
		t := x / period
		return phasor(depth * (t - math.Floor(t)))
	}
}
