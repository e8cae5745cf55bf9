// Package photonics has the experiments of fully forward mode beside its networks in free space (Xue, Zhou, Xu, Yu, Dai and
// Fang, Nature 632, 280 (2024)) as lists of runs: light through scatterers, the photonic chip, and the search for an exceptional point.
package photonics

import "talbot/sim/reproduce"

const source = "Xue, Zhou, Xu, Yu, Dai and Fang, \"Fully forward mode training for optical neural networks\", Nature 632, 280 (2024)"

// All are the experiments, or their small versions.
func All(quick bool) []reproduce.Experiment {
	return []reproduce.Experiment{focusExperiment(quick), hiddenExperiment(quick), scatteredExperiment(quick), photonExperiment(quick), chipExperiment(quick), pairExperiment(quick)}
}

// seeds are so many from one on.
func seeds(from, n int) (all []int) {
	for i := range n {
		all = append(all, from+i)
	}
	return all
}
