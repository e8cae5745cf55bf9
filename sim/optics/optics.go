// Package optics has fields of light and the linear maps that take a field from
// one plane to another.
//
// Time dependence is exp(-i omega t): light that travels along +z gains phase
// exp(+i kz z). The carrier exp(i k z) of the axis is left out everywhere, so a
// plane wave along the axis keeps its phase.
//
// A Space is free space before a plane; its methods write propagators down as recipes,
// in float64:
//
//	AngularSpectrum, ShiftedSpectrum   near, or light that repeats; the same samples
//	ScaledSpectrum                     the same onto other samples, by chirp-z
//	SpectrumOnto                       the cheapest of these onto any samples around the axis
//	ImpulseResponse                    far; the same spacing: the Rayleigh-Sommerfeld sum
//	ScalableSpectrum                   far, beyond N dx^2/lambda; any samples
//	FresnelTransfer, FresnelImpulse    paraxial; the same samples, near and far
//	FresnelChirp, TwoStep              paraxial; other samples, far
//	Fraunhofer, FourierLens, FourF     the far field, lenses
//
// Space.Plan chooses among them by their sampling, and explains itself; package judge
// measures how far a field is from the truth, and chooses by that. Join makes a
// system of recipes and Screens. NewMap makes any of it ready on a device, with its
// adjoint, and Recipe.Propagate applies it to one Field; package exact has the same in
// complex128. sim/validate/validation.md says how exact all of it is.
package optics

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
)

// Grid is a plane of samples. Sample (i, j) is at x = (i - Nx/2) Dx,
// y = (j - Ny/2) Dy, with integer division: the axis passes through sample Nx/2.
type Grid struct {
	Nx, Ny int     // samples along x and y
	Dx, Dy float64 // spacing, m
}

// Square is a grid of n x n samples, pitch metres apart.
func Square(n int, pitch float64) Grid { return Grid{n, n, pitch, pitch} }

// Len is the number of samples.
func (g Grid) Len() int { return g.Nx * g.Ny }

// Check returns an error when g is not a plane that can be computed with.
func (g Grid) Check() error {
	if g.Nx < 1 || g.Ny < 1 {
		return errs.New("optics: a plane needs at least 1 x 1 samples, not ", g.Nx, " x ", g.Ny)
	}
	if g.Nx > Most/g.Ny {
		return errs.New("optics: a plane of ", g.Nx, " x ", g.Ny, " samples is too large; the limit is ", Most, " samples")
	}
	if !(g.Dx > 0) || !(g.Dy > 0) || math.IsInf(g.Dx, 0) || math.IsInf(g.Dy, 0) {
		return errs.New("optics: sample spacing must be positive, not ", Length(g.Dx), " x ", Length(g.Dy))
	}
	return nil
}

// Field is a monochromatic complex field on a plane.
type Field struct {
	Grid
	Wavelength float64   // m
	U          []float32 // [Ny][Nx] pairs re, im; |U|^2 is the intensity, W/m2
}

// NewField is a dark field.
func NewField(g Grid, wavelength float64) *Field {
	return &Field{g, wavelength, make([]float32, 2*g.Len())}
}

// At is the field at sample (i, j).
func (f *Field) At(i, j int) complex128 {
	k := 2 * (j*f.Nx + i)
	return complex(float64(f.U[k]), float64(f.U[k+1]))
}

// Set sets the field at sample (i, j).
func (f *Field) Set(i, j int, u complex128) {
	k := 2 * (j*f.Nx + i)
	f.U[k], f.U[k+1] = float32(real(u)), float32(imag(u))
}

// Intensity is |U|^2 at every sample, [Ny][Nx].
func (f *Field) Intensity() []float32 {
	v := make([]float32, f.Len())
	for i := range v {
		re, im := f.U[2*i], f.U[2*i+1]
		v[i] = float32(re*re) + float32(im*im)
	}
	return v
}

// Transposed is the field with x and y exchanged.
func (f *Field) Transposed() *Field {
	t := NewField(Grid{f.Ny, f.Nx, f.Dy, f.Dx}, f.Wavelength)
	for j := range f.Ny {
		for i := range f.Nx {
			a, b := 2*(j*f.Nx+i), 2*(i*f.Ny+j)
			t.U[b], t.U[b+1] = f.U[a], f.U[a+1]
		}
	}
	return t
}

// Power is the integral of the intensity over the plane, W.
func (f *Field) Power() float64 {
	sum := 0.0
	for _, v := range f.U {
		sum += float64(v) * float64(v)
	}
	return sum * f.Dx * f.Dy
}

// Propagator is a linear map of fields from one plane to another. Forward records
// the map on in and out, Adjoint its adjoint on a field of the out plane and one
// of the in plane: <Forward x, y> = <x, Adjoint y>. Where in and out planes have
// the same grid, both buffers may be the same.
type Propagator interface {
	In() Grid
	Out() Grid
	Forward(p *compute.Program, in, out compute.Buffer)
	Adjoint(p *compute.Program, in, out compute.Buffer)
}

// Apply runs a propagator on one field and returns the result.
func Apply(dev compute.Device, prop Propagator, f *Field) (*Field, error) {
	return apply(dev, prop.Forward, f, prop.In(), prop.Out())
}

// ApplyAdjoint runs a propagator's adjoint on one field and returns the result.
func ApplyAdjoint(dev compute.Device, prop Propagator, f *Field) (*Field, error) {
	return apply(dev, prop.Adjoint, f, prop.Out(), prop.In())
}

func apply(dev compute.Device, record func(p *compute.Program, in, out compute.Buffer), f *Field, from, to Grid) (*Field, error) {
	if f.Grid != from || len(f.U) != 2*from.Len() {
		return nil, errs.New("optics: the field has ", f.Grid.String(), ", the propagator wants ", from.String())
	}
	in, err := dev.Alloc(compute.Spec{Name: "in", Scope: compute.Sample, Len: 2 * from.Len(), Batch: 1})
	if err != nil {
		return nil, err
	}
	out, err := dev.Alloc(compute.Spec{Name: "out", Scope: compute.Sample, Len: 2 * to.Len(), Batch: 1})
	if err != nil {
		return nil, err
	}
	var p compute.Program
	record(&p, in, out)
	run, err := dev.Compile(&p)
	if err != nil {
		return nil, err
	}
	if err := dev.Write(in, 0, f.U); err != nil {
		return nil, err
	}
	if err := run.Run(1); err != nil {
		return nil, err
	}
	g := NewField(to, f.Wavelength)
	return g, dev.Read(out, 0, g.U)
}
