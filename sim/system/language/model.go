package language

import (
	"talbot/sim/compute"
	"talbot/sim/experiment"
	"talbot/sim/system/feedback"
)

// Model is what the network is made of. An error is that of a token, in front of the last normalisation.
func (c *Config) Model() (*experiment.Model, error) {
	dev := &compute.Counter{}
	s, err := Open(dev, *c, nil)
	if err != nil {
		return nil, err
	}
	step := dev.Bytes
	sizes, err := feedback.Behind(s.Net)
	if err != nil {
		return nil, err
	}
	for i := range sizes {
		sizes[i] /= c.Context
	}
	m := feedback.Made(s.Net.Vars(), step, c.Batch)
	c.Light(m, c.Batch, c.Context, c.Width, sizes)
	return m, nil
}
