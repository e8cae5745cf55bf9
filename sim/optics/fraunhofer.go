package optics

import (
	"math"

	"talbot/sim/errs"
)

// Fraunhofer is the far field
//
//	U(x') = exp(i pi x'^2/(lambda z))/(i lambda z) F[U](x'/(lambda z))
//
// (Goodman, eq. 4-25), on any plane. It suits distances far above the light's
// width squared over the wavelength.
func (s Space) Fraunhofer(out Plane) (*Recipe, error) {
	if err := s.checkFar(out); err != nil {
		return nil, err
	}
	steps, err := transform(s.fraunhoferLine(s.In.lineX(), out.lineX()), s.fraunhoferLine(s.In.lineY(), out.lineY()), nil)
	return &Recipe{"Fraunhofer", s.In, out, steps}, err
}

func (s Space) fraunhoferLine(in, out line) chirps {
	if in.still(out) {
		return identity(in, out)
	}
	return s.fourierLine(in, out).behind(s.quadratic)
}

// fourierLine is the integral of U exp(-2 pi i x x'/(lambda z)) dx/sqrt(i lambda z).
func (s Space) fourierLine(in, out line) chirps {
	if in.still(out) {
		return identity(in, out)
	}
	weight := s.measure(in.d)
	return newChirps(in, out, 1/(s.InMedium()*s.Z)).before(func(float64) complex128 { return weight })
}

// FourierLens is a 2-f system: a thin lens of focal length s.Z, m, between its
// focal planes, which transforms the light exactly in the paraxial sense,
//
//	U(x') = F[U](x'/(lambda f))/(i lambda f)
//
// (Goodman, eq. 5-19). The carrier over the 2 f is left out.
func (s Space) FourierLens(out Plane) (*Recipe, error) {
	if err := s.checkFar(out); err != nil {
		return nil, err
	}
	steps, err := transform(s.fourierLine(s.In.lineX(), out.lineX()), s.fourierLine(s.In.lineY(), out.lineY()), nil)
	return &Recipe{"2-f lens", s.In, out, steps}, err
}

// FourF is a 4-f system: a lens of focal length s.Z, a filter in the plane of its
// spectrum, and a lens of focal length f2, m. The image is upside down and
// f2/f1 as large; out gets it with its sign, -1, the phase of the focus between.
//
// The filter gives the transmission at (x, y), m, in the filter plane, where
// frequency u of the light lies at x = lambda f1 u; nil lets all light pass. The
// plane is sampled with twice the samples of the input, over all frequencies that
// the input can carry.
func (s Space) FourF(f2 float64, filter Profile, out Plane) (*Recipe, error) {
	if err := s.checkFar(out); err != nil {
		return nil, err
	}
	if f2 == 0 || math.IsNaN(f2) || math.IsInf(f2, 0) {
		return nil, errs.New("optics: the second focal length must be finite and not 0, not ", Length(f2))
	}
	g := s.In
	middle := func(l line) line {
		if l.n == 1 {
			return l
		}
		return trapezoid(2*l.n, s.InMedium()*math.Abs(s.Z)/(2*float64(l.n)*l.d))
	}
	mx, my := middle(g.lineX()), middle(g.lineY())
	var t func(i, j int) complex128
	if filter != nil {
		t = func(i, j int) complex128 { return filter(mx.at(i), my.at(j)) }
	}
	first, err := transform(s.fourierLine(g.lineX(), mx).halfEnds(2*g.Nx), s.fourierLine(g.lineY(), my).halfEnds(2*g.Ny), t)
	if err != nil {
		return nil, err
	}
	back := s
	back.Z = f2
	second, err := transform(back.fourierLine(mx, out.lineX()), back.fourierLine(my, out.lineY()), nil)
	return &Recipe{"4-f system", g, out, append(first, second...)}, err
}
