package engine

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// data takes the bytes of two IDX files as the training or the test set. A set
// that cannot be read, or is known to be another one than the network's, changes nothing.
func (e *Engine) data(m Message) ([]Reply, error) {
	role := m.Text("role")
	if role != "train" && role != "test" {
		return nil, errs.New("the data's role must be train or test, not \"", role, "\"")
	}
	images, err := bytesOf(m, "images")
	if err != nil {
		return nil, err
	}
	labels, err := bytesOf(m, "labels")
	if err != nil {
		return nil, err
	}
	name := m.Text("name")
	if name == "" {
		name = role
	}
	set, err := data.ReadIDX(name, images, labels)
	if err != nil {
		return nil, err
	}
	if e.session == nil {
		return nil, errNotOpen
	}
	if err := e.usable(set); err != nil {
		return nil, err
	}
	if role == "train" {
		if e.trainer != nil {
			if err := e.trainer.Learn(set); err != nil {
				return nil, err
			}
		}
		e.train = set
		if e.trainer != nil {
			e.shares = 0
			if err := e.keep(); err != nil {
				return nil, err
			}
		}
	} else {
		e.test, e.evaluation = set, nil
	}
	return []Reply{reply("data", "role", role, "count", set.Len(), "width", set.Width, "height", set.Height)}, nil
}

// usable refuses a set that is not for the experiment.
func (e *Engine) usable(set *data.Set) error {
	if like := e.pictures; fitting(set, like) == nil {
		if set.Width != like.Width || set.Height != like.Height {
			return errs.New("pictures of ", set.Width, " x ", set.Height, " pixels cannot be used here; this experiment is for ",
				like.Width, " x ", like.Height)
		}
		return errs.New("these pictures have ", set.Pixels(), " values each, and this experiment is for ", like.Pixels())
	}
	if e.trainer != nil {
		n := len(e.trainer.ClassNames())
		for i, l := range set.Labels {
			if int(l) >= n {
				return errs.New("picture ", i, " has class ", int(l), "; the detectors read classes 0 to ", n-1, ": set classes to more")
			}
		}
	}
	return set.Belongs(experiment.ValueOf(e.session.Config(), experiment.RoleData))
}

// step makes one update on the next batch, all of it here. What was told of updates before a GPU was lost comes first.
func (e *Engine) step(m Message) ([]Reply, error) {
	if compute.WithGPU {
		if l := e.queue(); l != nil {
			return e.leap(l, m)
		}
	}
	replies, err := e.update(m)
	if len(e.told) > 0 {
		replies = append(e.told, replies...)
		e.told = nil
	}
	return replies, err
}

// update makes one whose result is there at once, or tells of several.
func (e *Engine) update(m Message) ([]Reply, error) {
	if t, err := e.learns(); err == nil && e.sharer == nil {
		return e.next(t)
	}
	if err := e.beginShares(); err != nil {
		return nil, err
	}
	for i := range e.shares {
		if err := e.sharer.Split().Compute(i); err != nil {
			return nil, err
		}
	}
	return e.finish(m)
}

// next makes the next piece of a training that cannot be shared. A device that works while
// the host goes on tells of its first piece later.
func (e *Engine) next(t experiment.Trainer) ([]Reply, error) {
	if err := e.learnable(); err != nil {
		return nil, err
	}
	if e.images == 0 {
		e.started = e.host.Now()
	}
	var stage int                 // of the piece
	var tell func(map[string]any) // of it
	staged, several := t.(staged)
	for range most {
		if several {
			stage, tell = staged.Telling()
		}
		if r, err := t.Plan().Next(); err != nil || r.Count > 0 {
			if stage != e.stage { // the rate is of one kind of updates
				e.stage, e.images, e.started = stage, 0, e.host.Now()
			}
			replies, err := e.made(r, err)
			if several && err == nil {
				tell(replies[0])
			}
			return replies, err
		}
	}
	return nil, errs.New("the device tells nothing of ", most, " updates")
}

// staged is what experiment.Staged has for an engine, so that engines without such a system do
// not link the rest.
type staged interface {
	Stages() []string
	Telling() (stage int, tell func(metrics map[string]any))
}

// most is how many updates a device may be behind.
const most = 1000

// finish makes the update of all shares. Its answer is changed by the next one.
func (e *Engine) finish(Message) ([]Reply, error) {
	if err := e.begun(); err != nil {
		return nil, err
	}
	e.shares = 0
	return e.made(e.sharer.Split().Finish())
}

// made tells of updates that were made.
func (e *Engine) made(r network.Result, err error) ([]Reply, error) {
	if err != nil {
		return nil, err
	}
	m := e.metrics[0]
	if err := e.measure(m, r); err != nil {
		return nil, err
	}
	if err := e.keepOften(); err != nil {
		return nil, err
	}
	e.evaluation = nil
	m["step"], m["epoch"] = e.trainer.Progress()
	return e.metrics, nil
}

// evaluate runs the next slice of the test set.
func (e *Engine) evaluate(Message) ([]Reply, error) {
	t, err := e.learns()
	if err != nil {
		return nil, err
	}
	if _, own := t.(experiment.Own); !own && fitting(e.test, e.pictures) == nil {
		return nil, errs.New("there is no test data yet")
	}
	if e.evaluation == nil {
		e.evaluation = t.Test(e.test)
	}
	more, err := e.evaluation.More()
	if err != nil {
		e.evaluation = nil
		return nil, err
	}
	ev, total := e.evaluation.Result()
	if more {
		return []Reply{reply("evaluating", "done", ev.Count, "total", total)}, nil
	}
	e.evaluation = nil
	low, high := ev.Interval()
	return []Reply{reply("evaluation", "count", ev.Count, "correct", ev.Correct, "accuracy", ev.Accuracy(), "low", low, "high", high, "loss", ev.MeanLoss(),
		"efficiency", ev.Efficiency, "sourceEfficiency", ev.SourceEfficiency, "confusion", ev.Confusion)}, nil
}
