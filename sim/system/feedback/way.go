package feedback

import (
	"slices"

	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/opu"
)

// Way is how the error comes to the hidden layers of a network: a group of parameters, which settings embed.
type Way struct {
	Feedback  string // one of Ways
	Show      string // of the optical unit: by chance or by threshold
	Threshold float64
	Method    string
	Bits      int
	Electrons float64
	Read      float64
}

// Ways are how the error comes to the layers.
var Ways = []string{"backprop", "dfa", "ternary", "ternary-unbiased", "opu", "last-layer"}

// Optical is the way by the optical unit, with a camera of 8 bits.
func Optical() Way {
	return Way{Feedback: "opu", Show: "chance", Threshold: 0.1, Method: "anchor", Bits: 8, Electrons: 10000, Read: 5}
}

// Params lists the group: three of feedback, and those of the unit.
func (w *Way) Params() []experiment.Param {
	const back, unit = "Feedback", "Optical unit"
	choice, number, whole := experiment.OneOf, experiment.Real, experiment.Whole
	list := []experiment.Param{
		choice(back, "feedback", "Feedback", "How the error comes to hidden layers: backwards through the layers; at once by fixed random matrices, whole, as signs above a threshold or as signs by chance; by the optical unit; or not at all.", &w.Feedback, Ways...),
		choice(back, "showing", "Shown error", "Signs that mirrors show: by chance, which is right on average, or above a threshold.", &w.Show, "chance", "threshold"),
		number(back, "threshold", "Threshold", "Errors below it are not shown, where a threshold decides: of classes as it is, of tokens and pixels as a share of the largest.", &w.Threshold, 0, 1),
		choice(unit, "measuring", "Measuring", "How speckle becomes linear numbers: with an anchor on other mirrors, with a reference beam of two phases, or with one from aside, whose fringes one frame of more pixels reads (off-axis holography).", &w.Method, opu.Methods...),
		whole(unit, "camera-bits", "Camera bits", "Bits of the camera; 0 for any number.", &w.Bits, 0, 16),
		number(unit, "electrons", "Electrons", "Electrons of a full pixel, which give the shot noise; 0 for none.", &w.Electrons, 0, 1e7),
		number(unit, "read-noise", "Read noise", "Standard deviation of a reading, in electrons.", &w.Read, 0, 1e5),
	}
	for i := range list {
		switch list[i].Name {
		case "feedback":
		case "threshold":
			list[i].Needs = "feedback=ternary|opu"
		default:
			list[i].Needs = "feedback=opu"
		}
	}
	return list
}

// Unit is the optical one.
func (w *Way) Unit() opu.Unit {
	return opu.Unit{Method: opu.Method(max(0, slices.Index(opu.Methods, w.Method))), Bits: w.Bits, Electrons: w.Electrons, Read: w.Read}
}

// Source is what brings the error to hidden layers, by matrices of a seed; nil for backpropagation, and for nothing.
func (w *Way) Source(seed int) network.Feedback {
	f := network.Random{Seed: uint64(seed), Threshold: w.Threshold}
	switch w.Feedback {
	case "backprop", "last-layer":
		return nil
	case "ternary":
		f.Show = network.ByThreshold
	case "ternary-unbiased":
		f.Show = network.ByChance
	case "opu":
		u := w.Unit()
		f.Unit = &u
		if f.Show = network.ByChance; w.Show == "threshold" {
			f.Show = network.ByThreshold
		}
	}
	return f
}

// Shares is Source for errors whose numbers have no size of their own, such as those of a token or of what is left of noise,
// shares of a mean over many: the threshold is a share of a row's largest.
func (w *Way) Shares(seed int) network.Feedback {
	f := w.Source(seed)
	if r, ok := f.(network.Random); ok {
		r.Relative = true
		return r
	}
	return f
}
