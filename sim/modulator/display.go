package modulator

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// Display is a mask whose pixels can only take the states of a display's curve. What is
// trained is a relaxation of that choice: one file each has NewGumbel, NewNearest and
// NewFitted.
//
// It is a modulator that needs the field in front of it on the way back, as a state
// may be dark, and does something once a batch before and after the samples:
//
//	train:     PrepareTrain, for each sample Forward and Adjoint, then Finish
//	evaluate:  Prepare, for each sample Forward
type Display interface {
	// Var is the trainable array. Its Grad is complete after Finish.
	Var() *compute.Var
	// Prepare and PrepareTrain record the way from variable to transmission, under
	// the control of an evaluation and of training.
	Prepare(p *compute.Program)
	PrepareTrain(p *compute.Program)
	// Forward records out = t in; out must not be in.
	Forward(p *compute.Program, in, out compute.Buffer)
	// Adjoint records the way back: g, the gradient behind the mask, becomes that in
	// front of it, where the field was in.
	Adjoint(p *compute.Program, g, in compute.Buffer)
	// Finish records the gradient of the variable from what Adjoint has summed.
	Finish(p *compute.Program)

	// Control is that of all masks of the network.
	Control() *Control
	// Curve is the display's.
	Curve() Curve
	// Levels reads which level each pixel has when the mask is deployed, [Ny][Nx].
	Levels() ([]uint16, error)
	// SetLevels sets the variable so that Levels gives these, for a start or to go
	// on from a deployed mask.
	SetLevels([]uint16) error
	// Transmission reads the transmission that the last pass has used, [Ny][Nx]
	// complex.
	Transmission() ([]float32, error)
	// TransmissionGradient reads the gradient with respect to that, [Ny][Nx] complex,
	// summed over the batch, that a training pass under the draw Deployed has left.
	TransmissionGradient() ([]float32, error)
	// States are the transmissions of the levels with the mask's gain, [K] complex.
	States() []float32
}

// Control is what changes from pass to pass, the same for all masks of a network.
type Control struct {
	dev         compute.Device
	train, eval compute.Buffer // [kernels.Controls]
}

// Draw says how a pass chooses states.
type Draw struct {
	Temperature float64 // of the softmax
	Noise       float64 // factor on the Gumbel noise; 0 for none
	Hard        bool    // states, not mixtures
	Step        uint32  // which draw
	Seed        uint64
	Pull        float64 // of Nearest's numbers to their states, for the whole batch
}

// Deployed is the draw of a finished display: each pixel has its best level.
var Deployed = Draw{Temperature: 1, Hard: true}

// NewControl makes the control of a network's masks: all deployed.
func NewControl(dev compute.Device) (*Control, error) {
	c := &Control{dev: dev}
	var err error
	if c.train, err = dev.Alloc(compute.Spec{Name: "training draw", Len: kernels.Controls}); err != nil {
		return nil, err
	}
	if c.eval, err = dev.Alloc(compute.Spec{Name: "evaluation draw", Len: kernels.Controls}); err != nil {
		return nil, err
	}
	if err = c.Train(Deployed); err == nil {
		err = c.Eval(Deployed)
	}
	return c, err
}

// Write writes a variable's values.
func (c *Control) Write(b compute.Buffer, v []float32) error { return c.dev.Write(b, 0, v) }

// Train sets how training passes draw from now on.
func (c *Control) Train(d Draw) error { return c.dev.Write(c.train, 0, d.numbers()) }

// Eval sets how all other passes draw from now on.
func (c *Control) Eval(d Draw) error { return c.dev.Write(c.eval, 0, d.numbers()) }

func (d Draw) numbers() []float32 {
	v := make([]float32, kernels.Controls)
	v[kernels.ControlSharpness] = float32(1 / d.Temperature)
	v[kernels.ControlNoise] = float32(d.Noise)
	if d.Hard {
		v[kernels.ControlHard] = 1
	}
	v[kernels.ControlPull] = float32(d.Pull)
	kernels.PutControl(v, kernels.ControlStep, d.Step)
	kernels.PutControl(v, kernels.ControlSeed, uint32(d.Seed))
	kernels.PutControl(v, kernels.ControlSeed+2, uint32(d.Seed>>32))
	return v
}

