package plant

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// Perturbed is the gradient of a cascade out of losses alone, measured with masks that are moved at random. With Draws of 1
// it is SPSA: see SPSA, for both sides of one move by plus or minus Step,
//
//	dL/dv_j is about (L(v + Step s) - L(v - Step s))/(2 Step) s_j
//
// With more it is a model-free Monte-Carlo gradient, the score function of normal moves z about the masks,
//
//	dL/dv_j is about sum_k (L(v + Step z_k) - mean L) z_kj/(Step (Draws - 1)),
//
// as Zhao et al., "Model-free optimization and experimental validation of diffractive networks", arXiv 2307.11957, train by.
type Perturbed struct {
	*Cascade
	Way     Way
	Draws   int
	Step    float64 // rad
	Seed    uint64
	Before  func(ctx context.Context, t int) error // see Led
	Context context.Context
}

// Vars are the masks.
func (p *Perturbed) Vars() []*compute.Var { return p.Masks }

// Gradient measures all examples Draws times, or twice.
func (p *Perturbed) Gradient(ex data.Examples, batch []int32, t int) (r network.Result, err error) {
	if !(p.Step > 0) || p.Draws < 1 {
		return r, errs.New("plant: perturbations want a step above 0 and a draw at least")
	}
	ctx := p.Context
	if ctx == nil {
		ctx = context.Background()
	}
	if p.Before != nil {
		if err := p.Before(ctx, t); err != nil {
			return r, err
		}
	}
	if err := p.Put(ex, batch); err != nil {
		return r, err
	}
	values := make([][]float32, len(p.Masks))
	for l, v := range p.Masks {
		values[l] = make([]float32, v.Len())
		if err := p.Device.Read(v.Value, 0, values[l]); err != nil {
			return r, err
		}
	}
	defer func() {
		for l, v := range p.Masks {
			if e := p.Device.Write(v.Value, 0, values[l]); err == nil {
				err = e
			}
		}
	}()
	tries := max(2, p.Draws)
	losses := make([]float64, tries)
	mean := 0.0
	for k := range losses {
		for l, v := range p.Masks {
			z, by := p.move(t, l, k)
			for j := range z {
				z[j] = values[l][j] + by*z[j]
			}
			if err := p.Device.Write(v.Value, 0, z); err != nil {
				return r, err
			}
		}
		one, err := p.Forth(ctx, p.Way, len(batch), nil)
		if err != nil {
			return r, err
		}
		losses[k] = one.Loss
		mean += one.Loss / float64(tries)
		if r.Count == 0 {
			r = one
		}
	}
	r.Loss = mean
	for l, v := range p.Masks {
		g := make([]float32, v.Len())
		for k, loss := range losses {
			z, by := p.move(t, l, k)
			scale := float32((loss - mean) / float64(by) / float64(tries-1))
			if p.Draws == 1 {
				scale /= 2 // (L+ - L-)/2 is how far each is from the mean
			}
			for j, s := range z {
				g[j] += scale * s
			}
		}
		if err := p.Device.Write(v.Grad, 0, g); err != nil {
			return r, err
		}
	}
	return r, nil
}

// move is by what mask l is moved in try k, and the factor on it.
func (p *Perturbed) move(t, l, k int) (z []float32, by float32) {
	s := rng.Stream{Seed: p.Seed, Stream: rng.Perturb + rng.MaskStream*uint32(l)}
	z, by = make([]float32, p.Masks[l].Len()), float32(p.Step)
	if p.Draws > 1 {
		s.Normal(uint32(t*p.Draws+k), z)
		return z, by
	}
	s.Uniform(uint32(t), z)
	for j, u := range z {
		if z[j] = 1; u < 0.5 {
			z[j] = -1
		}
	}
	if k == 1 {
		by = -by
	}
	return z, by
}
