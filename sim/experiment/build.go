package experiment

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/detect"
	"talbot/sim/fmath"
	"talbot/sim/loss"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/optim"
	"talbot/sim/rng"
	"talbot/sim/source"
)

func itoa(n int) string { return strconv.Itoa(n) }

func sincos(x float64) (sin, cos float64) { return fmath.Sincos(x) }

// Grid is the grid of every plane.
func (c *Config) Grid() optics.Grid { return optics.Square(c.Samples, c.Pitch) }

// Window is the padding of every hop.
func (c *Config) Window() optics.Window {
	return optics.Window{PadX: c.Padding, PadY: c.Padding, BandLimit: c.BandLimit}
}

// Build makes the network that c describes for pictures of width x height pixels,
// with masks drawn from the seed.
func Build(dev compute.Device, c *Config, width, height int) (*network.Network, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	g := c.Grid()
	n := &network.Network{
		Device:   dev,
		Encoder:  source.Encoder{Grid: g, Width: width, Height: height, Span: c.ImageSize, Depth: c.PhaseDepth},
		Detector: detect.Detector{Grid: g, Regions: detect.Rows343(g, c.RegionSize)},
		Readout:  detect.Readout{Share: c.Logits == "share", Scale: c.LogitScale},
	}
	if c.Encoding == "phase" {
		n.Encoder.Coding = source.Phase
	}
	if c.Reading == "amplitude" {
		n.Detector.Quantity = detect.Amplitude
	}
	if c.Loss == "softmax-mse" {
		n.Loss = loss.SquaredError
	}
	n.Light = source.Plane(g, c.Wavelength)
	if c.Illumination == "gaussian" {
		n.Light = source.Gaussian(g, c.Wavelength, c.Waist)
	}
	hop, err := optics.NewAngularSpectrum(dev, g, c.Wavelength, c.Distance, c.Window())
	if err != nil {
		return nil, err
	}
	if c.Device() {
		return n, buildDevices(n, c, hop)
	}
	for l := range c.Layers {
		m, err := newMask(dev, c, l)
		if err != nil {
			return nil, err
		}
		n.Layers = append(n.Layers, network.Diffractive{Hop: hop, Mask: m})
	}
	n.Layers = append(n.Layers, network.Free{Hop: hop})
	return n, n.Init()
}

// buildDevices adds the layers of a network of devices: free space, then each mask
// with the space behind it.
func buildDevices(n *network.Network, c *Config, hop optics.Propagator) error {
	curves, err := c.Curves()
	if err != nil {
		return err
	}
	control, err := modulator.NewControl(n.Device)
	if err != nil {
		return err
	}
	n.Layers = []network.Layer{network.Free{Hop: hop}}
	for l := range c.Layers {
		m, err := newDevice(control, c, l, curves[l])
		if err != nil {
			return err
		}
		n.Layers = append(n.Layers, network.Codesigned{Mask: m, Hop: hop})
	}
	return n.Init()
}

func newMask(dev compute.Device, c *Config, layer int) (m modulator.Modulator, err error) {
	name := "mask " + itoa(layer+1)
	if c.Mask == "amplitude" {
		m, err = modulator.NewAmplitude(dev, name, c.Grid(), c.Gain)
	} else {
		m, err = modulator.NewPhase(dev, name, c.Grid(), c.Gain)
	}
	if err != nil {
		return nil, err
	}
	v := make([]float32, m.Var().Len())
	rng.Stream{Seed: uint64(c.Seed), Stream: rng.Init}.Uniform(uint32(layer), v)
	for i := range v {
		v[i] = float32(c.InitRange) * (2*v[i] - 1)
	}
	return m, dev.Write(m.Var().Value, 0, v)
}

// rule is the optimiser that c names.
func (c *Config) rule() optim.Rule {
	if c.Optimiser == "sgd" {
		return optim.SGD{Momentum: c.Momentum}
	}
	return optim.DefaultAdam
}
