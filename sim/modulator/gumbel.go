package modulator

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// Gumbel is Gumbel-Softmax over the levels of every pixel: see kernels.Levels.Sample.
// The variable has the logits, [K][Ny][Nx]; one sample sets amplitude and phase
// together. Nothing else has that size but the gradient, which holds the softmax's
// weights on the way, and nothing has it times the batch.
type Gumbel struct {
	display
	levels kernels.Levels
}

// NewGumbel makes mask number layer of a network, with logits of zero.
func NewGumbel(control *Control, name string, layer int, g optics.Grid, curve Curve, gain float64, mix kernels.Mixing, amplitudeGradient float64) (*Gumbel, error) {
	d, err := newDisplay(control, name, g, curve, gain)
	if err != nil {
		return nil, err
	}
	m := &Gumbel{d, kernels.Levels{N: g.Len(), Levels: curve.Levels(), Stream: rng.Sample + rng.MaskStream*uint32(layer), Mixing: mix, AmplitudeGradient: amplitudeGradient}}
	return m, m.variable([]int{curve.Levels(), g.Ny, g.Nx}, nil)
}

func (m *Gumbel) Prepare(p *compute.Program) {
	p.Add(m.levels.Choose(), m.v.Value, m.states, m.control.eval, m.t)
}

func (m *Gumbel) PrepareTrain(p *compute.Program) {
	p.Add(m.levels.Sample(), m.v.Value, m.states, m.control.train, m.t, m.v.Grad)
}

func (m *Gumbel) Finish(p *compute.Program) {
	p.Add(m.levels.Adjoint(), m.dt, m.states, m.control.train, m.v.Grad)
}

// Levels is the level with the largest logit, the first of equals.
func (m *Gumbel) Levels() ([]uint16, error) {
	v, err := m.value()
	n := m.n()
	levels := make([]uint16, n)
	for k := 1; k < m.curve.Levels(); k++ {
		for i := range levels {
			if v[k*n+i] > v[int(levels[i])*n+i] {
				levels[i] = uint16(k)
			}
		}
	}
	return levels, err
}

// SetLevels gives the chosen level the logit 1, and 0 to the others.
func (m *Gumbel) SetLevels(levels []uint16) error {
	if err := m.checkLevels(levels); err != nil {
		return err
	}
	v := make([]float32, m.v.Len())
	for i, k := range levels {
		v[int(k)*len(levels)+i] = 1
	}
	return m.dev.Write(m.v.Value, 0, v)
}

var _ Display = (*Gumbel)(nil)
