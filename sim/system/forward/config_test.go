package forward

import "testing"

// Epochs in the simulation before the method begins are no matter where the method is there itself.
func TestTrainedElsewhere(t *testing.T) {
	p, _ := Find("ffm-small")
	c := p.Config
	c.Epochs = 1
	if _, err := c.Check(); err == nil {
		t.Error("of one epoch by fully forward mode ", c.Elsewhere, " are in the simulation")
	}
	for _, c.Method = range []string{"in-silico", "vaccinated"} {
		if _, err := c.Check(); err != nil {
			t.Errorf("%s: %v", c.Method, err)
		}
	}
}
