package feedback

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/rng"
)

// hues is a set of n pictures that one channel lights evenly, in noise: red, green and blue are its classes, as bright as
// each other when they are made grey.
func hues(n, side, step int) *data.Set {
	s := &data.Set{Name: "hues", Width: side, Height: side, Channels: 3, Classes: []string{"red", "green", "blue"}}
	u := make([]float32, n*3*side*side)
	rng.Stream{Seed: 5, Stream: 1000}.Uniform(uint32(step), u)
	for i := range n {
		for c := range 3 {
			level := float32(0)
			if c == i%3 {
				level = []float32{84, 43, 219}[c] // times 0.299, 0.587 and 0.114 it is 25
			}
			for k := range side * side {
				s.Images = append(s.Images, byte(level+30*u[(3*i+c)*side*side+k]))
			}
		}
		s.Labels = append(s.Labels, uint16(i%3))
	}
	return s
}

// Dense layers and convolutions learn from all three channels, by feedback too: colours that grey pictures do
// not have.
func TestColours(t *testing.T) {
	var of experiment.Config = &Config{}
	if c, ok := of.(experiment.Coloured); !ok || !c.Colours() {
		t.Fatal("pictures in colour are made grey")
	}
	learn, test := hues(300, 8, 1), hues(150, 8, 2)
	for _, network := range []string{"mlp", "cnn"} {
		for _, way := range []string{"backprop", "dfa", "opu"} {
			c := small(way)
			c.Network, c.Layers, c.Hidden, c.Channels, c.Epochs, c.Data = network, 1, 64, 8, 10, "cifar-10"
			s, share := learned(t, c, learn, test)
			if s.Net.Input.Channels != 3 || s.Net.Input.Len() != 192 {
				t.Errorf("%s: the network takes %v", network, s.Net.Input)
			}
			if share < 0.9 {
				t.Errorf("%s by %s: %.3f are right in colour", network, way, share)
			}
		}
		c := small("backprop")
		c.Network, c.Layers, c.Hidden, c.Channels = network, 1, 32, 4
		if _, share := learned(t, c, learn.Grey(), test.Grey()); share > 0.7 {
			t.Errorf("%s: %.3f are right without colours, so that the test tells nothing", network, share)
		}
	}
}

// What dense layers get of colours is their distance from the mean: a picture of nothing but that leaves all logits where biases are, which
// are 0 at the start, whatever the scale; of convolutions it does not.
func TestDenseLayersSeeColoursFromTheirMean(t *testing.T) {
	for network, want := range map[string]bool{"mlp": true, "cnn": false} {
		c := small("backprop")
		c.Network, c.Layers, c.Hidden, c.Channels, c.Scale = network, 1, 32, 4, 7
		s, err := Open(cpu.Open(1), c, hues(30, 8, 1), nil)
		if err != nil {
			t.Fatal(err)
		}
		x := s.eval.Stage(0, 0)
		for i := range x {
			x[i] = float32(colours.Mean[i/64])
		}
		if err := s.eval.Run(1); err != nil {
			t.Fatal(err)
		}
		logits, err := s.eval.Logits(1)
		if err != nil {
			t.Fatal(err)
		}
		largest := 0.0
		for _, v := range logits {
			largest = max(largest, math.Abs(float64(v)))
		}
		if want != (largest < 1e-5) {
			t.Errorf("%s: logits of the mean are up to %g", network, largest)
		}
	}
}

// A session that has no pictures yet is one for three channels, and shows all of them.
func TestColoursBeforePictures(t *testing.T) {
	p, _ := Find("dfa-cifar")
	p.Config.Channels = 2
	s, err := p.Config.Open(cpu.Open(1), nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Look(experiment.Input{Values: make([]float32, 3*32*32), Label: 1})
	if err != nil {
		t.Fatal(err)
	}
	if in := f.Planes[0]; in.Nx != 32 || in.Ny != 96 {
		t.Errorf("the input is drawn as %d x %d", in.Nx, in.Ny)
	}
}
