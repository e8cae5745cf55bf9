package dante

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/modulator"
)

// onDisplay is a tiny network whose masks a display shows.
func onDisplay(curve, rule string) Config {
	c := tiny()
	c.Display, c.DisplayRule = curve, rule
	c.Epochs, c.FitSteps, c.FitShare = 6, 100, 0
	return c
}

// Light reads through what displays show: with 8 bits as through free phases, with 8 levels of a measured one
// worse, and by a method of codesign better than by the nearest levels. What the cameras see is what the states
// say, of amplitude too.
func TestOnDisplay(t *testing.T) {
	left := map[string]float64{}
	for _, d := range [][2]string{{"none", "level"}, {"phase-256", "level"}, {"slm-8", "level"}, {"slm-8", "nearest"}} {
		c := onDisplay(d[0], d[1])
		s := open(t, c)
		finish(t, s.plan)
		left[d[0]+" "+d[1]] = s.MeanError()
		e, err := s.Evaluate(s.test, true)
		check(t, err)
		if d[0] != "slm-8" && e.Accuracy() < 0.9 {
			t.Errorf("%v: %.3f right by light", d, e.Accuracy())
		}
		for _, m := range s.masks {
			phase, gain, want, _ := s.fitted(m)
			levels := s.levelsOf(m)
			if (levels != nil) != (d[0] != "none") {
				t.Fatalf("%v: levels of mask %s", d, m.Name)
			}
			curve, err := c.displayCurve()
			check(t, err)
			for i, k := range levels {
				if float64(phase[i]) != float64(float32(curve.States[k].Phase)) {
					t.Fatalf("%v: mask %s, pixel %d shows another phase than level %d has", d, m.Name, i, k)
				}
			}
			// The error that is told is that of the impulse response that is drawn, from states.
			u, _, err := s.responseOf(m)
			check(t, err)
			k, err := s.kernels(m)
			check(t, err)
			target := m.Tiling.Kernels(k)
			var off, all float64
			for i, v := range target {
				off += math.Pow(gain*float64(u[i])-float64(v), 2)
				all += math.Pow(float64(v), 2)
			}
			if got := off / all; math.Abs(got-want) > 0.02*want+1e-6 {
				t.Errorf("%v: mask %s is told to be off by %.4g, and its response is by %.4g", d, m.Name, want, got)
			}
		}
	}
	free, eight := left["none level"], left["phase-256 level"]
	if level, nearest := left["slm-8 level"], left["slm-8 nearest"]; eight < free || eight > 1.2*free+1e-4 || nearest > 0.8*level || level < 2*free {
		t.Errorf("errors %v", left)
	}
}

// A fit on a display that goes on from its state, in either part, is the one that was not stopped.
func TestDisplayResumes(t *testing.T) {
	if testing.Short() {
		t.Skip("fits twelve masks")
	}
	c := onDisplay("slm-8", "nearest")
	c.Epochs, c.FitSteps, c.FitWarm = 1, 20, 5
	whole := open(t, c)
	pieces := finish(t, whole.plan)
	want, err := whole.plan.State()
	check(t, err)
	for _, at := range []int{8, 20, pieces - 20} {
		stopped := open(t, c)
		for range at {
			_, err := stopped.plan.Next()
			check(t, err)
		}
		state, err := stopped.plan.State()
		check(t, err)
		resumed := open(t, c)
		check(t, resumed.plan.Restore(state))
		x, _ := stopped.progress()
		if y, _ := resumed.progress(); x != y {
			t.Errorf("stopped at %d of %d: %d updates, and %d when it goes on", at, pieces, x, y)
		}
		finish(t, resumed.plan)
		got, err := resumed.plan.State()
		check(t, err)
		for i := range got.Parts {
			if !reflect.DeepEqual(got.Parts[i].Arrays, want.Parts[i].Arrays) || !reflect.DeepEqual(got.Parts[i].Parts, want.Parts[i].Parts) {
				t.Errorf("stopped at %d of %d: another %s", at, pieces, got.Parts[i].Key)
			}
		}
	}
}

func TestDisplayCheck(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"by adam or retrieval": func(c *Config) { c.FitRule = "paper" },
		"switch them off":      func(c *Config) { c.FreePhase = true },
		"is not a display":     func(c *Config) { c.Display = "glass" },
	} {
		c := onDisplay("slm-8", "nearest")
		change(&c)
		if _, err := c.Check(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if c, err := modulator.ParseCurve("phase-256"); err != nil || c.Levels() != 256 {
		t.Error(err)
	}
}
