// Package chip is the system of photonic circuits that learn by light which goes forwards alone (Xue, Zhou, Xu, Yu, Dai
// and Fang, "Fully forward mode training for optical neural networks", Nature 632, 280 (2024)): a chip of weights and
// couplers that learns to tell irises, and two coupled waveguides that look for the point where their modes are one.
package chip

import (
	"talbot/sim/circuit"
	"talbot/sim/experiment"
)

// Config is all that a run of the chip depends on.
type Config struct {
	Symmetric, Skew, Range                   float64
	Splitting, Phase, Weight, Drift, Readout float64
	Bits                                     int
	Method, Tested                           string
	experiment.Descent
	Seed int
}

// widths are the weights of each layer, of 16 inputs, as in the released program.
var widths = []int{16, 16, 16, 8, 8}

// repeated is how often the four lengths of a flower stand side by side.
const repeated = 4

// Methods by which the chip learns.
var methods = []string{"ffm", "ffm-blind", "physics-aware", "in-silico"}

// Params are the parameters in the order of a form.
func (c *Config) Params() []experiment.Param {
	const chip, wrong = "Chip", "What is wrong with the chip"
	number := func(group, name, label, unit, doc string, v *float64, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Unit: unit, Doc: doc, Kind: experiment.Float, Min: low, Max: high}.At(v)
	}
	list := []experiment.Param{
		number(chip, "symmetric", "Symmetric couplers", "", "Share of the couplers that are their own transpose; before one arm of the others stands a phase shifter.", &c.Symmetric, 0, 1),
		number(chip, "skew", "Phase shifter", "rad", "What the phase shifters of the other couplers add.", &c.Skew, -3.2, 3.2),
		number(chip, "weight-range", "Largest weight", "", "What the largest level of a weight stands for.", &c.Range, 0.1, 100),
		number(wrong, "splitting-error", "Splitting", "rad", "Standard deviation of each coupler's angle, of which pi/4 shares the light in halves.", &c.Splitting, 0, 1),
		number(wrong, "phase-error", "Phases", "rad", "Standard deviation of what calibration leaves of the phase at either end of each waveguide.", &c.Phase, 0, 1),
		number(wrong, "weight-error", "Weights", "", "Standard deviation of the share by which each weight is too large or small.", &c.Weight, 0, 1),
		number(wrong, "drift", "Drift", "", "Standard deviation of the share by which the numbers of the cores change with time.", &c.Drift, 0, 1),
		number(wrong, "readout-noise", "Read-out noise", "", "Standard deviation of the noise, as a share of the root mean square of what is read.", &c.Readout, 0, 1),
		experiment.Param{Name: "weight-bits", Label: "Bits", Group: wrong, Doc: "Bits of a weight, sign included; 0 for any weight.", Kind: experiment.Int, Min: 0, Max: 16}.At(&c.Bits),
		experiment.Param{Name: "method", Label: "Method", Group: "Training", Kind: experiment.Choice, Choices: methods, Role: experiment.RoleTraining,
			Doc: "Who says where the loss falls: light forwards, with the drawn phase shifters undone or not; light and, for the way back, the drawing; or the drawing alone."}.At(&c.Method),
		experiment.Param{Name: "tested-on", Label: "Tested on", Group: "Training", Kind: experiment.Choice, Choices: []string{"chip", "drawing"},
			Doc: "Where the weights are tested: on the chip, or on the drawing of it."}.At(&c.Tested),
	}
	list = append(list, c.Descent.Params("weights")...)
	return append(list, experiment.Seed(&c.Seed))
}

// Clone is a copy.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

// Check says what of the values does not go together.
func (c *Config) Check() ([]string, error) {
	if c.Bits == 1 {
		return nil, experiment.Wrong("weight-bits", "a weight with a sign has 2 bits at least; 0 is for any weight")
	}
	if c.Method == "ffm-blind" && c.Symmetric < 1 {
		return []string{"couplers that are not their own transpose, with their phase shifters left in: what light forwards tells is no gradient"}, nil
	}
	return nil, nil
}

// Design is the chip's drawing.
func (c *Config) Design() circuit.Design {
	return circuit.Design{Widths: widths, Sum: true, Symmetric: c.Symmetric, Skew: c.Skew, Range: c.Range, Seed: uint64(c.Seed)}
}

// faults are those of the chip, and not of the seed of the drawing and the weights.
func (c *Config) faults() circuit.Faults {
	return circuit.Faults{Splitting: c.Splitting, Phase: c.Phase, Weight: c.Weight, Drift: c.Drift, Readout: c.Readout, Bits: c.Bits, Seed: uint64(c.Seed) + 1000}
}

// Cost counts the couplers.
func (c *Config) Cost() experiment.Cost {
	return experiment.Cost{Look: 2e5, Step: 3000 * float64(c.Batch)}
}
