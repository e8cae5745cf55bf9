package cascade

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/modulator"
	"talbot/sim/plant"
)

// overlay is a display on a layer: programs that take the light in front of it to that behind it, as deployed and as in training, and
// gradients back, with that of the display's variable. The cascade's own mask of the layer changes nothing.
type overlay struct {
	display              modulator.Display
	forth, learns, slope compute.Runner
}

// overlays makes those of all displays, behind the layer without a mask. Their states are multiplied into the light, so that a bench is asked
// for the amplitude and the phase of each state, whatever a curve has.
func (n *Network) overlays(displays []modulator.Display) error {
	dev := n.Net.Device
	for i, d := range displays {
		light, in := n.Net.Light(), n.Net.Shown(i+1)
		o := overlay{display: d}
		for to, record := range map[*compute.Runner]func(p *compute.Program){
			&o.forth:  func(p *compute.Program) { d.Prepare(p); d.Forward(p, in, light) },
			&o.learns: func(p *compute.Program) { d.PrepareTrain(p); d.Forward(p, in, light) },
			&o.slope:  func(p *compute.Program) { d.Adjoint(p, light, in); d.Finish(p) },
		} {
			var p compute.Program
			record(&p)
			r, err := dev.Compile(&p)
			if err != nil {
				return err
			}
			*to = r
		}
		n.over = append(n.over, o)
	}
	return nil
}

// Through is a way with the network's displays in front of it, for one pass: w itself for masks that are phases.
func (n *Network) Through(w plant.Way) plant.Way { return n.through(w, false) }

func (n *Network) through(w plant.Way, learns bool) plant.Way {
	if len(n.over) == 0 || w == nil {
		return w
	}
	return &behind{n: n, way: w, learns: learns}
}

// behind is a way behind displays. It counts the layers, and so serves one pass forth and back.
type behind struct {
	n      *Network
	way    plant.Way
	learns bool
	at     int // the next layer
}

// show has the next layer's display act on the light.
func (b *behind) show(fields int) error {
	l := b.at
	b.at++
	if l == 0 {
		return nil
	}
	if o := b.n.over[l-1]; b.learns {
		return o.learns.Run(fields)
	} else {
		return o.forth.Run(fields)
	}
}

// Forth shows the next display and takes what is behind it along the way.
func (b *behind) Forth(ctx context.Context, fields int) error {
	if err := b.show(fields); err != nil {
		return err
	}
	return b.way.Forth(ctx, fields)
}

// Hand is Forth between two masks.
func (b *behind) Hand(ctx context.Context, fields int) error {
	if err := b.show(fields); err != nil {
		return err
	}
	if h, ok := b.way.(plant.Handing); ok {
		return h.Hand(ctx, fields)
	}
	return b.way.Forth(ctx, fields)
}

// Back takes the gradient back along the way and through the last display that was shown, whose variable learns of it.
func (b *behind) Back(ctx context.Context, fields int) error {
	if err := b.way.Back(ctx, fields); err != nil {
		return err
	}
	if b.at--; b.at == 0 {
		return nil
	}
	return b.n.over[b.at-1].slope.Run(fields)
}

var _ plant.Handing = (*behind)(nil)
