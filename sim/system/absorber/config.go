// Package absorber is the system of optical backpropagation through saturable absorbers:
// networks of optical multipliers with absorbers between them, whose gradient comes
// back as light through both (Guo, Barrett, Wang, Lvovsky, Photonics Research 9, B71 (2021);
// Spall, Guo, Lvovsky, Advanced Photonics 7, 016004 (2025)). Electronics do the loss and
// the update alone.
package absorber

import (
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/modulator"
	"talbot/sim/multiplier"
	"talbot/sim/network"
)

// Config is all that a run depends on.
type Config struct {
	Data      string
	Network   string // mlp or cnn
	Hidden    int    // numbers of a hidden layer of the mlp, and of the last of the cnn
	Layers    int    // hidden layers of the mlp
	Scale     float64
	Dropout   float64
	Loss      string
	Points    int // of a made-up table
	Held      int // examples held out of training, by which a run may be judged
	Activate  string
	Law       string
	Measured  string  // absorber of the law "measured", as of modulator.ParseTransmission
	Unit      float64 // intensity in Measured that is one of the network's
	Depth     float64
	Encoding  string
	Gradient  string
	Power     float64
	Constant  float64
	Through   string
	Static    float64
	CrossTalk float64
	Readout   float64
	Bits      int
	experiment.Descent
	Seed int
}

// Choices of the parameters, in the order of the constants that they stand for.
var (
	ways      = []string{"exact", "probe", "finite-probe", "scatter", "constant"}
	laws      = []string{"two-level", "medium", "measured"}
	through   = []string{"optical", "hybrid", "in-silico"}
	activates = []string{"relu", "tanh", "sigmoid", "absorber", "none"}
)

// needs are what each parameter needs to do something.
var needs = map[string]string{
	"points":        "data-set=rings|xor|arches",
	"dropout":       "network=cnn",
	"law":           "activation=absorber",
	"transmission":  "activation=absorber law=measured",
	"saturation":    "activation=absorber law=measured",
	"depth":         "activation=absorber law=two-level|medium",
	"encoding":      "activation=absorber",
	"gradient":      "activation=absorber",
	"signal-power":  "activation=absorber gradient=finite-probe|scatter",
	"constant":      "activation=absorber gradient=constant",
	"layers":        "network=mlp",
	"static-error":  "multipliers=optical|hybrid",
	"cross-talk":    "multipliers=optical|hybrid",
	"readout-noise": "multipliers=optical|hybrid",
	"weight-bits":   "multipliers=optical|hybrid",
}

// Params are the parameters in the order of a form; their values are in c.
func (c *Config) Params() []experiment.Param {
	const net, sa, bench = "Network", "Absorbers", "Optical multiplier"
	choice, number, whole := experiment.OneOf, experiment.Real, experiment.Whole
	list := []experiment.Param{
		choice("Data", "data-set", "Data set", "What is learned: pictures, or points of a plane.", &c.Data, c.dataSets()...),
		whole("Data", "points", "Points", "Points of the plane to learn from.", &c.Points, 10, 100000),
		whole("Data", "held-out", "Held out", "Examples kept out of training, by which the best epoch can be chosen.", &c.Held, 0, 50000),
		choice(net, "network", "Network", "Dense layers, or two convolutions before them.", &c.Network, "mlp", "cnn"),
		whole(net, "hidden", "Hidden numbers", "Amplitudes of a hidden layer.", &c.Hidden, 1, 4096),
		whole(net, "layers", "Hidden layers", "Hidden layers of the dense network.", &c.Layers, 1, 20),
		number(net, "scale", "Input scale", "Amplitude of full input, in units of the root of the saturation intensity.", &c.Scale, 1e-3, 1000),
		number(net, "dropout", "Dropout", "Share of the last convolution's numbers left out in training.", &c.Dropout, 0, 0.9),
		choice(net, "loss", "Loss", "Mean of squares, which interference shows, or cross-entropy, which electronics compute.", &c.Loss, "mean-squares", "cross-entropy"),
		choice(sa, "activation", "Activation", "Absorbers, or an electronic function to compare them with.", &c.Activate, activates...),
		choice(sa, "law", "Law", "How transmission depends on light: the simple form of two levels, the medium itself, or a measured table.", &c.Law, laws...),
		{Name: "transmission", Label: "Measured absorber", Group: sa, Kind: experiment.Text, File: "transmission", Check: checkMeasured,
			Doc: "Intensities and the share of each that passes, such as 0.1:0.05 1:0.2 10:0.7, or a file with a table of them.", Var: &c.Measured},
		number(sa, "saturation", "Unit of intensity", "Intensity of the measured absorber that is one unit of the network's, in whose root inputs count.", &c.Unit, 1e-12, 1e12),
		number(sa, "depth", "Optical depth", "Optical depth of the dark absorber: it passes exp(-depth) of the intensity.", &c.Depth, 0, kernels.MostDepth),
		choice(sa, "encoding", "Encoding", "What stands for a number: the amplitude, which has a sign, or the intensity.", &c.Encoding, "amplitude", "intensity"),
		choice(sa, "gradient", "Gradient", "How it comes back: by the slope, a weak probe, a probe that saturates, two weak signals, or a constant.", &c.Gradient, ways...),
		number(sa, "signal-power", "Signal", "Mean intensity of the probe, or root mean square amplitude of the two signals, in units of saturation.", &c.Power, 1e-9, 1e6),
		number(sa, "constant", "Constant", "What stands for the slope, for the gradient of that name; 0 stops it.", &c.Constant, -10, 10),
		choice(bench, "multipliers", "Multipliers", "Which ways go through the bench and its faults: both, forward alone, or none in training.", &c.Through, through...),
		number(bench, "static-error", "Static error", "Standard deviation of each block's error, as a share of its weight.", &c.Static, 0, 1),
		number(bench, "cross-talk", "Cross-talk", "Share of a row's light that arrives at each of its neighbours.", &c.CrossTalk, 0, 0.5),
		number(bench, "readout-noise", "Read-out noise", "Standard deviation of the noise, as a share of the root mean square of what is read.", &c.Readout, 0, 1),
		whole(bench, "weight-bits", "Bits", "Bits of the modulator that shows the weights; 0 for any weight.", &c.Bits, 0, 16),
	}
	for i := range list {
		if list[i].Needs = needs[list[i].Name]; list[i].Name == "data-set" {
			list[i].Role = experiment.RoleData
		}
	}
	list = append(list, c.Descent.Params("weights")...)
	return append(list, experiment.Seed(&c.Seed))
}

