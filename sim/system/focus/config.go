// Package focus is the system of light that is to meet in one place behind a scatterer, by fully forward mode (Xue, Zhou,
// Xu, Yu, Dai and Fang, Nature 632, 280 (2024), figure 3) or by searches that measure alone. The bench is the virtual one.
package focus

import (
	"talbot/sim/experiment"
	"talbot/sim/rig/virtual"
)

// Config is all that a run depends on.
type Config struct {
	Samples   int
	Scatterer string
	At        float64 // share of the way to the camera
	X, Y      float64 // m: where the focus is to be
	Method    string
	virtual.Faults
	experiment.Descent
	Seed int
}

// Methods: fully forward mode, and its rivals.
var methods = []string{"ffm", "swarm-zernike", "swarm-superpixels", "annealing-zernike"}

// Params are the parameters in the order of a form.
func (c *Config) Params() []experiment.Param {
	const way = "Light's way"
	number := func(name, label, unit, doc string, v *float64, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: way, Unit: unit, Doc: doc, Kind: experiment.Float, Min: low, Max: high}.At(v)
	}
	list := append([]experiment.Param{
		experiment.Param{Name: "samples", Label: "Pixels", Group: way, Doc: "Pixels along a side of 3.2 mm, of panels and camera.", Kind: experiment.Int, Min: 40, Max: 800}.At(&c.Samples),
		experiment.Param{Name: "scatterer", Label: "Scatterer", Group: way, Kind: experiment.Choice, Choices: Scatterers,
			Doc: "What stands in the light: nothing, a plate of random phases, or smooth ones as of adhesive tape."}.At(&c.Scatterer),
		number("scatterer-at", "Place", "", "Where the scatterer stands, as a share of the way to the camera; in the middle the way is its own transpose.", &c.At, 0.05, 0.95),
		number("focus-x", "Focus, x", "m", "Where the focus is to be, from the middle to the right.", &c.X, -1.6e-3, 1.6e-3),
		number("focus-y", "Focus, y", "m", "Where the focus is to be, from the middle down.", &c.Y, -1.6e-3, 1.6e-3),
	}, c.Faults.Params()...)
	list = append(list, experiment.Param{Name: "method", Label: "Method", Group: "Training", Kind: experiment.Choice, Choices: methods, Role: experiment.RoleTraining,
		Doc: "Light that carries the error forwards; or a swarm or annealing that measures how good the focus is, over 28 Zernike polynomials or 20 x 20 superpixels."}.At(&c.Method))
	list = append(list, c.Descent.Params("phases")...)
	return append(list, experiment.Seed(&c.Seed))
}

// Clone is a copy.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

// Check says what of the values does not go together.
func (c *Config) Check() ([]string, error) {
	if c.Batch != 1 {
		return nil, experiment.Wrong("batch", "there is one focus to learn: want 1, not ", c.Batch)
	}
	if err := c.Faults.Check(); err != nil {
		return nil, err
	}
	if c.Method == methods[0] && c.Scatterer != "none" && (c.At < 0.45 || c.At > 0.55) {
		return []string{"the scatterer is not in the middle of the way, so what light forwards tells is not where the loss falls"}, nil
	}
	return nil, nil
}

// Cost counts transforms of twice as many samples a side, of some frames.
func (c *Config) Cost() experiment.Cost {
	one := experiment.TransformCost(2*float64(c.Samples), 2*float64(c.Samples))
	return experiment.Cost{Look: 2 * one, Step: 22 * one}
}

// base are the settings of the released program (Fig3: all phases free, Adam, a square of 6 x 6 pixels of 8 um), with a rate of
// 0.3 for its 0.1; faults are those of a camera alone.
func base() Config {
	f := virtual.Ideal()
	f.Photons, f.Read, f.Well, f.Bits = true, 2.5, 10500, 12
	return Config{Samples: 200, Scatterer: "plate", At: 0.5, Method: "ffm", Faults: f, Seed: 1,
		Descent: experiment.Descent{Optimiser: "adam", LearningRate: 0.3, Momentum: 0.9, Schedule: "constant", ScheduleEpochs: 10, ScheduleFactor: 0.5, Batch: 1, Epochs: 25}}
}

// Base is a copy of the settings of the preset ffm-focus.
func Base() Config { return base() }
