package cascade_test

import (
	"math"
	"strings"
	"testing"

	"talbot/assets"
	"talbot/sim/cascade"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/open"
	"talbot/sim/system/diffractive"
)

// small is a network of two masks in training for a moment.
func small(t *testing.T, change func(*diffractive.Config)) (*diffractive.Session, *data.Set) {
	t.Helper()
	p, err := diffractive.Find("d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	c := p.Config
	c.Samples, c.ImageSize, c.RegionSize, c.Padding, c.Layers, c.Batch = 40, 28, 4, 20, 2, 8
	change(&c)
	set, test, err := open.LoadFS(assets.Data(), "mnist")
	if err != nil {
		t.Fatal(err)
	}
	s, err := diffractive.NewSession(cpu.Open(1), c, set)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := s.Loop.Next(); err != nil {
			t.Fatal(err)
		}
	}
	return s, test.First(10)
}

// Layer by layer the simulation answers as the network does that was trained, with all that a network can have.
func TestAnswersAsTheNetwork(t *testing.T) {
	for name, change := range map[string]func(*diffractive.Config){
		"phase":        func(c *diffractive.Config) { c.Gain = 1.1 },
		"differential": func(c *diffractive.Config) { c.Logits, c.RegionSize = "differential", 3 },
		"gaussian": func(c *diffractive.Config) {
			c.Illumination, c.Waist, c.Encoding, c.PhaseDepth, c.Loss = "gaussian", 4e-4, "phase", 2, "softmax-mse"
		},
		"display": func(c *diffractive.Config) {
			c.Mask, c.Method, c.Curve = "display", diffractive.MethodGumbel, "phase-8"
		},
		"amplitudes of a display": func(c *diffractive.Config) {
			c.Mask, c.Method, c.Curve, c.Gain = "display", diffractive.MethodNearest, "slm-8", 1.2
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, set := small(t, change)
			n, err := cascade.Of(s, set.Width, set.Height, 10)
			if err != nil {
				t.Fatal(err)
			}
			if len(n.Net.Masks) != 3 {
				t.Errorf("%d masks", len(n.Net.Masks))
			}
			all := []int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
			if err := n.Net.Put(set, all); err != nil {
				t.Fatal(err)
			}
			if _, err := n.Net.Forth(t.Context(), n.Through(n.Model), len(all), nil); err != nil {
				t.Fatal(err)
			}
			got, err := n.Net.Logits(len(all))
			if err != nil {
				t.Fatal(err)
			}
			e := s.Evaluate(set)
			for more := true; more; {
				if more, err = s.More(e); err != nil {
					t.Fatal(err)
				}
			}
			if len(got) != len(e.Logits) {
				t.Fatalf("%d logits, want %d", len(got), len(e.Logits))
			}
			size := 0.0
			for _, v := range e.Logits {
				size = max(size, math.Abs(float64(v)))
			}
			for i, want := range e.Logits {
				if math.Abs(float64(got[i]-want)) > 1e-4*size {
					t.Fatalf("logit %d is %g, want %g", i, got[i], want)
				}
			}
		})
	}
}

// What one bench cannot show is refused with the reason.
func TestFits(t *testing.T) {
	p, _ := diffractive.Find("d2nn-mnist-64")
	for want, change := range map[string]func(*diffractive.Config){
		"side by side": func(c *diffractive.Config) { c.Networks = 2 },
		"a blur":       func(c *diffractive.Config) { c.Mask, c.ProcessBlur = "display", 1 },
		"amplitude":    func(c *diffractive.Config) { c.Mask = "amplitude" },
		"differ":       func(c *diffractive.Config) { c.Distances = "0.01,0.02" },
	} {
		c := p.Config
		change(&c)
		if err := cascade.Fits(&c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
