package optics

import (
	"math"

	"talbot/sim/errs"
)

// Confined is what light from the window of s can be, a distance Z behind it, in a window of the same samples: a field that is measured there has no finer
// detail than such light has, and what has is noise. In front of exp(i pi x^2/(lambda z)) light from x' is a wave of frequency -x'/(lambda z) along x: the
// recipe takes the quadratic phase off, cuts what comes from outside of the window, made larger on each side by margin times its width, and puts the
// phase on again. It is a projection and its own adjoint. White noise is left with about (1+2 margin)^2 N^2, N = (samples spacing)^2/(lambda z), of as many numbers
// as there are samples. A field that does not end at the window's edge is changed beside it, over some of the finest detail lambda z/(samples spacing).
func (s Space) Confined(margin float64) (*Recipe, error) {
	if err := s.checkFar(At(s.In)); err != nil {
		return nil, err
	}
	if !(margin >= 0) || math.IsInf(margin, 0) {
		return nil, errs.New("optics: a window is made larger by a share of 0 or more, not ", margin)
	}
	g := s.In
	turn := func(sign float64) func(i, j int) complex128 {
		way := s
		way.Z *= sign
		return func(i, j int) complex128 { return way.quadratic(g.X(i)) * way.quadratic(g.Y(j)) }
	}
	holds := func(i, m int, spacing float64) bool {
		if 2*i > m {
			i = m - i
		}
		comes := float64(i) * s.InMedium() * math.Abs(s.Z) / (float64(m) * spacing)
		return comes <= float64(m)*spacing*(0.5+margin)
	}
	cut := func(i, j int) complex128 {
		if holds(i, g.Nx, g.Dx) && holds(j, g.Ny, g.Dy) {
			return 1
		}
		return 0
	}
	return &Recipe{"confined", g, At(g), []Step{{Nx: g.Nx, Ny: g.Ny, T: turn(-1)}, {Nx: g.Nx, Ny: g.Ny, H: cut, Mx: g.Nx, My: g.Ny, Even: true}, {Nx: g.Nx, Ny: g.Ny, T: turn(1)}}}, nil
}
