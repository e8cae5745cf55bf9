package dante

import (
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/train"
)

// steps are the training: global, local, and then the read-out once more.
type steps struct {
	*train.Plan
	s *Session
}

// progress counts all updates, and each step behind the global one as an epoch.
func (s *Session) progress() (step int, epoch float64) {
	l := s.Global.Loop
	step, epoch = l.Step, float64(l.Epoch)+float64(l.Index)/float64(max(1, l.Batches()))
	if !s.Dual() || s.Global.Done() < 1 {
		return step, epoch
	}
	for _, n := range s.made {
		step += n
	}
	epoch += s.Local.Done()
	if r := s.Retune; r != nil && s.Local.Done() >= 1 {
		step, epoch = step+r.epochs.Step, epoch+r.Done()
	}
	return step, epoch
}

// Next does the next piece. Beyond the end only single neurons train on: of dual ones the masks, which are
// fitted to the convolutions as they were, would no longer be those of the network.
func (p steps) Next() (network.Result, error) {
	if p.Done() < 1 {
		return p.Plan.Next()
	}
	if p.s.Dual() {
		return network.Result{}, errs.New("dante: all steps have been made; to train on, ask for more epochs")
	}
	return p.s.Global.Next()
}

// State has where the whole training stands beside the states of its steps.
func (p steps) State() (*train.State, error) {
	state, err := p.Plan.State()
	if err != nil || len(p.Stages) == 1 {
		return state, err
	}
	step, epoch := p.s.progress()
	state.Progress = train.Progress{Step: step, Epoch: int(epoch)}
	return state, nil
}

// Restore goes on from a state. Where more epochs are wanted than it has, masks are to be fitted
// anew behind them.
func (p steps) Restore(state *train.State) error {
	if err := p.Plan.Restore(state); err != nil || len(p.Stages) == 1 || p.s.Global.Done() >= 1 {
		return err
	}
	p.At = 0
	if p.s.Retune != nil {
		p.s.Retune.forget()
	}
	return p.s.Local.Restore(&train.State{})
}

var _ train.Stage = steps{}
