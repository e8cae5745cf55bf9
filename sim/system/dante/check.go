package dante

import (
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/train"
)

// Check says what of the values does not go together.
func (c *Config) Check() (warnings []string, err error) {
	channels, side, _ := c.Shape()
	a, err := c.architecture(channels, side)
	if err != nil {
		return nil, err
	}
	if n, ny, _ := data.Shape(c.Data); n > 0 && (n != channels || ny != side) && !c.Electronic() {
		return nil, &experiment.ParamError{Name: "network", Why: errs.New("the network ", c.Network, " is for pictures of ", side, " x ", side, " in ", inColours(channels),
			", and those of ", c.Data, " are of ", ny, " x ", ny, " in ", inColours(n), ": choose the network own, or another data set").Error()}
	}
	if err := c.checkMask(); err != nil && len(a.layers) > 0 {
		return nil, err
	}
	for i, l := range a.layers {
		if err := l.tiling().Check(); err != nil {
			return nil, &experiment.ParamError{Name: "maps", Why: err.Error()}
		}
		region := l.tiling().Region()
		if err := c.system().Check(region); err != nil {
			return nil, &experiment.ParamError{Name: "focal-length", Why: errs.New("layer ", i+1, ": ", err.Error()).Error()}
		}
		if reach := min(c.system().Reach(), float64(c.Mask)); float64(region) > 0.7*reach {
			warnings = append(warnings, errs.New("the impulse response of layer ", i+1, " takes ", region, " of the ", int(reach),
				" samples that mask and lenses reach; of more than 70 % a mask can hardly be fitted: take fewer or smaller kernels, a larger mask or a longer focal length").Error())
		}
	}
	if err := c.checkDisplay(); err != nil {
		return nil, err
	}
	if err := c.checkPlanes(a); err != nil {
		return nil, err
	}
	switch {
	case c.Classes == 1:
		return nil, experiment.Wrong("classes", "one class leaves nothing to tell apart: take 2 or more, or 0 for all")
	case c.FitRule == string(train.FitRetrieval) && c.FitRate >= 2:
		return nil, experiment.Wrong("fit-rate", "phase retrieval fails from 2 on: take 1.9 or less")
	case c.FitWarm > c.FitSteps && c.FitRule == string(train.FitAdam):
		return nil, experiment.Wrong("fit-warm", c.FitWarm, " updates by retrieval are more than all ", c.FitSteps)
	}
	return warnings, nil
}

// checkMask says what is wrong with the side of the masks.
func (c *Config) checkMask() error {
	f := c.system()
	switch reach := f.Reach(); {
	case f.Full() && c.Mask > c.Samples:
		return experiment.Wrong("mask-size", "planes of ", c.Samples, " samples do not hold a mask of ", c.Mask, ": take ", c.Samples, " or less, or more samples")
	case f.Full() && reach > float64(c.Samples):
		return experiment.Wrong("samples", "planes of ", c.Samples, " are too small for lenses of this focal length, whose light takes ", int(reach)+1, ": take so many samples or more, or a shorter focal length")
	case !f.Full() && float64(c.Mask) > reach+1:
		return experiment.Wrong("mask-size", "a point lights ", int(reach), " pixels of a mask along each side, wavelength x focal length/pitch^2, and the rest of ", c.Mask,
			" would stay dark: take ", int(reach), " or less, or a longer focal length")
	}
	return nil
}
