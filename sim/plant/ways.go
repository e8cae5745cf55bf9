package plant

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// Carry runs fields of a batch along: see Pass.
type Carry interface {
	Run(ctx context.Context, fields int) error
}

// Forward is the way of fully forward mode: the bench itself, both forth and back. Gradients go back as light goes
// forth, since W^H g = conj(W^T conj g), and W^T is W, or by a symmetry S W S.
//
// Between two masks it hands on the part of the light that the bench modulates, where that is told apart: light that no phase
// changes would be shown again with the rest, as large as it is bright, and its part in the gradient goes another way than that
// of the errors. Behind the last mask a camera sees all of the light.
// What the bench leaves as it is is made up for there by what is shown, if the cascade asks for it and the bench knows it: see Cascade.Compensate.
type Forward struct {
	data, between, errors Carry
	confine               compute.Runner // what is handed on, or nil
	compensate            compute.Runner // of what the last mask shows, or nil
	seen                  Carry          // nil until it is asked for
	see                   func() (Carry, error)
	turn, again           compute.Runner // errors in front of a pass and behind it
	slopes                []compute.Runner
}

// NewForward makes the bench a cascade's way. Errors are shown up to over times as bright as the panels can, see FFM.Overdrive.
func NewForward(c *Cascade, p FieldPlant, s Symmetry, over float64) (*Forward, error) {
	w := new(Forward)
	var err error
	if w.slopes, err = c.slopesOn(p); err != nil {
		return nil, err
	}
	rest, ok := compensated(c.Compensate, p)
	if ok {
		var program compute.Program
		program.Add(kernels.CompensateZeroOrder(c.Nx*c.Ny, rest), c.light)
		if w.compensate, err = c.Device.Compile(&program); err != nil {
			return nil, err
		}
	}
	if w.data, err = carry(c.Device, p, c.light, 1, Whole, rest); err != nil {
		return nil, err
	}
	w.between = w.data
	if _, ok := p.(Separating); ok && len(c.Masks) > 1 {
		if w.between, err = carry(c.Device, p, c.light, 1, Modulated, 0); err != nil {
			return nil, err
		}
	}
	if w.errors, err = carry(c.Device, p, c.spare, over, Modulated, 0); err != nil {
		return nil, err
	}
	w.see = func() (Carry, error) { return carry(c.Device, p, c.light, 1, Magnitude, rest) }
	mirror := kernels.MirrorConj(c.Nx, c.Ny, s != Direct, s == HalfTurn)
	var turn, again compute.Program
	turn.Add(mirror, c.light, c.spare)
	if c.Confine != nil {
		var confine compute.Program
		c.Confine(&confine, c.light)
		if w.confine, err = c.Device.Compile(&confine); err != nil {
			return nil, err
		}
		c.Confine(&again, c.spare)
	}
	again.Add(mirror, c.spare, c.light)
	if w.turn, err = c.Device.Compile(&turn); err != nil {
		return nil, err
	}
	w.again, err = c.Device.Compile(&again)
	return w, err
}

// Forth shows the fields and measures what comes, all of it.
func (w *Forward) Forth(ctx context.Context, fields int) error { return w.whole(ctx, w.data, fields) }

// whole is a pass of which all light is seen.
func (w *Forward) whole(ctx context.Context, pass Carry, fields int) error {
	if w.compensate != nil {
		if err := w.compensate.Run(fields); err != nil {
			return err
		}
	}
	return pass.Run(ctx, fields)
}

// Hand is Forth between two masks; of what it hands on nothing is left that is known to be noise.
func (w *Forward) Hand(ctx context.Context, fields int) error {
	if err := w.between.Run(ctx, fields); err != nil || w.confine == nil {
		return err
	}
	return w.confine.Run(fields)
}

// See is Forth behind the last mask where nothing but the light's magnitude counts: one frame of one camera.
func (w *Forward) See(ctx context.Context, fields int) (err error) {
	if w.seen == nil {
		if w.seen, err = w.see(); err != nil {
			return err
		}
	}
	return w.whole(ctx, w.seen, fields)
}

// Slopes are those of a bench that knows how its phases run into each other, or what light it leaves as it is.
func (w *Forward) Slopes() []compute.Runner { return w.slopes }

// Back shows the errors and measures what comes of them.
func (w *Forward) Back(ctx context.Context, fields int) error {
	if err := w.turn.Run(fields); err != nil {
		return err
	}
	if err := w.errors.Run(ctx, fields); err != nil {
		return err
	}
	return w.again.Run(fields)
}

// Model is a way in a simulation.
type Model struct{ forth, back compute.Runner }

// NewModel makes a propagator a cascade's way.
func NewModel(c *Cascade, hop optics.Propagator) (*Model, error) {
	var forth, back compute.Program
	hop.Forward(&forth, c.light, c.light)
	hop.Adjoint(&back, c.light, c.light)
	m := new(Model)
	var err error
	if m.forth, err = c.Device.Compile(&forth); err != nil {
		return nil, err
	}
	m.back, err = c.Device.Compile(&back)
	return m, err
}

// Forth and Back run it.
func (m *Model) Forth(_ context.Context, fields int) error { return m.forth.Run(fields) }
func (m *Model) Back(_ context.Context, fields int) error  { return m.back.Run(fields) }

// Aware is the way of physics-aware training (Wright et al., "Deep physical neural networks trained with
// backpropagation", Nature 601, 549 (2022)): forth on the bench, and back in a model of it.
type Aware struct{ Bench, Model Way }

// Forth goes through the bench, and Back through the model.
func (a Aware) Forth(ctx context.Context, fields int) error { return a.Bench.Forth(ctx, fields) }

// Hand is Forth between two masks.
func (a Aware) Hand(ctx context.Context, fields int) error { return hand(ctx, a.Bench, fields) }
func (a Aware) Back(ctx context.Context, fields int) error { return a.Model.Back(ctx, fields) }
