package train

import (
	"sync"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/network"
)

// Replicas makes the updates of a loop in shares, as Split does and with the same bits, on devices of this program.
// All keep the variables and the rule's state and make each update, by the sum of the gradients in the
// order of the shares: so gradients alone cross the host, and the next batch goes to the devices
// while they work. Devices of different names might round differently: there the first alone makes the update, and
// the others get its values.
type Replicas struct {
	all       []*Split
	alike     bool
	gradients [][]float32
	results   []network.Result
	errors    []error
	begun     bool
}

// fed is a gradient that takes its examples before it is asked for.
type fed interface {
	queued
	prepare(ex data.Examples, batch []int32, t int) error
}

// NewReplicas makes the updates of the first one's loop by all of them, which must have the same network, data and seed.
func NewReplicas(all ...*Split) *Replicas {
	r := &Replicas{all: all, alike: true, results: make([]network.Result, len(all)), errors: make([]error, len(all))}
	for _, s := range all {
		r.gradients = append(r.gradients, make([]float32, s.Len))
		r.alike = r.alike && s.loop.Descent.dev.Name() == all[0].loop.Descent.dev.Name()
	}
	return r
}

// Next makes the next update.
func (r *Replicas) Next() (sum network.Result, err error) {
	first := r.all[0].loop
	if !r.begun {
		if err := r.begin(); err != nil {
			return sum, err
		}
		r.begun = true
	}
	batch, err := first.Upcoming()
	if err != nil {
		return sum, err
	}
	n := min(len(r.all), len(batch))
	if err := r.each(n, func(i int) error { return r.share(i, n) }); err != nil {
		return sum, err
	}
	total := r.gradients[0]
	for i := range n {
		sum.Add(r.results[i])
		if i > 0 {
			for j, g := range r.gradients[i][:len(total)] {
				total[j] += g
			}
		}
	}
	t, rate := first.Step+1, first.Rate(first.Epoch)
	updating := 1
	if r.alike {
		updating = len(r.all)
	}
	err = r.each(updating, func(i int) error {
		s := r.all[i]
		if n > 1 || i > 0 {
			if err := s.write(true, total); err != nil {
				return err
			}
		}
		return s.loop.Descent.Apply(sum.Count, t, rate)
	})
	if err == nil && !r.alike {
		err = r.spread()
	}
	if err != nil {
		return sum, err
	}
	for _, s := range r.all {
		s.loop.Advance(sum)
	}
	return sum, nil
}

// begin brings all to where the first one stands.
func (r *Replicas) begin() error {
	first := r.all[0].loop
	state, err := first.State(first.Descent.dev)
	if err != nil {
		return err
	}
	for _, s := range r.all[1:] {
		if err := s.loop.Restore(s.loop.Descent.dev, state); err != nil {
			return err
		}
	}
	return nil
}

// spread brings the first one's values to the others.
func (r *Replicas) spread() error {
	values := r.gradients[0]
	if err := r.all[0].read(false, values); err != nil {
		return err
	}
	for _, s := range r.all[1:] {
		if err := s.write(false, values); err != nil {
			return err
		}
	}
	return nil
}

// each does something with the first n of them at the same time.
func (r *Replicas) each(n int, do func(i int) error) error {
	var wait sync.WaitGroup
	for i := 1; i < n; i++ {
		wait.Go(func() { r.errors[i] = do(i) })
	}
	r.errors[0] = do(0)
	wait.Wait()
	for _, err := range r.errors[:n] {
		if err != nil {
			return err
		}
	}
	return nil
}

// share computes share i of n, and meanwhile brings that of the next batch to the device.
func (r *Replicas) share(i, n int) error {
	s, g := r.all[i], r.gradients[i]
	l := s.loop
	f, ok := l.Descent.from.(fed)
	later, works := l.Descent.dev.(compute.Later)
	if !ok || !works {
		if _, err := s.Begin(n); err != nil {
			return err
		}
		var err error
		if r.results[i], err = s.gradient(i, n); err != nil {
			return err
		}
		return s.read(true, g)
	}
	batch, err := l.Upcoming()
	if err != nil {
		return err
	}
	t, part := l.Epoch*l.Batches()+l.Index+1, shareOf(batch, i, n)
	gather, _ := l.Descent.dev.(compute.Gathers)
	if gather != nil {
		gather.Gather(true)
		defer gather.Gather(false)
	}
	if err := f.start(l.Set, part, t); err != nil {
		return err
	}
	result, err := f.later(len(part))
	if err != nil {
		return err
	}
	var waits []func([]float32) error
	for k, v := range s.vars {
		if gather != nil && k == len(s.vars)-1 {
			gather.Gather(false)
		}
		wait, err := later.Later(v.Grad, 0, v.Len())
		if err != nil {
			return err
		}
		waits = append(waits, wait)
	}
	if l.Index+1 < l.Batches() {
		next := l.order[(l.Index+1)*l.Batch : min((l.Index+2)*l.Batch, len(l.order))]
		if len(next) >= n {
			if err := f.prepare(l.Set, shareOf(next, i, n), t+1); err != nil {
				return err
			}
		}
	}
	if r.results[i], err = result(); err != nil {
		return err
	}
	for k, v := range s.vars {
		if err := waits[k](g[:v.Len()]); err != nil {
			return err
		}
		g = g[v.Len():]
	}
	return nil
}
