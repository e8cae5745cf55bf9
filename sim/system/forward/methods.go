package forward

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/network"
	"talbot/sim/plant"
	"talbot/sim/rng"
	"talbot/sim/train"
)

// gradient is that of the method, and of the simulation before it begins.
type gradient struct {
	s                 *Session
	elsewhere, method train.Gradient
	augment           train.Augment
}

func (g *gradient) Vars() []*compute.Var { return g.s.Net.Masks }

// Kept are the masks as they were when the simulation ended.
func (g *gradient) Kept() []*compute.Var { return g.s.before }

func (g *gradient) Gradient(ex data.Examples, batch []int32, t int) (network.Result, error) {
	ex = g.augment.Of(ex, t)
	if g.s.inModel() {
		return g.elsewhere.Gradient(ex, batch, t)
	}
	return g.s.exposing(t, func() (network.Result, error) { return g.method.Gradient(ex, batch, t) })
}

// newGradient makes the method of c ready.
func (s *Session) newGradient() (*gradient, error) {
	in := func(w plant.Way) *plant.Led {
		return &plant.Led{Cascade: s.Net, Way: func(int) (plant.Way, error) { return w, nil }}
	}
	g := &gradient{s: s, elsewhere: in(s.model), augment: train.Augment{Shift: s.Shift, Flip: s.Flip, Seed: uint64(s.Seed)}}
	switch c := &s.Config; c.Method {
	case "in-silico":
		g.method = in(s.model)
	case "vaccinated":
		v, err := newVaccine(s)
		if err != nil {
			return nil, err
		}
		g.method = &plant.Led{Cascade: s.Net, Way: v.way}
	case "spsa", "monte-carlo":
		p := &plant.Perturbed{Cascade: s.Net, Way: onBench{s}, Draws: 1, Step: c.Step, Seed: uint64(c.Seed), Before: s.beforeGradient}
		if c.Method == "monte-carlo" {
			p.Draws = c.Draws
		}
		g.method = p
	case "physics-aware", "refined":
		l := in(plant.Aware{Bench: onBench{s}, Model: s.model})
		l.Before = s.beforeGradient
		if c.Method == "refined" {
			r, err := newRefined(s)
			s.refined = r
			if err != nil {
				return nil, err
			}
			l.Way = func(int) (plant.Way, error) { return plant.Aware{Bench: onBench{s}, Model: r.model}, nil }
			l.After = r.after
		}
		g.method = l
	default:
		l := in(onBench{s})
		l.Before = s.beforeGradient
		g.method = l
	}
	return g, nil
}

// onBench is the way of the bench that there is now.
type onBench struct{ s *Session }

func (b onBench) Forth(ctx context.Context, fields int) error { return b.s.way.Forth(ctx, fields) }
func (b onBench) Hand(ctx context.Context, fields int) error  { return b.s.way.Hand(ctx, fields) }
func (b onBench) See(ctx context.Context, fields int) error {
	if w, ok := b.s.way.(plant.Seeing); ok {
		return w.See(ctx, fields)
	}
	return b.s.way.Forth(ctx, fields)
}
func (b onBench) Back(ctx context.Context, fields int) error { return b.s.way.Back(ctx, fields) }

// Slopes are those of the bench's phase panel, as far as it knows them.
func (b onBench) Slopes() []compute.Runner {
	if w, ok := b.s.way.(plant.Sloping); ok {
		return w.Slopes()
	}
	return nil
}

// beforeGradient takes off what has drifted.
func (s *Session) beforeGradient(ctx context.Context, t int) error {
	if !s.Calibrate || s.Blank == 0 || t%s.Blank != 0 {
		return nil
	}
	return s.measureBlank(ctx)
}

// vaccine is models with random misalignment, one drawn for each layer and update (Mengu et al., "Misalignment resilient diffractive
// optical networks", Nanophotonics 9, 4207 (2020)).
type vaccine struct {
	s    *Session
	pool []plant.Way
}

// drawn is how many misaligned models there are to draw from.
const drawn = 16

func newVaccine(s *Session) (*vaccine, error) {
	c, v := &s.Config, &vaccine{s: s}
	u := make([]float32, 3*drawn)
	rng.Stream{Seed: uint64(c.Seed), Stream: rng.Perturb}.Uniform(0, u)
	for k := range drawn {
		x, y := float64(2*u[3*k]-1)*c.Vaccine*c.Pitch, float64(2*u[3*k+1]-1)*c.Vaccine*c.Pitch
		// Along the axis it matters as much at the distance's share that is the shift's of the plane.
		z := float64(2*u[3*k+2]-1) * c.Vaccine / float64(c.Samples) * c.Distance
		hop, err := c.hop(s.dev, s.Net.Batch, x, y, z)
		if err != nil {
			return nil, err
		}
		m, err := plant.NewModel(s.Net, hop)
		if err != nil {
			return nil, err
		}
		v.pool = append(v.pool, m)
	}
	return v, nil
}

func (v *vaccine) way(t int) (plant.Way, error) {
	u := make([]float32, v.s.Layers)
	rng.Stream{Seed: uint64(v.s.Seed), Stream: rng.Perturb}.Uniform(uint32(t), u)
	w := &inTurn{}
	for _, x := range u {
		w.ways = append(w.ways, v.pool[int(math.Min(float64(x)*drawn, drawn-1))])
	}
	return w, nil
}

// inTurn is another way for each layer.
type inTurn struct {
	ways []plant.Way
	at   int
}

func (w *inTurn) Forth(ctx context.Context, fields int) error {
	w.at++
	return w.ways[w.at-1].Forth(ctx, fields)
}

func (w *inTurn) Back(ctx context.Context, fields int) error {
	w.at--
	return w.ways[w.at].Back(ctx, fields)
}
