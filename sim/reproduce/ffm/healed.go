package ffm

import (
	"fmt"

	"talbot/sim/reproduce"
	"talbot/sim/system/forward"
)

// healing are rows that learn on the bench with the masks that a simulation has trained, those of the row in silico of as many layers: what
// a laboratory does with a design that fails on its bench. They are ours; the paper begins with random masks.
var healing = []struct{ name, method string }{{"healed", "ffm"}, {"healed-physics-aware", "physics-aware"}, {"healed-refined", "refined"}}

// Learning rate and epochs on the bench.
const healedRate, healedEpochs = 0.05, 2

// healedRow is the row of number k of healing.
func healedRow(i, layers, k int, quick bool) reproduce.Row {
	h := healing[k]
	r, from := row(i, layers, "regions", h.method, quick), row(i, layers, "regions", "in-silico", quick)
	r.Name, r.Label = fmt.Sprint(h.name, "-", layers, "-regions"), fmt.Sprint(h.name, ", ", layers, " layers, regions")
	if quick {
		r.Name = reproduce.Quickly + r.Name
	}
	r.Ours, r.Paper, r.From = true, nil, &from
	if c := r.Config.(*forward.Config); !quick {
		c.LearningRate, c.Epochs = healedRate, healedEpochs
	}
	return r
}
