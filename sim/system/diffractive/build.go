package diffractive

import (
	"slices"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/detect"
	"talbot/sim/fmath"
	"talbot/sim/loss"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/rng"
	"talbot/sim/source"
)

func itoa(n int) string { return strconv.Itoa(n) }

func sincos(x float64) (sin, cos float64) { return fmath.Sincos(x) }

// Window is the padding of every hop.
func (c *Config) Window() optics.Window {
	return optics.Window{PadX: c.Padding, PadY: c.Padding, BandLimit: c.BandLimit}
}

// Build makes the network that c describes for pictures of width x height pixels,
// with masks drawn from the seed; displays are the masks, if they are of a display.
func Build(dev compute.Device, c *Config, width, height int) (n *network.Optical, displays []modulator.Display, err error) {
	if !c.Displayed() {
		n, err = c.build(dev, width, height, false, func(hop optics.Propagator, mask int) (network.Layer, error) {
			m, err := newMask(dev, c, mask)
			return network.Diffractive{Hop: hop, Mask: m}, err
		})
		return n, nil, err
	}
	curves, err := c.Curves()
	if err != nil {
		return nil, nil, err
	}
	control, err := modulator.NewControl(dev)
	if err != nil {
		return nil, nil, err
	}
	n, err = c.build(dev, width, height, true, func(hop optics.Propagator, mask int) (network.Layer, error) {
		m, err := newDisplay(control, c, mask, curves[mask])
		displays = append(displays, m)
		return network.Codesigned{Mask: m, Hop: hop}, err
	})
	return n, displays, err
}

// build makes the network with the layers that layer gives for masks counted from 0, of
// one network after another. Where each has the space in front of its mask, free space
// ends a network; where each has the space behind, it begins it.
func (c *Config) build(dev compute.Device, width, height int, behind bool, layer func(optics.Propagator, int) (network.Layer, error)) (*network.Optical, error) {
	if _, err := c.Check(); err != nil {
		return nil, err
	}
	g := c.PlaneAt(0)
	n := &network.Optical{
		Network: network.Network{Device: dev},
		Encoder: source.Encoder{Grid: g, Width: width, Height: height, Span: c.ImageSize, Depth: c.PhaseDepth},
		Readout: detect.Readout{Scale: c.LogitScale},
	}
	switch c.Logits {
	case "share":
		n.Readout.Logits = detect.Shared
	case "differential":
		n.Readout.Logits = detect.Differential
	}
	if c.Encoding == "phase" {
		n.Encoder.Coding = source.Phase
	}
	if c.Loss == "softmax-mse" {
		n.Loss = loss.SquaredError
	}
	n.Light = source.Plane(g, c.Wavelength)
	if c.Illumination == "gaussian" {
		n.Light = source.Gaussian(g, c.Wavelength, c.Waist)
	}
	hops, err := c.newHops(dev)
	if err != nil {
		return nil, err
	}
	detector := c.detector()
	for k := range c.Networks {
		var layers []network.Layer
		for l := range c.Layers {
			at := l
			if behind {
				at++
			}
			m, err := layer(hops[at], k*c.Layers+l)
			if err != nil {
				return nil, err
			}
			layers = append(layers, m)
		}
		if behind {
			layers = append([]network.Layer{network.Free{Hop: hops[0]}}, layers...)
		} else {
			layers = append(layers, network.Free{Hop: hops[c.Layers]})
		}
		n.Branches = append(n.Branches, network.Branch{Layers: layers, Detector: detector})
	}
	return n, n.Init()
}

// newHops makes the free spaces of a network ready on dev; those that are alike are one.
func (c *Config) newHops(dev compute.Device) (all []optics.Propagator, err error) {
	hops := c.hops()
	for i, h := range hops {
		if k := slices.Index(hops[:i], h); k >= 0 {
			all = append(all, all[k])
			continue
		}
		r, err := c.space(h).SpectrumOnto(c.Window(), h.to)
		if err != nil {
			return nil, err
		}
		m, err := optics.NewMap(dev, r, max(c.Batch, evalBatch(dev, c.widest())))
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// Masks is the number of masks of all networks.
func (c *Config) Masks() int { return c.Networks * c.Layers }

// MaskNumber is what mask i, counted from 0, is called: "2.3" is the third of the
// second network, and of a single network "3".
func (c *Config) MaskNumber(i int) string {
	if c.Networks == 1 {
		return itoa(i + 1)
	}
	return itoa(i/c.Layers+1) + "." + itoa(i%c.Layers+1)
}

func newMask(dev compute.Device, c *Config, mask int) (m modulator.Modulator, err error) {
	name := "mask " + c.MaskNumber(mask)
	if c.Mask == "amplitude" {
		m, err = modulator.NewAmplitude(dev, name, c.MaskGrid(mask), c.Gain)
	} else {
		m, err = modulator.NewPhase(dev, name, c.MaskGrid(mask), c.Gain)
	}
	if err != nil {
		return nil, err
	}
	v := make([]float32, m.Var().Len())
	rng.Stream{Seed: uint64(c.Seed), Stream: rng.Init}.Uniform(uint32(mask), v)
	for i := range v {
		v[i] = float32(c.InitRange) * (2*v[i] - 1)
	}
	return m, dev.Write(m.Var().Value, 0, v)
}
