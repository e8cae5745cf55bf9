package forward

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/detect"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/source"
)

// squares are the upper left corners of the authors' detectors on a plane of 400 x 400 (their released program).
var squares = [10][2]int{{92, 92}, {186, 92}, {280, 92}, {92, 170}, {156, 170}, {218, 170}, {280, 170}, {92, 250}, {186, 250}, {280, 250}}

// Detector is the authors' ten squares to scale on a square plane, in the order of the classes, of so many samples a side.
func Detector(g optics.Grid, side int) detect.Detector {
	d := detect.Detector{Grid: g}
	for _, s := range squares {
		at := func(v int) int {
			return int(math.Round((float64(v)+20)*float64(g.Nx)/400 - float64(side)/2))
		}
		x, y := at(s[0]), at(s[1])
		d.Regions = append(d.Regions, kernels.Region{X0: x, Y0: y, X1: x + side, Y1: y + side})
	}
	return d
}

func (c *Config) detector() detect.Detector {
	return Detector(optics.Square(c.Samples, c.Pitch), c.RegionSize)
}

// hop is the way of light from a mask to the camera as it is meant, or as far aside.
func (c *Config) hop(dev compute.Device, batch int, x, y, further float64) (*optics.Map, error) {
	r, err := c.recipe(x, y, further)
	if err != nil {
		return nil, err
	}
	return optics.NewMap(dev, r, batch)
}

// recipe is that of hop.
func (c *Config) recipe(x, y, further float64) (*optics.Recipe, error) {
	window := optics.Window{PadX: c.Padding, PadY: c.Padding, BandLimit: c.BandLimit}
	return optics.Space{In: optics.Square(c.Samples, c.Pitch), Wavelength: c.Wavelength, Z: c.Distance + further}.ShiftedSpectrum(window, x, y)
}

// confineMargin is by what share of its width the window that light comes from is taken to be larger on each side: a typical bench's planes are a pixel or two aside.
const confineMargin = 0.05

// confine records what light from a mask can be at the camera.
func (c *Config) confine(dev compute.Device, batch int) (func(p *compute.Program, field compute.Buffer), error) {
	r, err := optics.Space{In: optics.Square(c.Samples, c.Pitch), Wavelength: c.Wavelength, Z: c.Distance}.Confined(confineMargin)
	if err != nil {
		return nil, err
	}
	m, err := optics.NewMap(dev, r, batch)
	if err != nil {
		return nil, err
	}
	return func(p *compute.Program, field compute.Buffer) { m.Forward(p, field, field) }, nil
}

// build makes the network, for pictures of a size.
func (c *Config) build(dev compute.Device, width, height, batch int) (*plant.Cascade, error) {
	g := optics.Square(c.Samples, c.Pitch)
	encoder := source.Encoder{Grid: g, Width: width, Height: height, Span: c.ImageSize}
	if err := encoder.Check(); err != nil {
		return nil, err
	}
	d := c.detector()
	n, classes := g.Len(), len(d.Regions)
	k := &plant.Cascade{Device: dev, Nx: g.Nx, Ny: g.Ny, Batch: batch, Numbers: width * height, Classes: classes, Even: c.Even, Compensate: c.Compensate}
	if c.Activate != "none" {
		k.Activation = &kernels.FieldActivation{N: n, Law: kernels.FieldLaw(index(kernels.FieldLaws, c.Activate)), Scale: c.ActivationGain, Threshold: c.Threshold}
	}
	for l := range c.Layers {
		v := &compute.Var{Name: "mask " + itoa(l+1), Shape: []int{g.Ny, g.Nx}}
		var err error
		if v.Value, err = dev.Alloc(compute.Spec{Name: v.Name, Len: n}); err != nil {
			return nil, err
		}
		if v.Grad, err = dev.Alloc(compute.Spec{Name: v.Name + " gradient", Scope: compute.Sum, Len: n}); err != nil {
			return nil, err
		}
		if err := dev.Write(v.Value, 0, c.first(g, l)); err != nil {
			return nil, err
		}
		k.Masks = append(k.Masks, v)
	}
	light, err := dev.Alloc(compute.Spec{Name: "light", Len: 2 * n})
	if err != nil {
		return nil, err
	}
	if err := dev.Write(light, 0, source.Plane(g, c.Wavelength).U); err != nil {
		return nil, err
	}
	k.Encode = func(p *compute.Program, example, field compute.Buffer) { encoder.Record(p, example, light, field) }
	scratch := func(name string, len int) (b compute.Buffer) {
		if err == nil {
			b, err = dev.Alloc(compute.Spec{Name: name, Scope: compute.Scratch, Len: len, Batch: batch})
		}
		return b
	}
	readings, slope, steep, gain := scratch("readings", classes), scratch("slope", classes), scratch("slope", classes), scratch("gain", 1)
	if err != nil {
		return nil, err
	}
	if c.Confine {
		if k.Confine, err = c.confine(dev, batch); err != nil {
			return nil, err
		}
	}
	readout := detect.Readout{Logits: detect.Shared, Scale: c.LogitScale}
	k.Loss = func(p *compute.Program, field, label, logits, out, into compute.Buffer) {
		d.Forward(p, field, readings)
		if c.Loss == "plane" {
			p.Add(kernels.Scale(classes, 1), readings, logits)
			m := kernels.MapLoss{Nx: g.Nx, Ny: g.Ny, Regions: d.Regions}
			p.Add(m.Value(), field, readings, label, out, gain)
			p.Add(m.Adjoint(), field, label, gain, into)
			return
		}
		readout.Forward(p, classes, readings, logits)
		loss.Loss(nil).Record(p, classes, logits, label, out, slope)
		readout.Adjoint(p, classes, readings, slope, steep)
		d.Adjoint(p, field, steep, into)
	}
	return k, k.Ready()
}

// result adds up what a part gave.
type result = network.Result
