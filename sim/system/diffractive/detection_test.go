package diffractive

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/detect"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// detections are ways to tell ten classes, on planes of 20 samples.
func detections() map[string]Config {
	all := map[string]Config{}
	for name, f := range map[string]func(c *Config){
		"differential":          func(c *Config) { c.Logits, c.RegionSize = "differential", 3 },
		"differential, display": func(c *Config) { c.Logits, c.RegionSize, c.Mask = "differential", 3, "display" },
		"two networks":          func(c *Config) { c.Networks = 2 },
		"two, differential":     func(c *Config) { c.Networks, c.Logits, c.Mask = 2, "differential", "amplitude" },
		"five, of a display":    func(c *Config) { c.Networks, c.Logits, c.Mask = 5, "differential", "display" },
		"ten networks":          func(c *Config) { c.Networks, c.Reading = 10, "amplitude" },
		"ten, differential":     func(c *Config) { c.Networks, c.Logits = 10, "differential" },
		"five, readings scaled": func(c *Config) { c.Networks, c.Logits = 5, "scale" },
	} {
		c := tiny()
		c.LogitScale = 10
		f(&c)
		all[name] = c
	}
	return all
}

// Each class has its regions in one network, and one that speaks against it if there are
// two; what is seen of a network is its own masks and readings, and survives as bytes.
func TestFramesOfAllNetworks(t *testing.T) {
	for name, c := range detections() {
		t.Run(name, func(t *testing.T) {
			s, train := open(t, c, 1, 20), pictures(20)
			masks, err := s.MaskBytes()
			if err != nil {
				t.Fatal(err)
			}
			e := s.Evaluate(train.First(1))
			for more := true; more; {
				if more, err = s.More(e); err != nil {
					t.Fatal(err)
				}
			}
			if len(e.Confusion) != 100 {
				t.Fatalf("confusion of %d numbers", len(e.Confusion))
			}
			seen, inside := map[int]int{}, 0.0
			n := c.Samples * c.Samples
			for s.Network = range c.Networks {
				f, err := s.Look(train.Image(0), int(train.Labels[0]))
				if err != nil {
					t.Fatal(err)
				}
				b, err := f.AppendBinary(nil)
				if err != nil {
					t.Fatal(err)
				}
				var g frame.Frame
				if err := g.UnmarshalBinary(b); err != nil {
					t.Fatal(err)
				}
				if len(g.Scores) != 10 || len(g.Readings) != len(g.Last().Regions) || g.Network != s.Network || g.Networks != c.Networks {
					t.Fatalf("%d scores, %d readings, network %d of %d", len(g.Scores), len(g.Readings), g.Network, g.Networks)
				}
				for k, r := range g.Last().Regions {
					seen[r.Class]++
					if r.Against {
						seen[r.Class] += 100
					}
					// Power in the region, from the reading, for mean intensities.
					inside += float64(g.Readings[k]) * float64(c.RegionSize*c.RegionSize)
				}
				if c.Mask == "phase" && !slices.Equal(g.Planes[2].Phase, masks[(c.Layers*s.Network+1)*n:][:n]) {
					t.Errorf("network %d is drawn with other masks", s.Network)
				}
			}
			want := 1
			if c.Logits == "differential" {
				want = 102
			}
			for class := range 10 {
				if seen[class] != want {
					t.Errorf("class %d counts %d, want %d", class, seen[class], want)
				}
			}
			u, err := s.view.Field(0, 0)
			if err != nil {
				t.Fatal(err)
			}
			source := 0.0
			for _, v := range u {
				source += float64(v) * float64(v)
			}
			share := inside / source / s.gain(c.Layers) / float64(c.Networks)
			if c.Reading == "intensity" && math.Abs(share-e.Efficiency) > 1e-5 {
				t.Errorf("efficiency is %g, the regions have %g of each network's light", e.Efficiency, share)
			}
		})
	}
}

// Masks of all networks come back from bytes.
func TestMasksOfAllNetworks(t *testing.T) {
	for name, c := range detections() {
		s := open(t, c, 1, 20)
		if got := len(s.Net.Vars()); got != c.Masks() || len(s.Displays()) != map[bool]int{true: got}[c.Displayed()] {
			t.Errorf("%s: %d variables, %d displays", name, got, len(s.Displays()))
		}
		b, err := s.MaskBytes()
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(b)
		if err := s.SetMaskBytes(b); err != nil {
			t.Fatal(err)
		}
		again, err := s.MaskBytes()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(b, again) && c.Mask != "amplitude" { // whose ends are not reached
			t.Errorf("%s: masks change on the way through bytes", name)
		}
		if s.SetMaskBytes(b[1:]) == nil {
			t.Errorf("%s: masks that lack a pixel are accepted", name)
		}
	}
}

// Each of these learns: the loss on its batch falls.
func TestDetectionsLearn(t *testing.T) {
	for name, c := range detections() {
		c.LearningRate = 0.1
		if c.Logits == "scale" {
			c.LogitScale = 60
		}
		losses := steps(t, open(t, c, 2, 40), 30) // of batches of 8
		if first, last := losses[0]+losses[1]+losses[2], losses[27]+losses[28]+losses[29]; !(last < 0.8*first) {
			t.Errorf("%s: loss %g, then %g", name, first/24, last/24)
		}
	}
}

