// Package all names all published experiments, for programs that have them all.
package all

import (
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/d2nn"
	"talbot/sim/reproduce/dante"
	"talbot/sim/reproduce/dfa"
	"talbot/sim/reproduce/ffm"
	"talbot/sim/reproduce/photonics"
	"talbot/sim/reproduce/sa"
)

// Experiments are all, in the order of a help text, quick or at full size.
func Experiments(quick bool) (list []reproduce.Experiment) {
	list = append(list, d2nn.All(quick)...)
	list = append(list, ffm.All(quick)...)
	list = append(list, dante.All(quick)...)
	list = append(list, dfa.All(quick)...)
	list = append(list, photonics.All(quick)...)
	return append(list, sa.All(quick)...)
}

// Find returns an experiment by its id.
func Find(id string, quick bool) (reproduce.Experiment, error) {
	return reproduce.Find(Experiments(quick), id)
}
