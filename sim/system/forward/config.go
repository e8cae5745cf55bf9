// Package forward is the system of networks of phase masks that learn on a bench with faults, by what is measured of it:
// fully forward mode (Xue, Zhou, Xu, Yu, Dai and Fang, Nature 632, 280 (2024)) and its rivals. All masks of a network are
// shown on one bench in turn. Behind the interfaces of package plant stands the virtual bench, and the methods see no
// more of it than of a real one.
package forward

import (
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// Config is all that a run depends on.
type Config struct {
	Data     string
	PerClass int
	experiment.Plane
	ImageSize int

	Layers         int
	Blur           float64 // px
	Lenses         bool
	Activate       string
	ActivationGain float64
	Threshold      float64
	Loss           string
	RegionSize     int
	LogitScale     float64

	Method    string
	Elsewhere int // epochs in the simulation before the method begins
	Symmetry  string
	Overdrive float64
	Even      float64
	Vaccine   float64 // px
	Refine    int     // updates
	Step      float64 // rad
	Draws     int

	Bench      string
	Only       string
	Knock      float64 // px
	Reading    string
	Confine    bool
	Compensate bool // of the zero order
	Calibrate  bool
	Blank      int // updates
	Expose     int // updates
	Recentre   int // updates
	Exposure   float64
	Own        virtual.Faults // for the bench "own"; its seed is for all

	experiment.Descent
	Shift int // px of a picture
	Flip  bool
	Seed  int
}

// Methods are the ways to train.
var Methods = []string{"ffm", "in-silico", "vaccinated", "physics-aware", "refined", "spsa", "monte-carlo"}

// Choices of other parameters, in the order of the constants that they stand for.
var (
	symmetries = []string{"direct", "half-turn", "mirrored"}
	losses     = []string{"plane", "regions"}
)

// own is the bench whose faults are all parameters.
const own = "own"

// needs are what each parameter needs to do something.
var needs = map[string]string{
	"activation-gain":  "activation=kerr|saturating|rectified",
	"threshold":        "activation=rectified",
	"logit-scale":      "loss=regions",
	"symmetry":         "method=ffm",
	"overdrive":        "method=ffm",
	"vaccine":          "method=vaccinated",
	"refine":           "method=refined",
	"perturbation":     "method=spsa|monte-carlo",
	"draws":            "method=monte-carlo",
	"only-fault":       "bench=mild|typical|bad",
	"blank-every":      "calibrate=true",
	"expose-every":     "calibrate=true",
	"recentre-every":   "calibrate=true",
	"trained-in-model": "method=ffm|physics-aware|refined|spsa|monte-carlo",
}

// Params are the parameters in the order of a form; their values are in c.
func (c *Config) Params() []experiment.Param {
	const net, by, bench = "Network", "Method", "Bench"
	choice := func(group, name, label, doc string, v *string, choices ...string) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Choice, Choices: choices}.At(v)
	}
	number := func(group, name, label, unit, doc string, v *float64, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Unit: unit, Doc: doc, Kind: experiment.Float, Min: low, Max: high}.At(v)
	}
	whole := func(group, name, label, doc string, v *int, low, high float64) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Int, Min: low, Max: high}.At(v)
	}
	faults := c.Own.Params()
	names := []string{"all"}
	for _, p := range faults {
		names = append(names, p.Name)
	}
	list := []experiment.Param{choice("Data", "data-set", "Data set", "Pictures to learn from and to be tested on.", &c.Data, c.dataSets()...)}
	list[0].Role = experiment.RoleData
	list = append(list, whole("Data", "per-class", "Pictures a class", "Training takes the first so many pictures of each class; 0 takes all.", &c.PerClass, 0, 1000000))
	list = append(list, c.Plane.Params()...)
	list = append(list,
		whole("Optics", "image-size", "Picture size", "Samples along each side of the picture, in the middle of the plane.", &c.ImageSize, 4, 2048),
		whole(net, "layers", "Layers", "Phase masks, which are shown on the bench in turn.", &c.Layers, 1, 32),
		number(net, "blur", "Blur", "px", "Standard deviation of the Gaussian that the first random phases are blurred by; 0 for rough masks.", &c.Blur, 0, 50),
		experiment.Param{Name: "lenses", Label: "Lenses", Group: net, Kind: experiment.Bool, Doc: "Whether each of the first masks is a lens too, whose focal length is the distance: light then stays on the plane through many masks."}.At(&c.Lenses),
		choice(net, "activation", "Activation", "What electronics do to a measured field before it is shown again.", &c.Activate, append([]string{"none"}, kernels.FieldLaws...)...),
		number(net, "activation-gain", "Gain", "", "Factor from the measured intensity to that of the activation.", &c.ActivationGain, 1e-6, 1e6),
		number(net, "threshold", "Threshold", "", "Amplitude up to which nothing passes.", &c.Threshold, 0, 1e6),
		choice(net, "loss", "Loss", "Squared error of the whole plane against a bright square at the best gain, as the authors have it, or cross-entropy of what the squares read.", &c.Loss, losses...),
		whole(net, "region-size", "Detector size", "Samples along each side of a detector square.", &c.RegionSize, 1, 512),
		number(net, "logit-scale", "Logit scale", "", "Factor from a square's share of the light to its logit.", &c.LogitScale, 1e-3, 1e6),
		choice(by, "method", "Method", "How the masks learn: by both passes on the bench, in the simulation alone, there with random misalignment, forth on the bench and back in the model, so with a model that is refined, or by random steps.", &c.Method, Methods...),
		whole(by, "trained-in-model", "Trained elsewhere", "Of all epochs the first so many are in the simulation, before the method begins.", &c.Elsewhere, 0, 100000),
		choice(by, "symmetry", "Symmetry", "What is done to an error before it is shown, and to what is measured of it, as the bench's transpose asks for.", &c.Symmetry, symmetries...),
		number(by, "overdrive", "Error scale", "", "How much brighter than the panel can the error is asked to be; what is brighter is clipped.", &c.Overdrive, 1, 100),
		number(by, "even-gradients", "Even gradients", "", "Largest size that each example's gradient is brought to before the mean; 0 leaves it.", &c.Even, 0, 100),
		number(by, "vaccine", "Vaccine", "px", "Largest misalignment of each layer that training in the simulation draws at random.", &c.Vaccine, 0, 100),
		whole(by, "refine", "Refine every", "Updates between two fits of the model to what was measured.", &c.Refine, 1, 100000),
		number(by, "perturbation", "Perturbation", "rad", "Size of the random steps.", &c.Step, 1e-4, 3),
		whole(by, "draws", "Draws", "Random steps an update.", &c.Draws, 2, 1000),
		choice(bench, "bench", "Bench", "How large the bench's faults are; own has a parameter for each.", &c.Bench, append(slices.Clone(virtual.Grades), own)...),
		choice(bench, "only-fault", "Only", "The one fault of the bench's that is left.", &c.Only, names...),
		number(bench, "knock", "Knock", "px", "How far the camera has been pushed aside since the bench was calibrated.", &c.Knock, 0, 100),
		choice(bench, "reading", "Reading", "How a complex field is read: by three or four steps of a quarter turn, by three of a third, which have less noise than the other three, or by one frame with a tilted reference beam.", &c.Reading, rig.Readings...),
		experiment.Param{Name: "confine", Label: "Confine fields", Group: bench, Kind: experiment.Bool, Doc: "Whether what no light from the mask can be at the camera, detail finer than the size of the mask allows at its distance, is taken from each field that is handed on, and from errors: it is noise."}.At(&c.Confine),
		experiment.Param{Name: "compensate", Label: "Compensate zero order", Group: bench, Kind: experiment.Bool, Doc: "Whether the light that the phase panel does not change, as it was calibrated, is made up for by what is shown of the last mask, behind which the camera sees all of the light."}.At(&c.Compensate),
		experiment.Param{Name: "calibrate", Label: "Calibrate", Group: bench, Kind: experiment.Bool, Doc: "Measure curves, place and reference phase before the first update."}.At(&c.Calibrate),
		whole(bench, "blank-every", "Drift correction", "Updates between two measurements of a blank wave, by which the phase's drift is taken off, as between them by a look at it in each pass; 0 for none.", &c.Blank, 0, 100000),
		whole(bench, "expose-every", "Automatic exposure", "Updates between two choices of the cameras' exposures by how bright is what an update has shown; 0 for those of the calibration, which are for the brightest light.", &c.Expose, 0, 100000),
		whole(bench, "recentre-every", "Following the image", "Updates between two looks at where the image has wandered on the cameras; 0 for none.", &c.Recentre, 0, 100000),
		number(bench, "exposure", "Exposure", "s", "Time of a frame, before the calibration or the automatic exposure chooses another.", &c.Exposure, 1e-5, 10))
	for i := range list {
		if n, ok := needs[list[i].Name]; ok {
			list[i].Needs = n
		}
		switch p := &list[i]; {
		case p.Name == "knock":
			p.Live = true
		case p.Group == by:
			p.Role = experiment.RoleTraining
		}
	}
	for _, p := range faults {
		if p.Name != "bench-seed" {
			p.Needs = "bench=" + own
		}
		p.Group = "Faults: " + p.Group
		list = append(list, p)
	}
	list = append(list, c.Descent.Params("masks")...)
	list = append(list, experiment.Param{Name: "shift", Label: "Shift pictures", Group: "Training", Role: experiment.RoleTraining, Kind: experiment.Int, Min: 0, Max: 100,
		Doc: "Training pictures are moved at random by up to so many of their pixels along each axis, anew for every update."}.At(&c.Shift),
		experiment.Param{Name: "flip", Label: "Mirror pictures", Group: "Training", Role: experiment.RoleTraining, Kind: experiment.Bool,
			Doc: "Half of the training pictures, chosen anew for every update, are mirrored left to right."}.At(&c.Flip))
	return append(list, experiment.Seed(&c.Seed))
}

