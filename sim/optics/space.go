package optics

import (
	"math"

	"talbot/sim/errs"
)

// Space is free space before a plane of light: a homogeneous medium and a
// distance. Its methods write down the propagators through it.
type Space struct {
	In         Grid
	Wavelength float64 // in vacuum, m
	Index      float64 // refractive index of the medium; 0 means 1
	Z          float64 // m; negative propagates back
}

// Plane is where a propagator delivers light: a grid whose axis sample lies at
// (X, Y), m, in the coordinates of the plane that the light comes from.
type Plane struct {
	Grid
	X, Y float64
}

// InMedium is the wavelength in the medium, m: the only one that diffraction
// knows, because the carrier exp(i k z) is left out.
func (s Space) InMedium() float64 {
	if s.Index == 0 {
		return s.Wavelength
	}
	return s.Wavelength / s.Index
}

// Most is the largest number of samples of a window: 2 GiB of complex float32.
const Most = 1 << 28

// Check returns an error when light cannot be propagated through s.
func (s Space) Check() error {
	if err := s.In.Check(); err != nil {
		return err
	}
	if !(s.Wavelength > 0) || math.IsInf(s.Wavelength, 0) {
		return errs.New("optics: wavelength must be positive, not ", Length(s.Wavelength))
	}
	if !(s.Index >= 0) || math.IsInf(s.Index, 0) {
		return errs.New("optics: refractive index must be positive, not ", s.Index)
	}
	if math.IsNaN(s.Z) || math.IsInf(s.Z, 0) {
		return errs.New("optics: distance must be a finite number of metres")
	}
	return nil
}

// checkFar is Check for the propagators that divide by the distance.
func (s Space) checkFar(out Plane) error {
	if err := s.Check(); err != nil {
		return err
	}
	if s.Z == 0 {
		return errs.New("optics: this propagator divides by the distance, which is 0: use the angular spectrum")
	}
	return out.Check()
}

// Check returns an error when p is not a plane that can be computed with.
func (p Plane) Check() error {
	if err := p.Grid.Check(); err != nil {
		return err
	}
	if math.IsNaN(p.X+p.Y) || math.IsInf(p.X+p.Y, 0) {
		return errs.New("optics: the output's centre must be finite, not ", Length(p.X), ", ", Length(p.Y))
	}
	return nil
}

// At is the same grid around the axis.
func At(g Grid) Plane { return Plane{Grid: g} }

// line is one axis of a plane: n samples d apart; sample n/2 lies at c.
type line struct {
	n    int
	d, c float64
}

func (g Grid) lineX() line  { return line{g.Nx, g.Dx, 0} }
func (g Grid) lineY() line  { return line{g.Ny, g.Dy, 0} }
func (p Plane) lineX() line { return line{p.Nx, p.Dx, p.X} }
func (p Plane) lineY() line { return line{p.Ny, p.Dy, p.Y} }

// at is the coordinate of sample i.
func (l line) at(i int) float64 { return l.c + float64(i-l.n/2)*l.d }

// along is the axis of p that a is of the plane in.
func (p Plane) along(a axis) line {
	if a.name == "y" {
		return p.lineY()
	}
	return p.lineX()
}

// reach is how far the line's samples are from the axis at most, an even number of them
// as if they were centred: with one of them, and not its width, at either end.
func (l line) reach() float64 { return math.Abs(l.c) + float64(l.n-1)*l.d/2 }

// still reports whether light does not vary along this axis on the way from l to
// out: a plane of one row or column stands for light that is the same on all.
func (l line) still(out line) bool { return l.n == 1 && out.n == 1 }
