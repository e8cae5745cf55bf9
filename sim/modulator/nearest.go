package modulator

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// Nearest is our own method: each pixel has a complex number that is free, and shows
// the state nearest to it. The gradient with respect to the state is taken as that
// of the number, which so walks through the complex plane from the reach of one state
// to that of the next; a weak pull to the state keeps it from running away. The loss
// is that of the deployed mask at every step, no noise is drawn, and the work and the
// memory of a step do not grow with the number of levels. The variable is [Ny][Nx][2].
type Nearest struct{ device }

// NewNearest makes a mask whose numbers are zero.
func NewNearest(control *Control, name string, g optics.Grid, curve Curve, gain float64) (*Nearest, error) {
	d, err := newDevice(control, name, g, curve, gain)
	if err != nil {
		return nil, err
	}
	m := &Nearest{d}
	return m, m.variable([]int{g.Ny, g.Nx, 2}, m.dt) // straight through
}

func (m *Nearest) Prepare(p *compute.Program) {
	p.Add(kernels.NearestState(m.n(), m.curve.Levels()), m.v.Value, m.states, m.control.eval, m.t)
}

func (m *Nearest) PrepareTrain(p *compute.Program) {
	p.Add(kernels.NearestState(m.n(), m.curve.Levels()), m.v.Value, m.states, m.control.train, m.t)
}

func (m *Nearest) Finish(p *compute.Program) {
	p.Add(kernels.PullToState(m.n()), m.v.Value, m.t, m.control.train, m.dt)
}

func (m *Nearest) Levels() ([]uint16, error) {
	v, err := m.value()
	states := m.curve.numbers(m.gain)
	levels := make([]uint16, len(v)/2)
	for i := range levels {
		levels[i] = uint16(kernels.Nearest(v[2*i], v[2*i+1], states))
	}
	return levels, err
}

// SetLevels puts every number on its state. Of states that are equal Levels gives the
// first.
func (m *Nearest) SetLevels(levels []uint16) error {
	if err := m.checkLevels(levels); err != nil {
		return err
	}
	states := m.curve.numbers(m.gain)
	v := make([]float32, m.v.Len())
	for i, k := range levels {
		s := states[kernels.StateNumbers*int(k):]
		v[2*i], v[2*i+1] = s[0]*s[2], s[0]*s[3]
	}
	return m.dev.Write(m.v.Value, 0, v)
}

var _ Device = (*Nearest)(nil)
