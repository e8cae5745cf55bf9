package network

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/loss"
	"talbot/sim/opu"
	"talbot/sim/rng"
)

// three is a network of three dense blocks, 6 -> 9 -> 7 -> 4.
func three(t *testing.T, dev compute.Device, activation kernels.Activation, linear bool) (*Network, *Blocks) {
	t.Helper()
	b := &Blocks{}
	sizes := []int{6, 9, 7, 4}
	for i := range 3 {
		l, err := NewDense(dev, "w"+itoa(i), sizes[i], sizes[i+1], true)
		if err == nil {
			err = l.Draw(3, uint32(i), 1.5)
		}
		if err != nil {
			t.Fatal(err)
		}
		block := Chain{l}
		if i < 2 && !linear {
			block = append(block, Activate{activation})
		}
		b.Chain = append(b.Chain, block)
	}
	n := &Network{Device: dev, Input: Vector(6), Layers: Chain{b}, Loss: loss.CrossEntropy}
	if err := n.Init(); err != nil {
		t.Fatal(err)
	}
	return n, b
}

// run gives the gradients of all variables for five examples, and what was kept.
func run(t *testing.T, n *Network) (grads, signals [][]float32) {
	t.Helper()
	p, err := n.NewPass(Train, 5)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		rng.Stream{Seed: 9, Stream: rng.Table}.Normal(uint32(i), p.Stage(i, i%4))
	}
	p.Step = 1
	if err := p.Run(5); err != nil {
		t.Fatal(err)
	}
	for _, v := range n.Vars() {
		g := make([]float32, v.Len())
		if err := n.Device.Read(v.Grad, 0, g); err != nil {
			t.Fatal(err)
		}
		grads = append(grads, g)
	}
	if signals, err = p.Read(Signal, 5); err != nil {
		t.Fatal(err)
	}
	return grads, signals
}

func same(t *testing.T, what string, a, b []float32, within float64) {
	t.Helper()
	for i := range a {
		if math.Abs(float64(a[i]-b[i])) > within*(1+math.Abs(float64(b[i]))) {
			t.Fatalf("%s: number %d is %g, want %g", what, i, a[i], b[i])
		}
	}
}

// With B_i the product of the transposes of the linear layers above, DFA is backpropagation; with others
// only the last layer's gradient is.
func TestFeedbackByTransposesIsBackpropagation(t *testing.T) {
	dev := cpu.Open(1)
	n, b := three(t, dev, 0, true)
	b.Watch = true
	want, signals := run(t, n)
	read := func(i int) []float32 {
		v := n.Vars()[2*i]
		w := make([]float32, v.Len())
		if err := dev.Read(v.Value, 0, w); err != nil {
			t.Fatal(err)
		}
		return w
	}
	w1, w2 := read(1), read(2)
	back := func(g, w []float32, rows, cols int) []float32 { // W^T g
		s := make([]float32, cols)
		for r := range rows {
			for c := range cols {
				s[c] += w[r*cols+c] * g[r]
			}
		}
		return s
	}
	b.Feedback = Measured{func(g []float32, rows, width, i int, s []float32) error {
		for r := range rows {
			v := back(g[r*width:(r+1)*width], w2, 4, 7)
			if i == 0 {
				v = back(v, w1, 7, 9)
			}
			copy(s[r*len(s)/rows:], v)
		}
		return nil
	}}
	got, fed := run(t, n)
	for i := range want {
		same(t, "gradient", got[i], want[i], 1e-6)
	}
	for i := range fed {
		same(t, "signal", fed[i], signals[2-i], 1e-6)
	}
	b.Feedback = Random{Seed: 1}
	got, _ = run(t, n)
	same(t, "last", got[4], want[4], 1e-6)
	if c := cosines(got[0], want[0]); c > 0.9 {
		t.Errorf("random feedback gives the first gradient with cosine %g", c)
	}
}

func cosines(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}

// The gradients of blocks are those of B_i e behind the activation, B_i as package rng draws it.
func TestRandomFeedback(t *testing.T) {
	dev := cpu.Open(1)
	n, b := three(t, dev, kernels.Tanh, false)
	b.Watch, b.Feedback = true, Random{Seed: 4}
	_, s := run(t, n)
	e := s[2]
	row := make([]float32, 7)
	for k := range 5 {
		want := make([]float32, 7)
		for i := range 4 {
			rng.Stream{Seed: 4, Stream: rng.Feedback + rng.MaskStream}.Fixed(uint32(i), row)
			for j, v := range row {
				want[j] += e[k*4+i] * v / rng.FixedUnit / float32(math.Sqrt(7))
			}
		}
		same(t, "feedback", s[1][k*7:][:7], want, 1e-5)
	}
}

