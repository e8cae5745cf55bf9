// Package optim has the rules that change trainable arrays by their gradients.
package optim

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// Rule makes the update kernel of one kind of optimiser. The kernel's arguments
// are the value, the gradient, the state arrays and the rates.
type Rule interface {
	// of arrays of n numbers
	Kernel(n int) compute.Kernel
	// States are the names of the arrays that the rule keeps for each variable.
	States() []string
	// Rates fills what changes from update to update: t counts them from 1.
	Rates(rates []float32, t int)
}

// Adam is Kingma and Ba's rule.
type Adam struct{ Beta1, Beta2, Epsilon float64 }

// DefaultAdam has the constants of the paper.
var DefaultAdam = Adam{0.9, 0.999, 1e-8}

func (a Adam) Kernel(n int) compute.Kernel { return kernels.Adam(n, a.Beta1, a.Beta2, a.Epsilon) }
func (a Adam) States() []string            { return []string{"first moment", "second moment"} }

func (a Adam) Rates(rates []float32, t int) {
	rates[kernels.RateBias1] = float32(1 - power(a.Beta1, t))
	rates[kernels.RateBias2] = float32(1 - power(a.Beta2, t))
}

// SGD is gradient descent with momentum.
type SGD struct{ Momentum float64 }

func (s SGD) Kernel(n int) compute.Kernel { return kernels.SGD(n, s.Momentum) }
func (s SGD) States() []string            { return []string{"velocity"} }
func (s SGD) Rates([]float32, int)        {}

// Decayed is a rule that also draws weights to 0 by a share of the rate, apart from their gradients:
// x = x - rate Decay x (Loshchilov and Hutter, ICLR 2019; with Adam that is AdamW). Arrays of one dimension, which are biases, gains and the
// like, are left alone.
type Decayed struct {
	Rule
	Decay float64
}

// decay is the kernel in front of the rule's own, and whether there is one.
func decay(r Rule, v *compute.Var) (compute.Kernel, bool) {
	d, ok := r.(Decayed)
	if !ok || d.Decay == 0 || len(v.Shape) < 2 {
		return compute.Kernel{}, false
	}
	return kernels.Decay(v.Len(), d.Decay), true
}

// power is x^n by squaring: math.Pow is not the same on every platform.
func power(x float64, n int) float64 {
	p := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p *= x
		}
		x *= x
	}
	return p
}

// State is one array that a rule keeps for one variable.
type State struct {
	Name   string // variable and kind
	Len    int
	Buffer compute.Buffer
}

// Optimiser updates a set of variables on their device.
type Optimiser struct {
	rule   Rule
	dev    compute.Device
	run    compute.Runner
	rates  compute.Buffer
	host   [kernels.Rates]float32
	states []State
}

// New makes an optimiser for vars with fresh state.
func New(dev compute.Device, rule Rule, vars []*compute.Var) (*Optimiser, error) {
	o := &Optimiser{rule: rule, dev: dev}
	var err error
	if o.rates, err = dev.Alloc(compute.Spec{Name: "rates", Len: kernels.Rates}); err != nil {
		return nil, err
	}
	var p compute.Program
	for _, v := range vars {
		if k, ok := decay(rule, v); ok {
			p.Add(k, v.Value, o.rates)
		}
		args := []compute.Buffer{v.Value, v.Grad}
		for _, kind := range rule.States() {
			name := v.Name + " " + kind
			b, err := dev.Alloc(compute.Spec{Name: name, Len: v.Len()})
			if err != nil {
				return nil, err
			}
			o.states = append(o.states, State{name, v.Len(), b})
			args = append(args, b)
		}
		p.Add(rule.Kernel(v.Len()), append(args, o.rates)...)
	}
	o.run, err = dev.Compile(&p)
	return o, err
}

// Step makes update number t, counted from 1: rate is the learning rate, scale
// multiplies the gradients (1/batch makes their sum a mean).
func (o *Optimiser) Step(t int, rate, scale float64) error {
	if err := o.Prepare(t, rate, scale); err != nil {
		return err
	}
	return o.Run()
}

// Prepare and Run are Step in two parts: Prepare tells the device what changes from
// update to update, before the gradients need to be there.
func (o *Optimiser) Prepare(t int, rate, scale float64) error {
	o.host[kernels.RateStep] = float32(rate)
	o.host[kernels.RateScale] = float32(scale)
	o.rule.Rates(o.host[:], t)
	return o.dev.Write(o.rates, 0, o.host[:])
}

// Run makes the update that Prepare told of.
func (o *Optimiser) Run() error { return o.run.Run(0) }

// States is every array that a checkpoint must keep.
func (o *Optimiser) States() []State { return o.states }

// Runner is the program of an update, for who measures it.
func (o *Optimiser) Runner() compute.Runner { return o.run }
