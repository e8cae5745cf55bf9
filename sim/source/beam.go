package source

import (
	"math"

	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// The beams are profiles: sample them with Profile.Field. Their wavelength is that
// in the medium. All leave out the carrier exp(i k z) of the axis.

// Tilted is a plane wave of intensity 1 W/m2 that travels at the angles ax and ay,
// rad, towards +x and +y.
func Tilted(ax, ay, wavelength float64) optics.Profile {
	sx, _ := fmath.Sincos(ax)
	sy, _ := fmath.Sincos(ay)
	return func(x, y float64) complex128 { return phasor(2 * math.Pi / wavelength * (sx*x + sy*y)) }
}

// Spherical is the wave of a point source at (x0, y0), a distance z before the
// plane, z exp(i k (r - z))/r: intensity 1 W/m2 where the plane is nearest. A
// negative z is a wave that converges to a point behind the plane.
func Spherical(x0, y0, z, wavelength float64) optics.Profile {
	return func(x, y float64) complex128 {
		d2 := (x-x0)*(x-x0) + (y-y0)*(y-y0)
		r := math.Sqrt(z*z + d2)
		return complex(math.Abs(z)/r, 0) * phasor(math.Copysign(2*math.Pi/wavelength*d2/(r+math.Abs(z)), z))
	}
}

// Beam is a paraxial beam: where it is seen, a distance z behind its waist.
type Beam struct {
	Waist      float64 // radius at which the amplitude has fallen to 1/e, m
	Wavelength float64 // m
	Z          float64 // m
}

// RayleighRange is pi w0^2/lambda, m.
func (b Beam) RayleighRange() float64 { return math.Pi * b.Waist * b.Waist / b.Wavelength }

// Radius is w(z) = w0 sqrt(1 + (z/zR)^2), m.
func (b Beam) Radius() float64 {
	t := b.Z / b.RayleighRange()
	return b.Waist * math.Sqrt(1+t*t)
}

// gouy is exp(-i order atan(z/zR)), without an arc tangent.
func (b Beam) gouy(order int) complex128 {
	t := b.Z / b.RayleighRange()
	size := math.Sqrt(1 + t*t)
	one, all := complex(1/size, -t/size), complex128(1)
	for range order {
		all *= one
	}
	return all
}

// envelope is w0/w exp(-r^2/w^2) exp(i k r^2/(2 R)), R = z (1 + (zR/z)^2).
func (b Beam) envelope(x, y float64) complex128 {
	w, zR, r2 := b.Radius(), b.RayleighRange(), x*x+y*y
	curve := math.Pi / b.Wavelength * r2 * b.Z / (b.Z*b.Z + zR*zR)
	return complex(b.Waist/w*fmath.Exp(-r2/(w*w)), 0) * phasor(curve)
}

// Gaussian is the fundamental mode, of intensity 1 W/m2 in the middle of the waist
// (Siegman, Lasers (1986), section 17.1).
func (b Beam) Gaussian() optics.Profile {
	g := b.gouy(1)
	return func(x, y float64) complex128 { return g * b.envelope(x, y) }
}

// HermiteGauss is the mode of n nodes along x and m along y: Gaussian times
// H_n(sqrt2 x/w) H_m(sqrt2 y/w), over sqrt(2^n n! 2^m m!), so that all modes have
// the same power (Siegman, section 16.4).
func (b Beam) HermiteGauss(n, m int) optics.Profile {
	w, g := b.Radius(), b.gouy(n+m+1)
	return func(x, y float64) complex128 {
		h := hermite(n, math.Sqrt2*x/w) * hermite(m, math.Sqrt2*y/w)
		return g * complex(h, 0) * b.envelope(x, y)
	}
}

// hermite is H_n(x)/sqrt(2^n n!).
func hermite(n int, x float64) float64 {
	a, c := 0.0, 1.0
	for k := range n {
		a, c = c, x*math.Sqrt(2/float64(k+1))*c-math.Sqrt(float64(k)/float64(k+1))*a
	}
	return c
}

// LaguerreGauss is the mode of p rings beyond the first and l turns of phase around
// the axis, of the same power as the others (Siegman, section 16.4).
func (b Beam) LaguerreGauss(p, l int) optics.Profile {
	turns := l
	if l < 0 {
		turns = -l
	}
	w, g := b.Radius(), b.gouy(2*p+turns+1)
	norm := 1.0 // sqrt(p!/(p+|l|)!)
	for k := p + 1; k <= p+turns; k++ {
		norm /= math.Sqrt(float64(k))
	}
	return func(x, y float64) complex128 {
		u, v := math.Sqrt2*x/w, math.Sqrt2*y/w
		if l < 0 {
			v = -v
		}
		ring := complex(norm*laguerre(p, float64(turns), u*u+v*v), 0)
		for range turns {
			ring *= complex(u, v)
		}
		return g * ring * b.envelope(x, y)
	}
}

// laguerre is the generalised Laguerre polynomial L_p^a(x).
func laguerre(p int, a, x float64) float64 {
	before, now := 0.0, 1.0
	for k := range p {
		before, now = now, ((float64(2*k+1)+a-x)*now-(float64(k)+a)*before)/float64(k+1)
	}
	return now
}

// Bessel is the beam that does not spread, J0(k sin(angle) r), of intensity 1 W/m2
// on the axis (Durnin, J. Opt. Soc. Am. A 4, 651 (1987)), a distance z from the plane
// where its phase is 0. It is infinite: an aperture or Gaussian must limit it.
func Bessel(angle, wavelength, z float64) optics.Profile {
	s, _ := fmath.Sincos(angle)
	k := 2 * math.Pi / wavelength
	phase := phasor(-k * z * s * s / (1 + math.Sqrt(1-s*s)))
	return func(x, y float64) complex128 {
		return phase * complex(math.J0(k*s*math.Sqrt(x*x+y*y)), 0)
	}
}

func phasor(phi float64) complex128 {
	s, c := fmath.Sincos(math.Mod(phi, 2*math.Pi))
	return complex(c, s)
}
