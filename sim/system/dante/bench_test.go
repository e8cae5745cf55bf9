package dante

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/network"
)

// onBench is a small network with a bench's two layers for squares.
func onBench(t *testing.T) Config {
	networks["test"] = architecture{channels: 1, side: 12, bench: true, enlarge: 2, layers: []layer{onAxis(1, 1, 5, 24, 4), onAxis(2, 24, 3, 5, 1)}}
	t.Cleanup(func() { delete(networks, "test") })
	c := bench("test", "squares")
	c.Held, c.Focus, c.Mask, c.Samples = 0, 29e-3, 240, 400
	c.Batch, c.Epochs, c.LearningRate, c.Retune = 20, 6, 0.01, 0
	return c
}

// What the cameras see beside the axis is that of the convolutions, though the masks leave a twentieth of
// the light as it was; in the middle that is far more than the mask's own.
func TestZeroOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	c := onBench(t)
	c.FitSteps, c.FitShare = 150, 0
	s := open(t, c)
	finish(t, s.plan)
	l, err := s.light()
	check(t, err)
	view, err := l.net.NewPass(network.View, 1)
	check(t, err)
	small, err := s.Net.NewPass(network.View, 1)
	check(t, err)
	s.test.Read(0, small.Stage(0, 0))
	s.test.Read(0, view.Stage(0, 0))
	check(t, small.Run(1))
	check(t, view.Run(1))
	at := mark{markOut, 0}.name()
	want, err := keptBy(small, at)
	check(t, err)
	got, err := keptBy(view, at)
	check(t, err)
	size := len(want) / 25
	var d, n, middle float64
	for i, v := range want {
		if i/size == 12 {
			if v != 0 {
				t.Fatalf("the convolution gives the middle channel %g", v)
			}
			middle += float64(got[i])
			continue
		}
		// The gain that brings the light to the kernels is in what the camera of the network sees.
		d += math.Pow(float64(v-got[i]), 2)
		n += math.Pow(float64(v), 2)
	}
	_, gain, _, _ := s.fitted(s.masks[0])
	block := intensitySum(t, view, s.masks[0])
	if r := math.Sqrt(d / n); r > 0.1 || r == 0 {
		t.Errorf("channels beside the axis differ by %.2g", r)
	}
	// The whole image of the input lies in the middle but for what the crop leaves out.
	if power := c.ZeroOrder * block * gain * gain / (1 - c.ZeroOrder); middle < 0.5*power || middle > 1.5*power {
		t.Errorf("%.3g of light in the middle, want about %.3g", middle, power)
	}
	for _, m := range s.masks {
		k, err := s.kernels(m)
		check(t, err)
		each, seen := len(k)/m.Out, 0.0
		for i, v := range k {
			if i/each == 12 && v != 0 {
				t.Fatalf("mask %s: a kernel of the middle channel has learned", m.Name)
			}
			seen += math.Abs(float64(v))
		}
		if seen == 0 {
			t.Errorf("mask %s has no kernels", m.Name)
		}
	}
	a, err := s.Evaluate(s.test, false)
	check(t, err)
	b, err := s.Evaluate(s.test, true)
	check(t, err)
	if a.Accuracy() < 0.9 || b.Accuracy() < a.Accuracy()-0.05 {
		t.Errorf("%.3f right by convolutions, %.3f by light", a.Accuracy(), b.Accuracy())
	}
}

// intensitySum is the power of the light that comes to a mask, in the units of its block.
func intensitySum(t *testing.T, p *network.Pass, m Mask) float64 {
	block, _, _ := m.Kept()
	u, err := keptBy(p, block)
	check(t, err)
	return sum(u)
}

// Gradients of the network on the bench against differences.
func TestBenchGradients(t *testing.T) {
	c := onBench(t)
	c.Batch = 3
	gradients(t, "bench", c)
}

// Sizes of the networks without light are the published ones: LeNet-5 has 61,706 numbers with its biases.
func TestElectronic(t *testing.T) {
	for name, want := range map[string][3]int{"linear": {0, 784, 0}, "lenet-5": {150 + 2400 + 48000 + 10080, 84, 4}} {
		c := bench(name, "mnist")
		a, err := c.architecture(1, 28)
		check(t, err)
		weights, _ := a.electronicWeights()
		all := 0
		for _, n := range weights {
			all += n
		}
		if all != want[0] || a.features() != want[1] || len(a.real) != want[2] {
			t.Errorf("%s: %d weights, %d numbers to the read-out, %d layers; want %v", name, all, a.features(), len(a.real), want)
		}
	}
	vgg := bench("vgg-11", "cifar-10")
	a, err := vgg.architecture(3, 32)
	check(t, err)
	if _, products := a.electronicWeights(); a.features() != 512 || int(products) != 152764416 {
		t.Errorf("VGG11 takes %.0f products and gives %d numbers", products, a.features())
	}
	if _, err := vgg.architecture(1, 28); err == nil {
		t.Error("VGG11 takes pictures of 28 x 28, of which its pools leave nothing")
	}
	c := onBench(t)
	for _, name := range []string{"linear", "lenet-5"} {
		set := large(120, 1)
		c.Network, c.Data, c.LearningRate = name, "squares", 0.005
		one, err := c.Open(cpu.Open(2), set)
		check(t, err)
		s := Of(one)
		finish(t, s.plan)
		e, err := s.Evaluate(large(80, 2), true)
		check(t, err)
		if e.Accuracy() < 0.9 {
			t.Errorf("%s: %.3f right", name, e.Accuracy())
		}
		if f, err := s.Look(make([]float32, 576), -1); err != nil || len(f.Planes) != 2 {
			t.Errorf("%s: a look: %v", name, err)
		}
	}
}

// large is squares twice as large.
func large(n, step int) *data.Set {
	s := squares(n, step)
	big := *s
	big.Width, big.Height, big.Images = 24, 24, nil
	for i := range n {
		for k := range 576 {
			big.Images = append(big.Images, s.Image(i)[k/48*12+k%24/2])
		}
	}
	return &big
}

// Of some classes and pictures, the first are learned from and the last are tested with.
func TestSome(t *testing.T) {
	all := squares(40, 1)
	c := tiny()
	c.Classes, c.Each, c.Last = 3, 2, 1
	for learn, want := range map[bool][]byte{true: append(append([]byte(nil), all.Images[:3*144]...), all.Images[4*144:7*144]...), false: all.Images[36*144 : 39*144]} {
		some := c.some(all, learn)
		if len(some.Classes) != 3 || string(some.Images) != string(want) {
			t.Errorf("learn %v: %d pictures of %d classes are other ones", learn, some.Len(), len(some.Classes))
		}
	}
	c.Classes, c.Each = 0, 0
	if c.some(all, true) != all {
		t.Error("all pictures of all classes are a copy")
	}
	c.Classes, c.Each, c.Last = 2, 10, 5
	one, err := c.Open(cpu.Open(2), all)
	check(t, err)
	if names := one.(*staged).ClassNames(); len(names) != 2 {
		t.Errorf("classes %v", names)
	}
	if e, err := Of(one).Evaluate(all, false); err != nil || e.Count != 10 {
		t.Errorf("not the last 5 of each of 2 classes are tested: %v", err)
	}
	if _, err := Of(one).testing(all, false); err == nil {
		t.Error("four classes are tested by a network of two")
	}
}
