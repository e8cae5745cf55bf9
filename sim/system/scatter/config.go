// Package scatter is the system of pictures that are told apart through a scatterer of which nobody knows what it does to light: by masks
// behind it that learn on the bench by fully forward mode (Xue, Zhou, Xu, Yu, Dai and Fang, Nature 632, 280 (2024), figure 4), by
// masks that a simulation without the scatterer has trained, or by an electronic network that learns what a camera sees behind it. All
// are tested with as many photons and the same camera's noise. The bench is the virtual one.
package scatter

import (
	"slices"

	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/optics"
	"talbot/sim/rig/virtual"
	"talbot/sim/system/focus"
	"talbot/sim/system/forward"
)

// Config is all that a run depends on.
type Config struct {
	Data      string
	PerClass  int
	Samples   int
	ImageSize int // samples
	Scatterer string
	At        float64 // share of the way from the picture to the first mask

	Layers     int
	Start      string
	RegionSize int // samples
	Logits     string
	LogitScale float64
	Hidden     int // numbers of the electronic network's hidden layer; 0 for none
	Cell       int // pixels along a side that are added up for it

	Method    string
	Overdrive float64

	TestPhotons    float64 // that a pixel counts of the light in front of the first mask, mean of plane and pictures; 0 for light without noise
	TestRead       float64 // electrons
	virtual.Faults         // of the bench that masks learn on
	experiment.Descent
	Seed int
}

// Methods are who tells the pictures apart: masks that learn on the bench, or in a simulation without the scatterer; or electronics.
var Methods = []string{"ffm", "in-silico", "electronic"}

// starts are the masks before training: each a lens that images what is as far before it as behind, or none.
var starts = []string{"lens", "flat"}

// logits are what a square's logit is: its share of what all squares read, or what it reads itself, the mean intensity where that in front of the
// picture is 1. The latter asks for light in the squares too, which counts where photons are few.
var logits = []string{"share", "scale"}

// Params are the parameters in the order of a form.
func (c *Config) Params() []experiment.Param {
	const way, net, by, test = "Light's way", "Network", "Method", "Test"
	whole := func(group, name, label, doc string, v *int, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Int, Min: low, Max: high}.At(v)
	}
	number := func(group, name, label, unit, doc string, v *float64, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Unit: unit, Doc: doc, Kind: experiment.Float, Min: low, Max: high}.At(v)
	}
	choice := func(group, name, label, doc string, v *string, choices []string) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Choice, Choices: choices}.At(v)
	}
	sets := slices.Clone(data.Names)
	if !slices.Contains(sets, c.Data) {
		sets = append(sets, c.Data)
	}
	list := []experiment.Param{
		choice("Data", "data-set", "Data set", "Pictures to learn from and to be tested on.", &c.Data, sets),
		whole("Data", "per-class", "Pictures a class", "Training takes the first so many pictures of each class; 0 takes all.", &c.PerClass, 0, 1000000),
		whole(way, "samples", "Pixels", "Pixels along a side of 3.2 mm, of panels and camera.", &c.Samples, 40, 800),
		whole(way, "image-size", "Picture size", "Samples along each side of the picture, in the middle of the plane.", &c.ImageSize, 4, 800),
		choice(way, "scatterer", "Scatterer", "What stands in the light: nothing, a plate of random phases, or smooth ones as of adhesive tape.", &c.Scatterer, focus.Scatterers),
		number(way, "scatterer-at", "Place", "", "Where the scatterer stands, as a share of the way from the picture to the first mask.", &c.At, 0.05, 0.99),
		whole(net, "layers", "Layers", "Phase masks, which light goes through one after another.", &c.Layers, 1, 8),
		choice(net, "start", "First phases", "Phases before training: lenses that image what is as far before them as behind, or none.", &c.Start, starts),
		whole(net, "region-size", "Detector size", "Samples along each side of a detector square.", &c.RegionSize, 1, 512),
		choice(net, "logits", "Logits", "What a square's logit is while masks learn: its share of the light in all squares, or its light, as a mean intensity where that in front of the picture is 1. The latter brings more light into the squares.", &c.Logits, logits),
		number(net, "logit-scale", "Logit scale", "", "Factor from what a square's logit is to that.", &c.LogitScale, 1e-3, 1e6),
		whole(net, "hidden", "Hidden numbers", "Numbers of the electronic network's hidden layer; 0 for a linear classifier.", &c.Hidden, 0, 100000),
		whole(net, "cell", "Pixels of a cell", "Pixels along each side of a square of the camera that is one number for the electronic network.", &c.Cell, 1, 100),
		choice(by, "method", "Method", "Who tells the pictures apart: masks that learn by light on the bench, masks from a simulation that has no scatterer, or an electronic network that learns what the camera sees behind the scatterer and the first masks.", &c.Method, Methods),
		number(by, "overdrive", "Error scale", "", "How much brighter than the panel can the error is asked to be; what is brighter is clipped.", &c.Overdrive, 1, 100),
		number(test, "test-photons", "Photons a pixel", "", "Photons that a pixel of the camera would count of the light in front of the first mask, the mean over plane and pictures, in tests and in what the electronic network learns; 0 for light without noise.", &c.TestPhotons, 0, 1e6),
		number(test, "test-read", "Read noise of tests", "electrons", "Standard deviation of what reading a pixel adds there.", &c.TestRead, 0, 1000),
	}
	needs := map[string]string{"region-size": "method=ffm|in-silico", "logits": "method=ffm|in-silico", "logit-scale": "method=ffm|in-silico", "hidden": "method=electronic", "cell": "method=electronic",
		"overdrive": "method=ffm", "scatterer-at": "scatterer=plate|tape"}
	for i := range list {
		list[i].Needs = needs[list[i].Name]
		if list[i].Group == by {
			list[i].Role = experiment.RoleTraining
		}
	}
	list[0].Role = experiment.RoleData
	list = append(list, c.Faults.Params()...)
	list = append(list, c.Descent.Params("network")...)
	return append(list, experiment.Seed(&c.Seed))
}

