package virtual

import (
	"math"
	"testing"

	"talbot/sim/rig"
)

// Where the image has wandered is found out again, to a twentieth of a pixel, and what is measured of a load is then where it was.
func TestRecentre(t *testing.T) {
	s := small(0.01)
	f := Ideal()
	f.Drift = 0.5
	b := open(t, s, f)
	h := b.Clock.(*hardware)
	for c := range 2 {
		_, err := b.Register(ctx, c)
		check(t, err)
	}
	before := b.Calibration()
	var c rig.Centre
	check(t, b.Recentre(ctx, &c))
	if b.Object.Registration != before.Cameras[0].Registration || b.Reference.Registration != before.Cameras[1].Registration {
		t.Error("the first look moves a registration")
	}
	for hour := range 3 {
		x0, y0 := h.walk(walkX, 0), h.walk(walkY, 0)
		check(t, b.Clock.Sleep(ctx, 3600))
		x, y := h.walk(walkX, h.now), h.walk(walkY, h.now)
		check(t, b.Recentre(ctx, &c))
		t.Logf("hour %d: the image has wandered by (%.3f, %.3f) px, and %v px are found", hour+1, x-x0, y-y0, c.Moved)
		if math.Hypot(x, y) < 0.2 {
			t.Fatalf("hour %d: the image has hardly wandered", hour+1)
		}
		for k, d := range c.Moved {
			px, py := d[0]/s.Plane.Dx, d[1]/s.Plane.Dy
			if math.Abs(math.Abs(px)-math.Abs(x)) > 0.05 || math.Abs(math.Abs(py)-math.Abs(y)) > 0.05 {
				t.Errorf("hour %d, camera %d: the image has wandered by (%.3f, %.3f) px, and (%.3f, %.3f) are found", hour+1, k, x, y, px, py)
			}
		}
		errors, err := b.RegistrationErrors(ctx, 0, b.Object)
		check(t, err)
		if errors[0] > 0.06*s.Plane.Dx {
			t.Errorf("hour %d: spots are %.3f px from where they are registered", hour+1, errors[0]/s.Plane.Dx)
		}
	}
	// A bench that has been calibrated as before is taken to the same place.
	moved := b.Calibration()
	check(t, b.Calibrate(before))
	again := rig.Centre{Spots: c.Spots, Moved: c.Moved}
	b.Move(&again)
	if now := b.Calibration(); now.Cameras[0].Registration != moved.Cameras[0].Registration || now.Cameras[1].Registration != moved.Cameras[1].Registration {
		t.Error("a bench is taken elsewhere by what was found")
	}
	again.Spots[0] = again.Spots[0][:3]
	if b.Recentre(ctx, &again) == nil {
		t.Error("other spots are compared")
	}
}
