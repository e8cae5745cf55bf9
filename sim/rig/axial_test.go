package rig

import (
	"math"
	"testing"

	"talbot/sim/optics"
)

// Light of MeasureAxial's finest bars comes to the camera: aside by at most 0.37 of the plane's width, whatever its size, and no bar is wider than a third of the
// plane of the published bench, where bars of 7 pixels would have their light beside the camera. Planes of 128 pixels at its Fresnel number have bars of 7 pixels.
func TestCoarseness(t *testing.T) {
	for _, n := range []int{48, 96, 128, 200, 400, 800} {
		g, z := optics.Square(n, 8e-6), 0.388*float64(n*n)/(400*400)
		c := coarseness(g, 532e-9, z)
		width := float64(n) * g.Dx
		if aside := 532e-9 * z / (c * barPeriods[0] * g.Dx); aside > 0.3701*width {
			t.Errorf("%d pixels: light comes %.2f of the plane aside", n, aside/width)
		}
		if n >= 128 && barSets[2]*c*barPeriods[1]*g.Dx > width/3 {
			t.Errorf("%d pixels: bars are up to %.2f of the plane wide", n, barSets[2]*c*barPeriods[1]*g.Dx/width)
		}
		if n <= 128 && math.Abs(c-1) > 0.01 || n == 400 && c < 3 {
			t.Errorf("%d pixels: bars are %.2f times as long", n, c)
		}
	}
}
