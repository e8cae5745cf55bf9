package train

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// Loop feeds a descent with batches: every epoch visits each image of the set once,
// in an order that depends on the seed and the epoch alone. The last batch of an
// epoch may be smaller.
type Loop struct {
	Descent *Descent
	Set     data.Examples
	Batch   int
	Seed    uint64
	Rate    func(epoch int) float64 // learning rate of an epoch, counted from 0

	// Through leads from one epoch to the next without a wait for its last results, unless there is a Closing: Sum lacks
	// them at the end of an epoch until Settle, and never has results of another.
	Through bool

	// Closing, unless nil, is called when an epoch has ended, and may add values to its sum.
	Closing func(sum *network.Result) error

	// Where the run stands: what a checkpoint keeps beside the arrays.
	Progress

	order  []int32
	orders int // epoch+1 of order, 0 when there is none
}

// Progress is how far a run has come.
type Progress struct {
	Epoch int            // epochs finished
	Index int            // batches done in the current epoch
	Step  int            // updates made in all
	Sum   network.Result // of the current epoch so far
}

// Batches is the number of updates an epoch takes.
func (l *Loop) Batches() int { return (l.Set.Len() + l.Batch - 1) / l.Batch }

// Next trains on the next batch. The result may be that of earlier batches or of none,
// see Descent.Step. After an epoch's last batch Epoch has gone up by
// one, Index is 0, and Sum stays until the next batch is done.
func (l *Loop) Next() (network.Result, error) {
	batch, err := l.Upcoming()
	if err != nil {
		return network.Result{}, err
	}
	before := l.Step - l.Index // updates, of other epochs
	r, own, err := l.Descent.step(l.Set, batch, l.Step+1, l.Rate(l.Epoch), before)
	if err != nil {
		return r, err
	}
	if l.Index+1 == l.Batches() && (!l.Through || l.Closing != nil) { // an epoch's sum is that of all its batches
		rest, late, err := l.Descent.flush(before)
		if err != nil {
			return r, err
		}
		r.Add(rest)
		own.Add(late)
	}
	l.Advance(own)
	if l.Index == 0 && l.Closing != nil {
		return r, l.Closing(&l.Sum)
	}
	return r, nil
}

// Upcoming is the images of the next batch, which stays the next one until Advance.
func (l *Loop) Upcoming() ([]int32, error) {
	n := l.Set.Len()
	if n == 0 || l.Batch < 1 {
		return nil, errs.New("train: there is nothing to train on: ", n, " images in batches of ", l.Batch)
	}
	if l.orders != l.Epoch+1 || len(l.order) != n {
		l.order = rng.Stream{Seed: l.Seed, Stream: rng.Shuffle}.Perm(uint32(l.Epoch), n)
		l.orders = l.Epoch + 1
	}
	return l.order[l.Index*l.Batch : min((l.Index+1)*l.Batch, n)], nil
}

// Advance goes on behind the next batch, whose update has been made and gave r.
func (l *Loop) Advance(r network.Result) {
	if l.Index == 0 {
		l.Sum = network.Result{}
	}
	l.Step++
	l.Index++
	l.Sum.Add(r)
	if l.Index == l.Batches() {
		l.Epoch++
		l.Index = 0
	}
}

// Settle waits for the results of all updates, and adds to Sum what is of its epoch.
func (l *Loop) Settle() error {
	before := l.Step - l.Index
	if l.Index == 0 { // Sum is that of the epoch that has ended
		before -= l.Batches()
	}
	_, late, err := l.Descent.flush(before)
	l.Sum.Add(late)
	return err
}

// State is a run, or a stage of one, at rest: everything that the rest of it depends on.
type State struct {
	Progress
	Arrays []Values
	Parts  []Part // of a stage that is made of others: see Plan and Jobs
}

// Part is the state of one of several stages.
type Part struct {
	Key   string
	Ended bool
	State
}

// Values is the content of one Array.
type Values struct {
	Name  string
	Shape []int
	Data  []float32
}

// State reads the run's state from the device.
func (l *Loop) State(dev compute.Device) (*State, error) {
	if err := l.Settle(); err != nil {
		return nil, err
	}
	arrays, err := read(dev, l.Descent.Arrays())
	return &State{Progress: l.Progress, Arrays: arrays}, err
}

// Restore brings the run to a state that State gave. When the state is of another
// network nothing changes and the error says what does not fit.
func (l *Loop) Restore(dev compute.Device, s *State) error {
	arrays := l.Descent.Arrays()
	if len(s.Parts) > 0 {
		return errs.New("train: the checkpoint is of ", len(s.Parts), " stages, and this is one")
	}
	if len(arrays) != len(s.Arrays) {
		return errs.New("train: the checkpoint has ", len(s.Arrays), " arrays, this network ", len(arrays))
	}
	for i, a := range arrays {
		v := s.Arrays[i]
		if v.Name != a.Name || len(v.Data) != a.Buffer.Spec().Len {
			return errs.New("train: array ", i, " of the checkpoint is ", v.Name, " with ", len(v.Data),
				" numbers, this network has ", a.Name, " with ", a.Buffer.Spec().Len)
		}
	}
	for i, a := range arrays {
		if err := dev.Write(a.Buffer, 0, s.Arrays[i].Data); err != nil {
			return err
		}
	}
	if _, err := l.Descent.Flush(); err != nil { // of what was before
		return err
	}
	l.Progress = s.Progress
	return nil
}
