//go:build !js

package work

import (
	"fmt"

	"talbot/sim/cluster"
	"talbot/sim/experiment"
	"talbot/sim/rig"
	"talbot/sim/system/forward"
)

// onBench puts the network of a session on the bench of this worker, where the trial asks for one.
func (b *Bench) onBench(t *cluster.Trial, s experiment.Session) error {
	if t.Bench == "" {
		return nil
	}
	if b.Rig == nil {
		return &cluster.Unfit{Why: fmt.Errorf("the trial asks for the bench %s, and here is none", t.Bench)}
	}
	on, ok := forward.SessionOf(s)
	if !ok {
		return fmt.Errorf("%s has nothing that can be shown on a bench: leave the bench away, or take a preset that learns on one", t.Preset)
	}
	b.Rig.Report = rig.Report{} // of this trial
	return on.On(b.Rig)
}
