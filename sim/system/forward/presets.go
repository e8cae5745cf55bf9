package forward

import (
	"talbot/sim/experiment"
	"talbot/sim/rig/virtual"
)

// Preset is a Config with a name.
type Preset struct {
	ID, Title, Doc string
	Config         Config
	Sample         int // number of the test picture that shows it best
}

// base has the settings of the authors' program, and regions with cross-entropy: 400 x 400 pixels of 8 um, 0.388 m, 532 nm, Adam of 0.05, batches of 10.
func base(data string, layers int) Config {
	typical, _ := virtual.Grade("typical")
	c := Config{Data: data, PerClass: 1000, ImageSize: 392, Layers: layers, Blur: 2, Activate: "none", ActivationGain: 1, Loss: "regions", RegionSize: 40, LogitScale: 10,
		Method: "ffm", Symmetry: "direct", Overdrive: 1.5, Even: 0, Vaccine: 2, Refine: 20, Step: 0.1, Draws: 8,
		Bench: "typical", Only: "all", Reading: "three-steps", Calibrate: true, Compensate: true, Blank: 1, Expose: 100, Recentre: 10, Exposure: 2.5e-4, Own: typical, Seed: 1,
		Descent: experiment.Descent{Optimiser: "adam", LearningRate: 0.05, Momentum: 0.9, Schedule: "constant", ScheduleEpochs: 5, ScheduleFactor: 0.5, Batch: 10, Epochs: 4}}
	c.Plane = experiment.Plane{Samples: 400, Pitch: 8e-6, Wavelength: 532e-9, Distance: 0.388, Padding: 200, BandLimit: true}
	return c
}

// fashion is base with a recipe of ours, chosen on training pictures held out (sim/reproduce/records/ffm.md): at a constant rate the
// updates' noise is what keeps the network from learning more. The rate falls along a cosine from update to update, a square's share of the
// light makes twice the logit, and the first masks are lenses. Fields are read by steps of a third of a turn, with less noise than the authors'
// steps have and as many frames; errors, and what is handed on, are confined to what light from a mask can be.
func fashion(layers int) Config {
	c := base("fashion-mnist", layers)
	c.Schedule, c.LogitScale, c.Lenses, c.Reading, c.Confine = "cosine", 20, true, "third-turns", true
	return c
}

// small is a bench of the same Fresnel number that a page trains on in seconds: it has been shifted, and little else is wrong.
func small() Config {
	c := base("mnist", 2)
	c.Samples, c.ImageSize, c.Padding, c.RegionSize, c.Blur = 32, 28, 16, 4, 0.5
	c.Distance = 0.388 * 32 * 32 / (400 * 400)
	c.PerClass = 100
	c.Bench, c.Calibrate, c.Blank, c.Knock = "ideal", false, 0, 3
	c.Symmetry = "half-turn" // which a knock asks for
	c.Elsewhere, c.Epochs, c.Batch, c.LearningRate = 4, 6, 10, 0.1
	return c
}

// Presets are fresh copies of all of them.
func Presets() []Preset {
	list := []Preset{{"ffm-small", "Train on a knocked bench", "two masks that were trained in a simulation fail on a bench that has been knocked, and heal by learning on it", small(), 3},
		{"ffm-mnist-1", "One mask on a bench", "one mask learns MNIST on the virtual bench, both passes by light", base("mnist", 1), 0}}
	for _, l := range []string{"2", "4", "6", "8"} {
		list = append(list, Preset{"ffm-fashion-" + l, l + " masks on a bench", l + " masks learn Fashion-MNIST on the virtual bench, both passes by light", fashion(int(l[0] - '0')), 0})
	}
	return list
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
