package rundir

import (
	"fmt"

	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// Recorder keeps the folder of a run that is under way. Its Save and Event are
// for run.Run, which calls Save at the end of an epoch before the epoch's event:
// the recorder stores that checkpoint after the event, so that a run killed in
// between trains the epoch's rest again and never lacks a line of its metrics.
type Recorder struct {
	// Kept, unless it is nil, is called when a checkpoint is in the folder.
	Kept func() error
	dir  *Dir
	last int // epoch of the last line of the metrics
	held *train.State
}

// Record starts to keep a run in d that has finished the given number of epochs.
func (d *Dir) Record(epochs int) *Recorder { return &Recorder{dir: d, last: epochs} }

// Save takes a checkpoint.
func (r *Recorder) Save(s *train.State) error {
	if s.Epoch > r.last {
		r.held = s
		return nil
	}
	return r.save(s)
}

func (r *Recorder) save(s *train.State) error {
	err := r.dir.Save(s)
	if err == nil && r.Kept != nil {
		err = r.Kept()
	}
	return err
}

// Event takes an event; only those of epochs are kept.
func (r *Recorder) Event(e experiment.Event) error {
	if e.Kind != "epoch" {
		return nil
	}
	if err := r.dir.record(e); err != nil {
		return r.dir.unwritten(err)
	}
	r.last = e.Epoch
	if r.held == nil {
		return nil
	}
	s := r.held
	r.held = nil
	return r.save(s)
}

// Resume brings a session, built with the run's configuration, to the run's
// checkpoint, and the folder with it.
func (d *Dir) Resume(s *diffractive.Session) error {
	return d.ResumeStage(diffractive.Running(s).Plan())
}

// ResumeStage is Resume for a training of any system.
func (d *Dir) ResumeStage(stage train.Stage) error {
	state, err := d.Checkpoint()
	if err != nil {
		return err
	}
	if e, ok := stage.(*train.Epochs); ok {
		err = fits(state, e.Loop)
	}
	if err == nil {
		err = stage.Restore(state)
	}
	if err != nil {
		return fmt.Errorf("%s is of another network: %w: leave out what changes the network, restore the file from a copy, or start a new run", d.file(CheckpointFile), err)
	}
	// Where more epochs are wanted of the first of several stages, those behind it are made again.
	now, err := stage.State()
	if err != nil {
		return err
	}
	if err := d.rewind(now.Epoch); err != nil {
		return err
	}
	return sweep(d.Path)
}

// LoadStage brings a training of any system to the run's checkpoint, and leaves the folder as it is.
func (d *Dir) LoadStage(stage train.Stage) error {
	state, err := d.Checkpoint()
	if err != nil {
		return err
	}
	if err := stage.Restore(state); err != nil {
		return fmt.Errorf("%s is of another network: %w: restore it from a copy", d.file(CheckpointFile), err)
	}
	return nil
}

// Load sets the masks of a session, built with the run's configuration, to those
// of the run's checkpoint.
func (d *Dir) Load(s *diffractive.Session) error {
	state, err := d.Checkpoint()
	if err != nil {
		return err
	}
	if err := s.Loop.Restore(s.Device, state); err != nil {
		return fmt.Errorf("%s is of another network: %w: restore it from a copy", d.file(CheckpointFile), err)
	}
	return nil
}

// fits checks what Loop.Restore does not: that the progress is one of this loop,
// and that the shapes are the same.
func fits(s *train.State, l *train.Loop) error {
	if per := l.Batches(); s.Index >= per || s.Step != s.Epoch*per+s.Index {
		return fmt.Errorf("it stands at update %d of epoch %d, and an epoch has %d", s.Index, s.Epoch+1, per)
	}
	arrays := l.Descent.Arrays()
	if len(arrays) != len(s.Arrays) {
		return fmt.Errorf("it has %d arrays, and the network %d", len(s.Arrays), len(arrays))
	}
	for i, a := range arrays {
		if got := s.Arrays[i]; got.Name != a.Name || fmt.Sprint(got.Shape) != fmt.Sprint(a.Shape) {
			return fmt.Errorf("it has %s %v where the network has %s %v", got.Name, got.Shape, a.Name, a.Shape)
		}
	}
	return nil
}
