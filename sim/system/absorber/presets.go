package absorber

import "talbot/sim/experiment"

// Preset is a Config with a name.
type Preset struct {
	ID, Title, Doc string
	Config         Config
}

// base has the settings of the paper's simulations (their code, research of Guo et al. 2021).
func base() Config {
	return Config{Data: "mnist", Network: "mlp", Hidden: 128, Layers: 2, Scale: 1, Loss: "mean-squares", Points: 400, Held: 5000,
		Activate: "absorber", Law: "two-level", Unit: 1, Depth: 10, Encoding: "amplitude", Gradient: "probe", Power: 0.01, Constant: 1,
		Through: "optical", Seed: 1,
		Descent: experiment.Descent{Optimiser: "adam", LearningRate: 5e-4, Momentum: 0.9, Schedule: "constant", ScheduleEpochs: 20, ScheduleFactor: 0.5, Batch: 64, Epochs: 50}}
}

func planar(data string) Config {
	c := base()
	c.Data, c.Hidden, c.Layers, c.Scale, c.Depth, c.Held = data, 5, 1, 2, 4, 0
	c.LearningRate, c.Batch, c.Epochs = 0.02, 20, 200
	return c
}

// Presets are fresh copies of all of them.
func Presets() []Preset {
	cnn := base()
	cnn.Network, cnn.Layers, cnn.Scale, cnn.Dropout, cnn.Epochs = "cnn", 1, 5, 0.4, 30
	noisy := planar("rings")
	noisy.Hidden, noisy.Readout = 16, 0.05
	noisy.LearningRate, noisy.Schedule, noisy.Epochs = 0.08, "cosine", 100 // the best of eight for points of neither set
	arches := planar("arches")
	arches.Depth = 10
	return []Preset{
		{"sa-mlp", "Digits by light both ways", "two hidden layers of absorbers between three optical multipliers learn MNIST; the gradient comes back as a weak probe", base()},
		{"sa-cnn", "Convolutions by light both ways", "two convolutions and a dense layer with absorbers behind each, MNIST to more than 99 %", cnn},
		{"sa-2d-rings", "A ring around a disc", "five absorbers learn to tell a disc from the ring around it, which no linear network can", planar("rings")},
		{"sa-2d-xor", "Four quadrants", "five absorbers learn which points have coordinates of the same sign", planar("xor")},
		{"sa-2d-arches", "Two arches", "five absorbers learn two arches that reach into each other", arches},
		{"sa-2d-noise", "A ring, through noise", "sixteen absorbers learn the ring though each read-out of the bench has 5 % of noise", noisy},
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
