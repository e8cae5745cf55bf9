package forward

import "talbot/sim/experiment"

// Masks are the trained phases as they are, [mask][Ny Nx] rad.
func (s *Session) Masks() ([][]float32, error) {
	all := make([][]float32, len(s.Net.Masks))
	for l, v := range s.Net.Masks {
		all[l] = make([]float32, v.Len())
		if err := s.dev.Read(v.Value, 0, all[l]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// BeginWith starts the run anew with phases, [mask][Ny Nx] rad, as if the simulation had trained them: a method of the bench begins at once,
// on a bench as it is at first. Where all epochs are in the simulation it begins there. When they do not fit nothing changes.
func (s *Session) BeginWith(masks [][]float32) error {
	epoch := 0
	if s.onBench() && s.Elsewhere < s.Epochs {
		epoch = s.Elsewhere
	}
	if err := s.Stage.Anew(s.dev, masks, epoch); err != nil {
		return err
	}
	s.Forget()
	s.frames, s.learned, s.tested, s.probe = 0, 0, nil, &probe{s: s}
	return s.keep()
}

// SetMasks is BeginWith of phases that are one array, [mask][y][x] rad. It is an error, and nothing changes, when there are not as many as the
// masks have, or one is not finite.
func (s *Session) SetMasks(phase []float32) error {
	masks, err := (&experiment.MaskArray{Kind: experiment.Radians, Values: phase}).Phases(s.Layers, s.Samples)
	if err != nil {
		return err
	}
	return s.BeginWith(masks)
}

// MaskArray gives the masks away, as TakeMasks takes them.
func (r *running) MaskArray() (*experiment.MaskArray, error) {
	all, err := r.s.Masks()
	a := &experiment.MaskArray{Kind: experiment.Radians, Type: "float32"}
	for _, m := range all {
		a.Values = append(a.Values, m...)
	}
	return a, err
}

// TakeMasks begins with those of a file.
func (r *running) TakeMasks(a *experiment.MaskArray) error {
	masks, err := a.Phases(r.s.Layers, r.s.Samples)
	if err != nil {
		return err
	}
	return r.s.BeginWith(masks)
}

var _ experiment.Taking = (*running)(nil)
