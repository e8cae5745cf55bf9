package rundir

import (
	"talbot/sim/system/diffractive"
)

// displaysOf reads the masks of a display as it shows them: which level each pixel
// has, and what that level does to the light.
func displaysOf(s *diffractive.Session) (*Masks, error) {
	m := &Masks{Layers: s.Config.Masks(), N: s.Config.Grid().Nx}
	levels, err := s.Levels()
	if err != nil {
		return nil, err
	}
	for l, d := range s.Displays() {
		states := d.Curve().States
		for _, k := range levels[l] {
			m.Levels = append(m.Levels, k)
			m.Values = append(m.Values, Wrap(float32(states[k].Phase)))
			m.Transmission = append(m.Transmission, float32(states[k].Amplitude))
		}
	}
	return m, nil
}
