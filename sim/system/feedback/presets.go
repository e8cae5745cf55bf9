package feedback

import "talbot/sim/experiment"

// Preset is a Config with a name.
type Preset struct {
	ID, Title, Doc string
	Config         Config
}

func base() Config {
	return Config{Data: "mnist", Network: "mlp", Hidden: 512, Layers: 2, Patch: 4, Heads: 4, Convolutions: 2, Channels: 16, Activate: "tanh", Scale: 3,
		Way: Optical(), Seed: 1,
		Descent: experiment.Descent{Optimiser: "adam", LearningRate: 1e-3, Momentum: 0.9, Schedule: "cosine", ScheduleEpochs: 10, ScheduleFactor: 0.5, Batch: 128, Epochs: 20}}
}

// Presets are fresh copies of all of them.
func Presets() []Preset {
	cnn := base()
	cnn.Network, cnn.Layers, cnn.Hidden = "cnn", 1, 256
	fashion := base()
	fashion.Data = "fashion-mnist"
	cifar := base()
	cifar.Data, cifar.Network, cifar.Layers, cifar.Hidden, cifar.Convolutions, cifar.Channels = "cifar-10", "cnn", 1, 512, 3, 64
	cifar.Activate, cifar.Shift, cifar.Flip, cifar.Epochs = "relu", 4, true, 30
	vision := cifar
	vision.Network, vision.Layers, vision.Hidden, vision.Epochs, vision.LearningRate = "vit", 6, 128, 60, 5e-4
	return []Preset{
		{"dfa-mnist", "Learning by scattered light", "two hidden layers learn MNIST from their error, which mirrors, a medium and a camera bring to both at once", base()},
		{"dfa-mnist-cnn", "Convolutions by scattered light", "two convolutions and a dense layer learn MNIST from an error that a medium scatters to all", cnn},
		{"dfa-fashion", "Clothes by scattered light", "two hidden layers learn Fashion-MNIST from an error that a medium scatters to both", fashion},
		{"dfa-cifar", "Colour pictures by scattered light", "three convolutions learn CIFAR-10 from an error that a medium scatters, less well than by backpropagation; for a GPU", cifar},
		{"dfa-vision", "A Transformer by scattered light", "a vision Transformer learns CIFAR-10 from an error that a medium scatters, less well than by backpropagation; for a GPU", vision},
	}
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
