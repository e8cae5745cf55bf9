package fourier

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/virtual"
)

// The light of a picture comes beside the middle of the phase panel where that stands aside and where the amplitude panel's own aberrations
// slope; it is found to a small part of a sample, and there a mask does what it is meant to.
func TestCentre(t *testing.T) {
	f := virtual.Ideal()
	f.Shift, f.Aberration, f.Unmodulated = 1, 0.5, 0.05
	setup := virtual.Fourier(side, focus, stop)
	truth := virtual.Draw(setup, f)
	for i := range truth.Panels[1].Plate { // what the phase panel's own do is for MeasureAberrations
		truth.Panels[1].Plate[i] = 1
	}
	var slope [2]complex128 // of the amplitude panel's phase, over the square that is shown
	for y := side/2 - stop/4; y < side/2+stop/4; y++ {
		for x := side/2 - stop/4; x < side/2+stop/4; x++ {
			for axis, next := range []int{1, side} {
				slope[axis] += truth.Panels[0].Plate[y*side+x+next] * cmplx.Conj(truth.Panels[0].Plate[y*side+x])
			}
		}
	}
	b, err := Of(must(virtual.Of(cpu.Open(2), setup, truth)), focus, stop)
	check(t, err)
	check(t, b.MeasureCentre(ctx))
	for axis, stands := range []float64{truth.Panels[1].Pose.X, truth.Panels[1].Pose.Y} {
		want := cmplx.Phase(slope[axis])*b.reach/2/math.Pi - stands/b.Design.Plane.Dx
		t.Logf("axis %d: the light's middle is %.3f samples aside, found %.3f", axis, want, b.Centre[axis])
		if math.Abs(b.Centre[axis]-want) > 0.15 {
			t.Errorf("axis %d: the light's middle is %.3f samples aside, found %.3f", axis, want, b.Centre[axis])
		}
	}
}
