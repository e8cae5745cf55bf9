package optics

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// Window says how far a propagator's window exceeds the aperture.
type Window struct {
	PadX, PadY int  // samples of darkness added on each side
	BandLimit  bool // limit the band as in Matsushima and Shimobaba (2009)
}

// AngularSpectrum is the exact solution of the Helmholtz equation for a window that
// repeats periodically:
//
//	U(z) = F^-1[ H F[U(0)] ],  H(f) = exp(i z (kz - k)),  kz = sqrt(k^2 - (2 pi f)^2)
//
// (Goodman, Introduction to Fourier Optics, 3rd ed., eq. 3-74). Waves with
// |f| > 1/lambda are evanescent and decay with |z|. Zero padding keeps the
// repetitions apart; the band limit removes frequencies whose phase the window
// cannot sample.
func (s Space) AngularSpectrum(w Window) (*Recipe, error) {
	return s.ShiftedSpectrum(w, 0, 0)
}

// ShiftedSpectrum is the angular spectrum onto a plane of the same grid whose axis
// lies at (x, y), m (Matsushima, Opt. Express 18, 18453 (2010)): H times
// exp(2 pi i (u x + v y)).
func (s Space) ShiftedSpectrum(w Window, x, y float64) (*Recipe, error) {
	if err := s.checkWindowed(w); err != nil {
		return nil, err
	}
	g := s.In
	out := Plane{g, x, y}
	if err := out.Check(); err != nil {
		return nil, err
	}
	mx, my := g.Nx+2*w.PadX, g.Ny+2*w.PadY
	fx, fy := frequencies(mx, g.Dx), frequencies(my, g.Dy)
	inX, inY := s.limits(mx, g.Dx, x, w), s.limits(my, g.Dy, y, w)
	name := "angular spectrum"
	if w.BandLimit {
		name = "band-limited angular spectrum"
	}
	return convolution(name, g, out, w, func(i, j int) complex128 {
		u, v := fx[i], fy[j]
		if !inX.holds(u) || !inY.holds(v) {
			return 0
		}
		re, im := transferAt(u, v, s.InMedium(), s.Z)
		h := complex(re, im)
		if x != 0 || y != 0 {
			h *= aside(i, mx, u*x) * aside(j, my, v*y)
		}
		return h
	})
}

// aside is the phase, in turns, of light at frequency i of m that a plane aside sees. The
// frequency at the end of an even window's band stands for both of its ends, of which it
// has the mean: one alone would leave a step in the band, whose ripple dies slowly.
func aside(i, m int, turns float64) complex128 {
	if 2*i == m {
		return complex(real(phasor(2*math.Pi*turns)), 0)
	}
	return phasor(2 * math.Pi * turns)
}

// NewAngularSpectrum makes the angular spectrum over z metres (negative z
// propagates back) ready on a device, for light of the given wavelength in metres.
//
// The transfer function is computed in float64, its phase reduced modulo 2 pi
// there, and then rounded once to float32.
func NewAngularSpectrum(dev compute.Device, g Grid, wavelength, z float64, w Window) (*Map, error) {
	r, err := Space{In: g, Wavelength: wavelength, Z: z}.AngularSpectrum(w)
	if err != nil {
		return nil, err
	}
	return NewMap(dev, r, 1)
}

// checkWindowed is Check for the propagators that work in a window.
func (s Space) checkWindowed(w Window) error {
	if err := s.Check(); err != nil {
		return err
	}
	if err := checkPadding(w); err != nil {
		return err
	}
	return checkWindow(s.In.Nx+2*w.PadX, s.In.Ny+2*w.PadY)
}

// transfer samples H over the window in FFT order, [my][mx] pairs, divided by the
// mx*my that the unnormalised transforms gain.
func transfer(g Grid, wavelength, z float64, w Window) ([]float32, error) {
	r, err := Space{In: g, Wavelength: wavelength, Z: z}.AngularSpectrum(w)
	if err != nil {
		return nil, err
	}
	s := r.Steps[0]
	return sample(s.H, s.Mx, s.My, 1/(float64(s.Mx)*float64(s.My))), nil
}

// transferAt is H at frequency (u, v), 1/m. The difference kz - k is formed
// without cancellation as -k s/(1 + sqrt(1-s)), s = (lambda f)^2.
func transferAt(u, v, wavelength, z float64) (re, im float64) {
	k := 2 * math.Pi / wavelength
	s := float64(wavelength*u)*float64(wavelength*u) + float64(wavelength*v)*float64(wavelength*v)
	size, phase := 1.0, 0.0
	if s <= 1 {
		phase = -k * z * s / (1 + math.Sqrt(1-s))
	} else {
		phase = -k * z
		size = fmath.Exp(-k * math.Abs(z) * math.Sqrt(s-1))
	}
	sin, cos := fmath.Sincos(math.Mod(phase, 2*math.Pi))
	return size * cos, size * sin
}

// BandLimit is the highest frequency, 1/m, whose transfer function a window of m
// samples can represent over a distance z without aliasing (Matsushima and
// Shimobaba, Opt. Express 17, 19662 (2009), eq. 13).
func BandLimit(m int, pitch, wavelength, z float64) float64 {
	df := 1 / (float64(m) * pitch)
	return 1 / (wavelength * math.Sqrt(4*z*z*df*df+1))
}

// band is an interval of frequencies, 1/m.
type band struct{ low, high float64 }

func (b band) holds(f float64) bool { return f >= b.low && f <= b.high }

// limits is the band that a window of m samples can represent on a plane whose axis
// lies at x (Matsushima (2010), eqs. 10 and 13): the rays that reach it from within
// half a window.
func (s Space) limits(m int, pitch, x float64, w Window) band {
	all := band{math.Inf(-1), math.Inf(1)}
	if !w.BandLimit || s.Z == 0 || m == 1 {
		return all
	}
	if x == 0 {
		l := BandLimit(m, pitch, s.InMedium(), s.Z)
		return band{-l, l}
	}
	half := float64(m) * pitch / 2
	at := func(x float64) float64 { // frequency of the ray that moves x sideways
		return x / s.Z / (s.InMedium() * math.Sqrt(1+x*x/(s.Z*s.Z)))
	}
	a, b := at(x-half), at(x+half)
	return band{math.Min(a, b), math.Max(a, b)}
}

// frequencies are the m frequencies of a line in FFT order, 1/m.
func frequencies(m int, pitch float64) []float64 {
	f := make([]float64, m)
	for i := range f {
		k := i
		if i >= (m+1)/2 {
			k -= m
		}
		f[i] = float64(k) / (float64(m) * pitch)
	}
	return f
}
