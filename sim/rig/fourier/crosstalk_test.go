package fourier

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/virtual"
)

// Which share of their phase pixels have from those beside them is found beside fringes, and a mask that is fitted to it gives the light that is
// meant in all of the window: in the middle too, where phases that are drawn together send light.
func TestCrossTalk(t *testing.T) {
	for _, share := range []float64{0, 0.01, 0.03} {
		f := virtual.Ideal()
		f.CrossTalk, f.Fringing = share, 0.3
		b := open(t, f)
		check(t, b.MeasurePhases(ctx))
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

// Beside all other faults of a bench and its noise the share is found within 0.0015, and the curve within a hundredth.
func TestCrossTalkBesideAll(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	const stop = 28
	for _, grade := range []string{"mild", "typical"} {
		for seed := range 4 {
			f, err := virtual.Grade(grade)
			check(t, err)
			f.Seed = seed + 1
			r, err := virtual.New(cpu.Open(2), virtual.Fourier(side, focus, stop), f)
			check(t, err)
			b, err := Of(r, focus, stop)
			check(t, err)
			check(t, b.MeasureHot(ctx))
			check(t, b.MeasurePhases(ctx))
			curve, truth := b.Mounts[1].Curve.States[200].Phase, 2*math.Pi*f.Depth*math.Pow(200.0/256, f.Bend)
			t.Logf("%s %d: %.4f of each neighbour, found %.4f; phase of level 200 %.3f, found %.3f", grade, f.Seed, f.CrossTalk, b.CrossTalk, truth, curve)
			if math.Abs(b.CrossTalk-f.CrossTalk) > 0.0015 {
				t.Errorf("%s %d: pixels have %.4f of each neighbour, found %.4f", grade, f.Seed, f.CrossTalk, b.CrossTalk)
			}
			if math.Abs(curve/truth-1) > 0.01 {
				t.Errorf("%s %d: level 200 has a phase of %.3f, found %.3f", grade, f.Seed, truth, curve)
			}
		}
	}
}

// A share is kept where masks are nearer to what is meant with it, and one that is not there is refused. What is meant is a 4-f system's light.
func TestTryCrossTalk(t *testing.T) {
	for _, c := range []struct{ share, found, kept float64 }{{0.01, 0.011, 0.011}, {0, 0.02, 0}, {0.01, 0, 0}} {
		f := virtual.Ideal()
		f.CrossTalk = c.share
		b := open(t, f)
		b.CrossTalk = c.found
		tried, err := b.TryCrossTalk(ctx)
		check(t, err)
		t.Logf("%.3f of each neighbour, found %.3f: %.3f off without it, %.3f with it", c.share, c.found, tried[0], tried[1])
		if b.CrossTalk != c.kept {
			t.Errorf("pixels have %g of each neighbour; of %g that was found %g is kept: %.3f off without it, %.3f with it", c.share, c.found, b.CrossTalk, tried[0], tried[1])
		}
	}
	b := open(t, virtual.Ideal())
	phase, amplitudes := rough()
	if d := apartAll(simulated(t, phase, amplitudes), b.meant(side, phase, amplitudes, block, response)); !(d < 1e-4) {
		t.Errorf("what is meant is %.2g off a 4-f system's light", d)
	}
}
