package train

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
	state, err := stateOf(s.Free.dev, s.arrays(), s.step)
	if err == nil {
		state.Parts = []Part{{free, s.Free.Done() >= 1, *before}}
	}
	return state, err
}

// Restore goes on from a state of a fit of the same sizes, display and rule.
func (s *Displaying) Restore(state *State) error {
	what := "a mask on a display by " + string(s.Rule)
	if len(state.Parts) != 1 || state.Parts[0].Key != free {
		return notOf(what)
	}
	own := *state
	own.Parts = nil
	if err := restoreTo(s.Free.dev, s.arrays(), &own, what); err != nil {
		return err
	}
	if err := s.Free.Restore(&state.Parts[0].State); err != nil {
		return err
	}
	s.step = state.Step
	return nil
}
