package fourier

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/virtual"
)

// What the amplitude panel lets through against the light that it changes is found, and a bend beside it; amplitudes that make up for it give a
// picture's light far better where, as here, next to nothing else of it is left.
func TestLeak(t *testing.T) {
	const stop = 28
	f := virtual.Ideal()
	f.Unmodulated, f.Bend, f.Seed = 0.05, 1.1, 4
	setup := virtual.Fourier(side, focus, stop)
	truth := virtual.Draw(setup, f)
	truth.Panels[1].Unmodulated, truth.Panels[1].Curve = 0, setup.Panels[1].Curve
	b, err := Of(must(virtual.Of(cpu.Open(2), setup, truth)), focus, stop)
	check(t, err)
	check(t, b.MeasureAmplitudes(ctx))
	leak := real(truth.Panels[0].Unmodulated)
	half := b.Mounts[0].Curve.States[128].Amplitude
	bend := math.Log(half) / math.Log(128.0/255)
	if math.Abs(b.Leak-leak) > 0.003 || math.Abs(bend-f.Bend) > 0.01 {
		t.Errorf("leak %.4f and bend %.3f, found %.4f and %.3f", leak, f.Bend, b.Leak, bend)
	}
	phase, amplitudes := rough()
	want := simulated(t, phase, amplitudes)
	var off [2]float64
	for i, name := range []string{"known", "unknown"} {
		got, err := b.Read(ctx, name, side, phase, [][]float32{amplitudes}, block, response)
		check(t, err)
		off[i] = apartAll(want, got[0])
		b.Leak = 0
		b.curves()
	}
	t.Logf("%.4f off where it is known, else %.4f", off[0], off[1])
	if !(off[0] < 0.04 && off[1] > 0.15) {
		t.Errorf("%.3f off where the leak is known, else %.3f", off[0], off[1])
	}
}

// With the noise of a typical bench a power of the level does not stand for its square: the bend is found within a few hundredths.
func TestBendInNoise(t *testing.T) {
	f, err := virtual.Grade("typical")
	check(t, err)
	f.Aberration, f.Shift, f.Pointing, f.Seed = 0, 0, 0, 2
	b := open(t, f)
	check(t, b.MeasureAmplitudes(ctx))
	if bend := math.Log(b.Mounts[0].Curve.States[128].Amplitude) / math.Log(128.0/255); math.Abs(bend-f.Bend) > 0.04 {
		t.Errorf("the bend is %.3f, found %.3f", f.Bend, bend)
	}
}
