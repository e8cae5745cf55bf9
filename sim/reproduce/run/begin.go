package run

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"talbot/sim/compute"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/rundir"
)

// begun tells whether a run is there to go on with.
func (r *Runner) begun(e reproduce.Experiment, w job) bool {
	_, err := os.Stat(filepath.Join(r.Folder(e, w.row, w.seed), rundir.CheckpointFile))
	return err == nil
}

// before makes the run whose masks a run that has not begun begins with, where it is not there.
func (r *Runner) before(ctx context.Context, dev compute.Device, e reproduce.Experiment, w job, at Progress) error {
	if w.row.From == nil || r.begun(e, w) {
		return nil
	}
	own, source := r.ownEpochs(), *w.row.From
	done, err := own.Finished(e, source, []int{w.seed})
	if err != nil {
		return err
	}
	if len(done) > 0 {
		return own.same(e, source, w.seed)
	}
	at.Row = source
	res, err := own.one(ctx, dev, e, job{source, w.seed, w.number}, at)
	if err != nil {
		return err
	}
	at.Result = res
	r.telling.Lock()
	r.tell(at)
	r.telling.Unlock()
	return nil
}

// begin gives a run that has not begun the masks of the one before; nil for none, and for a run that goes on.
func (r *Runner) begin(e reproduce.Experiment, w job, s experiment.Session) (*rundir.Given, error) {
	if w.row.From == nil || r.begun(e, w) {
		return nil, nil
	}
	given, err := rundir.PutPhasesOf(r.ownEpochs().Folder(e, *w.row.From, w.seed), s)
	if err != nil {
		return nil, fmt.Errorf("it begins with the masks of %s: %w", w.row.From.Name, err)
	}
	return given, nil
}

// ownEpochs is r for runs of each row's own number of epochs, of whose checkpoints nobody is told.
func (r *Runner) ownEpochs() *Runner {
	return &Runner{Out: r.Out, Devices: r.Devices, TestEvery: r.TestEvery, HoldOut: r.HoldOut, Trim: r.Trim, Talbot: r.Talbot, Own: r.Own, OwnMark: r.OwnMark,
		Pictures: r.Pictures, Command: r.Command, Progress: r.Progress, SaveEvery: r.SaveEvery}
}
