package train

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/network"
	"talbot/sim/optim"
)

// Descent makes updates: a rule applied to what a gradient says.
type Descent struct {
	dev  compute.Device
	from Gradient
	opt  *optim.Optimiser
	sum  bool

	// Together is how many updates go to a device together that works while the host does other things,
	// 0 for 1: the results of one lot come while the next is made, or the next but so many where there are more than
	// two Lots on their way, 0 for 2. The first lots after a Flush are smaller, so that the device has something to do.
	// What is computed does not depend on it.
	Together, Lots int
	lot            int // updates of the lot that is made, when it is whole
	unsent         int // those that it has

	// Told, unless nil, is called with the number and the result of each update once it is there, in their order,
	// also of those whose results Step or Flush give together.
	Told    func(t int, r network.Result)
	pending []pending // the oldest first
}

// pending is the result of update number t that is not there yet.
type pending struct {
	t    int
	wait func() (network.Result, error)
}

// NewDescent goes down by a rule, whose state is fresh. An update uses the mean gradient of the
// batch, or its sum when sum is set.
func NewDescent(dev compute.Device, g Gradient, rule optim.Rule, sum bool) (*Descent, error) {
	opt, err := optim.New(dev, rule, g.Vars())
	return &Descent{dev: dev, from: g, opt: opt, sum: sum}, err
}

// Step makes update number t, counted from 1, by the given examples. The result
// is that of the batch before the update. On a device that works while the host does
// other things Step does not wait: the result is that of an update up to Lots*Together-1 before, or of
// several or none, and Flush gives the rest.
func (d *Descent) Step(ex data.Examples, batch []int32, t int, rate float64) (network.Result, error) {
	r, _, err := d.step(ex, batch, t, rate, 0)
	return r, err
}

// step is Step; late is the part of its result that is of updates behind number after.
func (d *Descent) step(ex data.Examples, batch []int32, t int, rate float64, after int) (r, late network.Result, err error) {
	q, ok := d.from.(queued)
	most := max(1, d.Together)
	last := d.unsent+1 >= min(most, d.lot)
	g, gathers := d.dev.(compute.Gathers)
	if gathers = gathers && ok && most > 1; gathers {
		g.Gather(true)
		defer g.Gather(false)
	}
	// All writes come first, so that the device can do the rest in one go.
	if err := d.opt.Prepare(t, rate, d.scale(len(batch))); err != nil {
		return r, late, err
	}
	if !ok {
		if r, err = d.from.Gradient(ex, batch, t); err == nil {
			err = d.opt.Run()
		}
		return d.there(t, r, err)
	}
	if err := q.start(ex, batch, t); err != nil {
		return r, late, err
	}
	if err := d.opt.Run(); err != nil {
		return r, late, err
	}
	if gathers && last {
		g.Gather(false)
	}
	next, err := q.later(len(batch))
	if err != nil {
		return r, late, err
	}
	if next == nil {
		r, err = q.result(len(batch))
		return d.there(t, r, err)
	}
	if d.unsent++; last {
		d.unsent, d.lot = 0, min(most, 2*max(1, d.lot))
	}
	d.pending = append(d.pending, pending{t, next})
	return d.settle(max(2, d.Lots)*most-1, after)
}

// there tells of an update whose result did not come later.
func (d *Descent) there(t int, r network.Result, err error) (sum, late network.Result, _ error) {
	if err == nil && d.Told != nil {
		d.Told(t, r)
	}
	return r, r, err
}

// settle waits for results until so many are left; late is the part of their sum that is of updates behind number after.
func (d *Descent) settle(left, after int) (sum, late network.Result, err error) {
	for len(d.pending) > left {
		p := d.pending[0]
		d.pending = d.pending[1:]
		r, err := p.wait()
		if err != nil {
			return sum, late, err
		}
		sum.Add(r)
		if p.t > after {
			late.Add(r)
		}
		if d.Told != nil {
			d.Told(p.t, r)
		}
	}
	return sum, late, nil
}

// Flush waits for the last updates and gives their results, as far as Step did not.
func (d *Descent) Flush() (network.Result, error) {
	r, _, err := d.flush(0)
	return r, err
}

// flush is Flush; late as in step.
func (d *Descent) flush(after int) (r, late network.Result, err error) {
	d.unsent, d.lot = 0, 1
	return d.settle(0, after)
}

// Apply makes update number t by the gradients in the variables, which are sums over
// count examples.
func (d *Descent) Apply(count, t int, rate float64) error {
	return d.opt.Step(t, rate, d.scale(count))
}

// scale is the factor that makes what the update uses of sums over count examples.
func (d *Descent) scale(count int) float64 {
	if d.sum {
		return 1
	}
	return 1 / float64(count)
}

// Arrays are the variables, what the gradient keeps beside them, and the rule's state: what a
// checkpoint must keep.
func (d *Descent) Arrays() []Array {
	var a []Array
	add := func(vars []*compute.Var) {
		for _, v := range vars {
			a = append(a, Array{v.Name, v.Shape, v.Value})
		}
	}
	add(d.from.Vars())
	if b, ok := d.from.(interface{ Kept() []*compute.Var }); ok {
		add(b.Kept())
	}
	for _, s := range d.opt.States() {
		a = append(a, Array{s.Name, []int{s.Len}, s.Buffer})
	}
	return a
}

// Runners are the programs that a step is made of, for who measures them: the pass over
// a batch, forth and back, where the gradient comes of one, and the update.
func (d *Descent) Runners() (pass, update compute.Runner) {
	if b, ok := d.from.(interface{ runner() compute.Runner }); ok {
		pass = b.runner()
	}
	return pass, d.opt.Runner()
}
