package diffractive

import (
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// Preset is a named Config: a published system or a recipe of ours.
type Preset struct {
	ID    string
	Title string
	Doc   string // one line: what it is and what to expect
	Config
}

// lightRidge is the public recipe of LightRidge's first tutorial (README.md and
// ASPLOS2024_AE of its repository): 5 phase masks of 200 x 200, 36 um, 532 nm,
// 0.30 m, pad 100, amplitude factor 1.5, mean |U| of ten regions, squared error
// of the softmax summed over the batch, Adam 0.1, batch 500, 10 epochs.
// Its initial phase is 2 pi times Xavier-uniform: +- 2 pi sqrt(6/400).
var lightRidge = Config{
	Data:     "mnist",
	Plane:    experiment.Plane{Samples: 200, Pitch: 36e-6, Wavelength: 532e-9, Distance: 0.30, Padding: 100},
	Source:   experiment.Source{Illumination: "plane", Waist: 3.6e-3, Encoding: "amplitude", PhaseDepth: 3.14159265, ImageSize: 200},
	Networks: 1, Layers: 5, Mask: "phase", Gain: 1.5, InitRange: 0.76953,
	Discrete: Discrete{Curve: "slm-8", Method: MethodNearest, Forward: "hard", Mixing: "separate", AmplitudeGradient: 1, Noise: 1,
		Temperature: "linear", TemperatureStart: 50, TemperatureEnd: 1, Temperatures: "50:50,1:50", FitOrder: 5, Pull: 0},
	Detector: experiment.Detector{RegionSize: 20, RegionSpread: 1, Reading: "amplitude", Logits: "scale", LogitScale: 1},
	Loss:     "softmax-mse",
	Descent: experiment.Descent{Optimiser: "adam", LearningRate: 0.1, Momentum: 0.9,
		Schedule: "step", ScheduleEpochs: 20, ScheduleFactor: 0.5, Batch: 500, Epochs: 10},
	Seed: 42,
}

// ours is our own recipe on the same bench: intensity as a camera reads it, the
// readings' shares as logits, so that it needs no gain, and cross-entropy.
var ours = func() Config {
	c := lightRidge
	c.Padding = 35 // the spread is 62 samples, so nothing comes round the window
	c.Gain, c.InitRange = 1, 0.1
	c.Reading, c.Logits, c.LogitScale, c.Loss = "intensity", "share", 60, "cross-entropy"
	c.LearningRate, c.Batch, c.Schedule, c.Seed = 0.05, 100, "cosine", 1
	return c
}()

// small is ours at 64 x 64 with the same z/(N pitch^2), so that light spreads over
// the same share of the plane: small enough for a browser.
var small = func() Config {
	c := ours
	c.Samples, c.ImageSize, c.Distance, c.Padding = 64, 64, 0.096, 16
	c.RegionSize, c.Waist = 8, 1.15e-3
	c.Batch = 50
	return c
}()

func fashion(c Config) Config {
	c.Data = "fashion-mnist"
	return c
}

// differential is c with two detectors a class, and so many networks that share the
// classes: Li, Mengu, Luo, Rivenson, Ozcan, "Class-specific differential detection in
// diffractive optical neural networks improves inference accuracy", Advanced Photonics 1,
// 046001 (2019). Of the factors 5, 10, 20 and 40 its 10 gave the least loss on pictures
// held out of both training sets, at 64 x 64, for intensities.
func differential(c Config, networks int) Config {
	c.Logits, c.LogitScale, c.Networks, c.Epochs = "differential", 10, networks, 30
	return c
}

// shifted is c for few pictures. Of shifts of 0 to 3 pixels and 10, 20 and 40 epochs these had the least loss
// on 200 of the page's 800 training pictures, held out: 0.353 in the mean of two seeds, and 0.485 without shifts.
func shifted(c Config) Config {
	c.Shift, c.Epochs = 2, 40
	return c
}

// Presets lists all presets, the page's first one first.
func Presets() []Preset {
	return append([]Preset{
		{"d2nn-mnist-64", "Digits, 64 x 64", "five phase masks of 64 x 64 read handwritten digits; small enough to train in a browser", small},
		{"d2nn-fashion-64", "Clothes, 64 x 64", "the same masks sort pictures of clothes", fashion(small)},
		{"d2nn-mnist", "Digits, 200 x 200", "five phase masks of 200 x 200 read handwritten digits: our best recipe at full size", ours},
		{"d2nn-fashion", "Clothes, 200 x 200", "our best recipe at full size on pictures of clothes", fashion(ours)},
		{"d2nn-mnist-differential", "Differential detection, digits", "the same network with two detectors for each class, whose difference counts; the paper has 98.54 %", differential(ours, 1)},
		{"d2nn-fashion-differential", "Differential detection, clothes", "the same on pictures of clothes; the paper has 90.54 %", differential(fashion(ours), 1)},
		{"d2nn-fashion-class-specific", "Class-specific networks, clothes", "five such networks side by side, each for two classes; the paper has 91.48 %", differential(fashion(ours), 5)},
		{"d2nn-mnist-shifts", "Digits from few pictures", "the first network from 800 pictures alone: each is moved by up to two pixels whenever it comes, 40 epochs", shifted(small)},
		{"d2nn-lightridge", "LightRidge's recipe", "exactly the public recipe of LightRidge's first tutorial, whose log ends at 93.3 %", lightRidge},
	}, codesignPresets()...)
}

// Find returns the preset with that id.
func Find(id string) (Preset, error) {
	known := ""
	for _, p := range Presets() {
		if p.ID == id {
			return p, nil
		}
		known += " " + p.ID
	}
	return Preset{}, errs.New("there is no preset \"", id, "\"; the presets are:", known)
}