// By chance the feedback is on average that of the whole error, and through a unit with a camera too; a
// threshold keeps the signs of what is large alone.
func TestShownErrors(t *testing.T) {
	dev := cpu.Open(1)
	const runs, n, m = 4000, 10, 6
	g := []float32{0.4, -0.9, 0.05, 0, -0.2, 0.3, 0.09, -0.11, 0.2, 0.16}
	unit, stepped, tilted := opu.Default(), opu.Default(), opu.Default()
	stepped.Method, tilted.Method = opu.Stepped, opu.Tilted
	project := func(f Random, runs int) (mean, square []float64) {
		tape := NewTape(dev, Train, runs)
		v := tape.New("error", Vector(n))
		tape.Keep("", v)
		s, err := f.Project(tape, v, 1, Vector(m), 0)
		if err != nil {
			t.Fatal(err)
		}
		tape.Keep("", s)
		r, err := tape.Compile()
		if err != nil {
			t.Fatal(err)
		}
		all := make([]float32, 0, runs*n)
		for range runs {
			all = append(all, g...)
		}
		for _, h := range tape.hooks {
			if err := h(1, runs); err != nil {
				t.Fatal(err)
			}
		}
		if err := dev.Write(v.Buffer(), 0, all); err != nil {
			t.Fatal(err)
		}
		if err := r.Run(runs); err != nil {
			t.Fatal(err)
		}
		out := make([]float32, runs*m)
		if err := dev.Read(s.Buffer(), 0, out); err != nil {
			t.Fatal(err)
		}
		mean, square = make([]float64, m), make([]float64, m)
		for i, v := range out {
			mean[i%m] += float64(v) / float64(runs)
			square[i%m] += float64(v) * float64(v) / float64(runs)
		}
		return mean, square
	}
	whole, _ := project(Random{Seed: 2}, 1)
	got, square := project(Random{Seed: 2, Show: ByChance}, runs)
	for j := range got {
		if sigma := math.Sqrt((square[j] - got[j]*got[j]) / runs); math.Abs(got[j]-whole[j]) > 5*sigma || sigma == 0 {
			t.Errorf("number %d is %g on average, want %g within %g", j, got[j], whole[j], sigma)
		}
	}
	large := append([]float32{}, g...)
	for i, v := range large {
		switch {
		case v > 0.1:
			large[i] = 1
		case v < -0.1:
			large[i] = -1
		default:
			large[i] = 0
		}
	}
	signs, _ := project(Random{Seed: 2, Show: ByThreshold, Threshold: 0.1}, 1)
	g = large
	want, _ := project(Random{Seed: 2}, 1)
	for j := range want {
		if math.Abs(signs[j]-want[j]) > 1e-6 {
			t.Errorf("by threshold number %d is %g, want %g", j, signs[j], want[j])
		}
	}
	// Through the units: without noise and with any number of levels the same each time, and linear.
	for _, u := range []opu.Unit{unit, stepped, tilted} {
		ideal := u
		ideal.Bits, ideal.Electrons = 0, 0
		exact, _ := project(Random{Seed: 2, Show: ByThreshold, Threshold: 0.1, Unit: &ideal}, 1)
		noisy, square := project(Random{Seed: 2, Show: ByThreshold, Threshold: 0.1, Unit: &u}, runs)
		size, spread := 0.0, 0.0
		for j := range exact {
			size += exact[j] * exact[j]
			spread += square[j] - noisy[j]*noisy[j]
			if sigma := math.Sqrt((square[j] - noisy[j]*noisy[j]) / runs); math.Abs(noisy[j]-exact[j]) > 5*sigma+0.02 {
				t.Errorf("%s: number %d is %g on average, want %g within %g", opu.Methods[u.Method], j, noisy[j], exact[j], sigma)
			}
		}
		if ratio := spread / size; ratio > 0.1 || ratio == 0 {
			t.Errorf("%s: noise has %g of the feedback's power", opu.Methods[u.Method], ratio)
		}
	}
	if _, err := (Random{Unit: &unit}).Project(NewTape(dev, Train, 1), Value{Shape: Vector(4)}, 1, Vector(3), 0); err == nil {
		t.Error("mirrors show an error as it is")
	}
}

// Without blocks that have feedback the hidden gradients stay zero, and layers before them cannot be trained.
func TestLastOnly(t *testing.T) {
	dev := cpu.Open(1)
	n, b := three(t, dev, kernels.Tanh, false)
	b.Watch, b.LastOnly = true, true
	got, _ := run(t, n)
	for i, g := range got {
		zero := true
		for _, v := range g {
			zero = zero && v == 0
		}
		if zero != (i < 4) {
			t.Errorf("gradient %d is zero: %v", i, zero)
		}
	}
	n.Layers = Chain{b.Chain[0], &Blocks{Chain: b.Chain[1:], LastOnly: true}}
	if _, err := n.NewPass(Train, 1); err == nil {
		t.Error("a layer before blocks without feedback is trained")
	}
}
