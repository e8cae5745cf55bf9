package calibrate

import (
	"errors"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// A camera that is exposed for so long that it is full gives no calibration, though one of its frames would be better than none: the bench keeps what it had.
func TestFullCameraCalibratesNothing(t *testing.T) {
	s := virtual.Free(64)
	s.Panels[1].Gap = 0.01
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / s.Plane.Dx, 0.25 / s.Plane.Dx}
	f, err := virtual.Grade("mild")
	need(t, err)
	b, err := virtual.New(cpu.Open(2), s, f)
	need(t, err)
	for _, e := range []rig.Eye{b.Object, b.Reference} {
		_, err := e.Camera.Configure(t.Context(), rig.CameraConfig{Exposure: 1})
		need(t, err)
	}
	had, may := b.Calibration(), b.Saturated
	for _, kind := range exposed {
		if r, err := Make(t.Context(), b, kind); !errors.Is(err, rig.ErrSaturated) {
			t.Errorf("%s: %v, %+v", kind, err, r.Verified)
		}
	}
	if x := b.Calibration(); x.Cameras[0].Registration != had.Cameras[0].Registration || b.Saturated != may {
		t.Error("the bench is another one")
	}
}
