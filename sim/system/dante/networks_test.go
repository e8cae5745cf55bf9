package dante

import (
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
)

// The networks have the layers and masks that the paper tells, their parts fit each other, and each impulse
// response lies within half of the reach.
func TestNetworks(t *testing.T) {
	for name, want := range map[string][2]int{"onn-3-3": {3, 3}, "onn-3-7": {3, 7}, "cifar-l3": {3, 3}, "cifar-l4": {4, 4}, "cifar-l5": {5, 12}, "cifar-l6": {6, 20}, "cifar-l7": {7, 30},
		"cifar-l10": {10, 63}, "imagenet32-l6": {6, 48}, "imagenet32-l7": {7, 64}, "imagenet32-l10": {10, 104}, "bench-mnist": {2, 2}, "bench-cifar": {2, 5}, "bench-small": {2, 2}} {
		a := networks[name]
		if len(a.layers) != want[0] || a.masks() != want[1] {
			t.Errorf("%s: %d layers and %d masks, want %v", name, len(a.layers), a.masks(), want)
		}
		channels, side := a.channels, a.side*max(1, a.enlarge)
		for i, l := range a.layers {
			if comes := channels * l.repeat; comes != l.masks*l.in && comes != l.branches*l.in || l.side != side {
				t.Errorf("%s: %d channels of %d come to layer %d, which takes %d of %d in each of %d masks", name, channels, side, i+1, l.in, l.side, l.masks)
			}
			if r := l.tiling().Region(); r > 600 {
				t.Errorf("%s: layer %d has an impulse response of %d", name, i+1, r)
			}
			channels, side = l.outputs(), l.next()
		}
	}
	a := networks["onn-3-3"]
	for i, want := range [][3]int{{320, 384, 28}, {420, 490, 12}, {324, 360, 4}} {
		ti := a.layers[i].tiling()
		if got := [3]int{ti.Response(), ti.Region(), ti.Valid()}; got != want {
			t.Errorf("layer %d: response, region and valid side %v, want %v", i+1, got, want)
		}
	}
	if a.features() != 324 || networks["cifar-l10"].features() != 2048 || networks["imagenet32-l6"].features() != 2560 {
		t.Error("the read-outs have other sizes than the paper's and its notes'")
	}
}

// All presets but the very large ones open, and look before they have learned.
func TestPresetsOpen(t *testing.T) {
	for _, id := range []string{"dante-small", "dante-onn33", "dante-onn37", "dante-cifar-l6"} {
		p, ok := Find(id)
		if !ok {
			t.Fatal(id)
		}
		c := p.Config
		c.Batch = 2
		s, err := c.Open(cpu.Open(2), nil)
		check(t, err)
		in := Of(s).Net.Input
		if _, err := Of(s).Look(make([]float32, in.Len()), -1); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestCheckSays(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"maps: nothing is left of the pictures behind layer 4":    func(c *Config) { c.Maps, c.Kernels = "4,4,4,4,4", "3,3,3,1" },
		"kernel-sides: a kernel of 3 x 3 does not fit":            func(c *Config) { c.Maps = "4,4,4,4,4" },
		"kernel-sides: a kernel of 50 x 50 does not fit":          func(c *Config) { c.Kernels = "50,3" },
		"focal-length: layer 1":                                   func(c *Config) { c.Focus, c.Mask = 5e-3, 41 },
		"mask-size: a point lights 241 pixels":                    func(c *Config) { c.Mask = 500 },
		"mask-size: planes of 400 samples do not hold a mask of ": func(c *Config) { c.Mask, c.Light = 500, "fresnel" },
		"samples: planes of 200 are too small for lenses":         func(c *Config) { c.Samples, c.Mask, c.Light = 200, 150, "fresnel" },
		"fit-rate: phase retrieval fails from 2 on":               func(c *Config) { c.FitRule, c.FitRate = "retrieval", 2 },
		"fit-warm: 11 updates by retrieval are more than all":     func(c *Config) { c.FitSteps, c.FitWarm = 10, 11 },
	} {
		c := small("mnist")
		change(&c)
		if _, err := c.Check(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := small("mnist")
	c.Maps = "4,49"
	if w, err := c.Check(); err != nil || len(w) != 1 || !strings.Contains(w[0], "hardly be fitted") {
		t.Errorf("%q, %v", w, err)
	}
	c = paper("onn-3-3")
	if _, err := c.Open(cpu.Open(1), &data.Set{Name: "mnist", Width: 28, Height: 28}); err == nil || !strings.Contains(err.Error(), "choose the network own") {
		t.Errorf("grey pictures for a network of colours: %v", err)
	}
}

// A network of one shape says of pictures of another that they do not go with it, not that its lenses are too short.
func TestPicturesOfAnotherShape(t *testing.T) {
	c := small("mnist")
	c.Network = "onn-3-3"
	if _, err := c.Check(); err == nil || !strings.Contains(err.Error(), "those of mnist are of 28 x 28") {
		t.Error(err)
	}
}
