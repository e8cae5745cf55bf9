package diffractive

import (
	"slices"

	"talbot/sim/experiment"
)

// DisplayUses is the session's displays as they are deployed, each once, in the order of
// their first masks; nil for masks that are no display.
func (s *Session) DisplayUses() ([]experiment.DisplayUse, error) {
	levels, err := s.Levels()
	if err != nil {
		return nil, err
	}
	var uses []experiment.DisplayUse
	for l, mask := range levels {
		c := s.displays[l].Curve()
		i := 0
		for i < len(uses) && !slices.Equal(uses[i].Curve.States, c.States) {
			i++
		}
		if i == len(uses) {
			uses = append(uses, experiment.DisplayUse{Curve: c, Used: make([]float64, c.Levels())})
		}
		u := &uses[i]
		u.Masks = append(u.Masks, s.Config.MaskNumber(l))
		for _, k := range mask {
			u.Used[k]++
		}
	}
	for _, u := range uses {
		for k := range u.Used {
			u.Used[k] /= float64(len(u.Masks) * s.Config.Grid().Len())
		}
	}
	return uses, nil
}
