package train

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
)

// arrays are what the state has.
func (s *Fitting) arrays() []Array {
	a := []Array{{s.x.Name, s.x.Shape, s.x.Value}, {s.targetName(), []int{len(s.target)}, s.tried}}
	if s.gain != nil {
		a = append(a, Array{s.gain.Name, s.gain.Shape, s.gain.Value})
	}
	for _, o := range s.opt.States() {
		a = append(a, Array{o.Name, []int{o.Len}, o.Buffer})
	}
	return a
}

// targetName tells a target for light with phases from one without, which no mask can go on from.
func (s *Fitting) targetName() string {
	if s.InputPhase {
		return "target for inputs with phases"
	}
	return "target"
}

// State has the mask, the target with its free phases, Adam's moments and the schedule.
func (s *Fitting) State() (*State, error) {
	state, err := stateOf(s.dev, s.arrays(), s.step)
	if err == nil {
		state.Arrays = append(state.Arrays, Values{"schedule", []int{3}, append([]float32(nil), s.schedule[:]...)})
	}
	return state, err
}

// Restore goes on from a state of a fit of the same sizes and rule.
func (s *Fitting) Restore(state *State) error {
	arrays, what := s.arrays(), "the fit of a mask by "+string(s.Rule)
	last := len(state.Arrays) - 1
	if last < 0 || len(state.Arrays[last].Data) != len(s.schedule) {
		return notOf(what)
	}
	rest := *state
	rest.Arrays = state.Arrays[:last]
	if err := restoreTo(s.dev, arrays, &rest, what); err != nil {
		return err
	}
	for i, a := range arrays {
		if a.Name == s.targetName() {
			copy(s.target, state.Arrays[i].Data)
		}
	}
	copy(s.schedule[:], state.Arrays[last].Data)
	s.step = state.Step
	return nil
}

// stateOf reads arrays into a state.
func stateOf(dev compute.Device, arrays []Array, step int) (*State, error) {
	state := &State{Progress: Progress{Step: step}}
	for _, a := range arrays {
		v := Values{a.Name, a.Shape, make([]float32, a.Buffer.Spec().Len)}
		if err := dev.Read(a.Buffer, 0, v.Data); err != nil {
			return nil, err
		}
		state.Arrays = append(state.Arrays, v)
	}
	return state, nil
}

// restoreTo writes the arrays of a state, which must have the same names and lengths; if not, nothing is written.
func restoreTo(dev compute.Device, arrays []Array, state *State, what string) error {
	if len(state.Parts) > 0 || len(state.Arrays) != len(arrays) {
		return notOf(what)
	}
	for i, a := range arrays {
		if v := state.Arrays[i]; v.Name != a.Name || len(v.Data) != a.Buffer.Spec().Len {
			return errs.New("train: array ", i, " of the checkpoint is ", v.Name, " with ", len(v.Data),
				" numbers, this fit has ", a.Name, " with ", a.Buffer.Spec().Len)
		}
	}
	for i, a := range arrays {
		if err := dev.Write(a.Buffer, 0, state.Arrays[i].Data); err != nil {
			return err
		}
	}
	return nil
}

func notOf(what string) error { return errs.New("train: the checkpoint is not of ", what) }
