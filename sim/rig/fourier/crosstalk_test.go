package fourier

import (
	"math"
	"testing"

	"talbot/sim/rig/virtual"
)

// Which share of their phase pixels have from those beside them is found beside fringes, and a mask that is fitted to it gives the light that is
// meant in all of the window: in the middle too, where phases that are drawn together send light.
func TestCrossTalk(t *testing.T) {
	for _, share := range []float64{0, 0.01, 0.03} {
		f := virtual.Ideal()
		f.CrossTalk, f.Fringing = share, 0.3
		b := open(t, f)
		check(t, b.MeasureCrossTalk(ctx))
		found := b.CrossTalk
		if math.Abs(found-share) > 0.001 {
			t.Errorf("pixels have %.4f of each neighbour, found %.4f", share, found)
		}
		if share != 0.01 {
			continue
		}
		b.Fringing = f.Fringing
		phase, amplitudes := rough()
		want := simulated(t, phase, amplitudes)
		var off [2]float64
		for i, name := range []string{"unknown", "known"} {
			b.CrossTalk = found * float64(i)
			got, err := b.Read(ctx, name, side, phase, [][]float32{amplitudes}, block, response)
			check(t, err)
			off[i] = apartAll(want, got[0])
		}
		t.Logf("%.4f off where it is unknown, else %.4f", off[0], off[1])
		if !(off[1] < 0.05 && off[0] > 0.15) {
			t.Errorf("%.4f off where cross-talk is unknown, else %.4f", off[0], off[1])
		}
	}
}
