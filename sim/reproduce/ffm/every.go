package ffm

import (
	"talbot/sim/reproduce"
	"talbot/sim/system/forward"
)

// every are rows that learn from all training pictures, not from the authors' first thousand of each class, and from each a few times: what
// is learned of 10,000 in sixteen epochs is partly learned by heart. They are ours, and chosen by pictures held out
// (sim/reproduce/records/ffm.md). Light has a smaller rate, and as many epochs as its frames allow.
var every = []struct {
	method string
	epochs int
	rate   float64
}{{"in-silico", 8, 0.05}, {"ffm", 2, 0.02}}

// everyRow is the row of number k of every.
func everyRow(i, layers, k int, quick bool) reproduce.Row {
	h := every[k]
	r := row(i, layers, "regions", h.method, quick)
	r.Name += "-all"
	r.Label += ", all pictures"
	r.Ours, r.Paper = true, nil
	if c := r.Config.(*forward.Config); !quick {
		c.PerClass, c.LearningRate, c.Epochs = 0, h.rate, h.epochs
	}
	return r
}
