package run

import (
	"sync"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// next makes the next update: by the session alone, or with its helpers, each of which
// takes a share of the batch on a device of its own. Gradients are added on the host, in
// the order of the shares.
func (r *Run) next() (network.Result, error) {
	if r.Next != nil {
		return r.Next()
	}
	if len(r.Helpers) == 0 {
		return r.Session.Plan().Next()
	}
	shared, ok := r.Session.(experiment.Sharer)
	if !ok {
		return network.Result{}, errs.New("the updates of this network cannot be shared: leave the helpers away")
	}
	loop, split := shared.Loop(), shared.Split()
	n, err := split.Begin(1 + len(r.Helpers))
	if err != nil {
		return network.Result{}, err
	}
	if r.values == nil {
		r.values = make([]float32, split.Len)
	}
	if err := split.Values(r.values); err != nil {
		return network.Result{}, err
	}
	for len(r.gradients) < n-1 {
		r.gradients = append(r.gradients, make([]float32, split.Len))
	}
	results, errors := make([]network.Result, n), make([]error, n)
	var wait sync.WaitGroup
	for i := 1; i < n; i++ {
		wait.Go(func() {
			g := r.gradients[i-1]
			copy(g, r.values)
			results[i], errors[i] = r.Helpers[i-1].Split().Serve(loop.Epoch, loop.Index, i, n, g)
		})
	}
	errors[0] = split.Compute(0)
	wait.Wait()
	for i, err := range errors {
		if err != nil {
			return network.Result{}, err
		}
		if i > 0 {
			split.Put(i, results[i], r.gradients[i-1])
		}
	}
	return split.Finish()
}
