package virtual

import (
	"math"
	"testing"

	"talbot/sim/rig"
)

// On a bench where all is typical, photons and flicker and hot pixels and light that no panel changes too, the image is followed to some hundredths of
// a pixel, and behind the reference beam, whose phase flickers from step to step, to a tenth.
func TestRecentreTypical(t *testing.T) {
	if testing.Short() {
		t.Skip("calibrates a bench")
	}
	s := small(0.01)
	f, err := Grade("typical")
	check(t, err)
	f.Drift = 2
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
			t.Logf("camera %d: (%.3f, %.3f) px beside (%.3f, %.3f)", k, ex, ey, x-x0, y-y0)
			if math.Hypot(ex, ey) > []float64{0.03, 0.1}[k] {
				t.Errorf("camera %d: wrong by (%.3f, %.3f) px of (%.3f, %.3f)", k, ex, ey, x-x0, y-y0)
			}
		}
	}
}