// checkMeasured says what is wrong with a measured absorber; none is for other laws.
func checkMeasured(text string) error {
	if text == "" {
		return nil
	}
	_, err := modulator.ParseTransmission(text)
	return err
}

// Clone is a copy.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

// tasks are those of points of a plane.
var tasks = []string{"rings", "xor", "arches"}

// dataSets are the choices of data: what Talbot knows, and the user's own set that c is for.
func (c *Config) dataSets() []string {
	list := append(slices.Clone(data.Names), tasks...)
	if !slices.Contains(list, c.Data) {
		list = append(list, c.Data)
	}
	return list
}

// Planar tells whether the examples are points of a plane.
func (c *Config) Planar() bool { return slices.Contains(tasks, c.Data) }

// Check says what of the values does not go together.
func (c *Config) Check() ([]string, error) {
	switch {
	case c.Network == "cnn" && c.Planar():
		return nil, experiment.Wrong("network", "convolutions want pictures; ", c.Data, " are points: choose the network mlp")
	case c.Law == "measured" && c.Measured == "":
		return nil, experiment.Wrong("transmission", "the law measured wants an absorber: give intensities and transmissions, such as 0.1:0.05 1:0.2 10:0.7, or a file of them")
	case c.Planar() && c.Held >= c.Points:
		return nil, experiment.Wrong("held-out", "of ", c.Points, " points ", c.Held, " are held out: leave some to learn from")
	case c.Bits == 1:
		return nil, experiment.Wrong("weight-bits", "a modulator with a sign has 2 bits at least; 0 is for any weight")
	}
	return nil, c.faults(0).Check()
}

func index(list []string, s string) int {
	for i, v := range list {
		if v == s {
			return i
		}
	}
	return 0
}

// faults are those of multiplier number i.
func (c *Config) faults(i int) network.Multiplier {
	return network.Multiplier{Through: network.Through(index(through, c.Through)), Number: i,
		Faults: multiplier.Faults{Static: c.Static, CrossTalk: c.CrossTalk, Readout: c.Readout, Bits: c.Bits, Seed: uint64(c.Seed)}}
}

// Absorber is the layer of absorbers, as the curves of it are drawn too.
func (c *Config) Absorber() network.Saturable {
	var table *kernels.AbsorptionTable
	if c.Law == "measured" {
		if t, err := modulator.ParseTransmission(c.Measured); err == nil { // as checked
			table = t.Table(c.Unit)
		}
	}
	return network.Saturable{Law: kernels.Absorption(index(laws, c.Law)), Depth: c.Depth, Intensity: c.Encoding == "intensity", Table: table,
		Way: network.Way(index(ways, c.Gradient)), Constant: c.Constant, Power: c.Power}
}

// activation is what stands between two products; nil for nothing.
func (c *Config) activation() network.Layer {
	switch i := index(activates, c.Activate); {
	case c.Activate == "absorber":
		return c.Absorber()
	case c.Activate == "none":
		return nil
	default:
		return network.Activate{Activation: kernels.Activation(i)}
	}
}
