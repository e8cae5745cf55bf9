package cascade

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/plant"
	"talbot/sim/system/diffractive"
)

// Gradient is that of the network's masks by a way, as plant.Led has it: through a bench fully forward mode. The layer without a mask
// learns nothing. Displays learn by the method of their session, at the end of its temperature and without noise: what is shown is
// always their states.
type Gradient struct {
	plant.Led
	n *Network
}

// Along makes the gradient by the way that way gives at each update.
func (n *Network) Along(ctx context.Context, way func() plant.Way) *Gradient {
	return &Gradient{plant.Led{Cascade: n.Net, Context: ctx, Way: func(int) (plant.Way, error) { return n.through(way(), true), nil }}, n}
}

// Vars are the masks that there are, or what displays learn.
func (g *Gradient) Vars() (all []*compute.Var) {
	if len(g.n.over) == 0 {
		return g.Masks[1:]
	}
	for _, o := range g.n.over {
		all = append(all, o.display.Var())
	}
	return all
}

// Gradient is that of plant.Led.
func (g *Gradient) Gradient(ex data.Examples, batch []int32, t int) (network.Result, error) {
	if c := &g.n.Config; len(g.n.over) > 0 {
		d := modulator.Draw{Temperature: c.TemperatureAt(1), Hard: true, Step: uint32(t), Seed: uint64(c.Seed)}
		if c.Method == diffractive.MethodNearest {
			d.Pull = c.Pull * float64(len(batch))
		}
		if err := g.n.over[0].display.Control().Train(d); err != nil {
			return network.Result{}, err
		}
	}
	defer g.forget(g.Masks[0])
	return g.Led.Gradient(ex, batch, t)
}

// Forget takes away what a broken update had added up.
func (g *Gradient) Forget() error {
	for _, v := range g.Masks {
		if err := g.forget(v); err != nil {
			return err
		}
	}
	return nil
}

func (g *Gradient) forget(v *compute.Var) error {
	return g.Device.Write(v.Grad, 0, make([]float32, v.Len()))
}

// Phases are the masks that are phases, rad, [mask][Ny][Nx] one behind the other, as diffractive.Session.SetMaskArray takes them.
func (n *Network) Phases() (all []float32, err error) {
	for _, v := range n.Net.Masks[1:] {
		m := make([]float32, v.Len())
		if err := n.Net.Device.Read(v.Value, 0, m); err != nil {
			return nil, err
		}
		all = append(all, m...)
	}
	return all, nil
}