// display is what all relaxations have.
type display struct {
	dev     compute.Device
	control *Control
	curve   Curve
	gain    float64
	v       *compute.Var
	states  compute.Buffer // [K][kernels.StateNumbers]
	t, dt   compute.Buffer // [n] complex: transmission, and its gradient summed over the batch
}

func newDisplay(control *Control, name string, g optics.Grid, curve Curve, gain float64) (display, error) {
	m := display{dev: control.dev, control: control, curve: curve, gain: gain, v: &compute.Var{Name: name}}
	if n := curve.Levels(); n < 1 || n > MaxLevels {
		return m, errs.New("modulator: a display of ", n, " levels; want 1 to ", MaxLevels)
	}
	var err error
	if m.states, err = m.dev.Alloc(compute.Spec{Name: name + " states", Len: kernels.StateNumbers * curve.Levels()}); err != nil {
		return m, err
	}
	if m.t, err = m.dev.Alloc(compute.Spec{Name: name + " transmission", Len: 2 * g.Len()}); err != nil {
		return m, err
	}
	if m.dt, err = m.dev.Alloc(compute.Spec{Name: name + " transmission gradient", Scope: compute.Sum, Len: 2 * g.Len()}); err != nil {
		return m, err
	}
	return m, m.dev.Write(m.states, 0, curve.numbers(gain))
}

// numbers are the curve's states as kernels read them.
func (c Curve) numbers(gain float64) []float32 {
	v := make([]float32, 0, kernels.StateNumbers*len(c.States))
	for _, s := range c.States {
		sin, cos := fmath.Sincos(s.Phase)
		v = append(v, float32(gain*s.Amplitude), float32(s.Phase), float32(cos), float32(sin))
	}
	return v
}

// variable allocates the trainable array and, unless it is given, its gradient.
func (m *display) variable(shape []int, grad compute.Buffer) error {
	m.v.Shape, m.v.Grad = shape, grad
	var err error
	if m.v.Value, err = m.dev.Alloc(compute.Spec{Name: m.v.Name, Len: m.v.Len()}); err != nil {
		return err
	}
	if grad == nil {
		m.v.Grad, err = m.dev.Alloc(compute.Spec{Name: m.v.Name + " gradient", Len: m.v.Len()})
	}
	return err
}

func (m *display) Var() *compute.Var { return m.v }
func (m *display) Curve() Curve      { return m.curve }
func (m *display) Control() *Control { return m.control }

func (m *display) Forward(p *compute.Program, in, out compute.Buffer) {
	p.Add(kernels.ModulateTo(), in, m.t, out)
}

func (m *display) Adjoint(p *compute.Program, g, in compute.Buffer) {
	p.Add(kernels.ModulateToAdjoint(), g, in, m.t, m.dt)
}

func (m *display) Transmission() ([]float32, error) {
	t := make([]float32, m.t.Spec().Len)
	return t, m.dev.Read(m.t, 0, t)
}

func (m *display) TransmissionGradient() ([]float32, error) {
	g := make([]float32, m.dt.Spec().Len)
	return g, m.dev.Read(m.dt, 0, g)
}

func (m *display) States() (t []float32) {
	s := m.curve.numbers(m.gain)
	for i := 0; i < len(s); i += kernels.StateNumbers {
		t = append(t, s[i]*s[i+2], s[i]*s[i+3])
	}
	return t
}

// n is the number of pixels.
func (m *display) n() int { return m.t.Spec().Len / 2 }

// value reads the variable.
func (m *display) value() ([]float32, error) {
	v := make([]float32, m.v.Len())
	return v, m.dev.Read(m.v.Value, 0, v)
}

// checkLevels says which of some levels the display does not have.
func (m *display) checkLevels(levels []uint16) error {
	if want := m.n(); len(levels) != want {
		return errs.New("these are the levels of ", len(levels), " pixels, and the mask has ", want)
	}
	for i, k := range levels {
		if int(k) >= m.curve.Levels() {
			return errs.New("pixel ", i, " has level ", int(k), ", and the display has ", m.curve.Levels(), " levels, from 0")
		}
	}
	return nil
}
