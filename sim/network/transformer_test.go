package network_test

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/network"
)

// <y(x), g> = <x, dx(g)> for a batch of rows.
func TestLinearDotProduct(t *testing.T) {
	dev := cpu.Open(2)
	l, err := network.NewLinear(dev, "linear", 6, 9, false)
	check(t, err)
	check(t, l.Draw(3, 0, 2))
	in, out := network.Rows(5, 6), network.Rows(5, 9)
	x, g := random(3*in.Len(), 1, 1), random(3*out.Len(), 2, 1)
	y, dx := apply(t, dev, l, in, x, g)
	if a, b := dot(y, g), dot(x, dx); math.Abs(a-b) > 1e-5*math.Sqrt(dot(y, y)*dot(g, g)) {
		t.Errorf("<y, g> = %g, <x, dx> = %g", a, b)
	}
	if _, _, err := l.Forward(network.NewTape(dev, network.Eval, 1), network.NewTape(dev, network.Eval, 1).New("x", network.Rows(5, 7))); err == nil {
		t.Error("rows of 7 numbers go into a layer for 6")
	}
}

// words is a small language model: 4 tokens of 7, width 6, one block.
func words(t *testing.T, dev compute.Device) *network.Network {
	t.Helper()
	const tokens, vocabulary, width = 4, 7, 6
	e, err := network.NewEmbed(dev, "tokens", vocabulary, width)
	check(t, err)
	check(t, e.Draw(5, 0, 1))
	p, err := network.NewPositions(dev, "places", tokens, width)
	check(t, err)
	check(t, p.Draw(5, 1, 0.5))
	b, err := network.Transformer{Width: width, Heads: 2, Hidden: 12, Causal: true, Blocks: 1}.New(dev, 0, 5, 2)
	check(t, err)
	norm, err := network.NewLayerNorm(dev, "last norm", width)
	check(t, err)
	out, err := network.NewLinear(dev, "vocabulary", width, vocabulary, true)
	check(t, err)
	check(t, out.Draw(5, 9, 2))
	n := &network.Network{Device: dev, Input: network.Rows(1, tokens), Layers: network.Chain{e, p, b, norm, out}, Loses: network.NextToken{}}
	check(t, n.Init())
	return n
}

// Each variable's gradient along a random direction is the difference quotient of the loss.
func TestTransformerGradients(t *testing.T) {
	dev := cpu.Open(1)
	n := words(t, dev)
	p, err := n.NewPass(network.Train, 2)
	check(t, err)
	loss := func() float64 {
		copy(p.Stage(0, 3), []float32{0, 6, 6, 2})
		copy(p.Stage(1, 0), []float32{5, 1, 4, 5})
		check(t, p.Run(2))
		r, err := p.Result(2)
		check(t, err)
		return r.Loss
	}
	loss()
	grads := map[*compute.Var][]float32{}
	for _, v := range n.Vars() {
		g := make([]float32, v.Len())
		check(t, dev.Read(v.Grad, 0, g))
		grads[v] = g
	}
	if len(grads) != 18 {
		t.Errorf("%d variables, want 18", len(grads))
	}
	for i, v := range n.Vars() {
		x, g := make([]float32, v.Len()), grads[v]
		check(t, dev.Read(v.Value, 0, x))
		d := random(len(x), uint32(30+i), 1)
		size := math.Sqrt(dot(g, g))
		for k := range d { // along the gradient, so that it is not lost in rounding, and beside it
			d[k] = float32(float64(g[k])/size) + 0.3*d[k]/float32(math.Sqrt(float64(len(d))))
		}
		const step = 1e-2
		at := func(f float32) float64 {
			y := make([]float32, len(x))
			for k := range y {
				y[k] = x[k] + f*d[k]
			}
			check(t, dev.Write(v.Value, 0, y))
			return loss()
		}
		got := (8*(at(step)-at(-step)) - (at(2*step) - at(-2*step))) / (12 * step)
		check(t, dev.Write(v.Value, 0, x))
		if want := dot(g, d); math.Abs(got-want) > 2e-3*math.Abs(want)+2e-4 {
			t.Errorf("%s: the loss changes by %g, its gradient says %g", v.Name, got, want)
		}
	}
}

// What a token's answer is does not depend on those behind it.
func TestCausal(t *testing.T) {
	dev := cpu.Open(1)
	n := words(t, dev)
	p, err := n.NewPass(network.Eval, 1)
	check(t, err)
	logits := func(text []float32) []float32 {
		copy(p.Stage(0, 0), text)
		check(t, p.Run(1))
		z, err := p.Logits(1)
		check(t, err)
		return z
	}
	a, b := logits([]float32{1, 2, 3, 4}), logits([]float32{1, 2, 6, 0})
	for i := range 2 * 7 {
		if a[i] != b[i] {
			t.Fatalf("number %d depends on what follows", i)
		}
	}
	for i := 2 * 7; i < len(a); i++ {
		if a[i] == b[i] {
			t.Fatalf("number %d does not depend on its own token", i)
		}
	}
}
