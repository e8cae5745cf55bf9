package virtual

import (
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/modulator"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/rigtest"
)

// Steps of a third of a turn read the field of an ideal bench as it is, where they are whole levels, by the host and on the device; and of panels of 256
// levels, each step rounded by a third of a level, to 0.006.
func TestThirdTurns(t *testing.T) {
	s := small(0.02)
	s.Panels[1].Curve, _ = modulator.ParseCurve("phase-192")
	bench := func(s Setup, f Faults) *rig.Bench {
		b := open(t, s, f)
		b.Reading = rig.ThirdTurns
		return b
	}
	loads := []plant.Load{load(s, beam(1e-4)), random(s, 2), random(s, 3)}
	for _, l := range loads {
		for i, v := range l[1] {
			l[1][i] = v * 3 / 4
		}
	}
	fields, err := bench(s, Ideal()).Field(ctx, loads)
	check(t, err)
	for i, u := range fields {
		if d := off(u, plain(t, s, loads[i]).U); d > 1e-5 {
			t.Errorf("load %d: the field is %.2g off", i, d)
		}
	}
	rigtest.Resident(t, func() *rig.Bench { return bench(s, Ideal()) }, loads, 1e-5)
	coarse := small(0.02)
	l := random(coarse, 1)
	if fields, err = bench(coarse, Ideal()).Field(ctx, []plant.Load{l}); err != nil {
		t.Fatal(err)
	}
	d := off(fields[0], plain(t, coarse, l).U)
	t.Logf("of 256 levels the field is %.4f off", d)
	if d > 6e-3 {
		t.Errorf("of 256 levels the field is %.2g off", d)
	}
}

// Of as many frames, noise of the reading has two thirds of the power behind steps of a third of a turn that it has behind 0, pi/2 and pi: the sums of the
// squared coefficients are 16/3 and 8.
func TestThirdTurnsAreQuieter(t *testing.T) {
	s, f := small(0.02), Ideal()
	f.Read = 10
	s.Exposure = 1e-3
	b, err := New(cpu.Open(2), s, f)
	check(t, err)
	check(t, b.MeasureBeam(ctx, 64))
	noise := func(r rig.Reading) (power float64) {
		b.Reading = r
		const times = 24
		l := flat(s, 100)
		var all [][]float32
		for range times {
			u, err := b.Modulated(ctx, []plant.Load{l})
			check(t, err)
			all = append(all, u[0])
		}
		for i := range all[0] {
			mean, square := 0.0, 0.0
			for _, u := range all {
				mean += float64(u[i]) / times
			}
			for _, u := range all {
				square += (float64(u[i]) - mean) * (float64(u[i]) - mean) / (times - 1)
			}
			power += square
		}
		return power
	}
	three, thirds := noise(rig.ThreeSteps), noise(rig.ThirdTurns)
	t.Logf("noise of %.4g and %.4g: %.3f of it", three, thirds, thirds/three)
	if r := thirds / three; r < 0.62 || r > 0.71 {
		t.Errorf("steps of a third of a turn leave %.3f of the noise's power, want 2/3", r)
	}
}
