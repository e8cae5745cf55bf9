package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/element"
	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Model says how the light of a 4-f layer is computed.
type Model string

const (
	ModelFresnel  Model = "fresnel"  // free space, lens, free space, to the mask and behind it; paraxial
	ModelSpectrum Model = "spectrum" // the same by the angular spectrum, which is exact in free space
	ModelProducts Model = "products" // the ideal limit, a Fourier transform there and back, by dense products
	ModelChirpZ   Model = "chirp-z"  // the ideal limit by chirp-z transforms, which are the faster
)

// FourF is a 4-f system with a mask between its lenses, of equal focal lengths, as DANTE's
// optical layers are (Yuan et al., Nature Communications 14, 7110 (2023)). Light that leaves a
// point of its input comes to its output as the Fourier transform of the mask, so that a layer
// is a correlation with a kernel as large as the mask allows, turned upside down.
//
// All planes have the same pitch. What lies beside the mask is dark.
type FourF struct {
	Samples           int     // of a side of the planes, in full propagation
	Pitch             float64 // m
	Wavelength, Focus float64 // m
	Mask              int     // samples of a side of the mask
	Model             Model
	Unmodulated       float64 // share of the power that the mask does not change, which comes to an image of the input
}

// DANTE is the system of the paper's simulations: focal length 14.5 cm, as in its code. The
// text has 14.5 mm, with which a point of the input would light 120 samples of the mask.
var DANTE = FourF{Samples: 2000, Pitch: 8e-6, Wavelength: 532e-9, Focus: 14.5e-2, Mask: 1200, Model: ModelFresnel}

// Reach is how many samples of a side a point of one plane lights in the next one of the three,
// lambda f/pitch^2: kernels must lie within it, and what of the mask lies outside stays dark.
func (f FourF) Reach() float64 { return f.Wavelength * f.Focus / (f.Pitch * f.Pitch) }

// Full tells whether light is propagated on planes of Samples, and not by the ideal limit.
func (f FourF) Full() bool { return f.Model == ModelFresnel || f.Model == ModelSpectrum }

// Check says what is wrong with f for light on so many samples of a side.
func (f FourF) Check(side int) error {
	switch {
	case f.Model != ModelFresnel && f.Model != ModelSpectrum && f.Model != ModelProducts && f.Model != ModelChirpZ:
		return errs.New("network: a 4-f layer is computed by fresnel, spectrum, products or chirp-z, not ", string(f.Model))
	case !(f.Pitch > 0) || !(f.Wavelength > 0) || !(f.Focus > 0):
		return errs.New("network: pitch, wavelength and focal length of a 4-f layer must be above 0")
	case f.Mask < 1 || side < 1:
		return errs.New("network: a 4-f layer wants a mask and light of 1 sample or more")
	case float64(side) > f.Reach():
		return errs.New("network: a plane of ", side, " samples is wider than the ", int(f.Reach()),
			" that a 4-f system of this focal length, wavelength and pitch reaches: take a longer focal length, a smaller pitch, or fewer or smaller kernels")
	case !(f.Unmodulated >= 0 && f.Unmodulated < 1):
		return errs.New("network: a mask leaves a share of 0 up to 1 of the power unchanged, not ", f.Unmodulated)
	case f.Full() && max(f.Mask, side) > f.Samples:
		return errs.New("network: planes of ", f.Samples, " samples do not hold a mask of ", f.Mask, " and light of ", side)
	case f.Full() && f.Reach() > float64(f.Samples):
		return errs.New("network: planes of ", f.Samples, " samples are too small for this focal length, whose light takes ", int(f.Reach())+1)
	}
	return nil
}

// Grid is a plane of so many samples of a side.
func (f FourF) Grid(side int) optics.Grid { return optics.Square(side, f.Pitch) }

// Front is the way from side x side samples in the middle of the input to the mask, for batches
// of up to batch samples.
func (f FourF) Front(dev compute.Device, side, batch int) (optics.Propagator, error) {
	if err := f.Check(side); err != nil {
		return nil, err
	}
	return f.lens(dev, f.Grid(side), f.Grid(f.Samples), f.Grid(f.Mask), batch)
}

