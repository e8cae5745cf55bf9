// Package absorber has the physics of optical backpropagation beside its layers: a slab of
// saturable absorber with light in both directions, measured absorbers from files, and
// networks of coupled modes whose gradient two weak signals show.
//
// Intensities are in units of the saturation intensity, and amplitudes in units of its root.
package absorber

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/fmath"
)

// Slab is a two-level absorber between x = 0 and its far end, with a pump in at 0 and a
// probe in at the other end. Both saturate it, and each loses to it:
//
//	dF/dx = -alpha F/(1 + F + B),   dB/dx = +alpha B/(1 + F + B)
//
// F and B are their intensities; they do not interfere, as with crossed polarisations or
// atoms that fly through many fringes. alpha times the length is Depth.
type Slab struct {
	Depth float64 // optical depth of the dark absorber, for the intensity
	Steps int     // of Runge and Kutta's fourth order along the depth; 0: enough for seven digits
}

// Light is what is in the slab: intensities at Steps+1 places, equally far apart.
type Light struct {
	Pump, Probe []float64
}

// Out is the pump behind the slab, and the probe where it comes out.
func (l Light) Out() (pump, probe float64) { return l.Pump[len(l.Pump)-1], l.Probe[0] }

func (s Slab) steps() int {
	if s.Steps > 0 {
		return s.Steps
	}
	return 24 + int(3*s.Depth)
}

// Beams is the light in the slab for a pump and a probe that enter it. The probe is found
// by aim: of a trial's light at 0 it is seen how much must have come in at the far end.
func (s Slab) Beams(pump, probe float64) (Light, error) {
	if !(s.Depth >= 0 && s.Depth <= 200) {
		return Light{}, errs.New("absorber: the optical depth must be 0 to 200, not ", errs.Float(s.Depth))
	}
	if !(pump > 0 && probe > 0) || math.IsInf(pump+probe, 0) {
		return Light{}, errs.New("absorber: pump and probe must have some light, not ", errs.Float(pump), " and ", errs.Float(probe))
	}
	// The logarithm of the trial's probe: what comes out has lost between nothing and all.
	want := fmath.Log(probe)
	low, high := want-s.Depth, want
	miss := func(at float64) float64 {
		_, last := s.integrate(fmath.Log(pump), at, nil)
		return last - want
	}
	a, b := miss(low), miss(high)
	at, side := high, 0
	for range 100 {
		if b <= a {
			break
		}
		at = low - a*(high-low)/(b-a) // regula falsi, after Illinois
		m := miss(at)
		if math.Abs(m) < 1e-12*(1+math.Abs(want)) {
			break
		}
		if m < 0 {
			low, a = at, m
			if side < 0 {
				b /= 2
			}
			side = -1
		} else {
			high, b = at, m
			if side > 0 {
				a /= 2
			}
			side = 1
		}
	}
	l := Light{make([]float64, s.steps()+1), make([]float64, s.steps()+1)}
	s.integrate(fmath.Log(pump), at, &l)
	return l, nil
}

// integrate goes through the slab from the logarithms of both intensities at 0 to those at
// the end, and keeps the light on its way where l is not nil.
func (s Slab) integrate(pump, probe float64, l *Light) (float64, float64) {
	n := s.steps()
	h := s.Depth / float64(n)
	rate := func(f, b float64) float64 { return 1 / (1 + fmath.Exp(f) + fmath.Exp(b)) }
	for i := 0; ; i++ {
		if l != nil {
			l.Pump[i], l.Probe[i] = fmath.Exp(pump), fmath.Exp(probe)
		}
		if i == n {
			return pump, probe
		}
		k1 := rate(pump, probe)
		k2 := rate(pump-h/2*k1, probe+h/2*k1)
		k3 := rate(pump-h/2*k2, probe+h/2*k2)
		k4 := rate(pump-h*k3, probe+h*k3)
		d := h / 6 * (k1 + 2*k2 + 2*k3 + k4)
		pump, probe = pump-d, probe+d
	}
}

// Response is what comes back through absorbers that pumps of amplitudes z have made
// transparent: signals d, of any sign, of which the strongest has the intensity power.
func (s Slab) Response(z, d []float64, power float64) ([]float64, error) {
	most := 0.0
	for _, v := range d {
		most = math.Max(most, math.Abs(v))
	}
	out := make([]float64, len(d))
	if most == 0 {
		return out, nil
	}
	for i, v := range d {
		// An intensity of 1e-30 has no effect: it stands for darkness.
		in := math.Max(power*v*v/(most*most), 1e-30)
		l, err := s.Beams(math.Max(z[i]*z[i], 1e-30), in)
		if err != nil {
			return nil, err
		}
		_, probe := l.Out()
		out[i] = v * math.Sqrt(probe/in)
	}
	return out, nil
}

// Transmission is the share of the amplitude that passes, in either direction, by the
// closed form: the product of both intensities is the same everywhere, so that the pump's
// way can be integrated, and
//
//	u + (F + B)(1 - exp(-u)) = Depth,   transmission exp(-u/2)
//
// with F and B as they enter. It is that of one beam of the intensity F + B.
func Transmission(depth, light float64) float64 {
	return fmath.Exp(-absorbed(depth, light) / 2)
}

// Slope is the derivative of z Transmission(depth, z^2) with respect to z.
func Slope(depth, z float64) float64 {
	t, light := Transmission(depth, z*z), z*z
	return t * (1 + light) / (1 + light*t*t)
}

// absorbed is u: see kernels.AbsorbedLog.
func absorbed(depth, light float64) float64 {
	u := math.Max(depth/(1+light), depth-light)
	for range 60 {
		e := fmath.Exp(-u)
		step := ((u - depth) + light*(1-e)) / (1 + light*e)
		u -= step
		if math.Abs(step) < 1e-15*depth {
			break
		}
	}
	return math.Max(u, 0)
}

// Cosine is the cosine of the angle between two vectors; 0 where one is 0.
func Cosine(a, b []float64) float64 {
	var ab, aa, bb float64
	for i, x := range a {
		ab += x * b[i]
		aa += x * x
		bb += b[i] * b[i]
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}
