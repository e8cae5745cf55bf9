// Package dante is the system of large optoelectronic networks that learn by optical-artificial
// dual neurons (Yuan et al., "Training large-scale optoelectronic neural networks with dual-neuron
// optical-artificial learning", Nature Communications 14, 7110 (2023)). Layers of light, each a 4-f
// system with a mask, stand between cameras and electronics. In the first step small
// convolutions learn in their place; in the second each mask is fitted by itself to the kernels
// of its convolution; then the network is read by light, and its read-out may be tuned once more.
package dante

import (
	"slices"

	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/optim"
	"talbot/sim/train"
)

// Config is all that a run depends on.
type Config struct {
	Data    string
	Classes int    // of the set, 0 for all
	Each    int    // first pictures of each class to learn from, 0 for all
	Last    int    // last pictures of each class to test with, 0 for all
	Held    int    // examples held out of training, by which a run may be judged
	Network string // one of the paper's, or own
	Maps    string // output channels of the layers of a network of one's own, with commas between
	Kernels string // sides of their kernels
	Neurons string // dual, single or planes
	Norm    bool   // bias and scale of what cameras see, by the statistics of the batch
	Shuffle bool   // channels between masks
	Mirror  float64
	Erase   float64
	Move    int
	experiment.Plane
	Focus     float64
	Mask      int
	Light     string // network.Model
	FitRule   string
	FitSteps  int
	FitWarm   int
	FitRate   float64
	FitShare  float64
	FreePhase bool
	ZeroOrder float64 // share of the light's power that masks do not change
	Display   string  // none, or the curve of the display that shows the masks
	// DisplayRule is the train.DisplayRule by which masks come to its states.
	DisplayRule string
	experiment.Descent
	experiment.Regular
	Retune     int // epochs of the read-out
	RetuneRate float64
	Seed       int
}

// needs are what each parameter needs to do something.
var needs = map[string]string{
	"maps":          "network=own",
	"kernel-sides":  "network=own",
	"shuffle":       "network=cifar-l3|cifar-l4|cifar-l5|cifar-l6|cifar-l7|cifar-l10|imagenet32-l6|imagenet32-l7|imagenet32-l10",
	"neurons":       "network=" + withLight,
	"samples":       "light=fresnel|spectrum network=" + withLight,
	"pitch":         "network=" + withLight,
	"wavelength":    "network=" + withLight,
	"focal-length":  "network=" + withLight,
	"mask-size":     "network=" + withLight,
	"light":         "network=" + withLight,
	"zero-order":    "network=" + withLight,
	"curve":         fitted,
	"display-rule":  fitted,
	"fit":           fitted,
	"fit-steps":     fitted,
	"fit-warm":      "fit=adam " + fitted,
	"fit-rate":      fitted,
	"fit-share":     "fit=adam|retrieval " + fitted,
	"free-phase":    "fit=adam|retrieval " + fitted,
	"retune-epochs": fitted,
	"retune-rate":   fitted,
}

// fitted is what masks need that are fitted.
var fitted = "neurons=dual network=" + withLight

