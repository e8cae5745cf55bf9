package scaling

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/optim"
	"talbot/sim/rng"
)

// Times are those of the parts of a step, s: the fastest of several.
type Times struct {
	Forward  float64 `json:"forward"`  // the batch goes through
	Feedback float64 `json:"feedback"` // it does, and the layers' own gradients are made by feedback that is there already
	Backprop float64 `json:"backprop"` // it does, and the error comes back through all layers
	Update   float64 `json:"update"`   // of the weights, by Adam
}

// given is feedback that is there already, as if a camera had read it: what is left is all else of a step.
type given struct{}

func (given) Project(t *network.Tape, _ network.Value, _ int, out network.Shape, i int) (network.Value, error) {
	b, err := t.Device.Alloc(compute.Spec{Name: "given feedback", Scope: compute.Sample, Len: out.Len(), Batch: t.Batch})
	s := t.New("feedback", out)
	if err != nil {
		return s, err
	}
	x := make([]float32, t.Batch*out.Len())
	rng.Stream{Seed: 1, Stream: rng.Feedback}.Uniform(uint32(i), x)
	for k := range x {
		x[k] = (x[k] - 0.5) * 1e-3
	}
	t.Main.Add(kernels.Times(out.Len(), 1), b, s.Buf)
	return s, t.Device.Write(b, 0, x)
}

// Measure times the parts of a step on dev, in turns, for about so many seconds in all; clock is in seconds.
func (s Size) Measure(ctx context.Context, dev compute.Device, clock func() float64, seconds float64) (Times, error) {
	var runs []func() error
	for _, part := range []struct {
		kind     network.Kind
		feedback network.Feedback
	}{{network.Eval, nil}, {network.Train, given{}}, {network.Train, nil}} {
		n, err := s.build(dev, part.feedback, 1)
		if err != nil {
			return Times{}, err
		}
		p, err := n.NewPass(part.kind, s.Batch)
		if err != nil {
			return Times{}, err
		}
		stage(p, s.Batch)
		runs = append(runs, func() error {
			if err := p.Run(s.Batch); err != nil {
				return err
			}
			_, err := p.Result(s.Batch)
			return err
		})
		if len(runs) < 3 {
			continue
		}
		o, err := optim.New(dev, optim.DefaultAdam, n.Vars())
		if err != nil {
			return Times{}, err
		}
		one, first := make([]float32, 1), n.Vars()[0].Value
		runs = append(runs, func() error {
			if err := o.Step(1, 1e-6, 1/float64(s.Batch)); err != nil {
				return err
			}
			return dev.Read(first, 0, one) // waits for it
		})
	}
	best, err := fastest(ctx, clock, seconds, runs)
	return Times{best[0], best[1], best[2], best[3]}, err
}

// stage gives a pass pictures of noise.
func stage(p *network.Pass, batch int) {
	for i := range batch {
		rng.Stream{Seed: 2, Stream: rng.Feedback}.Uniform(uint32(i), p.Stage(i, i%Classes))
	}
}

// fastest are the times of the fastest of several rounds of runs, behind a first one, which makes things ready.
func fastest(ctx context.Context, clock func() float64, seconds float64, runs []func() error) ([4]float64, error) {
	best, end := [4]float64{}, clock()+seconds
	for k := 0; k < 4 || clock() < end && k < 1000; k++ {
		for i, run := range runs {
			if err := ctx.Err(); err != nil {
				return best, err
			}
			from := clock()
			if err := run(); err != nil {
				return best, err
			}
			if t := clock() - from; k == 1 || k > 1 && t < best[i] {
				best[i] = t
			}
		}
	}
	return best, nil
}

// Step makes one whole step, that of a large network, by backpropagation: its time without the first one, which
// makes things ready, and the loss before it and behind it.
func (s Size) Step(ctx context.Context, dev compute.Device, clock func() float64) (seconds float64, loss [2]float64, err error) {
	n, err := s.build(dev, nil, 1)
	if err != nil {
		return 0, loss, err
	}
	return steps(ctx, dev, n, s.Batch, clock, func(p *network.Pass) { stage(p, s.Batch) })
}

// steps makes three steps of a batch: the time of the second, and the losses before the first and behind the second.
func steps(ctx context.Context, dev compute.Device, n *network.Network, batch int, clock func() float64, stage func(*network.Pass)) (seconds float64, loss [2]float64, err error) {
	p, err := n.NewPass(network.Train, batch)
	if err != nil {
		return 0, loss, err
	}
	o, err := optim.New(dev, optim.DefaultAdam, n.Vars())
	if err != nil {
		return 0, loss, err
	}
	stage(p)
	for k := range 3 {
		if err := ctx.Err(); err != nil {
			return 0, loss, err
		}
		from := clock()
		if err := p.Run(batch); err != nil {
			return 0, loss, err
		}
		r, err := p.Result(batch)
		if err != nil {
			return 0, loss, err
		}
		if err := o.Step(k+1, 1e-5, 1/float64(batch)); err != nil {
			return 0, loss, err
		}
		if err := dev.Read(n.Vars()[0].Value, 0, make([]float32, 1)); err != nil {
			return 0, loss, err
		}
		if k == 1 {
			seconds = clock() - from
		}
		if k != 1 {
			loss[k/2] = r.Loss / float64(r.Count)
		}
	}
	if loss[0] == loss[1] || math.IsNaN(loss[1]) {
		return seconds, loss, errs.New("the loss of the step went from ", loss[0], " to ", loss[1], ": it trained nothing")
	}
	return seconds, loss, nil
}