// Clone is a copy.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

// UseData makes c one for pictures of that name.
func (c *Config) UseData(name string) { c.Data = name }

// grid is that of all planes.
func (c *Config) grid() optics.Grid {
	return optics.Square(c.Samples, focus.Aperture/float64(c.Samples))
}

// Check says what of the values does not go together.
func (c *Config) Check() ([]string, error) {
	switch {
	case c.ImageSize > c.Samples:
		return nil, experiment.Wrong("image-size", "a picture of ", c.ImageSize, " samples does not fit a plane of ", c.Samples)
	case c.Method == "electronic" && c.Layers > 1:
		return nil, experiment.Wrong("layers", "the electronic network's camera stands behind one mask: choose 1, not ", c.Layers)
	case c.Method == "electronic" && c.Samples%c.Cell != 0:
		return nil, experiment.Wrong("cell", "squares of ", c.Cell, " pixels do not fill a camera of ", c.Samples, ": choose a divisor")
	}
	if err := forward.Detector(c.grid(), c.RegionSize).Check(); err != nil {
		return nil, experiment.Wrong("region-size", "the squares of the detector overlap or leave the plane: choose fewer samples, ", c.Samples/10, " for example")
	}
	return nil, c.Faults.Check()
}

// Cost counts transforms of twice as many samples a side: of frames for an update on the bench, of fields in the simulation.
func (c *Config) Cost() experiment.Cost {
	one := experiment.TransformCost(2*float64(c.Samples), 2*float64(c.Samples))
	cost := experiment.Cost{Look: float64(2+c.Layers) * one}
	switch c.Method {
	case "ffm":
		cost.Step = 12 * one * float64(c.Layers*c.Batch)
	case "in-silico":
		cost.Step = 2 * one * float64(c.Layers*c.Batch)
	default:
		cost.Step = float64(c.Batch*max(1, c.Hidden)*c.Samples*c.Samples) / float64(c.Cell*c.Cell)
	}
	return cost
}

func base() Config {
	f := virtual.Ideal()
	f.Photons, f.Read, f.Well, f.Bits = true, 2.5, 10500, 12
	return Config{Data: "mnist", PerClass: 200, Samples: 128, ImageSize: 112, Scatterer: "tape", At: 0.9, Layers: 1, Start: "lens", RegionSize: 4, Logits: "scale", LogitScale: 3, Hidden: 0, Cell: 8,
		Method: "ffm", Overdrive: 1.5, TestPhotons: 10, TestRead: 2.5, Faults: f, Seed: 1,
		Descent: experiment.Descent{Optimiser: "adam", LearningRate: 0.2, Momentum: 0.9, Schedule: "cosine", ScheduleEpochs: 5, ScheduleFactor: 0.5, Batch: 10, Epochs: 4}}
}

// Electronic makes the settings those of an electronic network, with a hidden layer or none, behind a mask that changes nothing.
func Electronic(c *Config, hidden bool) {
	c.Method, c.Start, c.Hidden, c.LearningRate, c.Epochs = "electronic", "flat", 0, 0.003, 20
	if hidden {
		c.Hidden = 64
	}
}

// Base is a copy of the settings of the preset ffm-scatter.
func Base() Config { return base() }
