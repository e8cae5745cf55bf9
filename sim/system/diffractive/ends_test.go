package diffractive

import (
	"os"
	"strconv"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
)

// late is how a test tells of times: they depend on what else the machine does, so they fail
// it only where TALBOT_TIMING is set, on a machine that is quiet.
func late(t *testing.T) func(format string, args ...any) {
	if os.Getenv("TALBOT_TIMING") != "" {
		return t.Errorf
	}
	return t.Logf
}

// The cost of steps and looks of networks is in proportion to their time.
func TestCostOfNetworks(t *testing.T) {
	p, err := Find("d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	set := &data.Set{Name: "grey", Width: 28, Height: 28, Images: make([]byte, 60*28*28), Labels: make([]uint16, 60)}
	for i := range set.Images {
		set.Images[i] = byte(i)
	}
	dev := cpu.Open(1)
	var look, step float64
	for i, change := range []func(*Config){
		func(c *Config) {},
		func(c *Config) { c.Padding = 96 },
		func(c *Config) { c.Samples, c.Padding, c.Pitch, c.Layers = 128, 64, c.Pitch/2, 3 },
		func(c *Config) { c.Layers, c.Batch = 2, 20 },
	} {
		c := p.Config
		c.Batch = 10
		change(&c)
		s, err := NewSession(dev, c, set)
		if err != nil {
			t.Fatal(err)
		}
		timed := func(f func() error) float64 {
			least := 1e9
			for range 5 { // the first fills caches, and other programs run
				start := time.Now()
				if err := f(); err != nil {
					t.Fatal(err)
				}
				least = min(least, time.Since(start).Seconds())
			}
			return least
		}
		l := timed(func() error { _, err := s.Look(set.Image(0), 0); return err }) / c.Cost().Look
		u := timed(func() error {
			if _, err := s.Split.Begin(1); err != nil {
				return err
			}
			if err := s.Split.Compute(0); err != nil {
				return err
			}
			_, err := s.Split.Finish()
			return err
		}) / c.Cost().Step
		if i == 0 {
			look, step = l, u
			continue
		}
		for name, ratio := range map[string]float64{"look": l / look, "step": u / step} {
			if ratio < 1./4 || ratio > 4 {
				late(t)("network %d: a %s takes %.2g times as long as its cost says", i, name, ratio)
			}
		}
	}
}

// Every number field of every network can be set to both of its ends: the settings are
// looked at at once, and have a cost to tell before anything is made.
func TestNetworksAtTheEndsOfTheirFields(t *testing.T) {
	for _, p := range Presets() {
		usual := p.Config.Cost()
		for i, q := range p.Config.Params() {
			if q.Kind != experiment.Int && q.Kind != experiment.Float {
				continue
			}
			for _, v := range []float64{q.Min, q.Max} {
				c := p.Config
				if err := c.Params()[i].Set(text(q, v)); err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				c.Check()
				if took := time.Since(start); took > 5*time.Second {
					late(t)("%s, %s of %g: looked at for %v", p.ID, q.Name, v, took)
				}
				cost := c.Cost()
				if !(cost.Look > 0 && cost.Step > 0) || cost.Look > 1e18 {
					t.Errorf("%s, %s of %g: cost %+v", p.ID, q.Name, v, cost)
				}
				more := q.Name == "samples" || q.Name == "padding" || q.Name == "layers"
				if more && v == q.Max && !(cost.Look > usual.Look) {
					t.Errorf("%s, %s of %g: a look costs %g, %g with %g", p.ID, q.Name, v, cost.Look, usual.Look, v)
				}
			}
		}
	}
}

// text is a value as Set takes it.
func text(q experiment.Param, v float64) string {
	if q.Kind == experiment.Int {
		return strconv.Itoa(int(v))
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
