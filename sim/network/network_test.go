package network_test

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/detect"
	"talbot/sim/loss"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/rng"
	"talbot/sim/source"
)

const batch = 3

// variant is one way to put a small network together.
type variant struct {
	name     string
	mask     string
	gain     float64
	coding   source.Coding
	quantity detect.Quantity
	readout  detect.Readout
	loss     loss.Loss
	pad      int
	networks int // side by side, with a class or two each; 0 means one
}

var variants = []variant{
	{"phase, share, cross-entropy", "phase", 1, source.Amplitude, detect.Intensity, detect.Readout{Logits: detect.Shared, Scale: 20}, loss.CrossEntropy, 4, 0},
	{"LightRidge", "phase", 1.5, source.Amplitude, detect.Amplitude, detect.Readout{Scale: 5}, loss.SquaredError, 6, 0},
	{"amplitude masks", "amplitude", 1.3, source.Phase, detect.Intensity, detect.Readout{Logits: detect.Shared, Scale: 20}, loss.CrossEntropy, 0, 0},
	{"phase-coded input", "phase", 1, source.Phase, detect.Intensity, detect.Readout{Scale: 8}, loss.SquaredError, 3, 0},
	{"differential", "phase", 1, source.Amplitude, detect.Intensity, differential, loss.CrossEntropy, 4, 0},
	{"differential of amplitudes", "amplitude", 1.3, source.Amplitude, detect.Amplitude, differential, loss.SquaredError, 4, 0},
	{"two networks", "phase", 1, source.Amplitude, detect.Intensity, detect.Readout{Logits: detect.Shared, Scale: 20}, loss.CrossEntropy, 4, 2},
	{"three networks, differential", "phase", 1.2, source.Phase, detect.Amplitude, differential, loss.CrossEntropy, 3, 3},
}

var differential = detect.Readout{Logits: detect.Differential, Scale: 8}

// regions are those of three classes.
func regions(r detect.Readout) []kernels.Region {
	three := []kernels.Region{{X0: 1, Y0: 1, X1: 4, Y1: 4}, {X0: 7, Y0: 2, X1: 11, Y1: 5}, {X0: 4, Y0: 7, X1: 9, Y1: 11}}
	if r.Readings() == 1 {
		return three
	}
	return []kernels.Region{three[0], {X0: 1, Y0: 5, X1: 3, Y1: 9}, three[1], {X0: 12, Y0: 3, X1: 14, Y1: 6}, three[2], {X0: 9, Y0: 6, X1: 12, Y1: 8}}
}

func build(t *testing.T, dev compute.Device, v variant) *network.Optical {
	t.Helper()
	g := optics.Grid{Nx: 14, Ny: 12, Dx: 12e-6, Dy: 12e-6}
	n := &network.Optical{
		Network: network.Network{Device: dev, Loss: v.loss},
		Light:   source.Gaussian(g, 532e-9, 200e-6),
		Encoder: source.Encoder{Grid: g, Width: 5, Height: 4, Span: 10, Coding: v.coding, Depth: 2},
		Readout: v.readout,
	}
	hop, err := optics.NewAngularSpectrum(dev, g, 532e-9, 3e-3, optics.Window{PadX: v.pad, PadY: v.pad})
	check(t, err)
	networks, all := max(1, v.networks), regions(v.readout)
	for k := range networks {
		b := network.Branch{Detector: detect.Detector{Grid: g, Quantity: v.quantity}}
		// The first of two networks has one class, the second has two.
		i, j := k*3/networks*v.readout.Readings(), (k+1)*3/networks*v.readout.Readings()
		b.Detector.Regions = all[i:j:j]
		for l := range 3 {
			var m modulator.Modulator
			if v.mask == "amplitude" {
				m, err = modulator.NewAmplitude(dev, "mask", g, v.gain)
			} else {
				m, err = modulator.NewPhase(dev, "mask", g, v.gain)
			}
			check(t, err)
			check(t, dev.Write(m.Var().Value, 0, random(g.Len(), uint32(3*k+l), 2)))
			b.Layers = append(b.Layers, network.Diffractive{Hop: hop, Mask: m})
		}
		b.Layers = append(b.Layers, network.Free{Hop: hop})
		n.Branches = append(n.Branches, b)
	}
	check(t, n.Init())
	return n
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func random(n int, step uint32, size float32) []float32 {
	x := make([]float32, n)
	rng.Stream{Seed: 9, Stream: 1002}.Uniform(step, x)
	for i := range x {
		x[i] = size * (2*x[i] - 1)
	}
	return x
}

func stage(p *network.Pass) {
	for i := range batch {
		image := make([]byte, 20)
		for k, v := range random(20, uint32(100+i), 127) {
			image[k] = byte(128 + v)
		}
		p.Set(i, image, i%3)
	}
}

func totalLoss(t *testing.T, p *network.Pass) float64 {
	t.Helper()
	check(t, p.Run(batch))
	r, err := p.Result(batch)
	check(t, err)
	return r.Loss
}

// Every trainable array's gradient against difference quotients of the loss summed
// over a batch: fourth order, because a float32 loss allows no small step.
func TestGradientsAgainstDifferences(t *testing.T) {
	dev := cpu.Open(2)
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			n := build(t, dev, v)
			quotients(t, dev, n, 0.1, 7, 1e-3)
		})
	}
}

