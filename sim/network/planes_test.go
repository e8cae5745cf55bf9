package network_test

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/detect"
	"talbot/sim/loss"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/source"
)

// planes are of other pitch and size each: source, three masks, detector.
var planes = []optics.Grid{
	{Nx: 14, Ny: 12, Dx: 12e-6, Dy: 12e-6},
	{Nx: 18, Ny: 10, Dx: 12e-6, Dy: 12e-6}, // wider and lower
	{Nx: 16, Ny: 14, Dx: 10e-6, Dy: 14e-6}, // another pitch
	{Nx: 13, Ny: 11, Dx: 10e-6, Dy: 14e-6}, // cut
	{Nx: 14, Ny: 12, Dx: 13e-6, Dy: 13e-6},
}

var gaps = []float64{3e-3, 2e-3, 4e-3, 2.5e-3}

func hops(t *testing.T, dev compute.Device) (all []optics.Propagator) {
	t.Helper()
	for i, z := range gaps {
		r, err := optics.Space{In: planes[i], Wavelength: 532e-9, Z: z}.SpectrumOnto(optics.Window{PadX: 4, PadY: 5}, planes[i+1])
		check(t, err)
		m, err := optics.NewMap(dev, r, batch)
		check(t, err)
		all = append(all, m)
	}
	return all
}

// uneven is a network whose hops and planes are all different, of masks in front of which the
// light travels, or of devices behind which it does.
func uneven(t *testing.T, dev compute.Device, devices bool) *network.Optical {
	t.Helper()
	last := len(planes) - 1
	n := &network.Optical{
		Network: network.Network{Device: dev, Loss: loss.CrossEntropy},
		Light:   source.Gaussian(planes[0], 532e-9, 200e-6),
		Encoder: source.Encoder{Grid: planes[0], Width: 5, Height: 4, Span: 10, Coding: source.Amplitude},
		Readout: detect.Readout{Logits: detect.Shared, Scale: 20},
	}
	control, err := modulator.NewControl(dev)
	check(t, err)
	draw := modulator.Draw{Temperature: 0.5}
	check(t, control.Train(draw))
	check(t, control.Eval(draw))
	curve, err := modulator.ParseCurve("slm-8")
	check(t, err)
	hops := hops(t, dev)
	var layers []network.Layer
	for l, g := range planes[1:last] {
		if devices {
			m, err := modulator.NewNearest(control, "mask", g, curve, 1.2)
			check(t, err)
			check(t, control.Write(m.Var().Value, random(m.Var().Len(), uint32(50+l), 1)))
			layers = append(layers, network.Codesigned{Mask: m, Hop: hops[l+1]})
			continue
		}
		m, err := modulator.NewPhase(dev, "mask", g, 1)
		check(t, err)
		check(t, dev.Write(m.Var().Value, 0, random(g.Len(), uint32(l), 2)))
		layers = append(layers, network.Diffractive{Hop: hops[l], Mask: m})
	}
	if devices {
		layers = append([]network.Layer{network.Free{Hop: hops[0]}}, layers...)
	} else {
		layers = append(layers, network.Free{Hop: hops[last-1]})
	}
	n.Branches = []network.Branch{{Layers: layers, Detector: detect.Detector{Grid: planes[last], Regions: regions(n.Readout)}}}
	check(t, n.Init())
	return n
}

// The gradient of every mask on a bench of unequal gaps, pitches and sizes.
func TestUnevenGradientsAgainstDifferences(t *testing.T) {
	dev := cpu.Open(2)
	t.Run("masks", func(t *testing.T) { quotients(t, dev, uneven(t, dev, false), 0.1, 7, 1e-3) })
	t.Run("devices", func(t *testing.T) { quotients(t, dev, uneven(t, dev, true), 0.05, 9, 2e-3) })
}

// <A x, y> = <x, A* y> of the layers of free space alone.
func TestUnevenHopsDotProducts(t *testing.T) {
	dev := cpu.Open(2)
	for i, h := range hops(t, dev) {
		x, g := random(batch*2*planes[i].Len(), 1, 1), random(batch*2*planes[i+1].Len(), 2, 1)
		y, dx := apply(t, dev, network.Free{Hop: h}, network.Plane(planes[i]), x, g)
		a, b := dot(y, g), dot(x, dx)
		if math.Abs(a-b) > 1e-5*math.Sqrt(dot(y, y)*dot(g, g)) {
			t.Errorf("gap %d: <y, g> = %g, <x, dx> = %g", i+1, a, b)
		}
	}
}

// A Gaussian beam through layers of free space between planes of other pitch and size is the
// closed form on the last.
func TestUnevenHopsTakeAGaussianBeam(t *testing.T) {
	const waist, lambda = 0.2e-3, 532e-9
	dev := cpu.Open(2)
	grids := []optics.Grid{optics.Square(160, 12e-6), optics.Square(200, 12e-6), optics.Square(180, 14e-6), optics.Square(170, 14e-6)}
	var layers network.Chain
	z := 0.0
	for i, gap := range []float64{0.02, 0.05, 0.03} {
		r, err := optics.Space{In: grids[i], Wavelength: lambda, Z: gap}.SpectrumOnto(optics.Window{PadX: 40, PadY: 40}, grids[i+1])
		check(t, err)
		m, err := optics.NewMap(dev, r, 1)
		check(t, err)
		layers = append(layers, network.Free{Hop: m})
		z += gap
	}
	beam := source.Beam{Waist: waist, Wavelength: lambda}.Gaussian().Field(grids[0], lambda)
	u, _ := apply(t, dev, layers, network.Plane(grids[0]), beam.U, make([]float32, 2*grids[3].Len()))
	want := source.Beam{Waist: waist, Wavelength: lambda, Z: z}.Gaussian().Field(grids[3], lambda)
	got, worst := &optics.Field{Grid: grids[3], U: u}, 0.0
	for j := range grids[3].Ny {
		for i := range grids[3].Nx {
			worst = max(worst, cmplx.Abs(got.At(i, j)-want.At(i, j)))
		}
	}
	// It is not paraxial by k z (lambda/(pi w0))^4/4 = 2e-7, and rounding has 5 hops.
	if worst > 3e-6 {
		t.Errorf("the field is off by %g", worst)
	}
}

func TestPitchesMustMeet(t *testing.T) {
	dev := cpu.Open(1)
	h := hops(t, dev)
	g := planes[0]
	g.Dx *= 2
	tape := network.NewTape(dev, network.Eval, 1)
	_, _, err := network.Free{Hop: h[0]}.Forward(tape, tape.New("field", network.Plane(g)))
	if err == nil || !strings.Contains(err.Error(), "14 x 12 samples of 12 um, and what comes is 14 x 12 samples of 24 um x 12 um") {
		t.Errorf("a plane of another pitch: %v", err)
	}
}
