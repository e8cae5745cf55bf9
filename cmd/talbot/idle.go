package main

import (
	"fmt"
	"slices"

	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
)

// idle says why a parameter that was given does nothing with the others as they are in
// c, or nothing if it does something.
func idle(p experiment.Param, c *diffractive.Config) string {
	needs := func(name, value string, wants ...string) string {
		if slices.Contains(wants, value) {
			return ""
		}
		return fmt.Sprintf("--%s does nothing with --%s %s; it is for %s", p.Name, name, value, oneOf(wants))
	}
	if p.Group == "Device" && !c.Device() {
		return needs("mask", c.Mask, "device")
	}
	switch p.Name {
	case "noise", "mixing", "amplitude-gradient":
		return needs("method", c.Method, diffractive.MethodGumbel)
	case "pull":
		return needs("method", c.Method, diffractive.MethodNearest)
	case "fit-order":
		return needs("method", c.Method, diffractive.MethodPTQ, diffractive.MethodQAT, diffractive.MethodStraight)
	case "forward", "temperature", "temperature-start", "temperature-end", "temperatures":
		if why := needs("method", c.Method, diffractive.MethodGumbel, diffractive.MethodNearest); why != "" {
			return why
		}
	}
	switch p.Name {
	case "temperatures":
		return needs("temperature", c.Temperature, "list")
	case "temperature-start":
		return needs("temperature", c.Temperature, "linear", "cosine", "step", "constant", "exponential")
	case "temperature-end":
		return needs("temperature", c.Temperature, "linear", "exponential")
	case "waist":
		return needs("illumination", c.Illumination, "gaussian")
	case "phase-depth":
		return needs("encoding", c.Encoding, "phase")
	case "momentum":
		return needs("optimiser", c.Optimiser, "sgd")
	case "schedule-epochs", "schedule-factor":
		return needs("schedule", c.Schedule, "step")
	case "schedule-end":
		return needs("schedule", c.Schedule, "cosine")
	}
	return ""
}

// oneOf is "a", "a or b" or "a, b or c".
func oneOf(words []string) (text string) {
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			text += " or "
		default:
			text += ", "
		}
		text += w
	}
	return text
}

// methodPresets are the presets whose learning rate was chosen for a method.
var methodPresets = map[string]string{
	diffractive.MethodGumbel:  "codesign-gumbel",
	diffractive.MethodNearest: "codesign-mnist",
	diffractive.MethodPTQ:     "codesign-ptq",
}

// otherMethod warns of a learning rate that a preset has for another method than c's, or
// says nothing.
func otherMethod(preset, c *diffractive.Config) string {
	p, err := diffractive.Find(methodPresets[c.Method])
	if err != nil || !preset.Device() || preset.Method == c.Method || p.Config.LearningRate == c.LearningRate {
		return ""
	}
	return fmt.Sprintf("the learning rate of %g is for --method %s, and each method needs its own: %s has %g for %s; see: talbot list %s",
		c.LearningRate, preset.Method, p.ID, p.Config.LearningRate, c.Method, p.ID)
}
