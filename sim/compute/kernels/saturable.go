package kernels

import (
	"math"

	"talbot/sim/compute"
)

// Absorption says how the transmission of a saturable absorber depends on the light.
type Absorption int

const (
	// TwoLevel is the form that Guo et al. (Photonics Research 9, B71 (2021)) train with:
	// the light that enters saturates the whole length, so a share exp(-Depth/(1+I)) of an
	// intensity I passes.
	TwoLevel Absorption = iota
	// Medium is the two-level medium itself, dI/dx = -alpha I/(1+I), which the light
	// saturates less and less on its way: ln J + J = ln I + I - Depth for the intensity J
	// behind it, so J is Lambert's W of I exp(I - Depth).
	Medium
	// Measured is a table: see AbsorptionTable.
	Measured
)

// Backward says by what an absorber multiplies light that comes back through it.
type Backward int

const (
	Exact       Backward = iota // the slope of what passes
	Probe                       // the transmission that the light of the forward way has left: what a weak beam sees
	Replacement                 // a constant
)

// Saturable is a layer of saturable absorbers, one for each number x of a plane. Light
// is in units of the saturation intensity:
//
//	I = x^2 and t the share of the amplitude that passes, or
//	with Intensity  I = x, 0 if that is negative, and t the share of the intensity,
//	y = t x
//
// By the chain rule dy/dx = t r. A weak probe that meets the pump's light in the absorber
// passes by t alone, so it underestimates by r, at most 1 + Depth/4 times for TwoLevel:
//
//	r = 1 + Depth I/(1+I)^2    TwoLevel
//	r = (1+I)/(1+J)            Medium, J the intensity behind it
//	r = 1 + I T'/T             Measured, T the share of the intensity that passes
type Saturable struct {
	N         int
	Law       Absorption
	Depth     float64 // optical depth of the dark absorber, for the intensity: it passes exp(-Depth)
	Intensity bool    // x is an intensity, not an amplitude
	Table     *AbsorptionTable
}

// MostDepth is the largest optical depth whose transmission is a number of float32.
const MostDepth = 80

// faint is the intensity below which the transmission is that of the dark: it differs by
// less than float32 can tell.
const faint = 1e-12

// Forward is the way of the pump.
//
//	x  [N]
//	y  [N]  written
func (s Saturable) Forward() compute.Kernel {
	s.check()
	e := s.element()
	k := compute.Kernel{Name: "saturable", Widths: []int{1, 1}, GPU: s.forwardGPU(), Each: func(args [][]float32, _ []float32) { e.forward(args[0], args[1]) }}
	if s.Law == TwoLevel && vectorSaturable != nil {
		k.Vector = func(args [][]float32, _ []float32) {
			done := vectorSaturable(args[0], args[1], e.power*e.depth, s.Intensity)
			e.forward(args[0][done:], args[1][done:])
		}
	}
	return k
}

// Adjoint is the way back, dx = f dy, of the gradient dy with respect to y. The factor f
// is t r for Exact, t for Probe, and constant for Replacement, which is not read otherwise.
//
//	x   [N]
//	y   [N]  what Forward has written
//	dy  [N]
//	dx  [N]  written; may be dy
func (s Saturable) Adjoint(how Backward, constant float64) compute.Kernel {
	s.check()
	e, c := s.element(), float32(constant)
	k := compute.Kernel{Widths: []int{1, 1, 1, 1}, GPU: s.adjointGPU(how, constant)}
	switch how {
	case Exact:
		k.Name = "saturable-adjoint"
		k.Each = func(args [][]float32, _ []float32) { e.adjoint(args[0], args[1], args[2], args[3]) }
	case Probe:
		k.Name = "saturable-probe"
		k.Each = func(args [][]float32, _ []float32) { e.probe(args[0], args[1], args[2], args[3]) }
	default:
		k.Name = "saturable-replacement"
		k.Each = func(args [][]float32, _ []float32) {
			for i, d := range args[2] {
				args[3][i] = c * d
			}
		}
	}
	if s.Law == TwoLevel && how != Replacement && vectorSaturableAdjoint != nil {
		depth := e.depth
		if how == Probe {
			depth = 0 // r is 1
		}
		rest := k.Each
		k.Vector = func(args [][]float32, work []float32) {
			done := vectorSaturableAdjoint(args[0], args[1], args[2], args[3], depth, e.dark, s.Intensity)
			rest([][]float32{args[0][done:], args[1][done:], args[2][done:], args[3][done:]}, work)
		}
	}
	return k
}

