package fourier

import (
	"math/cmplx"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/virtual"
)

// The light that the phase panel does not change is found beside aberrations, which spread it as they spread the rest; and a mask
// that knows of it has the light that is meant where, uncorrected, it lies on that, in the middle too.
func TestUnmodulated(t *testing.T) {
	f := virtual.Ideal()
	f.Unmodulated, f.Aberration = 0.05, 0.5
	setup := virtual.Fourier(side, focus, stop)
	truth := virtual.Draw(setup, f)
	truth.Panels[0].Unmodulated = 0
	for i := range truth.Panels[0].Plate {
		truth.Panels[0].Plate[i] = 1
	}
	b, err := Of(must(virtual.Of(cpu.Open(2), setup, truth)), focus, stop)
	check(t, err)
	check(t, b.MeasureUnmodulated(ctx))
	want := truth.Panels[1].Unmodulated / complex(0.9746794344808963, 0) // what is changed is the root of 0.95
	t.Logf("unmodulated %.4f, found %.4f", want, b.Unmodulated)
	if cmplx.Abs(b.Unmodulated-want) > 0.01 {
		t.Errorf("unmodulated light is %.4f, found %.4f", want, b.Unmodulated)
	}
	for i, u := range truth.Panels[1].Plate {
		b.Correction[i] = float32(-cmplx.Phase(u))
	}
	phase, amplitudes := rough()
	simulated := simulated(t, phase, amplitudes)
	var off [2]float64
	for i, name := range []string{"known", "unknown"} {
		got, err := b.Read(ctx, name, side, phase, [][]float32{amplitudes}, block, response)
		check(t, err)
		off[i] = apartAll(simulated, got[0])
		b.Unmodulated = 0
	}
	t.Logf("%.3f off where it is known, else %.3f", off[0], off[1])
	if !(off[0] < 0.1 && off[1] > 0.5) {
		t.Errorf("%.3f off where unmodulated light is known, else %.3f", off[0], off[1])
	}
}
