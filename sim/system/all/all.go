// Package all names all systems, for programs that have them all.
package all

import (
	"talbot/sim/experiment"
	"talbot/sim/system/absorber"
	"talbot/sim/system/basic"
	"talbot/sim/system/chip"
	"talbot/sim/system/dante"
	"talbot/sim/system/diffractive"
	"talbot/sim/system/diffusion"
	"talbot/sim/system/feedback"
	"talbot/sim/system/focus"
	"talbot/sim/system/forward"
	"talbot/sim/system/language"
	"talbot/sim/system/scatter"
)

// Systems are all systems, in the order in which menus list them; each can read files that
// give a parameter its value.
func Systems() []experiment.System {
	list := []experiment.System{diffractive.System, absorber.System, dante.System, feedback.System, diffusion.System, language.System, chip.System, focus.System, scatter.System, forward.System, basic.System}
	for i, s := range list {
		list[i] = experiment.WithFiles(s)
	}
	return list
}

// Find is the preset with that id, and its system.
func Find(id string) (experiment.Preset, *experiment.System, error) {
	return experiment.Find(Systems(), id)
}
