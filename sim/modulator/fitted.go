package modulator

import (
	"math"

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
	device
	fit   compute.Buffer // [2][order+1]
	round bool
}

// NewFitted makes a mask whose drives are zero. The polynomials' order is below the
// number of levels.
func NewFitted(control *Control, name string, g optics.Grid, curve Curve, gain float64, order int, round bool) (*Fitted, error) {
	d, err := newDevice(control, name, g, curve, gain)
	if err != nil {
		return nil, err
	}
	m := &Fitted{device: d, round: round}
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
	p.Add(kernels.FittedCurve(m.n(), m.curve.Levels(), m.order()), m.v.Value, m.fit, m.states, m.control.eval, m.t)
}

func (m *Fitted) PrepareTrain(p *compute.Program) {
	if m.round {
		p.Add(kernels.RoundLevels(m.n(), m.curve.Levels()), m.v.Value)
	}
	p.Add(kernels.FittedCurve(m.n(), m.curve.Levels(), m.order()), m.v.Value, m.fit, m.states, m.control.train, m.t)
}

func (m *Fitted) Finish(p *compute.Program) {
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

var _ Device = (*Fitted)(nil)

// Fit is the polynomials of the given order, or of the highest that the levels
// determine, with the least squared error over the levels: coefficients of the
// amplitude (times gain) and of the phase, lowest power first, in x = 2 level/(K-1) - 1.
func (c Curve) Fit(order int, gain float64) []float32 {
	k := c.Levels()
	order = max(0, min(order, k-1))
	x, a, p := make([]float64, k), make([]float64, k), make([]float64, k)
	for i, s := range c.States {
		if k > 1 {
			x[i] = 2*float64(i)/float64(k-1) - 1
		}
		a[i], p[i] = gain*s.Amplitude, s.Phase
	}
	var out []float32
	for _, y := range [][]float64{a, p} {
		for _, v := range leastSquares(x, y, order) {
			out = append(out, float32(v))
		}
	}
	return out
}

// leastSquares fits y by a polynomial in x: Gram and Schmidt's polynomials, which are
// orthogonal over the points, then their sum written in powers.
func leastSquares(x, y []float64, order int) []float64 {
	total := make([]float64, order+1)
	var basis, values [][]float64 // coefficients, and values at x
	for j := range order + 1 {
		q, v := make([]float64, order+1), make([]float64, len(x))
		if j == 0 {
			q[0] = 1
			for i := range v {
				v[i] = 1
			}
		} else {
			copy(q[1:], basis[j-1])
			for i := range v {
				v[i] = x[i] * values[j-1][i]
			}
		}
		for range 2 { // twice is enough
			for b := range basis {
				f := product(values[b], v)
				for i := range q {
					q[i] -= float64(f * basis[b][i])
				}
				for i := range v {
					v[i] -= float64(f * values[b][i])
				}
			}
		}
		size := 1 / math.Sqrt(product(v, v))
		for i := range q {
			q[i] *= size
		}
		for i := range v {
			v[i] *= size
		}
		basis, values = append(basis, q), append(values, v)
		f := product(v, y)
		for i := range total {
			total[i] += float64(f * q[i])
		}
	}
	return total
}

func product(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}