func (s *Saturable) check() {
	if s.Law == Measured {
		if s.Table == nil || len(s.Table.I) < 2 {
			panic("kernels: a measured absorber needs a table of two lines or more")
		}
		return
	}
	if !(s.Depth >= 0 && s.Depth <= MostDepth) {
		panic("kernels: the optical depth of an absorber is outside 0 to 80")
	}
}

// absorber is a Saturable in float32.
type absorber struct {
	law          Absorption
	intensity    bool
	depth, power float32 // t is the share of the intensity that passes to the power of power
	dark         float32 // t without light
	table        *AbsorptionTable
}

func (s *Saturable) element() absorber {
	a := absorber{law: s.Law, intensity: s.Intensity, depth: float32(s.Depth), power: 0.5, table: s.Table}
	if s.Intensity {
		a.power = 1
	}
	dark := math.Exp(-s.Depth)
	if s.Law == Measured {
		dark = float64(s.Table.T[0])
	}
	if a.dark = float32(dark); !s.Intensity {
		a.dark = float32(math.Sqrt(dark))
	}
	return a
}

// light is the intensity of x.
func (a *absorber) light(x float32) float32 {
	if a.intensity {
		return max(x, 0)
	}
	return float32(x * x)
}

func (a *absorber) forward(x, y []float32) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] = a.pass(v)
	}
}

// pass is y of x.
func (a *absorber) pass(x float32) float32 {
	l := a.light(x)
	if a.intensity {
		x = l
	}
	return x * a.share(l)
}

// share is t in light of an intensity.
func (a *absorber) share(light float32) float32 {
	switch a.law {
	case TwoLevel:
		return exp32(-float32(a.power*a.depth) / (1 + light))
	case Medium:
		return exp32(-a.power * AbsorbedLog(light, a.depth))
	}
	share, _ := a.table.At(light)
	if !a.intensity {
		share = sqrt(share)
	}
	return share
}

// transmission is t of a number x and y.
func (a *absorber) transmission(x, y, light float32) float32 {
	if light < faint {
		return a.dark
	}
	return y / x
}

func (a *absorber) adjoint(x, y, dy, dx []float32) {
	y, dy, dx = y[:len(x)], dy[:len(x)], dx[:len(x)]
	for i, v := range x {
		l := a.light(v)
		f := a.transmission(v, y[i], l)
		switch a.law {
		case TwoLevel:
			s := 1 / (1 + l)
			f *= 1 + float32(float32(a.depth*l)*float32(s*s))
		case Medium:
			f *= (1 + l) / (1 + a.light(y[i]))
		default:
			if share, slope := a.table.At(l); share > 0 {
				f *= 1 + float32(l*slope)/share
			}
		}
		if a.intensity && v < 0 { // dark, and stays so
			f = 0
		}
		dx[i] = f * dy[i]
	}
}

func (a *absorber) probe(x, y, dy, dx []float32) {
	y, dy, dx = y[:len(x)], dy[:len(x)], dx[:len(x)]
	for i, v := range x {
		dx[i] = a.transmission(v, y[i], a.light(v)) * dy[i]
	}
}

// absorbedSteps are enough of Newton's steps for AbsorbedLog, by the test of it.
const absorbedSteps = 9

// AbsorbedLog is u = ln(I/J) of the Medium, for light I >= 0: the root of
//
//	u - Depth + I (1 - exp(-u)) = 0
//
// which is ln J + J = ln I + I - Depth without numbers that overflow or differences that
// lose digits. The left side rises and bends down, so Newton's steps from below stay below;
// the first from u = 0 is Depth/(1+I), the law of TwoLevel.
func AbsorbedLog(light, depth float32) float32 {
	u := max(depth/(1+light), depth-light)
	for range absorbedSteps {
		s := exp32(-u)
		u -= ((u - depth) + float32(light*(1-s))) / (1 + float32(light*s))
	}
	return max(u, 0)
}
