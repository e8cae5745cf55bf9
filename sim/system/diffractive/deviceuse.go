package diffractive

import (
	"slices"

	"talbot/sim/experiment"
)

// DeviceUses is the session's devices as they are deployed, each once, in the order of
// their first masks; nil for masks that are no device.
func (s *Session) DeviceUses() ([]experiment.DeviceUse, error) {
	levels, err := s.Levels()
	if err != nil {
		return nil, err
	}
	var uses []experiment.DeviceUse
	for l, mask := range levels {
		c := s.devices[l].Curve()
		i := 0
		for i < len(uses) && !slices.Equal(uses[i].Curve.States, c.States) {
			i++
		}
		if i == len(uses) {
			uses = append(uses, experiment.DeviceUse{Curve: c, Used: make([]float64, c.Levels())})
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