// Params are the parameters in the order of a form; their values are in c.
func (c *Config) Params() []experiment.Param {
	const net, relay, light, fit, vary, read = "Network", "Electronics", "Optics", "Local fit", "Varied pictures", "Read-out"
	choice, number, whole := experiment.OneOf, experiment.Real, experiment.Whole
	flag := func(group, name, label, doc string, v *bool) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: group, Doc: doc, Kind: experiment.Bool}.At(v)
	}
	list := func(name, label, doc string, v *string) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: net, Doc: doc, Kind: experiment.Text, Check: isWholes}.At(v)
	}
	all := []experiment.Param{
		choice("Data", "data-set", "Data set", "What is learned.", &c.Data, c.dataSets()...),
		whole("Data", "classes", "Classes", "Only the first so many classes are learned; 0 for all.", &c.Classes, 0, 1000),
		whole("Data", "of-each", "Pictures of each", "First pictures of each class that are learned from; 0 for all.", &c.Each, 0, 1000000),
		whole("Data", "test-of-each", "Tested of each", "Last pictures of each class that are tested with; 0 for all.", &c.Last, 0, 1000000),
		whole("Data", "held-out", "Held out", "Examples kept out of training, by which the best epoch can be chosen.", &c.Held, 0, 50000),
		choice(net, "network", "Network", "Layers and masks: one of the paper's networks, or your own for any pictures; the last three have no light, for comparison.", &c.Network, networkNames...),
		list("maps", "Channels", "Channels behind each layer of a network of your own, with commas between: two numbers are two layers.", &c.Maps),
		list("kernel-sides", "Kernel sides", "Sides of each layer's kernels in pixels, with commas between; the last is for all that follow.", &c.Kernels),
		choice(net, "neurons", "Neurons", "Dual: convolutions learn, and then a mask is fitted to each; single: masks learn through the light itself; planes: so they do, and all that a camera sees is written on the next light, as in the paper's code.", &c.Neurons, "dual", "single", wholePlanes),
		flag(relay, "bias-and-scale", "Bias and scale", "Electronics bring each channel that a camera sees to mean and deviation of their own (batch normalisation).", &c.Norm),
		flag(relay, "shuffle", "Shuffle", "Electronics mix the channels of several masks before the next masks.", &c.Shuffle),
		number(vary, "mirror", "Mirror", "Share of the training pictures that are mirrored, left to right.", &c.Mirror, 0, 1),
		number(vary, "erase", "Erase", "Share of the training pictures of which a rectangle is erased.", &c.Erase, 0, 1),
		whole(vary, "move", "Move", "Pixels by which training pictures are moved at most along each axis.", &c.Move, 0, 16),
	}
	for _, p := range c.Plane.Params() {
		switch p.Name {
		case "samples":
			one := p.One(&c.Samples)
			one.Max, one.Doc = 4096, "Samples along each side of the planes, in full propagation."
			all = append(all, one)
		case "pitch":
			one := p.One(&c.Pitch)
			one.Doc = "Spacing of the samples, which are the mask's pixels."
			all = append(all, one)
		case "wavelength":
			all = append(all, p)
		}
	}
	all = append(all,
		experiment.Param{Name: "focal-length", Label: "Focal length", Group: light, Unit: "m", Kind: experiment.Float, Min: 1e-4, Max: 10,
			Doc: "Focal length of the lenses: a point lights wavelength x focal length/pitch^2 pixels of the mask."}.At(&c.Focus),
		whole(light, "mask-size", "Mask", "Pixels along each side of a mask.", &c.Mask, 8, 4096),
		choice(light, "light", "Light by", "How light is computed: the ideal 4-f system by dense products or chirp-z transforms, or space and lenses in full.", &c.Light,
			string(network.ModelProducts), string(network.ModelChirpZ), string(network.ModelFresnel), string(network.ModelSpectrum)),
		number(light, "zero-order", "Zero order", "Share of the light's power that masks do not change, as of a display with gaps between its pixels: it comes to an image of the input on the axis.", &c.ZeroOrder, 0, 0.5),
		experiment.Param{Name: "curve", Label: "Display", Group: fit, Role: experiment.RoleMasks, Kind: experiment.Text, Choices: []string{noDisplay, "phase-256", "phase-8", "slm-86", "slm-8", "tn-16"}, Check: checkDisplay, File: "curve",
			Doc: "What shows the masks: none for free phases, phase-256 for 8 bits, slm-86 as measured, another number of levels, or a table of drive, amplitude and phase."}.At(&c.Display),
		choice(fit, "display-rule", "To the display by", "How a fitted mask comes to the states of a display: each pixel to the nearest, or on by a method of codesign.", &c.DisplayRule,
			string(train.DisplayLevel), string(train.DisplayNearest), string(train.DisplayStraight), string(train.DisplayGumbel), string(train.DisplayQAT)),
		choice(fit, "fit", "Fit by", "How a mask is fitted: Adam after phase retrieval, the paper's way, or phase retrieval alone.", &c.FitRule,
			string(train.FitAdam), string(train.FitPaper), string(train.FitRetrieval)),
		whole(fit, "fit-steps", "Updates", "Updates of each mask.", &c.FitSteps, 1, 1000000),
		whole(fit, "fit-warm", "Retrieval first", "Of them, those by phase retrieval before Adam begins.", &c.FitWarm, 0, 1000000),
		number(fit, "fit-rate", "Rate", "Rate of the fit: radians of Adam, or how far retrieval moves the light, below 2.", &c.FitRate, 1e-6, 10),
		number(fit, "fit-share", "Light that comes", "Least share of the light that is to come to the kernels; more of it elsewhere lets the mask come nearer to them.", &c.FitShare, 0, 0.95),
		flag(fit, "free-phase", "Free phases", "Each output channel may have a phase of its own, which no camera sees; and the panel adds one to each input channel, which the mask undoes.", &c.FreePhase),
	)
	all = append(all,
		whole(read, "retune-epochs", "Tuned again", "Epochs for which the read-out learns once more from the light of the fitted masks; 0 for not.", &c.Retune, 0, 1000),
		number(read, "retune-rate", "Rate of tuning", "Learning rate of Adam for it.", &c.RetuneRate, 1e-6, 1))
	all = append(all, c.Descent.Params("kernels")...)
	all = append(all, c.Regular.Params("neurons=dual")...)
	all = append(all, experiment.Seed(&c.Seed))
	for i := range all {
		p := &all[i]
		p.Needs = needs[p.Name]
		switch p.Name {
		case "data-set":
			p.Role = experiment.RoleData
		case "weight-decay":
			p.Needs = "neurons=dual"
		case "momentum", "schedule-epochs", "schedule-factor", "schedule-end":
			p.Needs = descentNeeds[p.Name]
		}
	}
	return all
}

