package optics

import (
	"math"

	"talbot/sim/errs"
)

// FresnelTransfer is paraxial propagation by its transfer function
//
//	H(f) = exp(-i pi lambda z f^2)
//
// (Goodman, Introduction to Fourier Optics, 3rd ed., eq. 4-21), the first order of
// the angular spectrum. It suits distances below M dx^2/lambda, M the window.
func (s Space) FresnelTransfer(w Window) (*Recipe, error) {
	if err := s.checkWindowed(w); err != nil {
		return nil, err
	}
	c := -math.Pi * s.InMedium() * s.Z
	axis := func(n, pad int, pitch float64) []complex128 {
		m := n + 2*pad
		h := make([]complex128, m)
		limit := math.Inf(1)
		if w.BandLimit {
			limit = FresnelBandLimit(m, pitch, s.InMedium(), s.Z)
		}
		for i, f := range frequencies(m, pitch) {
			if math.Abs(f) <= limit {
				h[i] = phasor(c * f * f)
			}
		}
		return h
	}
	g := s.In
	return convolution("Fresnel transfer function", g, At(g), w, separable(axis(g.Nx, w.PadX, g.Dx), axis(g.Ny, w.PadY, g.Dy)))
}

// FresnelImpulse is paraxial propagation by its sampled impulse response
//
//	h(x, y) = exp(i pi (x^2 + y^2)/(lambda z))/(i lambda z)
//
// (Goodman, eq. 4-16). It suits distances above M dx^2/lambda, M the window, and
// needs padding of half of the plane on each side.
func (s Space) FresnelImpulse(w Window) (*Recipe, error) {
	if err := s.checkWindowed(w); err != nil {
		return nil, err
	}
	if err := s.checkFar(At(s.In)); err != nil {
		return nil, err
	}
	axis := func(l line, pad int) []complex128 {
		if l.n == 1 && pad == 0 {
			return []complex128{1}
		}
		m := l.n + 2*pad
		h := make([]complex128, m)
		for i := range h {
			d := float64((i+m/2)%m-m/2) * l.d
			h[i] = s.quadratic(d) * s.measure(l.d)
		}
		return spectrum(h)
	}
	g := s.In
	return convolution("Fresnel impulse response", g, At(g), w, separable(axis(g.lineX(), w.PadX), axis(g.lineY(), w.PadY)))
}

// FresnelChirp is paraxial propagation by one Fourier integral
//
//	U(x') = exp(i pi x'^2/(lambda z))/(i lambda z) F[ U(x) exp(i pi x^2/(lambda z)) ](x'/(lambda z))
//
// (Goodman, eq. 4-17), by chirp-z transforms onto any plane: with other spacing,
// another number of samples, and off the axis. It suits distances above
// N dx^2/lambda; the light that the spacing can represent fills lambda z/dx.
func (s Space) FresnelChirp(out Plane) (*Recipe, error) {
	if err := s.checkFar(out); err != nil {
		return nil, err
	}
	steps, err := transform(s.fresnelLine(s.In.lineX(), out.lineX()), s.fresnelLine(s.In.lineY(), out.lineY()), nil)
	return &Recipe{"Fresnel integral by chirp-z", s.In, out, steps}, err
}

func (s Space) fresnelLine(in, out line) chirps {
	if in.still(out) {
		return identity(in, out)
	}
	return s.fraunhoferLine(in, out).before(s.quadratic)
}

// TwoStep is paraxial propagation in two Fourier integrals by way of a plane
// between, onto as many samples of any spacing (Schmidt, Numerical Simulation of
// Optical Wave Propagation (2010), section 6.3.2). The plane between holds all light
// that the first can emit, in samples so fine that light beyond the last plane is lost
// and does not come back on its other side. A plane between of more than 8 times the
// samples is an error: the last plane is much narrower than the light then.
func (s Space) TwoStep(dx, dy float64) (*Recipe, error) {
	g := s.In
	out := Grid{g.Nx, g.Ny, dx, dy}
	if err := s.checkFar(At(out)); err != nil {
		return nil, err
	}
	// Both axes pass the plane between at their own distance; the two integrals
	// are separable, so that it need not be the same.
	x1, x2, err := s.twoLines("x", g.lineX(), out.lineX())
	if err != nil {
		return nil, err
	}
	y1, y2, err := s.twoLines("y", g.lineY(), out.lineY())
	if err != nil {
		return nil, err
	}
	first, err := transform(x1, y1, nil)
	if err != nil {
		return nil, err
	}
	second, err := transform(x2, y2, nil)
	return &Recipe{"two-step Fresnel", g, At(out), append(first, second...)}, err
}

func (s Space) twoLines(axis string, in, out line) (first, second chirps, err error) {
	if in.still(out) {
		return identity(in, out), identity(in, out), nil
	}
	m := out.d / in.d
	near, far := s, s
	near.Z = s.Z / (1 + m)
	far.Z = s.Z - near.Z
	// The light on the last plane repeats after as many of its samples as the plane between has.
	wide := float64(in.n)*in.d + s.InMedium()*math.Abs(s.Z)/in.d
	need := math.Max(float64(2*in.n), 2*math.Ceil((float64(out.n)+wide/out.d)/4))
	if need > float64(8*in.n) {
		return first, second, errs.New("optics: along ", axis, " the light of these samples spreads over ", Length(wide), ", and two-step's plane of ", Length(float64(out.n)*out.d),
			" would fold it back unless the plane between had ", need, " samples: use chirp-z, or ask for a spacing of at least ", Length(wide/float64(15*in.n)))
	}
	samples := int(need)
	between := trapezoid(samples, s.InMedium()*math.Abs(near.Z)/(float64(samples)*in.d))
	return near.fresnelLine(in, between).halfEnds(samples), far.fresnelLine(between, out), nil
}

// quadratic is exp(i pi x^2/(lambda z)).
func (s Space) quadratic(x float64) complex128 {
	return phasor(math.Pi * x * x / (s.InMedium() * s.Z))
}

// measure is d/sqrt(i lambda z): the weight of a sample along one axis.
func (s Space) measure(d float64) complex128 {
	a := d / math.Sqrt(s.InMedium()*math.Abs(s.Z)) * math.Sqrt2 / 2
	if s.Z < 0 {
		return complex(a, a)
	}
	return complex(a, -a)
}

// FresnelBandLimit is BandLimit for the Fresnel transfer function, 1/m.
func FresnelBandLimit(m int, pitch, wavelength, z float64) float64 {
	return float64(m) * pitch / (2 * wavelength * math.Abs(z))
}
