package calibrate

import (
	"context"
	"strings"
	"testing"

	"talbot/sim/rig"
)

// unsteady is a camera whose light goes out in every second frame.
type unsteady struct {
	rig.Camera
	frames int
}

func (u *unsteady) Grab(ctx context.Context, f *rig.Frame) error {
	err := u.Camera.Grab(ctx, f)
	if u.frames++; u.frames%2 == 0 {
		for i := range f.Counts {
			f.Counts[i] = float32(u.Info().Offset)
		}
	}
	return err
}

// Light that is never steady has no exposure: what was seen is said, and what to do, and the camera's own exposure comes back.
func TestUnsteadyLight(t *testing.T) {
	b, _ := bench(t, 40, graded(t, "mild"), nil)
	was, err := grab(t.Context(), b.Object.Camera)
	need(t, err)
	b.Object.Camera = &unsteady{Camera: b.Object.Camera}
	_, err = Make(t.Context(), b, "flat")
	if err == nil {
		t.Fatal("flat is calibrated by light that comes and goes")
	}
	for _, want := range []string{b.Object.Camera.Info().Name, "changes from frame to frame, 0 to ", "in the last 4", "keep the light steady"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
	if now, err := grab(t.Context(), b.Object.Camera); err != nil || now.Exposure != was.Exposure {
		t.Errorf("%v; the exposure is %g s and was %g", err, now.Exposure, was.Exposure)
	}
}
