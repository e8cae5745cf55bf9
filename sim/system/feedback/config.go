// Package feedback is the system of optical direct feedback alignment: electronic networks whose error
// is sent to every layer at once through a medium that scatters light, in place of backpropagation (Launay et al.,
// "Hardware beyond backpropagation: a photonic co-processor for direct feedback alignment", arXiv 2012.06373; Wang
// et al., arXiv 2409.12965). Mirrors show the error in parts of -1, 0 and 1, a camera sees the speckle. Of a language
// model of Transformers the maker's own study finds that this never makes up in computation for the higher loss that
// it ends with (Filipovich et al., "Scaling laws beyond backpropagation", arXiv 2210.14593).
package feedback

import (
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/opu"
)

// Config is all that a run depends on.
type Config struct {
	Data         string
	Network      string // mlp or cnn
	Hidden       int    // numbers of a hidden dense layer
	Layers       int    // hidden dense layers
	Convolutions int
	Channels     int // of the first convolution; each next one has twice as many
	Activate     string
	Scale        float64
	Shift        int
	Flip         bool
	Feedback     string
	Show         string // of the optical unit: by chance or by threshold
	Threshold    float64
	Align        bool
	Method       string
	Bits         int
	Electrons    float64
	Read         float64
	experiment.Descent
	Seed int
}

// Ways are how the error comes to the layers.
var Ways = []string{"backprop", "dfa", "ternary", "ternary-unbiased", "opu", "last-layer"}

var activates = []string{"relu", "tanh", "sigmoid"} // in the order of kernels.Activation

// needs are what each parameter needs to do something.
var needs = map[string]string{
	"convolutions": "network=cnn",
	"channels":     "network=cnn",
	"showing":      "feedback=opu",
	"threshold":    "feedback=ternary|opu",
	"prealigned":   "feedback=dfa|ternary|ternary-unbiased network=mlp",
	"measuring":    "feedback=opu",
	"camera-bits":  "feedback=opu",
	"electrons":    "feedback=opu",
	"read-noise":   "feedback=opu",
}

// Params are the parameters in the order of a form; their values are in c.
func (c *Config) Params() []experiment.Param {
	const net, back, unit = "Network", "Feedback", "Optical unit"
	choice, number, whole := experiment.OneOf, experiment.Real, experiment.Whole
	yes := func(group, name, label, doc string, v *bool) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Bool}.At(v)
	}
	list := []experiment.Param{
		choice("Data", "data-set", "Data set", "The pictures that are learned.", &c.Data, c.dataSets()...),
		whole("Data", "shift", "Shift", "Pixels by which training pictures are moved at most.", &c.Shift, 0, 8),
		yes("Data", "flip", "Flip", "Half of the training pictures are mirrored, left to right.", &c.Flip),
		choice(net, "network", "Network", "Dense layers, or convolutions before them.", &c.Network, "mlp", "cnn"),
		whole(net, "hidden", "Hidden numbers", "Numbers of a hidden dense layer.", &c.Hidden, 1, 16384),
		whole(net, "layers", "Hidden layers", "Hidden dense layers.", &c.Layers, 1, 20),
		whole(net, "convolutions", "Convolutions", "Convolutions of 3 x 3, each with means of 2 x 2 behind it.", &c.Convolutions, 1, 5),
		whole(net, "channels", "Channels", "Channels of the first convolution; each next one has twice as many.", &c.Channels, 1, 512),
		choice(net, "activation", "Activation", "What follows each hidden layer.", &c.Activate, activates...),
		number(net, "scale", "Input scale", "Number of a full-scale pixel.", &c.Scale, 1e-3, 1000),
		choice(back, "feedback", "Feedback", "How the error comes to hidden layers: backwards through the layers; at once by fixed random matrices, whole, as signs above a threshold or as signs by chance; by the optical unit; or not at all.", &c.Feedback, Ways...),
		choice(back, "showing", "Shown error", "Signs that mirrors show: by chance, which is right on average, or above a threshold.", &c.Show, "chance", "threshold"),
		number(back, "threshold", "Threshold", "Errors below it are not shown, where a threshold decides.", &c.Threshold, 0, 1),
		yes(back, "prealigned", "Aligned start", "The first weights already agree with the feedback.", &c.Align),
		choice(unit, "measuring", "Measuring", "How speckle becomes linear numbers: with an anchor on other mirrors, or with a reference beam of two phases.", &c.Method, opu.Methods...),
		whole(unit, "camera-bits", "Camera bits", "Bits of the camera; 0 for any number.", &c.Bits, 0, 16),
		number(unit, "electrons", "Electrons", "Electrons of a full pixel, which give the shot noise; 0 for none.", &c.Electrons, 0, 1e7),
		number(unit, "read-noise", "Read noise", "Standard deviation of a reading, in electrons.", &c.Read, 0, 1e5),
	}
	for i := range list {
		if list[i].Needs = needs[list[i].Name]; list[i].Name == "data-set" {
			list[i].Role = experiment.RoleData
		}
	}
	list = append(list, c.Descent.Params("weights")...)
	return append(list, experiment.Seed(&c.Seed))
}

// Clone is a copy that shares nothing.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

// dataSets are the choices of data: what Talbot knows, CIFAR-10, and the user's own set that c is for.
func (c *Config) dataSets() []string {
	list := append(slices.Clone(data.Names), "cifar-10")
	if !slices.Contains(list, c.Data) {
		list = append(list, c.Data)
	}
	return list
}

// Check says what of the values does not go together.
func (c *Config) Check() ([]string, error) {
	return nil, c.unit().Check()
}

// unit is the optical one.
func (c *Config) unit() opu.Unit {
	return opu.Unit{Method: opu.Method(max(0, slices.Index(opu.Methods, c.Method))), Bits: c.Bits, Electrons: c.Electrons, Read: c.Read}
}

// source is what brings the error to hidden layers; nil for backpropagation, and for nothing.
func (c *Config) source() network.Feedback {
	f := network.Random{Seed: uint64(c.Seed), Threshold: c.Threshold}
	switch c.Feedback {
	case "backprop", "last-layer":
		return nil
	case "ternary":
		f.Show = network.ByThreshold
	case "ternary-unbiased":
		f.Show = network.ByChance
	case "opu":
		u := c.unit()
		f.Unit = &u
		if f.Show = network.ByChance; c.Show == "threshold" {
			f.Show = network.ByThreshold
		}
	}
	return f
}

func (c *Config) activation() network.Activate {
	return network.Activate{Activation: kernels.Activation(max(0, slices.Index(activates, c.Activate)))}
}
