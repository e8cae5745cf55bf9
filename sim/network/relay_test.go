package network_test

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/loss"
	"talbot/sim/network"
)

// complexConv is a drawn convolution from 2 to 3 complex channels.
func complexConv(t *testing.T, dev compute.Device, side, pad int) *network.ComplexConv {
	t.Helper()
	l, err := network.NewComplexConv(dev, "kernels", 2, 3, side, pad)
	check(t, err)
	check(t, l.Draw(3, 0, 0.5))
	return l
}

func gain(t *testing.T, dev compute.Device, value float64) *network.Gain {
	t.Helper()
	g, err := network.NewGain(dev, "gain", value)
	check(t, err)
	return g
}

// <y(x), g> = <x, dx(g)> of all linear parts of the electronic relay.
func TestRelayDotProducts(t *testing.T) {
	dev := cpu.Open(2)
	field := network.Fields(2, 6, 7)
	for name, c := range map[string]struct {
		layer   network.Layer
		in, out network.Shape
	}{
		"crop":         {network.Crop{Ny: 3, Nx: 4}, field, network.Fields(2, 3, 4)},
		"crop complex": {network.Crop{Ny: 2, Nx: 3}, network.Shape{Channels: 2, Ny: 5, Nx: 5, Complex: true}, network.Shape{Channels: 2, Ny: 2, Nx: 3, Complex: true}},
		"shuffle":      {network.Shuffle{Groups: 2}, field, field},
		"repeat":       {network.Repeat{Times: 3}, field, network.Fields(6, 6, 7)},
		"gain":         {gain(t, dev, -1.3), field, field},
		"kernels":      {complexConv(t, dev, 3, 0), field, network.Fields(3, 4, 5)},
		"kernels 2":    {complexConv(t, dev, 4, 2), field, network.Fields(3, 7, 8)},
		"largest":      {network.MaxPool{Side: 2}, field, network.Fields(2, 3, 3)}, // linear where the largest stay the same
		"groups":       {network.Groups{network.Crop{Ny: 3, Nx: 4}, network.Chain{gain(t, dev, 2), network.Crop{Ny: 3, Nx: 4}}}, field, network.Fields(2, 3, 4)},
		"one layer, two groups": {network.Chain{network.Repeat{Times: 2}, network.Groups{complexConv(t, dev, 3, 0), complexConv(t, dev, 3, 0)}}, field,
			network.Fields(6, 4, 5)},
	} {
		x, g := random(batch*c.in.Len(), 21, 1), random(batch*c.out.Len(), 22, 1)
		y, dx := apply(t, dev, c.layer, c.in, x, g)
		if len(y) != len(g) {
			t.Fatalf("%s: %d outputs, want %d", name, len(y), len(g))
		}
		a, b := dot(y, g), dot(x, dx)
		if dot(y, y) == 0 || math.Abs(a-b) > 1e-5*math.Sqrt(dot(y, y)*dot(g, g)) {
			t.Errorf("%s: <y, g> = %g, <x, dx> = %g", name, a, b)
		}
	}
}

// A complex convolution against its sum, written out.
func TestComplexConvIsTheSum(t *testing.T) {
	dev := cpu.Open(1)
	l := complexConv(t, dev, 3, 1)
	in, out := network.Fields(2, 5, 6), network.Fields(3, 5, 6)
	k, x := make([]float32, l.K.Len()), random(in.Len(), 23, 1)
	check(t, dev.Read(l.K.Value, 0, k))
	y, _ := apply(t, dev, l, in, x, make([]float32, out.Len()))
	at := func(v []float32, s network.Shape, c, i, j int) complex128 {
		place, size := i*s.Nx+j, s.Ny*s.Nx
		return complex(float64(v[2*c*size+place]), float64(v[(2*c+1)*size+place]))
	}
	for o := range 3 {
		for i := range out.Ny {
			for j := range out.Nx {
				var want complex128
				for c := range 2 {
					for a := range 3 {
						for b := range 3 {
							if py, px := i+a-1, j+b-1; py >= 0 && px >= 0 && py < in.Ny && px < in.Nx {
								n := 2 * (((o*2+c)*3+a)*3 + b)
								want += complex(float64(k[n]), float64(k[n+1])) * at(x, in, c, py, px)
							}
						}
					}
				}
				if got := at(y, out, o, i, j); cmplx.Abs(got-want) > 1e-5 {
					t.Fatalf("y[%d][%d][%d] is %g, want %g", o, i, j, got, want)
				}
			}
		}
	}
}

// The order of a shuffle: with 2 groups of 3, channels 0 1 2 | 3 4 5 become 0 3 1 4 2 5.
func TestShuffleMixesGroups(t *testing.T) {
	y, _ := apply(t, cpu.Open(1), network.Shuffle{Groups: 2}, network.Vector(6), []float32{0, 1, 2, 3, 4, 5}, make([]float32, 6))
	for i, want := range []float32{0, 3, 1, 4, 2, 5} {
		if y[i] != want {
			t.Fatalf("shuffled to %g", y)
		}
	}
}

