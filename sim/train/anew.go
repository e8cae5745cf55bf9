package train

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
)

// Anew starts the run anew from given values of what is trained, in the order of the gradient's variables, at the beginning of an epoch,
// counted from 0: what the optimiser knows is of others, and is forgotten. When they do not fit nothing changes.
func (l *Loop) Anew(dev compute.Device, values [][]float32, epoch int) error {
	now, err := l.State(dev)
	if err != nil {
		return err
	}
	if len(now.Arrays) < len(values) {
		return errs.New("train: ", len(values), " arrays are given, and this network has ", len(now.Arrays))
	}
	for i := range now.Arrays {
		if i >= len(values) {
			clear(now.Arrays[i].Data)
			continue
		}
		now.Arrays[i].Data = values[i]
	}
	now.Progress = Progress{Epoch: epoch}
	return l.Restore(dev, now)
}
