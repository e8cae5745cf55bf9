package main

import (
	"fmt"

	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
)

// idle says why a parameter that was given does nothing with the others as they are,
// or nothing if it does something.
func idle(p experiment.Param, params []experiment.Param) string {
	name, value, wants := experiment.Idle(params, p)
	if name == "" {
		return ""
	}
	return fmt.Sprintf("--%s does nothing with --%s %s; it is for %s", p.Name, name, value, oneOf(wants))
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
	if err != nil || !preset.Displayed() || preset.Method == c.Method || p.Config.LearningRate == c.LearningRate {
		return ""
	}
	return fmt.Sprintf("the learning rate of %g is for --method %s, and each method needs its own: %s has %g for %s; see: talbot list %s",
		c.LearningRate, preset.Method, p.ID, p.Config.LearningRate, c.Method, p.ID)
}