// relay is a network of two artificial layers with all that electronics do between them.
func relay(t *testing.T, dev compute.Device, with network.Layer) *network.Network {
	t.Helper()
	first, err := network.NewComplexConv(dev, "first", 1, 4, 3, 1)
	check(t, err)
	check(t, first.Draw(5, 0, 0.4))
	second := network.Groups{complexConv(t, dev, 3, 0), complexConv(t, dev, 3, 0)}
	dense, err := network.NewDense(dev, "dense", 6, 3, true)
	check(t, err)
	check(t, dense.Draw(5, 3, 1))
	n := &network.Network{Device: dev, Input: network.Shape{Channels: 1, Ny: 8, Nx: 8}, Loss: loss.CrossEntropy, Layers: network.Chain{
		network.PhaseCode{Most: 1.999 * math.Pi}, first, network.Intensity{}, with,
		network.MeanPool{Side: 2}, network.Shuffle{Groups: 2},
		network.PhaseCode{Most: 1.999 * math.Pi}, second, gain(t, dev, 0.5), network.Intensity{}, network.MeanPool{Side: 2}, dense}}
	check(t, n.Init())
	return n
}

// All that is trained in such a network, against differences of the loss: kernels, gains, scale
// and shift of a normalisation, and the read-out.
func TestRelayGradientsAgainstDifferences(t *testing.T) {
	dev := cpu.Open(2)
	norm, err := network.NewNorm(dev, "norm", 4)
	check(t, err)
	check(t, dev.Write(norm.Scale.Value, 0, []float32{1, 0.5, -0.7, 1.2}))
	check(t, dev.Write(norm.Shift.Value, 0, []float32{0, 0.5, 0.2, -0.3}))
	for name, with := range map[string]network.Layer{"bias and scale": norm, "gain": gain(t, dev, 0.8)} {
		n := relay(t, dev, with)
		differences(t, name, n, func(p *network.Pass) {
			for i := range batch {
				copy(p.Stage(i, i%3), random(n.Input.Len(), uint32(240+i), 2))
			}
		}, 0.02)
	}
}

// Once trained, a normalisation has the batches' mean and variance as its averages, and passes
// that do not train are by those.
func TestNormByAverages(t *testing.T) {
	dev := cpu.Open(2)
	norm, err := network.NewNorm(dev, "norm", 2)
	check(t, err)
	in := network.Shape{Channels: 2, Ny: 4, Nx: 4}
	n := &network.Network{Device: dev, Input: in, Loss: loss.SquaredError, Layers: network.Chain{norm}}
	check(t, n.Init())
	train, err := n.NewPass(network.Train, batch)
	check(t, err)
	eval, err := n.NewPass(network.Eval, batch)
	check(t, err)
	if kept := train.Kept(); len(kept) != 1 || kept[0].Name != "norm averages" || len(eval.Kept()) != 0 {
		t.Fatalf("arrays that are kept: %v", kept)
	}
	x := random(batch*in.Len(), 25, 3)
	for _, p := range []*network.Pass{train, eval} {
		for i := range batch {
			copy(p.Stage(i, 0), x[i*in.Len():])
		}
	}
	for range 300 {
		check(t, train.Run(batch))
	}
	check(t, eval.Run(batch))
	a, err := train.Logits(batch)
	check(t, err)
	b, err := eval.Logits(batch)
	check(t, err)
	for i := range a {
		if math.Abs(float64(a[i]-b[i])) > 1e-5 {
			t.Fatalf("number %d is %g by the batch and %g by the averages", i, a[i], b[i])
		}
	}
}

func TestRelayLayersThatDoNotFit(t *testing.T) {
	dev := cpu.Open(1)
	norm, err := network.NewNorm(dev, "norm", 4)
	check(t, err)
	field := network.Fields(2, 6, 7)
	wide := network.Shape{Channels: 5, Ny: 6, Nx: 7}
	for _, c := range []struct {
		want  string
		in    network.Shape
		layer network.Layer
	}{
		{"layer norm takes 4 x 6 x 7 numbers", wide, norm},
		{"2 groups of channels do not fit 5 x 6 x 7", wide, network.Shuffle{Groups: 2}},
		{"2 groups of channels do not fit 5 x 6 x 7", wide, network.Groups{network.Chain{}, network.Chain{}}},
		{"repeated 0 times", wide, network.Repeat{}},
		{"a crop of 7 x 7 places does not fit", wide, network.Crop{Ny: 7, Nx: 7}},
		{"a camera takes 4 x 6 x 7 numbers", wide, network.Intensity{}},
		{"layer kernels takes 4 x 6 x 7", wide, complexConv(t, dev, 3, 0)},
		{"kernels of 7 x 7", field, complexConv(t, dev, 7, 0)},
		{"the largest of 8 x 8", field, network.MaxPool{Side: 8}},
		{"groups side by side give", field, network.Groups{network.Chain{}, network.Crop{Ny: 2, Nx: 2}}},
		{"would put more than", network.Vector(5000), &network.Arrange{Title: "order", In: network.Vector(5000), Out: network.Vector(kernels.MostGathered + 1)}},
	} {
		tape := network.NewTape(dev, network.Eval, 1)
		if _, _, err := c.layer.Forward(tape, tape.New("in", c.in)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want an error with %q, got %v", c.want, err)
		}
	}
	if _, err := network.NewComplexConv(dev, "k", 1, 1, 3, 3); err == nil || !strings.Contains(err.Error(), "padding below the side") {
		t.Errorf("padding of a whole kernel: %v", err)
	}
}
