// Package diffractive is the system of diffractive networks, of trainable masks with free
// space between them, and of codesign, whose masks displays with discrete states show.
package diffractive

import (
	"talbot/sim/experiment"
)

// Config is everything that determines a run: the same Config and data give the
// same run, bit for bit, on the same kind of device. Package-level documentation
// of each field is its row in Params.
type Config struct {
	Data    string
	Classes int

	experiment.Plane
	experiment.Source

	Networks  int
	Layers    int
	Mask      string
	Gain      float64
	InitRange float64

	Discrete
	experiment.Detector

	Loss string
	experiment.Descent
	Shift int
	Flip  bool
	Seed  int
}

// Params lists every knob of c once, in the order in which a form shows them.
// The values point into c.
func (c *Config) Params() []experiment.Param {
	list := []experiment.Param{
		{Name: "data-set", Label: "Data set", Group: "Data", Role: experiment.RoleData, Kind: experiment.Choice, Choices: c.dataSets(),
			Doc: "The labelled pictures to train and test on.", Var: &c.Data},
		{Name: "classes", Label: "Classes", Group: "Data", Kind: experiment.Int, Min: 0, Max: maxClasses,
			Doc: "Classes that the detector tells apart; 0 stands for those of the data set.", Var: &c.Classes},
	}
	list = append(list, c.Plane.Params()...)
	list = append(list, c.Source.Params()...)
	list = append(list, []experiment.Param{
		{Name: "networks", Label: "Networks", Group: "Network", Role: experiment.RoleNetworks, Kind: experiment.Choice, Choices: []string{"1", "2", "5", "10"},
			Doc: "Networks side by side, each with an even share of the source's power and of the classes.", Var: &c.Networks},
		{Name: "layers", Label: "Masks", Group: "Network", Kind: experiment.Int, Min: 1, Max: 20,
			Doc: "Number of trainable masks of a network.", Var: &c.Layers},
		{Name: "mask", Label: "Mask type", Group: "Network", Role: experiment.RoleMasks, Kind: experiment.Choice, Choices: []string{"phase", "amplitude", "display"}, Old: "device=display",
			Doc: "What a mask changes: the light's phase, its amplitude, or both as a display with discrete states can.", Var: &c.Mask},
		{Name: "gain", Label: "Gain", Group: "Network", Kind: experiment.Float, Min: 1e-3, Max: 1e3,
			Doc: "Factor on the amplitude behind every mask; LightRidge's amplitude factor. 1 for a real mask.", Var: &c.Gain},
		{Name: "init-range", Label: "Initial range", Group: "Network", Role: experiment.RoleTraining, Kind: experiment.Float, Min: 0, Max: 10,
			Doc: "Masks start with values drawn evenly between minus and plus this: radians for phase masks, logits, transmissions or levels for displays.", Var: &c.InitRange},
	}...)
	list = append(list, c.Discrete.Params()...)
	list = append(list, c.Detector.Params()...)
	list = append(list, experiment.Param{Name: "loss", Label: "Loss", Group: "Training", Role: experiment.RoleTraining, Kind: experiment.Choice, Choices: []string{"cross-entropy", "softmax-mse"},
		Doc: "What training makes small. The squared error is summed over a batch, as in LightRidge; cross-entropy is averaged.", Var: &c.Loss})
	list = append(list, c.Descent.Params("masks")...)
	return append(list, []experiment.Param{
		{Name: "shift", Label: "Shift pictures", Group: "Training", Role: experiment.RoleTraining, Kind: experiment.Int, Min: 0, Max: 100,
			Doc: "Training pictures are moved at random by up to so many of their pixels along each axis, anew for every update.", Var: &c.Shift},
		{Name: "flip", Label: "Mirror pictures", Group: "Training", Role: experiment.RoleTraining, Kind: experiment.Bool,
			Doc: "Half of the training pictures, chosen anew for every update, are mirrored left to right.", Var: &c.Flip},
		experiment.Seed(&c.Seed),
	}...)
}

// Param returns the knob of that name, or an error that says there is none.
func (c *Config) Param(name string) (experiment.Param, error) {
	for _, p := range c.Params() {
		if p.Name == name {
			return p, nil
		}
	}
	return experiment.Param{}, experiment.Wrong(name, "there is no such parameter")
}
