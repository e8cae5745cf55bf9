package calibrate

import (
	"math"
	"testing"

	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// aligned is how far the first panel's registration is from the hidden truth over the middle of the plane, px rms.
func aligned(b *rig.Bench, truth *virtual.Truth) float64 {
	m, x, y := virtual.Between(truth.Panels[0].Pose, truth.Panels[1].Pose)
	g, square := b.Design.Plane, 0.0
	for j := -4; j <= 4; j++ {
		for i := -4; i <= 4; i++ {
			qx, qy := float64(i)/10*float64(g.Nx)*g.Dx, float64(j)/10*float64(g.Ny)*g.Dy
			hx, hy := b.Mounts[0].Registration.At(qx, qy)
			square += (math.Pow(hx-m[0]*qx-m[1]*qy-x, 2) + math.Pow(hy-m[2]*qx-m[3]*qy-y, 2)) / 81
		}
	}
	return math.Sqrt(square) / g.Dx
}

// A relay that images the first panel upside down and aside onto the second is found to a fifth of a pixel, and benches that cannot
// tell are refused.
func TestPanels(t *testing.T) {
	f := graded(t, "mild")
	b, truth := benchOf(t, 64, 0.01, f, func(truth *virtual.Truth) {
		truth.Panels[1].Pose.Rotation += math.Pi
		truth.Panels[1].Pose.X += 2.3 * 8e-6
	})
	for i := range b.Mounts {
		b.Mounts[i].Curve = truth.Panels[i].Curve // as a calibration has found it
	}
	r, err := Make(t.Context(), b, "slm-slm")
	t.Logf("%+v %+v", r.Verified, r.Panels)
	need(t, err)
	far := aligned(b, truth)
	t.Logf("the panels are found to %.3f px", far)
	if far > 0.2 || r.Panels.Orientation != "turned by half a turn" {
		t.Errorf("the panels are found %.3f px from where they are, %s", far, r.Panels.Orientation)
	}
	// Of typical faults, flicker of a twentieth of a wave and 5 % that the panel does not change, half a pixel is left at most.
	b, truth = benchOf(t, 64, 0.01, graded(t, "typical"), nil)
	for i := range b.Mounts {
		b.Mounts[i].Curve = truth.Panels[i].Curve
	}
	_, err = Make(t.Context(), b, "slm-slm")
	need(t, err)
	far = aligned(b, truth)
	t.Logf("the panels of a typical bench are found to %.3f px", far)
	if far > 0.5 || b.Synchronised {
		t.Errorf("the panels of a typical bench are found %.3f px from where they are", far)
	}
	b, _ = benchOf(t, 64, 0, f, nil)
	if _, err := Make(t.Context(), b, "slm-slm"); err == nil {
		t.Error("dots are seen where the phase panel is imaged onto the camera")
	}
	b, _ = bench(t, 40, f, nil)
	b.Design.Gaps[0] = 0.01
	if _, err := Make(t.Context(), b, "slm-slm"); err == nil {
		t.Error("panels are registered that are not imaged onto each other")
	}
}
