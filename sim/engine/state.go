package engine

import (
	"unsafe"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// progress is what travels ahead of a run's arrays.
type progress struct {
	epoch, index, step, count, correct, trained int32
	loss                                        float64
}

const progressLen = int(unsafe.Sizeof(progress{}) / 4) // in float32

// packer is a plan whose state is no mere list of arrays that a new one has as well: of several stages, or with what a bench
// remembers. Engines that have none of it, as the page's first one, do not link it.
type packer interface {
	Pack() ([]byte, error)
	Unpack([]byte) error
}

// ofStages stands in place of the epoch before such a state.
const ofStages = -2

// state gives away all that the rest of the run depends on.
func (e *Engine) state(Message) ([]Reply, error) {
	t, err := e.learns()
	if err != nil {
		return nil, err
	}
	s := &train.State{}
	var packed []byte
	if p, ok := t.Plan().(packer); ok {
		s.Epoch = ofStages
		s.Step, _ = t.Progress()
		packed, err = p.Pack()
	} else {
		s, err = t.Plan().State()
	}
	if err != nil {
		return nil, err
	}
	all := make([]float32, progressLen)
	*(*progress)(unsafe.Pointer(&all[0])) = progress{epoch: int32(s.Epoch), index: int32(s.Index), step: int32(s.Step),
		count: int32(s.Sum.Count), correct: int32(s.Sum.Correct), trained: flag(trained(t)), loss: s.Sum.Loss}
	for _, a := range s.Arrays {
		all = append(all, a.Data...)
	}
	return []Reply{reply("state", "bytes", append(raw(all), packed...))}, nil
}

// trained tells whether a session's masks came from a run that has ended.
func trained(t experiment.Trainer) bool {
	m, ok := t.(experiment.Masked)
	return ok && m.Trained()
}

func setTrained(t experiment.Trainer, yes bool) {
	if m, ok := t.(experiment.Masked); ok {
		m.SetTrained(yes)
	}
}

// restore goes on where another engine, with the same parameters and data, gave its
// state away.
func (e *Engine) restore(m Message) ([]Reply, error) {
	t, err := e.learns()
	if err != nil {
		return nil, err
	}
	b, err := bytesOf(m, "bytes")
	if err != nil {
		return nil, err
	}
	if p, ok := t.Plan().(packer); ok {
		const head = 4 * progressLen
		if len(b) < head || b[3] < 128 { // an epoch is never negative, but ofStages is
			return nil, errs.New("this state is of no training in stages")
		}
		if err := p.Unpack(b[head:]); err != nil {
			return nil, err
		}
		step, _ := t.Progress()
		return e.restored(step)
	}
	s, err := t.Plan().State() // to be filled with another's
	if err != nil {
		return nil, err
	}
	n := progressLen
	for _, a := range s.Arrays {
		n += len(a.Data)
	}
	if len(b) != 4*n {
		return nil, errs.New("this state has ", len(b), " bytes, this network needs ", 4*n)
	}
	all := make([]float32, n)
	copy(raw(all), b)
	p := (*progress)(unsafe.Pointer(&all[0]))
	s.Progress = train.Progress{Epoch: int(p.epoch), Index: int(p.index), Step: int(p.step),
		Sum: network.Result{Count: int(p.count), Loss: p.loss, Correct: int(p.correct)}}
	if l, ok := t.(experiment.Sharer); ok && s.Index > 0 && s.Index >= l.Loop().Batches() || s.Index < 0 {
		return nil, errs.New("this state is at batch ", s.Index, ", which is behind the last of an epoch")
	}
	if s.Epoch < 0 || s.Step < 0 {
		return nil, errs.New("this state is of epoch ", s.Epoch, " and step ", s.Step, ", which cannot be")
	}
	all = all[progressLen:]
	for _, a := range s.Arrays {
		copy(a.Data, all)
		all = all[len(a.Data):]
	}
	if err := t.Plan().Restore(s); err != nil {
		return nil, err
	}
	setTrained(t, p.trained != 0)
	return e.restored(s.Step)
}

// restored tells that the run stands where another one did.
func (e *Engine) restored(step int) ([]Reply, error) {
	e.evaluation, e.shares = nil, 0
	e.forget(-1)
	if err := e.keep(); err != nil {
		return nil, err
	}
	return []Reply{reply("restored", "step", step)}, nil
}
