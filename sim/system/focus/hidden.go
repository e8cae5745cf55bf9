package focus

import (
	"talbot/sim/experiment"
	"talbot/sim/rig/virtual"
)

// Hidden is the settings of a camera that is to see an object behind a scatterer (figure 4 of the same paper): light goes
// from the object, through the scatterer, to a mask of phases that learns, and from there to the camera.
type Hidden struct {
	Samples   int
	Scatterer string
	At        float64 // share of the way from the object to the mask
	Squares   int     // along a side, to learn from
	Threes    int     // sums of three squares to learn from besides
	Side      float64 // m: of a square
	Start     string
	Power     float64 // W, in front of the object
	Frame     float64 // s
	Speed     float64 // m/s, of the object
	virtual.Faults
	experiment.Descent
	Seed int
}

// starts are the phases before training.
var starts = []string{"lens", "flat", "conjugate"}

// Params are the parameters in the order of a form.
func (c *Hidden) Params() []experiment.Param {
	const way, object = "Light's way", "Object"
	number := func(group, name, label, unit, doc string, v *float64, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Unit: unit, Doc: doc, Kind: experiment.Float, Min: low, Max: high}.At(v)
	}
	list := []experiment.Param{
		experiment.Param{Name: "samples", Label: "Pixels", Group: way, Doc: "Pixels along a side of 3.2 mm, of panels and camera.", Kind: experiment.Int, Min: 64, Max: 800}.At(&c.Samples),
		experiment.Param{Name: "scatterer", Label: "Scatterer", Group: way, Kind: experiment.Choice, Choices: Scatterers,
			Doc: "What stands in the light: nothing, a plate of random phases, or smooth ones as of adhesive tape."}.At(&c.Scatterer),
		number(way, "scatterer-at", "Place", "", "Where the scatterer stands, as a share of the way from the object to the mask; near the mask it is the same for all of the object.", &c.At, 0.05, 0.99),
		experiment.Param{Name: "start", Label: "First phases", Group: way, Kind: experiment.Choice, Choices: starts,
			Doc: "Phases before training: a lens that images the object with nothing in the way, none, or the lens and what undoes the phase that the squares' light is measured to have more than with nothing in the way."}.At(&c.Start),
		experiment.Param{Name: "squares", Label: "Squares", Group: object, Doc: "Bright squares along a side, of which each is an example to learn from.", Kind: experiment.Int, Min: 1, Max: 9}.At(&c.Squares),
		experiment.Param{Name: "threes", Label: "Sums of three", Group: object, Doc: "Sums of three squares that are examples besides: light of squares interferes, which one alone does not show.", Kind: experiment.Int, Max: 84}.At(&c.Threes),
		number(object, "square-side", "Side", "m", "Side of a square.", &c.Side, 1e-4, 1.2e-3),
		number(object, "object-speed", "Speed", "m/s", "How fast a square moves, while frames are taken of it.", &c.Speed, 0, 10),
	}
	for _, p := range c.Faults.Params() {
		if p.Name == "photons" { // the first of the camera's
			list = append(list, number(p.Group, "light-power", "Light", "W", "Power of the light in front of the object, over all of the plane.", &c.Power, 1e-15, 1),
				number(p.Group, "frame-time", "Frame", "s", "Time of a frame; 1 ms are 1000 frames a second.", &c.Frame, 1e-6, 1))
		}
		list = append(list, p)
	}
	list = append(list, c.Descent.Params("phases")...)
	return append(list, experiment.Seed(&c.Seed))
}

// Clone is a copy.
func (c *Hidden) Clone() experiment.Config {
	d := *c
	return &d
}

// Check says what of the values does not go together.
func (c *Hidden) Check() ([]string, error) {
	if c.Side*float64(c.Squares) > Aperture {
		return nil, experiment.Wrong("square-side", "so many squares side by side are wider than the plane of 3.2 mm: choose fewer, or smaller ones")
	}
	examples := squares{*c}
	if most := len(threes(examples.count())); c.Threes > most {
		return nil, experiment.Wrong("threes", "so many squares have ", most, " sums of three: choose so many at most")
	}
	if c.Batch > examples.Len() {
		return nil, experiment.Wrong("batch", "there are ", examples.Len(), " examples to learn from: choose a batch of so many at most")
	}
	return nil, c.Faults.Check()
}

// Cost counts transforms of twice as many samples a side, of some frames.
func (c *Hidden) Cost() experiment.Cost {
	one := experiment.TransformCost(2*float64(c.Samples), 2*float64(c.Samples))
	return experiment.Cost{Look: 8 * one, Step: 11 * one * float64(c.Batch)}
}

// hidden has nine squares, 1 - SSIM and a batch of nine as the released program (Fig4). Scatterer, lens, rate and light are ours.
func hidden() Hidden {
	f := virtual.Ideal()
	f.Photons, f.Read, f.Well, f.Bits = true, 2.5, 10500, 12
	return Hidden{Samples: 128, Scatterer: "tape", At: 0.9, Squares: 3, Side: 0.72e-3, Start: "lens", Power: 5e-8, Frame: 1e-3, Speed: 0.1, Faults: f, Seed: 1,
		Descent: experiment.Descent{Optimiser: "adam", LearningRate: 0.3, Momentum: 0.9, Schedule: "constant", ScheduleEpochs: 10, ScheduleFactor: 0.5, Batch: 9, Epochs: 30}}
}

// HiddenBase is a copy of the settings of the preset ffm-hidden.
func HiddenBase() Hidden { return hidden() }
