package run

import (
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
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
	if r.replicas == nil {
		shared, ok := r.Session.(experiment.Sharer)
		if !ok {
			return network.Result{}, errs.New("the updates of this network cannot be shared: leave the helpers away")
		}
		all := []*train.Split{shared.Split()}
		for _, h := range r.Helpers {
			all = append(all, h.Split())
		}
		r.replicas = train.NewReplicas(all...)
	}
	return r.replicas.Next()
}
