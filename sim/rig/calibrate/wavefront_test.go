package calibrate

import (
	"math"
	"math/cmplx"
	"testing"
)

// The hidden aberrations of both panels are found, but for a tilt, and the panel takes them off: also at
// the edge, whose fringes with the middle are three pixels wide.
func TestWavefront(t *testing.T) {
	f := graded(t, "mild")
	f.Aberration, f.Pointing, f.Axial = 0.2, 0, 0
	b, truth := benchOf(t, 64, 0.01, f, nil)
	for i := range b.Mounts {
		b.Mounts[i].Curve = truth.Panels[i].Curve // as a calibration has found it
	}
	r, err := Make(t.Context(), b, "wavefront")
	t.Logf("%+v %.3f", r.Verified, r.Zernike)
	need(t, err)
	left := func(take bool) float64 {
		g := b.Design.Plane
		var mean complex128
		u := make([]complex128, g.Len())
		for k := range u {
			u[k] = truth.Panels[0].Plate[k] * truth.Panels[1].Plate[k]
			if take {
				u[k] *= cmplx.Rect(1, -float64(b.Mounts[1].Wavefront[k]))
			}
			mean += u[k]
		}
		square := 0.0
		for _, z := range u {
			square += math.Pow(cmplx.Phase(z*cmplx.Conj(mean)), 2) / float64(len(u))
		}
		return math.Sqrt(square) / (2 * math.Pi)
	}
	before, after := left(false), left(true)
	t.Logf("aberrations of %.3f waves rms are %.3f then", before, after)
	if after > 0.02 {
		t.Errorf("aberrations of %.3f waves rms are still %.3f", before, after)
	}
	if _, _, err := b.Home(); err == nil {
		t.Error("levels stay on the device, where no wavefront is taken off")
	}
}
