package calibrate

import (
	"encoding/json"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// aligned is how far the first panel's registration is from where its light truly goes over the middle of the plane, px rms, and how far the nearest affine
// map is: that of the hidden poses, and where one panel stands behind the other's image, as far aside as the first one's aberrations send light on that way.
func aligned(b *rig.Bench, truth *virtual.Truth) (found, straight float64) {
	m, x, y := virtual.Between(truth.Panels[0].Pose, truth.Panels[1].Pose)
	g, way := b.Design.Plane, truth.Panels[1].Pose.Z-truth.Panels[0].Pose.Z
	sent := func(px, py float64) (float64, float64) {
		k := (int(math.Round(py/g.Dy))+g.Ny/2)*g.Nx + int(math.Round(px/g.Dx)) + g.Nx/2
		plate := truth.Panels[0].Plate
		turn := b.Design.Wavelength * way / (2 * math.Pi)
		return turn * cmplx.Phase(plate[k+2]*cmplx.Conj(plate[k-2])) / (4 * g.Dx), turn * cmplx.Phase(plate[k+2*g.Nx]*cmplx.Conj(plate[k-2*g.Nx])) / (4 * g.Dy)
	}
	var from, to [][2]float64
	for j := -4; j <= 4; j++ {
		for i := -4; i <= 4; i++ {
			qx, qy := float64(i)/10*float64(g.Nx)*g.Dx, float64(j)/10*float64(g.Ny)*g.Dy
			px, py := m[0]*qx+m[1]*qy+x, m[2]*qx+m[3]*qy+y
			dx, dy := sent(px, py)
			from, to = append(from, [2]float64{qx, qy}), append(to, [2]float64{px - dx, py - dy})
		}
	}
	a, _ := affine(from, to)
	return apart(whereOf(&b.Mounts[0]), from, to) / g.Dx, apart(a.At, from, to) / g.Dx
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
	far, _ := aligned(b, truth)
	t.Logf("the panels are found to %.3f px", far)
	if far > 0.2 || r.Panels.Orientation != "turned by half a turn" {
		t.Errorf("the panels are found %.3f px from where they are, %s", far, r.Panels.Orientation)
	}
	// Of typical faults aberrations bend the map by more than any straight one follows; loads come where it says.
	b, truth = benchOf(t, 64, 0.01, graded(t, "typical"), nil)
	for i := range b.Mounts {
		b.Mounts[i].Curve = truth.Panels[i].Curve
	}
	r, err = Make(t.Context(), b, "slm-slm")
	t.Logf("%+v %s", r.Verified, r.Found())
	need(t, err)
	far, straight := aligned(b, truth)
	t.Logf("the panels of a typical bench are found to %.3f px, of which the nearest affine map leaves %.3f", far, straight)
	if far > 0.2 || straight < 0.3 || b.Synchronised || b.Mounts[0].Bent == nil {
		t.Errorf("the panels of a typical bench are found %.3f px from where they are", far)
	}
	l, g := b.Blank(), b.Design.Plane
	dark := nearest(b.Mounts[0])(0)
	for k := range l[0] {
		if k%g.Nx != 50 || k/g.Nx < 6 {
			l[0][k] = dark
		}
	}
	placed := b.Placed(l)
	for _, y := range []int{10, 54} {
		sum, first := 0.0, 0.0
		for x := range g.Nx {
			a := b.Mounts[0].Curve.States[placed[0][y*g.Nx+x]].Amplitude
			sum, first = sum+a, first+a*g.X(x)
		}
		// The line's place at that row of the first panel, by the map.
		want, at := 0.0, math.Inf(1)
		for v := range g.Ny {
			if wx, wy := b.Mounts[0].Bent.At(g.X(50), g.Y(v)); math.Abs(wy-g.Y(y)) < at {
				want, at = wx, math.Abs(wy-g.Y(y))
			}
		}
		if off := math.Abs(first/sum-want) / g.Dx; off > 0.1 {
			t.Errorf("row %d has a line %.3f px from where the map has it", y, off)
		}
	}
	file, err := json.Marshal(r)
	need(t, err)
	other, _ := benchOf(t, 64, 0.01, f, nil)
	_, err = Read(other, file)
	need(t, err)
	if other.Mounts[0].Bent == nil || other.Mounts[0].Bent.Terms[0] != b.Mounts[0].Bent.Terms[0] {
		t.Errorf("a calibration that is read again has a bend of %+v", other.Mounts[0].Bent)
	}
	r.Calibration.Panels[0].Bent.Terms = nil
	file, err = json.Marshal(r)
	need(t, err)
	if _, err := Read(other, file); err == nil {
		t.Error("a bend without terms is taken")
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
