package optics

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fft"
	"talbot/sim/fmath"
)

// AngularSpectrum propagates a field over a distance in free space: the exact
// solution of the Helmholtz equation for a window that repeats periodically.
//
//	U(z) = F^-1[ H F[U(0)] ],  H(f) = exp(i z (kz - k)),  kz = sqrt(k^2 - (2 pi f)^2)
//
// Waves with |f| > 1/lambda are evanescent and decay with |z|. Zero padding keeps
// the repetitions apart; the band limit removes frequencies whose phase the
// window cannot sample.
type AngularSpectrum struct {
	grid             Grid
	h                compute.Buffer
	forward, adjoint compute.Kernel
}

// Window says how far a propagator's window exceeds the aperture.
type Window struct {
	PadX, PadY int  // samples of darkness added on each side
	BandLimit  bool // limit the band as in Matsushima and Shimobaba (2009)
}

// NewAngularSpectrum makes a propagator over z metres (negative z propagates
// back) for light of the given wavelength in metres.
//
// The transfer function is computed in float64, its phase reduced modulo 2 pi
// there, and then rounded once to float32.
func NewAngularSpectrum(dev compute.Device, g Grid, wavelength, z float64, w Window) (*AngularSpectrum, error) {
	if err := checkHop(g, wavelength, z, w); err != nil {
		return nil, err
	}
	mx, my := g.Nx+2*w.PadX, g.Ny+2*w.PadY
	h, err := dev.Alloc(compute.Spec{Name: "transfer function", Scope: compute.Shared, Len: 2 * mx * my})
	if err != nil {
		return nil, err
	}
	a := &AngularSpectrum{grid: g, h: h}
	px, py := fft.NewPlan(mx), fft.NewPlan(my)
	a.forward = kernels.Propagate(px, py, g.Nx, g.Ny)
	a.adjoint = kernels.PropagateAdjoint(px, py, g.Nx, g.Ny)
	return a, dev.Write(h, 0, transfer(g, wavelength, z, w))
}

func (a *AngularSpectrum) In() Grid  { return a.grid }
func (a *AngularSpectrum) Out() Grid { return a.grid }

// Forward records the propagation.
func (a *AngularSpectrum) Forward(p *compute.Program, in, out compute.Buffer) {
	p.Add(a.forward, in, a.h, out)
}

// Adjoint records the adjoint: propagation with conj(H) in the same window.
func (a *AngularSpectrum) Adjoint(p *compute.Program, in, out compute.Buffer) {
	p.Add(a.adjoint, in, a.h, out)
}

func checkHop(g Grid, wavelength, z float64, w Window) error {
	if err := g.Check(); err != nil {
		return err
	}
	if !(wavelength > 0) || math.IsInf(wavelength, 0) {
		return errs.New("optics: wavelength must be positive, not ", wavelength, " m")
	}
	if math.IsNaN(z) || math.IsInf(z, 0) {
		return errs.New("optics: distance must be a finite number of metres")
	}
	if w.PadX < 0 || w.PadY < 0 {
		return errs.New("optics: padding must not be negative, not ", w.PadX, ", ", w.PadY, " samples")
	}
	return nil
}

// transfer samples H over the window in FFT order, [my][mx] pairs, divided by the
// mx*my that the unnormalised transforms gain.
func transfer(g Grid, wavelength, z float64, w Window) []float32 {
	mx, my := g.Nx+2*w.PadX, g.Ny+2*w.PadY
	fx, fy := frequencies(mx, g.Dx), frequencies(my, g.Dy)
	limitX, limitY := math.Inf(1), math.Inf(1)
	if w.BandLimit {
		limitX, limitY = BandLimit(mx, g.Dx, wavelength, z), BandLimit(my, g.Dy, wavelength, z)
	}
	scale := 1 / (float64(mx) * float64(my))
	h := make([]float32, 2*mx*my)
	for j, v := range fy {
		for i, u := range fx {
			if math.Abs(u) > limitX || math.Abs(v) > limitY {
				continue
			}
			re, im := transferAt(u, v, wavelength, z)
			k := 2 * (j*mx + i)
			h[k], h[k+1] = float32(scale*re), float32(scale*im)
		}
	}
	return h
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
