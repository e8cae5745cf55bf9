package forward

import "testing"

// The calibration counts among what comes before the first light, and no bench without faults has one.
func TestCostCountsCalibration(t *testing.T) {
	p, _ := Find("ffm-fashion-6")
	c := p.Config
	with := c.Cost()
	c.Calibrate = false
	without := c.Cost()
	if with.Look < 10*without.Look || with.Step != without.Step {
		t.Errorf("cost %v with a calibration, %v without", with, without)
	}
	c.Calibrate, c.Bench = true, "ideal"
	if bare := c.Cost(); bare.Look > without.Look {
		t.Errorf("cost %v of a bench without faults", bare)
	}
}
