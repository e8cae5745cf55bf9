package dante

import (
	"math"
	"testing"

	"talbot/sim/network"
	"talbot/sim/optics"
)

// planes is tiny with masks that learn through whole planes.
func planes() Config {
	c := tiny()
	c.Neurons, c.Light, c.Norm, c.Shuffle = wholePlanes, "fresnel", false, false
	c.Samples = 110
	return c
}

// What cameras see in training is what SinglePlanes makes of the same light and masks.
func TestWholePlanes(t *testing.T) {
	s := open(t, planes())
	x := make([]float32, s.Net.Input.Len())
	s.test.Read(0, x)
	f, err := s.Look(x, 0)
	check(t, err)
	check(t, f.Check())
	pass, _, err := s.looking()
	check(t, err)
	system, ti := s.system(), s.masks[0].Tiling
	light := optics.NewField(system.Grid(s.Samples), s.Wavelength)
	first, _, response := s.masks[0].Kept()
	block, err := keptBy(pass, first)
	check(t, err)
	n := ti.Block()
	for i := range n * n {
		light.Set(s.Samples/2-n/2+i%n, s.Samples/2-n/2+i/n, complex(float64(block[2*i]), float64(block[2*i+1])))
	}
	var masks [][]float32
	for _, m := range s.masks {
		phase, gain, err := s.maskOf(m)
		check(t, err)
		if gain != 1 {
			t.Errorf("a mask begins with a gain of %g", gain)
		}
		masks = append(masks, phase)
	}
	want, err := system.SinglePlanes(s.dev, light, masks)
	check(t, err)
	u, err := keptBy(pass, response)
	check(t, err)
	if d := unlikePlanes(intensity(u), want[0]); d > 1e-5 {
		t.Errorf("behind the first mask the light is %.2g off", d)
	}
	// Of the last layer the middle alone is read.
	_, _, response = s.masks[1].Kept()
	if u, err = keptBy(pass, response); err != nil {
		t.Fatal(err)
	}
	r := s.masks[1].Response()
	var middle []float32
	for i := range r * r {
		middle = append(middle, want[1][(s.Samples/2-r/2+i/r)*s.Samples+s.Samples/2-r/2+i%r])
	}
	if d := unlikePlanes(intensity(u), middle); d > 1e-4 {
		t.Errorf("behind the second mask the light is %.2g off", d)
	}
	share, err := s.Outside(s.test, 1)
	check(t, err)
	if d := math.Abs(share[0] - network.OutsideSpot(want[0], s.Samples, n)); len(share) != 1 || d > 1e-5 {
		t.Errorf("outside the spot are %v, %.2g off", share, d)
	}
}

func unlikePlanes(a, b []float32) float64 {
	d, all := 0.0, 0.0
	for i := range a {
		d += math.Abs(float64(a[i] - b[i]))
		all += float64(b[i])
	}
	return d / all
}

// The gradient of the first mask, through all planes, is that by differences.
func TestWholePlanesGradient(t *testing.T) {
	s := open(t, planes())
	pass, err := s.Net.NewPass(network.Train, 1)
	check(t, err)
	loss := func() float64 {
		s.learn.Read(0, pass.Stage(0, s.learn.Target(0)))
		check(t, pass.Run(1))
		r, err := pass.Result(1)
		check(t, err)
		return r.Loss
	}
	v := s.masks[0].Mask.Var()
	loss()
	gradient, phase := make([]float32, v.Len()), make([]float32, v.Len())
	check(t, s.dev.Read(v.Grad, 0, gradient))
	check(t, s.dev.Read(v.Value, 0, phase))
	along, length := make([]float32, len(phase)), 0.0
	for _, g := range gradient {
		length += float64(g) * float64(g)
	}
	length = math.Sqrt(length)
	moved := func(step float64) float64 {
		for i, g := range gradient {
			along[i] = phase[i] + float32(step*float64(g)/length)
		}
		check(t, s.dev.Write(v.Value, 0, along))
		return loss()
	}
	const step = 0.05
	if got := (moved(step) - moved(-step)) / 2 / step; length == 0 || math.Abs(got-length) > 0.02*length {
		t.Errorf("along its gradient of %.4g the loss rises by %.4g", length, got)
	}
}

// Networks of single neurons learn, and what does not go with whole planes is refused.
func TestWholePlanesRefused(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"products":       func(c *Config) { c.Light = "products" },
		"bias and scale": func(c *Config) { c.Norm = true },
	} {
		c := planes()
		change(&c)
		if _, err := c.Check(); err == nil {
			t.Errorf("%s go with whole planes", name)
		}
	}
	c := planes()
	if _, err := c.Check(); err != nil {
		t.Error(err)
	}
	for _, network := range []string{"cifar-l5", "bench-mnist"} {
		p, _ := Find("dante-onn33")
		c := p.Config
		c.Neurons, c.Light, c.Network = wholePlanes, "fresnel", network
		if _, err := c.Check(); err == nil {
			t.Errorf("%s goes with whole planes", network)
		}
	}
}

// All stacks of ONN-3-7 go through whole planes.
func TestWholePlanesOfSevenMasks(t *testing.T) {
	networks["seven"] = architecture{channels: 1, side: 12, layers: []layer{
		{3, 1, 4, 12, 0, 3, 2, 3, 1, 0}, {3, 4, 4, 5, 0, 2, 2, 1, 3, 0}, {1, 4, 4, 2, 0, 1, 1, 1, 1, 0}}}
	defer delete(networks, "seven")
	c := planes()
	c.Network, c.Batch = "seven", 2
	s := open(t, c)
	share, err := s.Outside(s.test, 1)
	check(t, err)
	if len(share) != 2 || !(share[0] > 0.3 && share[0] < 1 && share[1] > 0 && share[1] < 1) {
		t.Errorf("outside the spot are %v", share)
	}
	if _, err := s.plan.Next(); err != nil { // a step goes through all of it
		t.Error(err)
	}
}
