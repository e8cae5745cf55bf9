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
)

// Config is all that a run depends on.
type Config struct {
	Data         string
	Network      string // mlp, cnn or vit
	Hidden       int    // numbers of a hidden dense layer, or of a token
	Layers       int    // hidden dense layers, or blocks of a Transformer
	Patch        int    // pixels of the side of a vision Transformer's token
	Heads        int    // of its attention
	Convolutions int
	Channels     int // of the first convolution; each next one has twice as many
	Activate     string
	Scale        float64
	Shift        int
	Flip         bool
	Way
	Align bool
	experiment.Descent
	experiment.Regular
	Seed int
}

var activates = []string{"relu", "tanh", "sigmoid"} // in the order of kernels.Activation

// needs are what each parameter needs to do something.
var needs = map[string]string{
	"patch":        "network=vit",
	"heads":        "network=vit",
	"activation":   "network=mlp|cnn",
	"convolutions": "network=cnn",
	"channels":     "network=cnn",
	"prealigned":   "feedback=dfa|ternary|ternary-unbiased network=mlp",
}

// Params are the parameters in the order of a form; their values are in c.
func (c *Config) Params() []experiment.Param {
	const net = "Network"
	choice, number, whole := experiment.OneOf, experiment.Real, experiment.Whole
	yes := func(group, name, label, doc string, v *bool) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Bool}.At(v)
	}
	list := []experiment.Param{
		choice("Data", "data-set", "Data set", "The pictures that are learned.", &c.Data, c.dataSets()...),
		whole("Data", "shift", "Shift", "Pixels by which training pictures are moved at most.", &c.Shift, 0, 8),
		yes("Data", "flip", "Flip", "Half of the training pictures are mirrored, left to right.", &c.Flip),
		choice(net, "network", "Network", "Dense layers, convolutions before them, or a vision Transformer.", &c.Network, "mlp", "cnn", "vit"),
		whole(net, "hidden", "Hidden numbers", "Numbers of a hidden dense layer, or of a token.", &c.Hidden, 1, 16384),
		whole(net, "layers", "Hidden layers", "Hidden dense layers, or blocks of the Transformer.", &c.Layers, 1, 20),
		whole(net, "convolutions", "Convolutions", "Convolutions of 3 x 3, each with means of 2 x 2 behind it.", &c.Convolutions, 1, 5),
		whole(net, "channels", "Channels", "Channels of the first convolution; each next one has twice as many.", &c.Channels, 1, 512),
		whole(net, "patch", "Patch", "Pixels along a side of the squares that are the Transformer's tokens.", &c.Patch, 1, 32),
		whole(net, "heads", "Heads", "Heads of its attention, which divide the numbers of a token.", &c.Heads, 1, 64),
		choice(net, "activation", "Activation", "What follows each hidden layer.", &c.Activate, activates...),
		number(net, "scale", "Input scale", "Number of a full-scale pixel.", &c.Scale, 1e-3, 1000),
	}
	way := c.Way.Params()
	list = append(list, way[:3]...)
	list = append(list, yes("Feedback", "prealigned", "Aligned start", "The first weights already agree with the feedback.", &c.Align))
	list = append(list, way[3:]...)
	for i := range list {
		if n := needs[list[i].Name]; n != "" {
			list[i].Needs = n
		}
		if list[i].Name == "data-set" {
			list[i].Role = experiment.RoleData
		}
	}
	list = append(list, c.Descent.Params("weights")...)
	list = append(list, c.Regular.Params("")...)
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
	if c.Network == "vit" && c.Hidden%c.Heads != 0 {
		return nil, experiment.Wrong("heads", c.Heads, " heads do not divide the ", c.Hidden, " numbers of a token")
	}
	return nil, c.Unit().Check()
}

// source is what brings the error to hidden layers; nil for backpropagation, and for nothing.
func (c *Config) source() network.Feedback { return c.Source(c.Seed) }

func (c *Config) activation() network.Activate {
	return network.Activate{Activation: kernels.Activation(max(0, slices.Index(activates, c.Activate)))}
}