// Clone is a copy that shares nothing.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

func (c *Config) dataSets() []string {
	list := slices.Clone(data.Names)
	if !slices.Contains(list, c.Data) {
		list = append(list, c.Data)
	}
	return list
}

// UseData makes c one for pictures of that name.
func (c *Config) UseData(name string) { c.Data = name }

// Check says what of the values does not go together.
func (c *Config) Check() ([]string, error) {
	g := c.Grids(1)[0]
	switch {
	case c.Uneven():
		return nil, experiment.Wrong("samples", "all layers are shown on one bench: give one number of samples, one pitch and one distance")
	case c.ImageSize > c.Samples:
		return nil, experiment.Wrong("image-size", "a picture of ", c.ImageSize, " samples does not fit a plane of ", c.Samples)
	case c.onBench() && c.Elsewhere > c.Epochs:
		return nil, experiment.Wrong("trained-in-model", "of ", c.Epochs, " epochs ", c.Elsewhere, " are in the simulation: choose fewer of these, or more epochs")
	}
	if err := c.detector().Check(); err != nil {
		return nil, experiment.Wrong("region-size", "the squares of the detector overlap or leave the plane: choose fewer samples, ", g.Nx/10, " for example")
	}
	f, err := c.faults()
	if err != nil {
		return nil, err
	}
	var notes []string
	if c.Lenses && float64(c.Samples)*c.Pitch*c.Pitch > c.Wavelength*c.Distance {
		notes = append(notes, "the lenses of the first masks are finer than the samples at the plane's edge: choose a longer distance or fewer samples, or no lenses")
	}
	return notes, f.Check()
}

