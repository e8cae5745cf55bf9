package train

import "talbot/sim/errs"

// free is the part of the state that is the free fit's.
const free = "free"

func (s *Displaying) arrays() []Array {
	v := s.mask.Var()
	a := []Array{{v.Name, v.Shape, v.Value}}
	for _, o := range s.opt.States() {
		a = append(a, Array{o.Name, []int{o.Len}, o.Buffer})
	}
	return a
}

// State has that of the free fit, and the display's variable with Adam's moments.
func (s *Displaying) State() (*State, error) {
	before, err := s.Free.State()
	if err != nil {
		return nil, err
	}
	state := &State{Progress: Progress{Step: s.step}, Parts: []Part{{free, s.Free.Done() >= 1, *before}}}
	for _, a := range s.arrays() {
		v := Values{a.Name, a.Shape, make([]float32, a.Buffer.Spec().Len)}
		if err := s.Free.dev.Read(a.Buffer, 0, v.Data); err != nil {
			return nil, err
		}
		state.Arrays = append(state.Arrays, v)
	}
	return state, nil
}

// Restore goes on from a state of a fit of the same sizes, display and rule.
func (s *Displaying) Restore(state *State) error {
	arrays := s.arrays()
	if len(state.Parts) != 1 || state.Parts[0].Key != free || len(state.Arrays) != len(arrays) {
		return errs.New("train: the checkpoint is not of a mask on a display by ", string(s.Rule))
	}
	for i, a := range arrays {
		if v := state.Arrays[i]; v.Name != a.Name || len(v.Data) != a.Buffer.Spec().Len {
			return errs.New("train: array ", i, " of the checkpoint is ", v.Name, " with ", len(v.Data),
				" numbers, this fit has ", a.Name, " with ", a.Buffer.Spec().Len)
		}
	}
	if err := s.Free.Restore(&state.Parts[0].State); err != nil {
		return err
	}
	for i, a := range arrays {
		if err := s.Free.dev.Write(a.Buffer, 0, state.Arrays[i].Data); err != nil {
			return err
		}
	}
	s.step = state.Step
	return nil
}
