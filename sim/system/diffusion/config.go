// Package diffusion is the system of small networks that make pictures of noise, and learn that by backpropagation or by an
// error which scattered light brings to all layers at once: they are shown pictures hidden in noise, and tell what is
// noise (Ho, Jain, Abbeel, NeurIPS 2020). That direct feedback alignment by light can train such networks is a claim of
// Wang et al., arXiv 2409.12965; sizes, pictures and networks here are ours.
package diffusion

import (
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/system/feedback"
)

// Config is all that a run depends on.
type Config struct {
	Data     string
	Side     int // pixels of a picture's side
	Hidden   int
	Layers   int
	Waves    int
	Activate string
	Steps    int // of a sample
	feedback.Way
	experiment.Descent
	Seed int
}

var activates = []string{"relu", "tanh", "sigmoid"} // in the order of kernels.Activation

// Params are the parameters in the order of a form; their values are in c.
func (c *Config) Params() []experiment.Param {
	const net = "Network"
	choice, whole := experiment.OneOf, experiment.Whole
	sets := slices.Clone(data.Names)
	if !slices.Contains(sets, c.Data) {
		sets = append(sets, c.Data)
	}
	set := choice("Data", "data-set", "Data set", "The pictures that are learned.", &c.Data, sets...)
	set.Role = experiment.RoleData
	list := []experiment.Param{
		set,
		whole("Data", "side", "Pixels", "Pixels along a side of the pictures, which are made smaller to that.", &c.Side, 4, 32),
		whole(net, "hidden", "Hidden numbers", "Numbers of a hidden dense layer.", &c.Hidden, 1, 16384),
		whole(net, "layers", "Hidden layers", "Hidden dense layers.", &c.Layers, 1, 20),
		whole(net, "waves", "Waves", "Waves that tell the network how much noise there is.", &c.Waves, 1, 64),
		choice(net, "activation", "Activation", "What follows each hidden layer.", &c.Activate, activates...),
		whole(net, "steps", "Steps", "Steps in which a picture is made of noise.", &c.Steps, 2, 1000),
	}
	list = append(list, c.Way.Params()...)
	list = append(list, c.Descent.Params("weights")...)
	return append(list, experiment.Seed(&c.Seed))
}

// Clone is a copy that shares nothing.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

// Check says what of the values does not go together.
func (c *Config) Check() ([]string, error) { return nil, c.Unit().Check() }

// UseData makes c one for pictures of that name.
func (c *Config) UseData(name string) { c.Data = name }

// Cost counts a product of matrices, forth and back, as passes of a transform do.
func (c *Config) Cost() experiment.Cost {
	n, hidden := float64(c.Side*c.Side), float64(c.Hidden)
	one := (2*n+2*float64(c.Waves))*hidden + float64(c.Layers-1)*hidden*hidden
	return experiment.Cost{Look: one * float64(c.Steps*shown), Step: 3 * one * float64(c.Batch)}
}

func (c *Config) activation() network.Activate {
	return network.Activate{Activation: kernels.Activation(max(0, slices.Index(activates, c.Activate)))}
}

// Preset is a Config with a name.
type Preset struct {
	ID, Title, Doc string
	Config         Config
}

// Presets are fresh copies of all of them.
func Presets() []Preset {
	small := Config{Data: "mnist", Side: 8, Hidden: 512, Layers: 3, Waves: 8, Activate: "tanh", Steps: 50, Way: feedback.Optical(), Seed: 1,
		Descent: experiment.Descent{Optimiser: "adam", LearningRate: 1e-3, Momentum: 0.9, Schedule: "cosine", ScheduleEpochs: 10, ScheduleFactor: 0.5, Batch: 128, Epochs: 30}}
	return []Preset{{"dfa-diffusion", "Digits made of noise", "three hidden layers learn to make digits of noise from an error that a medium scatters to all", small}}
}

// Find is a preset by its name.
func Find(id string) (Preset, bool) {
	for _, p := range Presets() {
		if p.ID == id {
			return p, true
		}
	}
	return Preset{}, false
}
