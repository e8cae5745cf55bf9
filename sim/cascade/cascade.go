// Package cascade makes of a trained diffractive network what one bench shows layer by layer: its masks one after another, what
// is measured behind the one as the light of the next (as Xue et al., Nature 632, 280 (2024), show theirs).
package cascade

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/system/diffractive"
)

// Network is a diffractive network as a cascade of layers that are all alike. Light goes as far in front of the first mask as
// behind each, so that the first of its Net's masks is one that changes nothing.
type Network struct {
	Net    *plant.Cascade
	Model  *plant.Model // the bench as it is meant, which is the simulation that the masks learned in
	Config diffractive.Config

	over []overlay // of masks that displays show, which are the session's own
}

// Of makes the cascade of a session's masks, for pictures of width x height pixels and so many at a time. It is refused, by an error
// that says why, where one bench cannot show it: with several networks side by side, masks that are amplitudes, planes that are
// not all alike or distances that are not all the same.
func Of(s *diffractive.Session, width, height, batch int) (*Network, error) {
	c := s.Config
	if err := Fits(&c); err != nil {
		return nil, err
	}
	phases, size, err := phases(s)
	if err != nil {
		return nil, err
	}
	dev, g := s.Device, c.Grid()
	n := g.Len()
	encoder, detector, readout, criterion := s.Net.Encoder, s.Net.Branches[0].Detector, s.Net.Readout, s.Net.Loss
	encoder.Width, encoder.Height = width, height
	if err := encoder.Check(); err != nil {
		return nil, err
	}
	readings := len(detector.Regions)
	k := &plant.Cascade{Device: dev, Nx: g.Nx, Ny: g.Ny, Batch: batch, Numbers: width * height, Classes: readings / readout.Readings()}
	for l, phase := range append([][]float32{make([]float32, n)}, phases...) {
		v := &compute.Var{Name: "mask " + c.MaskNumber(l-1), Shape: []int{g.Ny, g.Nx}}
		if l == 0 {
			v.Name = "no mask"
		}
		if v.Value, err = dev.Alloc(compute.Spec{Name: v.Name, Len: n}); err != nil {
			return nil, err
		}
		if v.Grad, err = dev.Alloc(compute.Spec{Name: v.Name + " gradient", Scope: compute.Sum, Len: n}); err != nil {
			return nil, err
		}
		if err := dev.Write(v.Value, 0, phase); err != nil {
			return nil, err
		}
		k.Masks = append(k.Masks, v)
	}
	light, err := dev.Alloc(compute.Spec{Name: "light", Len: 2 * n})
	if err != nil {
		return nil, err
	}
	u := append([]float32(nil), s.Net.Light.U...)
	for i := range u { // what each mask does to all of the light alike
		u[i] *= size
	}
	if err := dev.Write(light, 0, u); err != nil {
		return nil, err
	}
	k.Encode = func(p *compute.Program, example, field compute.Buffer) { encoder.Record(p, example, light, field) }
	scratch := func(name string, len int) (b compute.Buffer) {
		if err == nil {
			b, err = dev.Alloc(compute.Spec{Name: name, Scope: compute.Scratch, Len: len, Batch: batch})
		}
		return b
	}
	read, slope, steep := scratch("readings", readings), scratch("slope", k.Classes), scratch("slope of readings", readings)
	if err != nil {
		return nil, err
	}
	k.Loss = func(p *compute.Program, field, label, logits, out, into compute.Buffer) {
		detector.Forward(p, field, read)
		readout.Forward(p, k.Classes, read, logits)
		criterion.Record(p, k.Classes, logits, label, out, slope)
		readout.Adjoint(p, k.Classes, read, slope, steep)
		detector.Adjoint(p, field, steep, into)
	}
	if err := k.Ready(); err != nil {
		return nil, err
	}
	r, err := optics.Space{In: g, Wavelength: c.Wavelength, Z: c.Gap(0)}.SpectrumOnto(c.Window(), g)
	if err != nil {
		return nil, err
	}
	hop, err := optics.NewMap(dev, r, batch)
	if err != nil {
		return nil, err
	}
	m, err := plant.NewModel(k, hop)
	if err != nil {
		return nil, err
	}
	all := &Network{Net: k, Model: m, Config: c}
	return all, all.overlays(s.Displays())
}

// Fits refuses networks of which one bench does not show one layer after another, and says why.
func Fits(c *diffractive.Config) error {
	if c.Networks != 1 {
		return errs.New("one bench shows one network, and there are ", c.Networks, " side by side")
	}
	if c.Mask == "amplitude" {
		return errs.New("a bench shows masks that change the phase, and these change the amplitude")
	}
	if c.Displayed() && c.ProcessBlur > 0 {
		return errs.New("the masks learned with a blur of ", c.ProcessBlur, " pixels that is simulated, and a bench has its own: train with --process-blur 0")
	}
	for i := range c.Layers + 1 {
		if c.PlaneAt(i) != c.PlaneAt(i+1) || c.Gap(i) != c.Gap(0) {
			return errs.New("one bench shows layers that are all alike: here planes or distances differ")
		}
	}
	return nil
}

// phases are those of all masks, rad, and by what all of them change the light's amplitude together; 0 for displays, which Through has.
func phases(s *diffractive.Session) (all [][]float32, size float32, err error) {
	c := s.Config
	if c.Displayed() {
		for range c.Layers {
			all = append(all, make([]float32, c.Grid().Len()))
		}
		return all, 1, nil
	}
	all, err = s.Values()
	return all, float32(math.Pow(c.Gain, float64(c.Layers))), err
}
