// Package d2nn has the published experiments on diffractive networks, with ideal masks and
// with those of displays, as lists of runs.
package d2nn

import (
	"talbot/sim/reproduce"
	"talbot/sim/system/diffractive"
)

// list is an experiment, and row one of its rows, while it is written.
type list struct {
	reproduce.Experiment
	Rows []row
}

type row struct {
	Name, Label string
	Ours        bool
	Config      diffractive.Config
	Paper       []float64
	Timed       bool
	Limit       int
}

// MapTo are the displays that ideal masks are mapped to once they are trained.
var MapTo = []string{"slm-8", "slm-12", "slm-16"}

// All are the experiments, quick or at full size.
func All(quick bool) (all []reproduce.Experiment) {
	for _, l := range []list{gumbelFig2(), gumbelFig3(), gumbelTable1(), gumbelTable2(), gumbelFig4(), lightRidge(), ideal()} {
		e := l.Experiment
		e.Quick, e.Shared, e.Measure, e.Tests = quick, true, measure, tests
		for _, r := range l.Rows {
			e.Rows = append(e.Rows, r.whole(quick))
		}
		all = append(all, e)
	}
	return append(all, misalignment(quick), printed(quick))
}

// reduce makes a row small enough for a processor: masks of 64 x 64 on a bench of the
// same z/(N pitch^2), and few pictures.
func (r *row) reduce() {
	c := &r.Config
	c.Padding = max(16, c.Padding*64/c.Samples)
	c.Distance = c.Distance * 64 / float64(c.Samples)
	c.RegionSize = max(2, min(c.RegionSize*64/c.Samples*5/4, int(c.RegionSpread*64)/5))
	c.Samples, c.ImageSize, c.Waist = 64, c.ImageSize*64/c.Samples, c.Waist*64/float64(c.Samples)
	c.Batch = max(20, c.Batch/10)
	if c.Epochs > 3 {
		c.Epochs = 3
	}
	if r.Limit = 6000; r.Timed {
		r.Limit = 10 * c.Batch
	}
	r.Name = reproduce.Quickly + r.Name
}
