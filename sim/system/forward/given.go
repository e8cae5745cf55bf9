package forward

import "talbot/sim/errs"

// SetMasks makes phases, [mask][y][x] rad, those of all masks, and of the simulation's that are kept beside them. It is an error, and
// nothing changes, when there are not as many as the masks have, or one is not finite.
func (s *Session) SetMasks(phase []float32) error {
	n := s.Grid().Len()
	if len(phase) != s.Layers*n {
		return errs.New("forward: ", len(phase), " phases are given, and this network has ", s.Layers, " masks of ", s.Samples, " x ", s.Samples)
	}
	for i, v := range phase {
		if v-v != 0 {
			return errs.New("forward: row ", i%n/s.Samples, ", column ", i%s.Samples, " of mask ", i/n+1, " is ", v, ", and phases are finite numbers")
		}
	}
	for l, v := range s.Net.Masks {
		if err := s.dev.Write(v.Value, 0, phase[l*n:(l+1)*n]); err != nil {
			return err
		}
	}
	return s.keep()
}

// SetPhases is SetMasks of the session.
func (r *running) SetPhases(phase []float32) error { return r.s.SetMasks(phase) }
