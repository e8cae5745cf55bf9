package diffusion

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/system/feedback"
)

// Model is what the network is made of.
func (c *Config) Model() (*experiment.Model, error) {
	dev := &compute.Counter{}
	s, err := Open(dev, *c, &data.Set{Name: c.Data, Width: c.Side, Height: c.Side})
	if err != nil {
		return nil, err
	}
	step := dev.Bytes
	sizes, err := feedback.Behind(s.Tells)
	if err != nil {
		return nil, err
	}
	m := feedback.Made(s.Net.Vars(), step, c.Batch)
	c.Light(m, c.Batch, 1, c.Side*c.Side, sizes)
	return m, nil
}
