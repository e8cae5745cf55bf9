package network_test

import (
	"math"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/detect"
	"talbot/sim/loss"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
)

// apply runs layer on x, and its way back on g if there is one: y, and with g dx.
func apply(t *testing.T, dev compute.Device, layer network.Layer, in network.Shape, x, g []float32) (y, dx []float32) {
	t.Helper()
	n := len(x) / in.Len()
	tape := network.NewTape(dev, network.Train, n)
	a := tape.New("x", in)
	out, back, err := layer.Forward(tape, a)
	check(t, err)
	b := tape.New("g", out.Shape)
	tape.Keep("x", a)
	tape.Keep("y", out)
	tape.Keep("g", b)
	d, err := back(b, true)
	check(t, err)
	tape.Keep("dx", d)
	run, err := tape.Compile()
	check(t, err)
	check(t, dev.Write(a.Buffer(), 0, x))
	check(t, dev.Write(b.Buffer(), 0, g))
	check(t, run.Run(n))
	y, dx = make([]float32, n*out.Len()), make([]float32, n*in.Len())
	check(t, dev.Read(out.Buffer(), 0, y))
	check(t, dev.Read(d.Buffer(), 0, dx))
	return y, dx
}

func dot(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// electronic are the layers that are products, without bias.
func electronic(t *testing.T, dev compute.Device, bias bool) map[string]struct {
	layer   network.Layer
	in, out network.Shape
} {
	type entry = struct {
		layer   network.Layer
		in, out network.Shape
	}
	linear, err := network.NewDense(dev, "linear", 30, 7, bias)
	check(t, err)
	check(t, linear.Draw(3, 0, 2))
	all := map[string]entry{"linear": {linear, network.Shape{Channels: 2, Ny: 5, Nx: 3}, network.Vector(7)}}
	for name, c := range map[string]struct {
		side, stride, pad int
		in, out           network.Shape
	}{
		"conv":         {3, 1, 1, network.Shape{Channels: 3, Ny: 6, Nx: 7}, network.Shape{Channels: 4, Ny: 6, Nx: 7}},
		"conv strided": {3, 2, 1, network.Shape{Channels: 2, Ny: 7, Nx: 8}, network.Shape{Channels: 5, Ny: 4, Nx: 4}},
		"conv narrow":  {5, 1, 0, network.Shape{Channels: 1, Ny: 8, Nx: 9}, network.Shape{Channels: 2, Ny: 4, Nx: 5}},
	} {
		l, err := network.NewConv(dev, name, c.in.Channels, c.out.Channels, c.side, c.stride, c.pad, bias)
		check(t, err)
		check(t, l.Draw(4, 1, 2))
		all[name] = entry{l, c.in, c.out}
	}
	return all
}

// <y(x), g> = <x, dx(g)> for a batch.
func TestElectronicLayersDotProducts(t *testing.T) {
	dev := cpu.Open(2)
	for name, c := range electronic(t, dev, false) {
		x, g := random(batch*c.in.Len(), 1, 1), random(batch*c.out.Len(), 2, 1)
		y, dx := apply(t, dev, c.layer, c.in, x, g)
		if len(y) != len(g) {
			t.Fatalf("%s: %d outputs, want %d", name, len(y), len(g))
		}
		a, b := dot(y, g), dot(x, dx)
		if math.Abs(a-b) > 1e-5*math.Sqrt(dot(y, y)*dot(g, g)) {
			t.Errorf("%s: <y, g> = %g, <x, dx> = %g", name, a, b)
		}
	}
}

// A convolution against its sum, written out.
func TestConvIsTheSum(t *testing.T) {
	dev := cpu.Open(1)
	c := electronic(t, dev, true)["conv strided"]
	l := c.layer.(*network.Conv)
	w, b := make([]float32, l.W.Len()), random(l.B.Len(), 8, 1)
	check(t, dev.Read(l.W.Value, 0, w))
	check(t, dev.Write(l.B.Value, 0, b))
	x := random(c.in.Len(), 3, 1)
	y, _ := apply(t, dev, l, c.in, x, make([]float32, c.out.Len()))
	for o := range c.out.Channels {
		for i := range c.out.Ny {
			for j := range c.out.Nx {
				want := float64(b[o])
				for ch := range c.in.Channels {
					for k := range 3 {
						for m := range 3 {
							if py, px := 2*i+k-1, 2*j+m-1; py >= 0 && px >= 0 && py < c.in.Ny && px < c.in.Nx {
								want += float64(w[((o*c.in.Channels+ch)*3+k)*3+m]) * float64(x[(ch*c.in.Ny+py)*c.in.Nx+px])
							}
						}
					}
				}
				if got := float64(y[(o*c.out.Ny+i)*c.out.Nx+j]); math.Abs(got-want) > 1e-5 {
					t.Fatalf("y[%d][%d][%d] is %g, want %g", o, i, j, got, want)
				}
			}
		}
	}
}

// Weights and biases of every layer that is a product, and a dense layer that stands at two
// places, against differences of the loss.
func TestElectronicGradientsAgainstDifferences(t *testing.T) {
	dev := cpu.Open(2)
	twice, err := network.NewDense(dev, "twice", 12, 12, true)
	check(t, err)
	check(t, twice.Draw(6, 4, 2))
	for _, l := range []loss.Loss{loss.CrossEntropy, loss.SquaredError} {
		for name, c := range electronic(t, dev, true) {
			first, err := network.NewDense(dev, "first", c.out.Len(), 12, true)
			check(t, err)
			check(t, first.Draw(5, 2, 2))
			last, err := network.NewDense(dev, "last", 12, 3, false)
			check(t, err)
			check(t, last.Draw(5, 3, 2))
			n := &network.Network{Device: dev, Input: c.in, Loss: l, Layers: network.Chain{c.layer, first, twice, twice, last}}
			check(t, n.Init())
			if n.Classes() != 3 || len(n.Vars()) != 7 {
				t.Fatalf("%s: %d classes, %d variables", name, n.Classes(), len(n.Vars()))
			}
			differences(t, name, n, func(p *network.Pass) {
				for i := range batch {
					copy(p.Stage(i, i%3), random(c.in.Len(), uint32(200+i), 1))
				}
			}, 0.02)
		}
	}
}

// differences compares all gradients of n with difference quotients of fourth order.
func differences(t *testing.T, name string, n *network.Network, stage func(*network.Pass), h float32) {
	t.Helper()
	train, err := n.NewPass(network.Train, batch)
	check(t, err)
	kind := network.Eval
	if len(train.Kept()) > 0 { // which normalises by other numbers
		kind = network.Train
	}
	eval, err := n.NewPass(kind, batch)
	check(t, err)
	stage(train)
	stage(eval)
	for _, w := range n.Vars() {
		x, g := make([]float32, w.Len()), make([]float32, w.Len())
		check(t, n.Device.Read(w.Value, 0, x))
		totalLoss(t, train)
		check(t, n.Device.Read(w.Grad, 0, g))
		size := math.Sqrt(dot(g, g) / float64(len(g)))
		if size < 1e-4 {
			t.Fatalf("%s: gradient of %s is %g: nothing to test", name, w.Name, size)
		}
		at := func(i int, d float32) float64 {
			old := x[i]
			x[i] += d
			check(t, n.Device.Write(w.Value, 0, x))
			x[i] = old
			return totalLoss(t, eval)
		}
		for i := 0; i < len(x); i += 1 + len(x)/20 {
			want := (8*(at(i, h)-at(i, -h)) - (at(i, 2*h) - at(i, -2*h))) / (12 * float64(h))
			if d := math.Abs(float64(g[i]) - want); d > 3e-5+2e-3*size {
				t.Errorf("%s: %s, element %d: gradient %.6g, difference %.6g, root mean square %.3g", name, w.Name, i, g[i], want, size)
			}
		}
		check(t, n.Device.Write(w.Value, 0, x))
	}
}

// A mask in front of several branches gets what all of them send back.
func TestLightOfBranchesComesTogether(t *testing.T) {
	dev := cpu.Open(2)
	n := build(t, dev, variants[7])
	hop := n.Branches[0].Layers[0].(network.Diffractive).Hop
	m, err := modulator.NewPhase(dev, "common", n.Encoder.Grid, 1)
	check(t, err)
	check(t, dev.Write(m.Var().Value, 0, random(m.Var().Len(), 40, 2)))
	n.Layers = network.Chain{n.Layers[0], network.Diffractive{Hop: hop, Mask: m}, n.Layers[1], n.Layers[2]}
	check(t, n.Network.Init())
	differences(t, "common mask", &n.Network, stage, 0.1)
}

// Light, then electronics: the readings of a mask's light go to a dense layer.
func TestLightThenElectronics(t *testing.T) {
	dev := cpu.Open(2)
	n := build(t, dev, variants[0])
	dense, err := network.NewDense(dev, "dense", 3, 4, true)
	check(t, err)
	check(t, dense.Draw(1, 9, 2))
	n.Layers[2] = dense
	check(t, n.Network.Init())
	differences(t, "mask and dense", &n.Network, stage, 0.1)
}

func TestLayersThatDoNotFit(t *testing.T) {
	dev := cpu.Open(1)
	linear, err := network.NewDense(dev, "dense", 30, 3, false)
	check(t, err)
	conv, err := network.NewConv(dev, "conv", 1, 3, 5, 1, 0, false)
	check(t, err)
	g := optics.Grid{Nx: 14, Ny: 12, Dx: 1e-5, Dy: 1e-5}
	detector := &network.Side{Branches: []network.Branch{{Detector: detect.Detector{Grid: g, Regions: regions(detect.Readout{})}}}}
	for _, c := range []struct {
		want  string
		in    network.Shape
		chain network.Chain
	}{
		{"layer dense takes 30 x 1 x 1 numbers", network.Vector(29), network.Chain{linear}},
		{"complex numbers", network.Plane(g), network.Chain{conv}},
		{"kernels of 5 x 5", network.Shape{Channels: 1, Ny: 4, Nx: 9}, network.Chain{conv}},
		{"a detector takes 1 x 12 x 14 complex numbers", network.Plane(optics.Grid{Nx: 8, Ny: 8, Dx: 1e-5, Dy: 1e-5}), network.Chain{detector}},
		{"wants a real number for each class", network.Plane(g), nil},
	} {
		n := &network.Network{Device: dev, Input: c.in, Layers: c.chain}
		if err := n.Init(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error is %v, want one with %q", err, c.want)
		}
	}
	if _, err := network.NewConv(dev, "conv", 1, 1, 3, 0, 1, false); err == nil {
		t.Error("a stride of 0 is accepted")
	}
	n := build(t, dev, variants[0])
	b := &n.Branches[0]
	tr, err := dev.Alloc(compute.Spec{Name: "t", Len: 2 * n.Encoder.Grid.Len()})
	check(t, err)
	b.Layers = append(b.Layers, network.Fixed{Hop: b.Layers[0].(network.Diffractive).Hop, T: tr})
	check(t, n.Init())
	if _, err := n.NewPass(network.Train, 1); err == nil || !strings.Contains(err.Error(), "no way back") {
		t.Errorf("a fixed mask behind a trained one: %v", err)
	}
}
