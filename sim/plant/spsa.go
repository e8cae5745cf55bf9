package plant

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// SPSA is a gradient out of two measurements for each example, however many numbers are trained
// (Spall, "Multivariate stochastic approximation using a simultaneous perturbation gradient
// approximation", IEEE Transactions on Automatic Control 37, 332 (1992)): all of them move
// at once by plus or minus Step, drawn anew for each update, and
//
//	dL/dv_j is about (L(v + Step s) - L(v - Step s)) / (2 Step) s_j,  s_j = 1 or -1.
//
// Its mean is the gradient, up to the third order in Step; its noise grows with the
// number of variables. It knows nothing of the plant.
type SPSA struct {
	Plant Plant
	// Load is what the panels show for an example with these values of all
	// variables, and Loss the loss of what is measured then, and whether the answer is right.
	Load func(values [][]float32, example []float32) Load
	Loss func(intensity []float32, label int) (loss float64, right bool)
	Step float64 // in the unit of the variables; levels are best moved by one at least
	Seed uint64
	// Context ends measurements when it is done; nil is for no end.
	Context context.Context

	dev  compute.Device
	vars []*compute.Var
}

// NewSPSA is a gradient for vars on dev, which Load reads. Its other fields are to be set.
func NewSPSA(dev compute.Device, vars []*compute.Var) *SPSA { return &SPSA{dev: dev, vars: vars} }

// Vars are those that NewSPSA got.
func (s *SPSA) Vars() []*compute.Var { return s.vars }

// Gradient measures all examples twice. The result is the mean of both sides, and the share of right
// answers that of the side of plus.
func (s *SPSA) Gradient(ex data.Examples, batch []int32, t int) (r network.Result, err error) {
	if !(s.Step > 0) {
		return r, errs.New("plant: the step of SPSA must be above 0")
	}
	values, signs := make([][]float32, len(s.vars)), make([][]float32, len(s.vars))
	for i, v := range s.vars {
		values[i], signs[i] = make([]float32, v.Len()), make([]float32, v.Len())
		if err := s.dev.Read(v.Value, 0, values[i]); err != nil {
			return r, err
		}
		rng.Stream{Seed: s.Seed, Stream: rng.Perturb + rng.MaskStream*uint32(i)}.Uniform(uint32(t), signs[i])
		for j, u := range signs[i] {
			if signs[i][j] = 1; u < 0.5 {
				signs[i][j] = -1
			}
		}
	}
	plus, minus := moved(values, signs, s.Step), moved(values, signs, -s.Step)
	var loads []Load
	channels, height, width := ex.Shape()
	x := make([]float32, channels*height*width)
	for _, k := range batch {
		ex.Read(int(k), x)
		loads = append(loads, s.Load(plus, x), s.Load(minus, x))
	}
	ctx := s.Context
	if ctx == nil {
		ctx = context.Background()
	}
	measured, err := s.Plant.Intensity(ctx, loads)
	if err != nil {
		return r, err
	}
	rise := 0.0
	for i, k := range batch {
		label := ex.Target(int(k))
		up, right := s.Loss(measured[2*i], label)
		down, _ := s.Loss(measured[2*i+1], label)
		rise += up - down
		r.Count++
		r.Loss += (up + down) / 2
		if right {
			r.Correct++
		}
	}
	slope := float32(rise / (2 * s.Step))
	for i, v := range s.vars {
		for j := range signs[i] {
			signs[i][j] *= slope
		}
		if err := s.dev.Write(v.Grad, 0, signs[i]); err != nil {
			return r, err
		}
	}
	return r, nil
}

// moved is values with so many steps of the signs added.
func moved(values, signs [][]float32, step float64) [][]float32 {
	all := make([][]float32, len(values))
	for i := range values {
		all[i] = make([]float32, len(values[i]))
		for j, v := range values[i] {
			all[i][j] = v + float32(step*float64(signs[i][j]))
		}
	}
	return all
}
