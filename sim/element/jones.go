package element

import (
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// Jones is what an element does to polarised light: (Ex, Ey) to the product of the
// matrix with it (Jones, J. Opt. Soc. Am. 31, 488 (1941)). Angles are from x to y, as
// seen along +z.
type Jones [2][2]complex128

// Times is the element j behind the element first.
func (j Jones) Times(first Jones) (m Jones) {
	for r := range 2 {
		for c := range 2 {
			m[r][c] = j[r][0]*first[0][c] + j[r][1]*first[1][c]
		}
	}
	return m
}

// Turned is the element turned by angle, rad.
func (j Jones) Turned(angle float64) Jones {
	s, c := fmath.Sincos(angle)
	turn := Jones{{complex(c, 0), complex(-s, 0)}, {complex(s, 0), complex(c, 0)}}
	back := Jones{{complex(c, 0), complex(s, 0)}, {complex(-s, 0), complex(c, 0)}}
	return turn.Times(j).Times(back)
}

// Adjoint is the conjugate transpose.
func (j Jones) Adjoint() Jones {
	return Jones{
		{cmplx.Conj(j[0][0]), cmplx.Conj(j[1][0])},
		{cmplx.Conj(j[0][1]), cmplx.Conj(j[1][1])},
	}
}

// Polariser lets the light along angle, rad, pass.
func Polariser(angle float64) Jones { return Jones{{1, 0}, {0, 0}}.Turned(angle) }

// WavePlate delays the light across its fast axis, at angle rad, by the given
// phase, rad: pi makes a half-wave plate, pi/2 a quarter-wave plate. The mean phase is
// left out.
func WavePlate(delay, angle float64) Jones {
	return Jones{{phasor(-delay / 2), 0}, {0, phasor(delay / 2)}}.Turned(angle)
}

// Apply takes the fields along x and y through the element, in place.
func (j Jones) Apply(ex, ey *optics.Field) error {
	if ex.Grid != ey.Grid || ex.Wavelength != ey.Wavelength {
		return errs.New("element: the two components of polarised light need the same grid and wavelength")
	}
	for y := range ex.Ny {
		for x := range ex.Nx {
			a, b := ex.At(x, y), ey.At(x, y)
			ex.Set(x, y, j[0][0]*a+j[0][1]*b)
			ey.Set(x, y, j[1][0]*a+j[1][1]*b)
		}
	}
	return nil
}
