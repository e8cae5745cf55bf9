package modulator

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// Fitted trains the drive of every pixel, a real number, through polynomials fitted
// to the curve's amplitude and phase. It is what the paper compares with:
// post-training quantisation (PTQ) rounds the drives at the end; quantisation-aware
// training (QAT) rounds them after every update, which is with Round, or only in the
// forward pass and takes the gradient straight through, which is without Round under a
// hard draw. The variable is the drive in levels, 0 to K-1, [Ny][Nx].
type Fitted struct {
	display
	fit   compute.Buffer // [2][order+1]
	round bool
	blur  *blur // of the process that makes the mask, or nil
}

// NewFitted makes a mask whose drives are zero. The polynomials' order is below the
// number of levels.
func NewFitted(control *Control, name string, g optics.Grid, curve Curve, gain float64, order int, round bool) (*Fitted, error) {
	d, err := newDisplay(control, name, g, curve, gain)
	if err != nil {
		return nil, err
	}
	m := &Fitted{display: d, round: round}
	fit := curve.Fit(order, gain)
	if m.fit, err = m.dev.Alloc(compute.Spec{Name: name + " fit", Len: len(fit)}); err != nil {
		return nil, err
	}
	if err := m.dev.Write(m.fit, 0, fit); err != nil {
		return nil, err
	}
	return m, m.variable([]int{g.Ny, g.Nx}, nil)
}

// order is the polynomials'.
func (m *Fitted) order() int { return m.fit.Spec().Len/2 - 1 }

func (m *Fitted) Prepare(p *compute.Program) {
	if m.blur != nil {
		m.made(p, m.control.eval)
		return
	}
	p.Add(kernels.FittedCurve(m.n(), m.curve.Levels(), m.order()), m.v.Value, m.fit, m.states, m.control.eval, m.t)
}

func (m *Fitted) PrepareTrain(p *compute.Program) {
	if m.round {
		p.Add(kernels.RoundLevels(m.n(), m.curve.Levels()), m.v.Value)
	}
	if m.blur != nil {
		m.made(p, m.control.train)
		return
	}
	p.Add(kernels.FittedCurve(m.n(), m.curve.Levels(), m.order()), m.v.Value, m.fit, m.states, m.control.train, m.t)
}

func (m *Fitted) Finish(p *compute.Program) {
	if m.blur != nil {
		m.finishMade(p)
		return
	}
	p.Add(kernels.FittedCurveAdjoint(m.n(), m.curve.Levels(), m.order()), m.dt, m.v.Value, m.fit, m.control.train, m.v.Grad)
}

func (m *Fitted) Levels() ([]uint16, error) {
	v, err := m.value()
	levels := make([]uint16, len(v))
	for i, x := range v {
		levels[i] = uint16(kernels.NearestLevel(x, m.curve.Levels()))
	}
	return levels, err
}

func (m *Fitted) SetLevels(levels []uint16) error {
	if err := m.checkLevels(levels); err != nil {
		return err
	}
	v := make([]float32, len(levels))
	for i, k := range levels {
		v[i] = float32(k)
	}
	return m.dev.Write(m.v.Value, 0, v)
}

var _ Display = (*Fitted)(nil)

// Fit is the polynomials of the given order, or of the highest that the levels
// determine, with the least squared error over the levels: coefficients of the
// amplitude (times gain) and of the phase, lowest power first, in x = 2 level/(K-1) - 1.
func (c Curve) Fit(order int, gain float64) (all []float32) {
	for _, q := range c.fit(order, gain) {
		for _, v := range q {
			all = append(all, float32(v))
		}
	}
	return all
}

// fit is Fit in float64: amplitude, phase.
func (c Curve) fit(order int, gain float64) (all [2][]float64) {
	k := c.Levels()
	order = max(0, min(order, k-1))
	x, a, p := make([]float64, k), make([]float64, k), make([]float64, k)
	for i, s := range c.States {
		if k > 1 {
			x[i] = 2*float64(i)/float64(k-1) - 1
		}
		a[i], p[i] = gain*s.Amplitude, s.Phase
	}
	return [2][]float64{leastSquares(x, a, order), leastSquares(x, p, order)}
}
