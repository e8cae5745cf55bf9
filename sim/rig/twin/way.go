package twin

import (
	"context"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Way is a twin as the way of a cascade's light: forth with what the panels do to it, and back by the adjoint of that. Between two
// masks it hands on the part that the phase panel changes, as plant.Forward does on the bench.
type Way struct {
	cascade *plant.Cascade
	hop     *hop
	panels  *panels
	passes  []pass // of the masks that the light has met and the gradient has not
}

// pass is what was shown of the fields of a batch.
type pass struct {
	fields    []shown
	modulated bool
}

// Way makes it, on the cascade's device. What the panels do is computed on the processor, so that a GPU hands it each field and
// takes it back.
func (t *Twin) Way(c *plant.Cascade) (*Way, error) {
	if g := t.Plan.Plane; g.Nx != c.Nx || g.Ny != c.Ny {
		return nil, errs.New("twin: the masks have ", c.Nx, " x ", c.Ny, " samples, and the twin ", g.Nx, " x ", g.Ny)
	}
	h, err := newHop(c.Device, t, c.Light(), c.Batch)
	if err != nil {
		return nil, err
	}
	return &Way{cascade: c, hop: h, panels: t.panels()}, nil
}

// Forth is y = W m with all of the light, and Hand with what the panel changes.
func (w *Way) Forth(_ context.Context, fields int) error { return w.forth(fields, false) }
func (w *Way) Hand(_ context.Context, fields int) error  { return w.forth(fields, true) }

func (w *Way) forth(fields int, modulated bool) error {
	if len(w.passes) >= len(w.cascade.Masks) { // a test that nothing goes back of
		w.passes = w.passes[:0]
	}
	c, n := w.cascade, w.cascade.Nx*w.cascade.Ny
	p := pass{modulated: modulated}
	for i := range fields {
		u, err := readAt(c.Device, c.Light(), i, n)
		if err != nil {
			return err
		}
		s := meant(u)
		p.fields = append(p.fields, s)
		if err := writeAt(c.Device, c.Light(), i, w.panels.behind(s, modulated)); err != nil {
			return err
		}
	}
	w.passes = append(w.passes, p)
	return w.hop.forth.Run(fields)
}

// Back is the gradient with respect to m of that with respect to y.
func (w *Way) Back(_ context.Context, fields int) error {
	if len(w.passes) == 0 || len(w.passes[len(w.passes)-1].fields) < fields {
		return errs.New("twin: no light has gone forth where a gradient is to go back")
	}
	c, n := w.cascade, w.cascade.Nx*w.cascade.Ny
	p := w.passes[len(w.passes)-1]
	w.passes = w.passes[:len(w.passes)-1]
	if err := w.hop.back.Run(fields); err != nil {
		return err
	}
	for i := range fields {
		g, err := readAt(c.Device, c.Light(), i, n)
		if err != nil {
			return err
		}
		if err := writeAt(c.Device, c.Light(), i, w.panels.back(p.fields[i], p.modulated, g)); err != nil {
			return err
		}
	}
	return nil
}

var _ plant.Handing = (*Way)(nil)
