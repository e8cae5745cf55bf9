//go:build js && wasm

package main

import (
	"syscall/js"

	"talbot/sim/data"
	"talbot/sim/errs"
)

// data takes the bytes of two IDX files as the training or the test set. A set
// that cannot be read, or is known to be another one than the network's, changes nothing.
func (e *engine) data(m js.Value) ([]any, error) {
	role := text(m, "role")
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
	name := text(m, "name")
	if name == "" {
		name = role
	}
	set, err := data.ReadIDX(name, images, labels)
	if err != nil {
		return nil, err
	}
	if set.Width != blank.Width || set.Height != blank.Height {
		return nil, errs.New("pictures of ", set.Width, " x ", set.Height, " pixels cannot be used here; the page works with ",
			blank.Width, " x ", blank.Height)
	}
	for i, l := range set.Labels {
		if n := len(e.config.ClassNames()); int(l) >= n {
			return nil, errs.New("picture ", i, " has class ", int(l), "; the detectors read classes 0 to ", n-1, ": set classes to more")
		}
	}
	if err := set.Belongs(e.config.Data); err != nil {
		return nil, err
	}
	if role == "train" {
		e.train = set
		if e.session != nil {
			e.session.Loop.Set = set
			e.session.Loop.Progress.Index = 0
			if err := e.keep(); err != nil {
				return nil, err
			}
		}
	} else {
		e.test, e.evaluation = set, nil
	}
	return []any{reply{"kind": "data", "role": role, "count": set.Len(), "width": set.Width, "height": set.Height}}, nil
}

// step makes one update on the next batch, all of it here.
func (e *engine) step(m js.Value) ([]any, error) {
	if err := e.beginShares(); err != nil {
		return nil, err
	}
	for i := range e.shares {
		if err := e.session.Split.Compute(i); err != nil {
			return nil, err
		}
	}
	return e.finish(m)
}

var performance = js.Global().Get("performance")

func now() float64 { return performance.Call("now").Float() }

// metrics is the answer to every step; it is copied to JavaScript before the next one.
var metrics = []any{reply{"kind": "metrics"}}

// finish makes the update of all shares.
func (e *engine) finish(js.Value) ([]any, error) {
	l := e.session.Loop
	r, err := e.session.Split.Finish()
	if err != nil {
		return nil, err
	}
	if r.Loss != r.Loss {
		return nil, errs.New("the loss is not a number any more; ", e.session.Config.NotANumber(l.Epoch), ", and reset")
	}
	if err := e.keepOften(); err != nil {
		return nil, err
	}
	e.evaluation = nil
	e.images += r.Count
	seconds := (now() - e.started) / 1000
	rate := float64(e.images) / seconds
	if seconds > 4 { // the rate is that of the last seconds
		e.started += 500 * seconds
		e.images /= 2
	}
	m := metrics[0].(reply)
	m["step"], m["epoch"] = l.Step, float64(l.Epoch)+float64(l.Index)/float64(l.Batches())
	m["loss"], m["accuracy"], m["rate"] = r.Loss/float64(r.Count), float64(r.Correct)/float64(r.Count), rate
	return metrics, nil
}

// evaluate runs the next slice of the test set.
func (e *engine) evaluate(js.Value) ([]any, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	if e.test == nil {
		return nil, errs.New("there is no test data yet")
	}
	if e.evaluation == nil {
		e.evaluation = e.session.Evaluate(e.test)
	}
	ev := e.evaluation
	more, err := e.session.More(ev)
	if err != nil {
		e.evaluation = nil
		return nil, err
	}
	if more {
		return []any{reply{"kind": "evaluating", "done": ev.Count, "total": e.test.Len()}}, nil
	}
	e.evaluation = nil
	var confusion []any
	for _, n := range ev.Confusion {
		confusion = append(confusion, n)
	}
	low, high := ev.Interval()
	return []any{reply{"kind": "evaluation", "count": ev.Count, "correct": ev.Correct, "accuracy": ev.Accuracy(), "low": low, "high": high, "loss": ev.MeanLoss(),
		"efficiency": ev.Efficiency, "sourceEfficiency": ev.SourceEfficiency, "confusion": confusion}}, nil
}
