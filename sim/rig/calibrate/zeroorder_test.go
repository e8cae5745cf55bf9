package calibrate

import (
	"errors"
	"math"
	"math/cmplx"
	"testing"
)

// The hidden share and phase of what the phase panel does not change are found, and a blaze takes it off the light.
func TestZeroOrder(t *testing.T) {
	f := graded(t, "mild")
	f.Unmodulated, f.Aberration = 0.05, 0
	b, truth := benchOf(t, 40, 0.01, f, nil)
	for i := range b.Mounts {
		b.Mounts[i].Curve = truth.Panels[i].Curve // as a calibration has found it
	}
	r, err := Make(t.Context(), b, "zero-order")
	t.Logf("%+v %+v", r.Verified, r.ZeroOrder)
	need(t, err)
	u := truth.Panels[1].Unmodulated
	if z := r.ZeroOrder; math.Abs(z.Share-0.05) > 0.004 || math.Abs(math.Remainder(z.Phase-cmplx.Phase(u), 2*math.Pi)) > 0.05 {
		t.Errorf("a share of %.4f at %.3f rad is found, want 0.05 at %.3f", z.Share, z.Phase, cmplx.Phase(u))
	}
	f.Unmodulated = 0
	b, _ = benchOf(t, 40, 0.01, f, nil)
	if r, err := Make(t.Context(), b, "zero-order"); !errors.Is(err, ErrNoBetter) {
		t.Errorf("without a zero order: %v, %+v", err, r.Verified)
	}
}
