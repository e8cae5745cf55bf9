package modulator

import (
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// Nearest is our own method: each pixel has a complex number that is free, and shows
// the mixture of the states around it, by their distances, which a falling temperature
// narrows to the nearest state. The number so walks through the complex plane, past
// states that are alike, from the reach of one to that of the next; gradients are
// exact, no noise is drawn, and the memory does not grow with the number of levels. A
// hard draw shows the nearest state from the beginning and takes the gradient straight
// through. The variable is [Ny][Nx][2].
type Nearest struct {
	display
	chosen []uint16 // what SetLevels set last: which of states that are alike a pixel has
}

// NewNearest makes a mask whose numbers are zero.
func NewNearest(control *Control, name string, g optics.Grid, curve Curve, gain float64) (*Nearest, error) {
	d, err := newDisplay(control, name, g, curve, gain)
	if err != nil {
		return nil, err
	}
	m := &Nearest{display: d}
	return m, m.variable([]int{g.Ny, g.Nx, 2}, m.dt) // which Finish turns into the number's gradient
}

func (m *Nearest) Prepare(p *compute.Program) {
	p.Add(kernels.NearestState(m.n(), m.curve.Levels()), m.v.Value, m.states, m.control.eval, m.t)
}

func (m *Nearest) PrepareTrain(p *compute.Program) {
	p.Add(kernels.NearestState(m.n(), m.curve.Levels()), m.v.Value, m.states, m.control.train, m.t)
}

func (m *Nearest) Finish(p *compute.Program) {
	p.Add(kernels.NearestStateAdjoint(m.n(), m.curve.Levels()), m.v.Value, m.states, m.control.train, m.t, m.dt)
}

func (m *Nearest) Levels() ([]uint16, error) {
	v, err := m.value()
	states := m.curve.numbers(m.gain)
	levels := make([]uint16, len(v)/2)
	for i := range levels {
		re, im := v[2*i], v[2*i+1]
		levels[i] = uint16(kernels.Nearest(re, im, states))
		if m.chosen != nil && away(re, im, states, m.chosen[i]) == away(re, im, states, levels[i]) {
			levels[i] = m.chosen[i]
		}
	}
	return levels, err
}

// away is the squared distance of a number from the state of level k.
func away(re, im float32, states []float32, k uint16) float32 {
	s := states[kernels.StateNumbers*int(k):]
	x, y := re-float32(s[0]*s[2]), im-float32(s[0]*s[3])
	return float32(x*x) + float32(y*y)
}

// SetLevels puts every number on its state. Of states that are equal, such as 0 and 2 pi,
// Levels gives the one that was set, while the mask lives; else the first.
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
	m.chosen = slices.Clone(levels)
	return m.dev.Write(m.v.Value, 0, v)
}

var _ Display = (*Nearest)(nil)
