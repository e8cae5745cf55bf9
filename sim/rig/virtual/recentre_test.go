package virtual

import (
	"math"
	"testing"

	"talbot/sim/rig"
)

// Where the image has wandered is found out again, to a fiftieth of a pixel, and what is measured of a load is then where it was.
func TestRecentre(t *testing.T) {
	s := small(0.01)
	f := Ideal()
	f.Drift = 1
	b := open(t, s, f)
	h := b.Clock.(*hardware)
	for c := range 2 {
		_, err := b.Register(ctx, c)
		check(t, err)
	}
	before := b.Calibration()
	var c rig.Centre
	x0, y0 := h.walk(walkX, h.now), h.walk(walkY, h.now)
	check(t, b.Recentre(ctx, &c))
	if b.Object.Registration != before.Cameras[0].Registration || b.Reference.Registration != before.Cameras[1].Registration {
		t.Error("the first look moves a registration")
	}
	for hour := range 3 {
		check(t, b.Clock.Sleep(ctx, 3600))
		x, y := h.walk(walkX, h.now), h.walk(walkY, h.now)
		check(t, b.Recentre(ctx, &c))
		t.Logf("hour %d: the camera has wandered by (%.3f, %.3f) px, and %v px are found", hour+1, x-x0, y-y0, c.Moved)
		if math.Hypot(x-x0, y-y0) < 0.2 {
			t.Fatalf("hour %d: the camera has hardly wandered", hour+1)
		}
		for k, d := range c.Moved { // as the camera goes the one way, what it sees goes the other
			px, py := d[0]/s.Plane.Dx, d[1]/s.Plane.Dy
			if math.Abs(px+(x-x0)) > 0.02 || math.Abs(py+(y-y0)) > 0.02 {
				t.Errorf("hour %d, camera %d: the camera has wandered by (%.3f, %.3f) px, and (%.3f, %.3f) are found", hour+1, k, x-x0, y-y0, px, py)
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
	again := rig.Centre{First: c.First, Moved: c.Moved}
	b.Move(&again)
	if now := b.Calibration(); now.Cameras[0].Registration != moved.Cameras[0].Registration || now.Cameras[1].Registration != moved.Cameras[1].Registration {
		t.Error("a bench is taken elsewhere by what was found")
	}
	// What is not what was seen at first is told, and moves nothing.
	other := make([]float32, len(c.First[0]))
	for i := range other {
		other[i] = float32((i*7919)%101) + float32((i*104729)%67)
	}
	again.First[0] = other
	if err := b.Recentre(ctx, &again); err == nil || b.Calibration().Cameras[0].Registration != moved.Cameras[0].Registration {
		t.Error("another picture is taken for the first, ", err)
	}
}
