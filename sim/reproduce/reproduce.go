// Package reproduce has the published experiments that Talbot repeats, as lists of
// runs: what is trained, and what the paper got. The command "talbot reproduce" makes
// the runs and shows the paper's value beside ours.
//
// A run is named by what it is, so that experiments which have a run in common share
// it: figure 2's linear schedule is table 1's best row.
package reproduce

import (
	"fmt"
	"path"
	"strings"

	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
)

// Experiment is one figure or table.
type Experiment struct {
	ID     string
	Title  string
	Source string // paper, and where in it
	Note   string // what to know when comparing
	Rows   []Row
	// Columns are the values of a row, in the order in which a table shows them.
	Columns []Column
}

// Column is one value of a row's runs.
type Column struct {
	Name string
	Of   func(*Result) float64
}

// Row is one configuration, which is trained from several seeds.
type Row struct {
	Name   string // of its runs, without the seed
	Label  string // what distinguishes it in this experiment
	Ours   bool   // the paper has no such row
	Config diffractive.Config
	// Paper has the paper's value for each column; NaN where it has none.
	Paper []float64
	// Timed rows are not trained to an end: only their updates are timed.
	Timed bool
	// Limit is the number of training pictures, 0 for all.
	Limit int
}

// Result is what one run of a row gave.
type Result struct {
	Row     string             `json:"row"`
	Seed    int                `json:"seed"`
	Epochs  int                `json:"epochs"`
	Steps   int                `json:"steps"`
	Device  string             `json:"device"`
	Talbot  string             `json:"talbot"`
	Command string             `json:"command"`
	HoldOut int                `json:"hold_out,omitempty"`          // so many training pictures in place of the test set
	Train   float64            `json:"train_accuracy"`              // of the last epoch, as it was trained on
	Test    float64            `json:"test_accuracy"`               // of the deployed masks
	Best    float64            `json:"best_test_accuracy"`          // of all epochs: what papers often report
	Sampled float64            `json:"sampled_accuracy"`            // of one noisy draw
	Relaxed float64            `json:"continuous_accuracy"`         // of what training relaxes the levels to
	Light   float64            `json:"efficiency"`                  // share of the light behind the picture that lands in the detectors
	Source  *float64           `json:"source_efficiency,omitempty"` // that of the light in front of it; nil in older records, which lack it
	Stays   map[string]float64 `json:"confidence"`                  // accuracy by the percent taken from the winner
	Mapped  map[string]float64 `json:"mapped,omitempty"`            // of ideal masks: accuracy when shown by the nearest states of a display
	Levels  [][]int            `json:"levels"`                      // of each mask, pixels at each level
	StepMS  float64            `json:"step_ms"`                     // median time of an update, in ms
	Curve   []experiment.Event `json:"curve"`                       // of every epoch
}

// MapTo are the displays that ideal masks are mapped to once they are trained.
var MapTo = []string{"slm-8", "slm-12", "slm-16"}

// All are the experiments, quick or at full size.
func All(quick bool) []Experiment {
	list := []Experiment{gumbelFig2(), gumbelFig3(), gumbelTable1(), gumbelTable2(), gumbelFig4(), lightRidge(), ideal()}
	if quick {
		for i := range list {
			for j := range list[i].Rows {
				list[i].Rows[j].reduce()
			}
		}
	}
	return list
}

// reduce makes a row small enough for a processor: masks of 64 x 64 on a bench of the
// same z/(N pitch^2), and few pictures.
func (r *Row) reduce() {
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
	r.Name = quickly + r.Name
}

// quickly begins the names of quick rows.
const quickly = "quick-"

// Find returns an experiment by its id.
func Find(id string, quick bool) (Experiment, error) {
	var known []string
	for _, e := range All(quick) {
		if e.ID == id {
			return e, nil
		}
		known = append(known, e.ID)
	}
	return Experiment{}, fmt.Errorf("there is nothing called %q to reproduce; want one of %s", id, strings.Join(known, ", "))
}

// Choose keeps the rows whose names match one of the patterns, where * stands for any
// part of a name, and the "quick-" before it may be left out.
func (e *Experiment) Choose(patterns []string) error {
	if len(patterns) == 0 {
		return nil
	}
	var rows []Row
	for _, r := range e.Rows {
		for _, p := range patterns {
			ok, err := path.Match(p, r.Name)
			if err != nil {
				return fmt.Errorf("%q is not a name of rows: %w", p, err)
			}
			if short, quick := strings.CutPrefix(r.Name, quickly); quick && !ok {
				ok, _ = path.Match(p, short) // the pattern is a good one
			}
			if ok {
				rows = append(rows, r)
				break
			}
		}
	}
	if rows == nil {
		var names []string
		for _, r := range e.Rows {
			names = append(names, r.Name)
		}
		return fmt.Errorf("no row of %s is called %s; the rows are %s", e.ID, strings.Join(patterns, " or "), strings.Join(names, ", "))
	}
	e.Rows = rows
	return nil
}
