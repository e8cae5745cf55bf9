package virtual

import (
	"math"
	"testing"

	"talbot/sim/rig"
)

// On benches where all is typical, photons and flicker and hot pixels and light that no panel changes too, the image is followed to some hundredths of
// a pixel. Behind the reference beam, whose phase flickers from step to step, it is followed to a tenth in the mean square, and by a look of one of these
// seeds to no better than 0.33.
func TestRecentreTypical(t *testing.T) {
	if testing.Short() {
		t.Skip("calibrates benches")
	}
	square, looks := 0.0, 0
	for seed := range 4 {
		s := small(0.01)
		f, err := Grade("typical")
		check(t, err)
		f.Drift, f.Seed = 2, 1+seed
		b := open(t, s, f)
		h := b.Clock.(*hardware)
		b.Retries, b.Synchronised, b.Wait = 10, true, f.Latency/60+14*f.Response
		check(t, b.MeasureAll(ctx, nil))
		var c rig.Centre
		x0, y0 := h.walk(walkX, h.now), h.walk(walkY, h.now)
		check(t, b.Recentre(ctx, &c))
		for range 4 {
			check(t, b.Clock.Sleep(ctx, 1200))
			x, y := h.walk(walkX, h.now), h.walk(walkY, h.now)
			check(t, b.Recentre(ctx, &c))
			for k, d := range c.Moved {
				ex, ey := d[0]/s.Plane.Dx+x-x0, d[1]/s.Plane.Dy+y-y0
				t.Logf("seed %d, camera %d: (%.3f, %.3f) px beside (%.3f, %.3f)", f.Seed, k, ex, ey, x-x0, y-y0)
				if k == 1 {
					square, looks = square+ex*ex+ey*ey, looks+1
				} else if math.Hypot(ex, ey) > 0.03 {
					t.Errorf("seed %d: wrong by (%.3f, %.3f) px of (%.3f, %.3f)", f.Seed, ex, ey, x-x0, y-y0)
				}
			}
		}
	}
	if rms := math.Sqrt(square / float64(looks)); rms > 0.15 {
		t.Errorf("behind the reference beam the image is found to %.3f px, root mean square of %d looks", rms, looks)
	}
}
