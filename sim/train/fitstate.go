package train

import "talbot/sim/errs"

// arrays are what the state has.
func (s *Fitting) arrays() []Array {
	a := []Array{{s.x.Name, s.x.Shape, s.x.Value}, {"target", []int{len(s.target)}, s.tried}}
	if s.gain != nil {
		a = append(a, Array{s.gain.Name, s.gain.Shape, s.gain.Value})
	}
	for _, o := range s.opt.States() {
		a = append(a, Array{o.Name, []int{o.Len}, o.Buffer})
	}
	return a
}

// State has the mask, the target with its free phases, Adam's moments and the schedule.
func (s *Fitting) State() (*State, error) {
	state := &State{Progress: Progress{Step: s.step}}
	for _, a := range s.arrays() {
		v := Values{a.Name, a.Shape, make([]float32, a.Buffer.Spec().Len)}
		if err := s.dev.Read(a.Buffer, 0, v.Data); err != nil {
			return nil, err
		}
		state.Arrays = append(state.Arrays, v)
	}
	state.Arrays = append(state.Arrays, Values{"schedule", []int{3}, append([]float32(nil), s.schedule[:]...)})
	return state, nil
}

// Restore goes on from a state of a fit of the same sizes and rule.
func (s *Fitting) Restore(state *State) error {
	arrays := s.arrays()
	if len(state.Parts) > 0 || len(state.Arrays) != len(arrays)+1 || len(state.Arrays[len(arrays)].Data) != len(s.schedule) {
		return errs.New("train: the checkpoint is not of the fit of a mask by ", string(s.Rule))
	}
	for i, a := range arrays {
		if v := state.Arrays[i]; v.Name != a.Name || len(v.Data) != a.Buffer.Spec().Len {
			return errs.New("train: array ", i, " of the checkpoint is ", v.Name, " with ", len(v.Data),
				" numbers, this fit has ", a.Name, " with ", a.Buffer.Spec().Len)
		}
	}
	for i, a := range arrays {
		if err := s.dev.Write(a.Buffer, 0, state.Arrays[i].Data); err != nil {
			return err
		}
		if a.Name == "target" {
			copy(s.target, state.Arrays[i].Data)
		}
	}
	copy(s.schedule[:], state.Arrays[len(arrays)].Data)
	s.step = state.Step
	return nil
}