// quotients holds the gradients of n's arrays, at every so many elements, against difference
// quotients of step h, to a share of the largest.
func quotients(t *testing.T, dev compute.Device, n *network.Optical, h float32, every int, share float64) {
	t.Helper()
	train, err := n.NewPass(network.Train, batch)
	check(t, err)
	eval, err := n.NewPass(network.Eval, batch)
	check(t, err)
	stage(train)
	stage(eval)
	if a, b := totalLoss(t, train), totalLoss(t, eval); a != b {
		t.Fatalf("loss is %g in a training pass, %g in an evaluation", a, b)
	}
	for _, w := range n.Vars() {
		x, g := make([]float32, w.Len()), make([]float32, w.Len())
		check(t, dev.Read(w.Value, 0, x))
		totalLoss(t, train)
		check(t, dev.Read(w.Grad, 0, g))
		size := 0.0
		for _, d := range g {
			size = math.Max(size, math.Abs(float64(d)))
		}
		if size < 1e-4 {
			t.Fatalf("gradient is at most %g: nothing to test", size)
		}
		at := func(i int, d float32) float64 {
			old := x[i]
			x[i] += d
			check(t, dev.Write(w.Value, 0, x))
			x[i] = old
			return totalLoss(t, eval)
		}
		for i := 0; i < len(x); i += every {
			want := (8*(at(i, h)-at(i, -h)) - (at(i, 2*h) - at(i, -2*h))) / (12 * float64(h))
			// A loss of some units in float32 over 12 h/8 leaves 3e-6.
			if d := math.Abs(float64(g[i]) - want); d > 1e-5+share*size {
				t.Errorf("element %d: gradient %.6g, difference %.6g, largest %.3g", i, g[i], want, size)
			}
		}
		check(t, dev.Write(w.Value, 0, x))
	}
}

// A view pass sees the same light as an evaluation, and no power comes from nowhere,
// also in the second of two networks.
func TestViewShowsTheFields(t *testing.T) {
	for _, v := range variants {
		if v.gain == 1 {
			t.Run(v.name, func(t *testing.T) { viewShowsTheFields(t, v) })
		}
	}
}

func viewShowsTheFields(t *testing.T, v variant) {
	dev := cpu.Open(1)
	n := build(t, dev, v)
	networks := len(n.Branches)
	eval, err := n.NewPass(network.Eval, batch)
	check(t, err)
	view, err := n.NewPass(network.View, 1)
	check(t, err)
	stage(eval)
	check(t, eval.Run(batch))
	want, err := eval.Logits(batch)
	check(t, err)
	source, inside, err := eval.Power(batch)
	check(t, err)
	for i := range batch {
		if !(inside[i] > 0 && inside[i] < float32(networks)*source[i]) {
			t.Errorf("sample %d: power %g of %g in the regions", i, inside[i], source[i])
		}
	}
	image := make([]byte, 20)
	for k, v := range random(20, 100, 127) {
		image[k] = byte(128 + v)
	}
	view.Set(0, image, -1)
	check(t, view.Run(1))
	got, err := view.Logits(1)
	check(t, err)
	for k := range got {
		if got[k] != want[k] {
			t.Errorf("logit %d is %g in a view, %g in an evaluation", k, got[k], want[k])
		}
	}
	readings, err := view.Readings(1)
	check(t, err)
	for k, b := range n.Branches {
		last := math.Inf(1)
		for i := range len(b.Layers) + 1 {
			u, err := view.Field(k, i)
			check(t, err)
			p := 0.0
			for _, v := range u {
				p += float64(v) * float64(v)
			}
			if p > last*(1+1e-6) || p == 0 {
				t.Errorf("network %d: plane %d has power %g after %g", k, i, p, last)
			}
			last = p
			if i < len(b.Layers) {
				continue
			}
			for r, q := range b.Detector.Regions {
				mean := 0.0
				for y := q.Y0; y < q.Y1; y++ {
					for x := q.X0; x < q.X1; x++ {
						re, im := float64(u[2*(y*14+x)]), float64(u[2*(y*14+x)+1])
						mean += (re*re + im*im) / float64(q.Area())
					}
				}
				if got := float64(readings[b.Detector.First+r]); math.Abs(got-mean) > 1e-6*(mean+1) {
					t.Errorf("network %d: region %d reads %g, has %g", k, r, got, mean)
				}
			}
		}
	}
}

func TestMistakesAreErrors(t *testing.T) {
	dev := cpu.Open(1)
	n := build(t, dev, variants[0])
	p, err := n.NewPass(network.Eval, batch)
	check(t, err)
	for _, b := range []int{0, batch + 1} {
		if p.Run(b) == nil {
			t.Errorf("batch of %d: no error", b)
		}
	}
	d := &n.Branches[0].Detector
	d.Regions = append(d.Regions, kernels.Region{X0: 2, Y0: 2, X1: 3, Y1: 3})
	if n.Init() == nil {
		t.Error("overlapping regions: no error")
	}
	n = build(t, dev, variants[0])
	n.Readout = differential
	if n.Init() == nil {
		t.Error("differential detection with three regions: no error")
	}
}

// A step must leave the garbage collector nothing to do.
func TestPassAllocatesNothing(t *testing.T) {
	dev := cpu.Open(1)
	for _, v := range variants {
		n := build(t, dev, v)
		p, err := n.NewPass(network.Train, batch)
		check(t, err)
		stage(p)
		if a := testing.AllocsPerRun(5, func() {
			if p.Run(batch) != nil {
				t.Error("pass failed")
			}
			if _, err := p.Result(batch); err != nil {
				t.Error(err)
			}
		}); a > 0 {
			t.Errorf("%s: %g allocations a batch", v.name, a)
		}
	}
}