// Back is the way from the mask to side x side samples in the middle of the output.
func (f FourF) Back(dev compute.Device, side, batch int) (optics.Propagator, error) {
	if err := f.Check(side); err != nil {
		return nil, err
	}
	return f.lens(dev, f.Grid(f.Mask), f.Grid(f.Samples), f.Grid(side), batch)
}

// Half is the way from one whole plane to the next, in full propagation.
func (f FourF) Half(dev compute.Device, batch int) (optics.Propagator, error) {
	return f.half(dev, f.Samples, batch)
}

// Whole is the way from the mask to the whole plane of the output, in full propagation.
func (f FourF) Whole(dev compute.Device, batch int) (optics.Propagator, error) {
	return f.half(dev, f.Mask, batch)
}

// WholeFront is the way from the whole plane of the input to the mask, in full propagation.
func (f FourF) WholeFront(dev compute.Device, batch int) (optics.Propagator, error) {
	if err := f.Check(1); err != nil {
		return nil, err
	}
	return f.lens(dev, f.Grid(f.Samples), f.Grid(f.Samples), f.Grid(f.Mask), batch)
}

func (f FourF) half(dev compute.Device, side, batch int) (optics.Propagator, error) {
	if err := f.Check(1); err != nil {
		return nil, err
	}
	return f.lens(dev, f.Grid(side), f.Grid(f.Samples), f.Grid(f.Samples), batch)
}

// lens is half of the system, which full propagation computes on plane. All but the angular spectrum is
// a product of a way along x and one along y.
func (f FourF) lens(dev compute.Device, in, plane, out optics.Grid, batch int) (optics.Propagator, error) {
	s := optics.Space{In: in, Wavelength: f.Wavelength, Z: f.Focus}
	switch f.Model {
	case ModelProducts:
		return optics.NewProducts(dev, s, optics.At(out), batch)
	case ModelChirpZ:
		return optics.NewLensLines(dev, s, optics.At(out), batch)
	}
	s.In = plane
	lens := element.Lens(f.Focus, f.Wavelength)
	if f.Model == ModelFresnel {
		return optics.NewLensPropagation(dev, s, lens, in, out, batch)
	}
	free, err := s.AngularSpectrum(optics.Window{})
	if err != nil {
		return nil, err
	}
	glass, err := optics.Screen(plane, lens)
	if err != nil {
		return nil, err
	}
	r, err := optics.Join(free, glass, free)
	if err != nil {
		return nil, err
	}
	r.Steps[2].Same = 1                           // the same free space
	r.Steps[0].Even, r.Steps[2].Even = true, true // to a plane around the axis
	return optics.NewPruned(dev, in, r, out, batch)
}

// PointLight is the light in front of the mask of a point of amplitude 1 on the axis.
func (f FourF) PointLight(dev compute.Device) (*optics.Field, error) {
	lit, light, err := f.Lit(dev)
	if err != nil {
		return nil, err
	}
	u := optics.NewField(f.Grid(f.Mask), f.Wavelength)
	if !lit.Lines {
		copy(u.U, light)
		return u, nil
	}
	at := func(i int) complex128 { return complex(float64(light[2*i]), float64(light[2*i+1])) }
	for j := range f.Mask {
		for i := range f.Mask {
			u.Set(i, j, at(i)*at(f.Mask+j))
		}
	}
	return u, nil
}

// Lit is the same as kernels take it: in all models but the angular spectrum it is a product of a function
// of x and one of y.
func (f FourF) Lit(dev compute.Device) (lit kernels.Lit, light []float32, err error) {
	lit = kernels.Lit{Nx: f.Mask, Ny: f.Mask, Lines: f.Model != ModelSpectrum}
	if err := f.Check(1); err != nil {
		return lit, nil, err
	}
	grid := func(side int) optics.Grid {
		g := f.Grid(side)
		if lit.Lines {
			g.Ny = 1
		}
		return g
	}
	front, err := f.lens(dev, grid(1), grid(f.Samples), grid(f.Mask), 1)
	if err != nil {
		return lit, nil, err
	}
	point := optics.NewField(grid(1), f.Wavelength)
	point.Set(0, 0, 1)
	u, err := optics.Apply(dev, front, point)
	if err != nil {
		return lit, nil, err
	}
	if light = u.U; lit.Lines {
		light = append(light, light...)
	}
	return lit, light, nil
}