// A deployment of the same masks answers as the session does.
func TestDeploymentOfSeveralNetworks(t *testing.T) {
	c := detections()["five, of a display"]
	s, train := open(t, c, 1, 20), pictures(20)
	levels, err := s.Levels()
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewDeployment(s.Device, c, train.Width, train.Height)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range levels {
		if err := d.Set(i, Faults{}.Transmission(s.Displays()[i].Curve(), l, i)); err != nil {
			t.Fatal(err)
		}
	}
	a, b := s.Evaluate(train), d.Evaluate(train)
	for more := true; more; {
		if more, err = s.More(a); err != nil {
			t.Fatal(err)
		}
		if _, err = d.More(b); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(a.Confusion, b.Confusion) || math.Abs(a.Efficiency-b.Efficiency) > 1e-6 || math.Abs(a.Loss-b.Loss) > 1e-4 {
		t.Errorf("loss %g and %g, efficiency %g and %g", a.Loss, b.Loss, a.Efficiency, b.Efficiency)
	}
}

func TestDetectionsThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		blame  string
		change func(c *Config)
	}{
		"three networks":       {"networks", func(c *Config) { c.Networks = 3 }},
		"no network":           {"networks", func(c *Config) { c.Networks = 0 }},
		"large pairs":          {"region-size", func(c *Config) { c.Logits, c.RegionSize = "differential", 11 }},
		"curves of one branch": {"curve", func(c *Config) { c.Networks, c.Mask, c.Curve = 2, "display", "slm-8,slm-8,slm-8,slm-8,slm-8" }},
	} {
		cfg := small
		c.change(&cfg)
		var pe *experiment.ParamError
		if _, err := cfg.Check(); !errors.As(err, &pe) || pe.Name != c.blame {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSaturatingDifferencesAreNamed(t *testing.T) {
	c := small // whose scale is for shares
	c.Logits = "differential"
	if w, err := c.Check(); err != nil || len(w) != 1 {
		t.Errorf("scale %g: %q, %v", c.LogitScale, w, err)
	}
	c.LogitScale = 10
	if w, err := c.Check(); err != nil || len(w) != 0 {
		t.Errorf("scale %g: %q, %v", c.LogitScale, w, err)
	}
}

// What the error advises fits: the size, and the spread.
func TestRegionsThatOverlap(t *testing.T) {
	for _, c := range []struct {
		samples, size int
		spread        float64
		why           string
	}{
		{64, 13, 1, "regions of 13 samples overlap on a plane of 64: take a detector size of at most 12"},
		{64, 8, 0.5, "regions of 8 samples overlap on 32 of the plane's 64: take a detector size of at most 6, or a detector spread of at least 0.63"},
		{64, 6, 0.05, "regions of 6 samples overlap on 3 of the plane's 64: take a detector spread of at least 0.47"},
		{64, 40, 0.5, "regions of 40 samples overlap on 32 of the plane's 64: take a detector size of at most 6"},
		{64, 40, 0.05, "regions of 40 samples overlap on 3 of the plane's 64: take more samples"},
	} {
		cfg := small
		cfg.Samples, cfg.RegionSize, cfg.RegionSpread = c.samples, c.size, c.spread
		var pe *experiment.ParamError
		if _, err := cfg.Check(); !errors.As(err, &pe) || pe.Why != c.why {
			t.Errorf("%d of %d at %g: %v, want %q", c.size, c.samples, c.spread, err, c.why)
		}
	}
	for n := 16; n <= 300; n++ {
		c := small
		c.Samples, c.ImageSize, c.RegionSpread = n, 16, 0.05
		for c.RegionSize = 1; 5*c.RegionSize <= n; c.RegionSize += 3 {
			_, spread, found := strings.Cut(c.overlap(), "a detector spread of at least ")
			if !found {
				continue // it fits
			}
			ok := c
			ok.RegionSpread, _ = strconv.ParseFloat(spread, 64)
			each, rows := ok.rows()
			d := detect.Detector{Grid: ok.Grid(), Regions: detect.Rows(ok.Grid(), ok.RegionSize, ok.RegionSpread, each, rows...)}
			if _, err := ok.Check(); err != nil || d.Check() != nil {
				t.Fatalf("%d of %d at %s: %v, %v", c.RegionSize, n, spread, err, d.Check())
			}
		}
	}
}

// The largest regions that Check allows are sound, for every layout.
func TestLayoutsThatCheckAllowsAreSound(t *testing.T) {
	for _, logits := range []string{"share", "differential"} {
		for _, networks := range []int{1, 2, 5, 10} {
			for n := 16; n <= 256; n += 11 {
				c := small
				c.Samples, c.ImageSize, c.Logits, c.Networks = n, 16, logits, networks
				for c.RegionSize = n; ; c.RegionSize-- { // to the largest that fits
					if _, err := c.Check(); err == nil {
						break
					}
				}
				each, rows := c.rows()
				d := detect.Detector{Grid: c.Grid(), Regions: detect.Rows(c.Grid(), c.RegionSize, c.RegionSpread, each, rows...)}
				if err := d.Check(); err != nil {
					t.Fatalf("%d networks, %s, %d samples: %v", networks, logits, n, err)
				}
				if got, want := len(d.Regions)*networks, 10*map[string]int{"share": 1, "differential": 2}[logits]; got != want || c.RegionSize < n/7 {
					t.Fatalf("%d networks, %s: %d regions, want %d; of %d of %d samples", networks, logits, got, want, c.RegionSize, n)
				}
			}
		}
	}
}