// descentNeeds are those of the group Descent.
var descentNeeds = func() map[string]string {
	m := map[string]string{}
	for _, p := range new(experiment.Descent).Params("") {
		m[p.Name] = p.Needs
	}
	return m
}()

// Clone is a copy that shares nothing.
func (c *Config) Clone() experiment.Config {
	d := *c
	return &d
}

// dataSets are the choices of data: what Talbot knows, sets in batches, and the user's own set that c is for.
func (c *Config) dataSets() []string {
	list := append(slices.Clone(data.Names), batches...)
	if !slices.Contains(list, c.Data) {
		list = append(list, c.Data)
	}
	return list
}

// batches are sets in colour, which package own reads.
var batches = []string{"cifar-10", "imagenet-32"}

// Shape is that of the pictures that c is for, before there are any.
func (c *Config) Shape() (channels, height, width int) {
	if a, ok := networks[c.Network]; ok {
		return a.channels, a.side, a.side
	}
	if channels, height, width = data.Shape(c.Data); channels > 0 {
		return channels, height, width
	}
	if slices.Contains(batches, c.Data) {
		return 3, 32, 32
	}
	return 1, 28, 28
}

// Dual tells whether convolutions learn in place of the light.
func (c *Config) Dual() bool { return c.Neurons == "dual" && !c.Electronic() }

// rule is that of the global step; the phases of single neurons know no 0 to be drawn to.
func (c *Config) rule() optim.Rule {
	if !c.Dual() && !c.Electronic() {
		return c.Rule()
	}
	return c.With(c.Rule())
}

// system is the 4-f system of each mask.
func (c *Config) system() network.FourF {
	return network.FourF{Samples: c.Samples, Pitch: c.Pitch, Wavelength: c.Wavelength, Focus: c.Focus, Mask: c.Mask, Model: network.Model(c.Light), Unmodulated: c.ZeroOrder}
}

// fit is that of a mask, but for its kernels.
func (c *Config) fit(number int) train.Fit {
	f := train.DefaultFit
	if f.Rule = train.FitRule(c.FitRule); f.Rule == train.FitPaper {
		f = train.PaperFit
	} else {
		f.Share, f.FreePhase, f.Warm = c.FitShare, c.FreePhase, c.FitWarm
		f.InputPhase = c.FreePhase && !networks[c.Network].bench // whose panel writes amplitudes
	}
	f.Steps, f.Rate, f.Seed, f.Number = c.FitSteps, c.FitRate, uint64(c.Seed), uint32(fitNumbers+number)
	if c.Mask <= watched {
		f.Piece = 3
	}
	return f
}

// watched is the side of a mask whose fit takes seconds, so that people watch it: its pieces are small.
const watched = 256
