package train

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/network"
)

// Stage is a part of a run that is done in small pieces, between which it can be stopped, and
// goes on from its state bit for bit.
type Stage interface {
	Name() string
	// Next does the next piece, of a second or less, and tells what it gave. The result may
	// come later, as that of Descent.Step does.
	Next() (network.Result, error)
	// Done is the share that is done, 1 at the end; Next is not called then.
	Done() float64
	// State is where the stage stands, and Restore brings it there again. When the state is of
	// another stage nothing changes and the error says what does not fit.
	State() (*State, error)
	Restore(*State) error
}

// Epochs is a loop for so many epochs: a stage.
type Epochs struct {
	*Loop
	Title string
	N     int
}

func (e *Epochs) Name() string { return e.Title }

// Done counts updates.
func (e *Epochs) Done() float64 {
	all := e.N * e.Batches()
	if all < 1 || e.Epoch >= e.N {
		return 1
	}
	return float64(e.Epoch*e.Batches()+e.Index) / float64(all)
}

func (e *Epochs) State() (*State, error) { return e.Loop.State(e.device()) }
func (e *Epochs) Restore(s *State) error { return e.Loop.Restore(e.device(), s) }
func (e *Epochs) device() compute.Device { return e.Descent.dev }

// Plan is stages one after another, which is a stage again. A stage may train what one
// before has trained: states are restored in the order of the stages. One of a single
// stage has the state of that.
type Plan struct {
	Stages []Stage
	At     int // number of the stage that is next, from 0; that of the stages at the end

	last int // number of the stage that did the last piece
}

// Last is the stage that did the last piece, or at the start the first.
func (p *Plan) Last() Stage { return p.Stages[p.last] }

// Name is that of the stage that is next, or "" at the end.
func (p *Plan) Name() string {
	if p.At < len(p.Stages) {
		return p.Stages[p.At].Name()
	}
	return ""
}

// Titles are the names of all stages.
func (p *Plan) Titles() (list []string) {
	for _, s := range p.Stages {
		list = append(list, s.Name())
	}
	return list
}

// Done counts each stage as much as the others.
func (p *Plan) Done() float64 {
	p.pass()
	if p.At >= len(p.Stages) {
		return 1
	}
	return (float64(p.At) + math.Min(1, p.Stages[p.At].Done())) / float64(len(p.Stages))
}

// pass goes on to the next stage that has anything to do.
func (p *Plan) pass() {
	for p.At < len(p.Stages) && p.Stages[p.At].Done() >= 1 {
		p.At++
	}
}

// Next does the next piece of the stage that is next.
func (p *Plan) Next() (network.Result, error) {
	p.pass()
	if p.At >= len(p.Stages) {
		return network.Result{}, errs.New("train: the plan has come to its end")
	}
	p.last = p.At
	r, err := p.Stages[p.At].Next()
	if err == nil {
		p.pass()
	}
	return r, err
}

// State has the states of all stages that have begun.
func (p *Plan) State() (*State, error) {
	if len(p.Stages) == 1 {
		return p.Stages[0].State()
	}
	all := &State{}
	for i, s := range p.Stages[:min(p.At+1, len(p.Stages))] {
		state, err := s.State()
		if err != nil {
			return nil, err
		}
		all.Parts = append(all.Parts, Part{s.Name(), i < p.At, *state})
	}
	return all, nil
}

// Restore restores all stages that had begun.
func (p *Plan) Restore(s *State) error {
	if len(p.Stages) == 1 {
		p.At = 0
		return p.Stages[0].Restore(s)
	}
	if n := len(s.Parts); n < 1 || n > len(p.Stages) {
		return errs.New("train: the checkpoint is of ", n, " stages, this plan has ", len(p.Stages))
	}
	at := len(s.Parts) - 1
	for i, part := range s.Parts {
		if name := p.Stages[i].Name(); part.Key != name {
			return errs.New("train: stage ", i+1, " of the checkpoint is ", part.Key, ", that of this plan ", name)
		}
		if i < at && !part.Ended {
			return errs.New("train: the checkpoint has a stage behind ", part.Key, ", which has not ended")
		}
	}
	// A stage alone knows what fits it, so that those before are put back when one refuses.
	old := make([]*State, len(s.Parts))
	for i := range old {
		var err error
		if old[i], err = p.Stages[i].State(); err != nil {
			return err
		}
	}
	for i := range s.Parts {
		if err := p.Stages[i].Restore(&s.Parts[i].State); err != nil {
			for k := range i {
				if again := p.Stages[k].Restore(old[k]); again != nil {
					return again
				}
			}
			return errs.New("train: stage ", p.Stages[i].Name(), ": ", err.Error())
		}
	}
	p.last = at
	if p.At = at; s.Parts[at].Ended {
		p.At++
	}
	return nil
}

var (
	_ Stage = (*Epochs)(nil)
	_ Stage = (*Plan)(nil)
)
