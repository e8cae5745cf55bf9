// Package modulator has the trainable masks: arrays of numbers that set how each
// sample of a plane transmits the light.
package modulator

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// Modulator is a plane that multiplies the field by a transmission which its
// variable sets.
type Modulator interface {
	// Var is the trainable array, [Ny][Nx].
	Var() *compute.Var
	// Prepare records what happens once a batch: variable to transmission.
	Prepare(p *compute.Program)
	// Forward records field = t field, in place.
	Forward(p *compute.Program, field compute.Buffer)
	// Adjoint records the way back: g, the gradient with respect to the field
	// behind the plane, becomes that before it, and the variable's gradient is
	// added to. behind is the field that Forward left.
	Adjoint(p *compute.Program, g, behind compute.Buffer)
}

// plane is what all masks have: the variable and the transmission made of it.
type plane struct {
	v    *compute.Var
	t    compute.Buffer
	gain float64
}

func (m *plane) Var() *compute.Var { return m.v }

func (m *plane) Forward(p *compute.Program, field compute.Buffer) {
	p.Add(kernels.Modulate(), field, m.t)
}

func newPlane(dev compute.Device, name string, g optics.Grid, gain float64) (plane, error) {
	m := plane{v: &compute.Var{Name: name, Shape: []int{g.Ny, g.Nx}}, gain: gain}
	var err error
	if m.v.Value, err = dev.Alloc(compute.Spec{Name: name, Scope: compute.Shared, Len: g.Len()}); err != nil {
		return m, err
	}
	if m.v.Grad, err = dev.Alloc(compute.Spec{Name: name + " gradient", Scope: compute.Sum, Len: g.Len()}); err != nil {
		return m, err
	}
	m.t, err = dev.Alloc(compute.Spec{Name: name + " transmission", Scope: compute.Shared, Len: 2 * g.Len()})
	return m, err
}

// Phase is a phase mask: t = gain exp(i phi), phi the trainable phase in rad. The
// gain stands for an amplifier behind each mask, as LightRidge has it; a real
// mask has 1.
type Phase struct{ plane }

// NewPhase makes a phase mask of zeros.
func NewPhase(dev compute.Device, name string, g optics.Grid, gain float64) (*Phase, error) {
	m, err := newPlane(dev, name, g, gain)
	return &Phase{m}, err
}

func (m *Phase) Prepare(p *compute.Program) {
	p.Add(kernels.PhaseTransmission(m.v.Len(), m.gain), m.v.Value, m.t)
}

func (m *Phase) Adjoint(p *compute.Program, g, behind compute.Buffer) {
	p.Add(kernels.ModulatePhaseAdjoint(), g, behind, m.t, m.v.Grad)
}

// Amplitude is an absorbing mask: t = gain/(1 + exp(-v)), v the trainable value.
type Amplitude struct{ plane }

// NewAmplitude makes an amplitude mask of zeros, which transmits half of the
// amplitude.
func NewAmplitude(dev compute.Device, name string, g optics.Grid, gain float64) (*Amplitude, error) {
	m, err := newPlane(dev, name, g, gain)
	return &Amplitude{m}, err
}

func (m *Amplitude) Prepare(p *compute.Program) {
	p.Add(kernels.AmplitudeTransmission(m.v.Len(), m.gain), m.v.Value, m.t)
}

func (m *Amplitude) Adjoint(p *compute.Program, g, behind compute.Buffer) {
	p.Add(kernels.ModulateAmplitudeAdjoint(m.gain), g, behind, m.t, m.v.Grad)
}

var (
	_ Modulator = (*Phase)(nil)
	_ Modulator = (*Amplitude)(nil)
)
