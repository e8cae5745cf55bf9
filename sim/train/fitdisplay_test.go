package train

import (
	"math"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
)

var displayRules = []DisplayRule{DisplayLevel, DisplayNearest, DisplayStraight, DisplayGumbel, DisplayQAT}

func onDisplay(t *testing.T, rule DisplayRule, curve string, steps int) *Displaying {
	t.Helper()
	c, err := modulator.ParseCurve(curve)
	check(t, err)
	f := OnDisplay(fitting(FitAdam, network.ModelChirpZ, steps), c, rule)
	s, err := f.Open(cpu.Open(2))
	check(t, err)
	return s
}

// What a fit says of its error is that of the states it gives, sent through the system by other means; and the
// rules of codesign come nearer to the kernels than the nearest states of the free mask.
func TestDisplaysComeToTheKernels(t *testing.T) {
	if testing.Short() {
		t.Skip("a fit to its end takes minutes with the race detector and in wasm")
	}
	for _, curve := range []string{"phase-8", "slm-16", "slm-8"} {
		rounded := 0.0
		for _, rule := range displayRules {
			s := onDisplay(t, rule, curve, 60)
			finish(t, s)
			said, _, err := s.Error()
			check(t, err)
			levels, gain, err := s.Levels()
			check(t, err)
			if got := shown(t, s, levels, gain); math.Abs(got-said) > 1e-3*said {
				t.Errorf("%s, %s: the error is %.4g, it says %.4g", curve, rule, got, said)
			}
			t.Logf("%s, %s: %.3g", curve, rule, said)
			if rule == DisplayLevel {
				rounded = said
				continue
			}
			most := 0.25 * rounded
			if rule == DisplayQAT { // whose gradient is that of polynomials
				most = 0.4 * rounded
			}
			if said > most {
				t.Errorf("%s, %s: %.3g are left, the nearest states of the free mask have %.3g", curve, rule, said, rounded)
			}
		}
	}
}

// shown is the error of a mask of the given states.
func shown(t *testing.T, s *Displaying, levels []uint16, gain float64) float64 {
	t.Helper()
	dev := s.Free.dev
	light, err := s.System.PointLight(dev)
	check(t, err)
	for i, k := range levels {
		st := s.Curve.States[k]
		sin, cos := math.Sincos(st.Phase)
		v := complex(st.Amplitude*cos, st.Amplitude*sin) * complex(float64(light.U[2*i]), float64(light.U[2*i+1]))
		light.U[2*i], light.U[2*i+1] = float32(real(v)), float32(imag(v))
	}
	back, err := s.System.Back(dev, s.Tiling.Region(), 1)
	check(t, err)
	u, err := optics.Apply(dev, back, light)
	check(t, err)
	return relative(u.U, s.Free.Target(), gain)
}

// One stopped in either part and gone on with ends with the same bits.
func TestDisplaysResumeBitForBit(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	make := func(rule DisplayRule) *Displaying {
		c, err := modulator.ParseCurve("slm-8")
		check(t, err)
		f := OnDisplay(fitting(FitAdam, network.ModelChirpZ, 25), c, rule)
		f.Refine = min(f.Refine, 25)
		s, err := f.Open(cpu.Open(1))
		check(t, err)
		return s
	}
	for _, rule := range displayRules {
		whole := make(rule)
		finish(t, whole)
		want, wantGain, err := whole.Levels()
		check(t, err)
		for _, pieces := range []int{1, 4} {
			s := make(rule)
			for range pieces {
				if s.Done() < 1 {
					_, err := s.Next()
					check(t, err)
				}
			}
			state, err := s.State()
			check(t, err)
			s = make(rule)
			check(t, s.Restore(state))
			finish(t, s)
			got, gain, err := s.Levels()
			check(t, err)
			for i, k := range got {
				if k != want[i] || gain != wantGain {
					t.Fatalf("%s after %d pieces: another end", rule, pieces)
				}
			}
		}
	}
}

func TestDisplayFitsThatCannotBe(t *testing.T) {
	c, err := modulator.ParseCurve("slm-8")
	check(t, err)
	for want, change := range map[string]func(*DisplayFit){
		"not by hand":        func(f *DisplayFit) { f.Rule = "by hand" },
		"a rate above 0":     func(f *DisplayFit) { f.Refining = 0 },
		"without free":       func(f *DisplayFit) { f.FreePhase = true },
		"of kernels to fit":  func(f *DisplayFit) { f.Kernels = nil },
		"a display of 0":     func(f *DisplayFit) { f.Curve.States = nil },
		"by level none of t": func(f *DisplayFit) { f.Rule = DisplayLevel },
	} {
		f := OnDisplay(fitting(FitAdam, network.ModelChirpZ, 5), c, DisplayNearest)
		change(&f)
		if _, err := f.Open(cpu.Open(1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
	s, other := onDisplay(t, DisplayNearest, "slm-8", 5), onDisplay(t, DisplayGumbel, "slm-8", 5)
	state, err := other.State()
	check(t, err)
	if err := s.Restore(state); err == nil || !strings.Contains(err.Error(), "array 0 of the checkpoint") {
		t.Errorf("a fit goes on from the state of another rule: %v", err)
	}
}