// faults are those of the bench.
func (c *Config) faults() (virtual.Faults, error) {
	if c.Bench == own {
		return c.Own, nil
	}
	f, err := virtual.Grade(c.Bench)
	if err == nil && c.Only != "all" {
		one := virtual.Ideal()
		to := one.Params()
		for i, p := range f.Params() {
			if p.Name == c.Only {
				err = to[i].Set(p.Value())
			}
		}
		f = one
	}
	f.Seed = c.Own.Seed
	return f, err
}

// onBench tells whether the method measures on the bench.
func (c *Config) onBench() bool { return c.Method != "in-silico" && c.Method != "vaccinated" }

func index(list []string, s string) int { return max(0, slices.Index(list, s)) }

func (c *Config) symmetry() plant.Symmetry { return plant.Symmetry(index(symmetries, c.Symmetry)) }

// Cost counts a layer of light as a transform forth and back of the padded plane, and a field on the bench as four.
func (c *Config) Cost() experiment.Cost {
	n := float64(c.Samples + 2*c.Padding)
	one := experiment.TransformCost(n, n) * float64(c.Layers)
	frames := 4.0
	if c.Bench != virtual.Grades[0] {
		frames *= 3
	}
	step := 2 * one * float64(c.Batch)
	if c.onBench() {
		step *= frames
	}
	look := frames * one
	if f, err := c.faults(); err == nil && c.Calibrate && f != virtual.Ideal() {
		look += calibration * experiment.TransformCost(n, n)
	}
	return experiment.Cost{Look: look, Step: step}
}

// calibration is what a bench's takes, which comes before its first light: 2,000 frames and the fits to them, in light of one
// layer, by the processor's time at 64 x 64 and 100 x 100 (5,800 and 6,600).
const calibration = 6000
