package dante

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
)

// An update that is taken apart leaves the run as it is, before the masks are fitted and after that; the loss of the kernels and the
// error of a mask fall as their slopes say.
func TestApart(t *testing.T) {
	c := tiny()
	c.Epochs, c.FitSteps, c.FitWarm = 2, 12, 4
	s := open(t, c)
	x := make([]float32, 144)
	s.learn.Read(1, x)
	for _, stage := range []string{"kernels", "masks", "end"} {
		switch stage {
		case "kernels":
			_, err := s.plan.Next()
			check(t, err)
		case "masks":
			for s.Global.Done() < 1 {
				_, err := s.plan.Next()
				check(t, err)
			}
			_, err := s.plan.Next()
			check(t, err)
		default:
			finish(t, s.plan)
		}
		before, err := s.plan.State()
		check(t, err)
		parts, err := s.Apart(x, s.learn.Target(1))
		check(t, err)
		if len(parts) != 5 || parts[0].Name != "forward" || len(parts[2].Panels) != 2*len(s.layers) || parts[3].Panels[1].ID != "response" {
			t.Errorf("%s: %v", stage, parts)
		}
		after, err := s.plan.State()
		check(t, err)
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%s: the run is another one", stage)
		}

		loss, gradient, err := s.global(x, s.learn.Target(1))
		check(t, err)
		falls(t, stage+", global", experiment.Downhill(loss, gradient)/300*experiment.Slope(gradient, gradient), func(by float64) (then float64) {
			check(t, experiment.Try(s.dev, s.Net.Vars(), gradient, by*experiment.Downhill(loss, gradient)/300, func() (err error) {
				then, _, err = s.global(x, s.learn.Target(1))
				return err
			}))
			return then
		})
	}
	k, err := s.kernels(s.masks[0])
	check(t, err)
	f := s.fit(0)
	f.Tiling, f.System, f.Kernels = s.masks[0].Tiling, s.masks[0].System, k
	fit, err := f.Open(s.dev)
	check(t, err)
	phase, _, err := s.maskOf(s.masks[0])
	check(t, err)
	g := make([]float32, len(phase))
	far, err := fit.Objective(phase, g)
	check(t, err)
	rate := experiment.Downhill(far, [][]float32{g}) / 20
	falls(t, "local", rate*experiment.Slope([][]float32{g}, [][]float32{g}), func(by float64) float64 {
		v := slices.Clone(phase)
		for i := range v {
			v[i] -= float32(by * rate * float64(g[i]))
		}
		near, err := fit.Objective(v, make([]float32, len(v)))
		check(t, err)
		return near
	})
}

// falls compares half of what lies between a step back and a step forth with what the slope says.
func falls(t *testing.T, what string, want float64, at func(by float64) float64) {
	t.Helper()
	if fell := (at(-1) - at(1)) / 2; math.Abs(fell-want) > 0.03*want {
		t.Errorf("%s: falls by %g, and the slope says %g", what, fell, want)
	}
}

// The paper's fit has no objective of the mask alone, and networks of single neurons have no two steps.
func TestApartOfOthers(t *testing.T) {
	c := tiny()
	c.FitRule, c.FreePhase, c.FitShare = "paper", false, 0
	parts, err := open(t, c).Apart(make([]float32, 144), -1)
	check(t, err)
	if len(parts) != 3 {
		t.Errorf("%d parts", len(parts))
	}
	for _, neurons := range []string{"dual", "single"} {
		p, _ := Find("dante-small")
		c := p.Config
		c.Neurons = neurons
		s, err := c.Open(cpu.Open(1), nil)
		check(t, err)
		if _, ok := s.(experiment.Apart); ok != (neurons == "dual") || ok != slices.Contains(s.Can(), "apart") {
			t.Errorf("%s: %v", neurons, ok)
		}
	}
}
