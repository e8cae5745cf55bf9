package modulator

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fmath"
)

// blur makes levels, such as heights, as a process does: rounded, then blurred by a Gaussian. The
// light meets the curve at the blurred level, by the fitted polynomials; around the mask the level
// is 0. On the way back the rounding is passed straight through.
type blur struct {
	side, r     int
	taps        compute.Buffer // [2 r + 1]
	smooth      compute.Buffer // a control without ControlHard: blurred levels are no states
	shown, half compute.Buffer // [n]: levels as they are ordered, and blurred along x
	made        compute.Buffer // [n]: blurred
}

// MaxBlur is the greatest sigma of a blur, in pixels.
const MaxBlur = 10

// Blur has a process of that sigma, in pixels, blur the levels of a square mask: exp(-r^2/(2
// sigma^2)), sampled on pixels to 3 sigma, as part.Gaussian.
func (m *Fitted) Blur(sigma float64) error {
	if !(sigma > 0 && sigma <= MaxBlur) {
		return errs.New("a blur of ", errs.Float(sigma), " pixels is outside 0 to ", MaxBlur)
	}
	b := &blur{side: m.v.Shape[0], r: int(math.Ceil(3 * sigma))}
	taps, sum := make([]float32, 2*b.r+1), 0.0
	for pass := range 2 {
		for k := range taps {
			d := float64(k - b.r)
			v := fmath.Exp(-d * d / (2 * sigma * sigma))
			if pass == 0 {
				sum += v
			} else {
				taps[k] = float32(v / sum)
			}
		}
	}
	for _, a := range []struct {
		to   *compute.Buffer
		name string
		n    int
	}{{&b.taps, " taps", len(taps)}, {&b.smooth, " smooth", kernels.Controls}, {&b.shown, " levels", m.n()}, {&b.half, " half blurred", m.n()}, {&b.made, " made", m.n()}} {
		var err error
		if *a.to, err = m.dev.Alloc(compute.Spec{Name: m.v.Name + a.name, Len: a.n}); err != nil {
			return err
		}
	}
	m.blur = b
	if err := m.dev.Write(b.smooth, 0, make([]float32, kernels.Controls)); err != nil {
		return err
	}
	return m.dev.Write(b.taps, 0, taps)
}

// made records the way from the variable to the transmission.
func (m *Fitted) made(p *compute.Program, control compute.Buffer) {
	b, n, levels := m.blur, m.n(), m.curve.Levels()
	p.Add(kernels.ShownLevels(n, levels), m.v.Value, control, b.shown)
	p.Add(kernels.BlurLine(b.side, 1, b.r), b.shown, b.taps, b.half)
	p.Add(kernels.BlurLine(b.side, b.side, b.r), b.half, b.taps, b.made)
	p.Add(kernels.FittedCurve(n, levels, m.order()), b.made, m.fit, m.states, b.smooth, m.t)
}

// finishMade is its adjoint: a Gaussian is that of itself.
func (m *Fitted) finishMade(p *compute.Program) {
	b, n := m.blur, m.n()
	p.Add(kernels.FittedCurveAdjoint(n, m.curve.Levels(), m.order()), m.dt, b.made, m.fit, b.smooth, b.shown)
	p.Add(kernels.BlurLine(b.side, b.side, b.r), b.shown, b.taps, b.half)
	p.Add(kernels.BlurLine(b.side, 1, b.r), b.half, b.taps, m.v.Grad)
}
