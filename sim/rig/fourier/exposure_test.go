package fourier

import (
	"math"
	"testing"

	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// Frames that take long enough take whole periods of the refresh, in which flicker has its mean: half a period sees a mask less well.
func TestWholePeriods(t *testing.T) {
	typical, err := virtual.Grade("typical")
	check(t, err)
	f := virtual.Ideal()
	f.Photons, f.Read, f.Well, f.Bits, f.Flicker = true, typical.Read, typical.Well, typical.Bits, typical.Flicker
	b := open(t, f)
	phase, amplitudes := rough()
	want := simulated(t, phase, amplitudes)
	read := func() float64 {
		got, err := b.Read(ctx, "mask", side, phase, [][]float32{amplitudes}, block, response)
		check(t, err)
		return apart(want, got[0])
	}
	whole := read()
	periods := b.exposure * b.Mounts[1].SLM.Info().Refresh
	c, err := b.Object.Camera.Configure(ctx, rig.CameraConfig{Exposure: b.exposure / periods / 2})
	check(t, err)
	b.exposure, b.exposed["mask"] = c.Exposure, c.Exposure
	half := read()
	t.Logf("%.3f off after %.3f periods, %.3f after half of one", whole, periods, half)
	if periods < 1 || math.Abs(periods-math.Round(periods)) > 1e-9 {
		t.Errorf("frames take %.3f periods", periods)
	}
	if !(whole < 0.7*half) {
		t.Errorf("%.3f off after whole periods, %.3f after half of one", whole, half)
	}
}
