package reproduce

import (
	"math"

	"talbot/sim/experiment"
)

// Result is what one run of a row gave: a line of a record, and the result.json of its
// folder. Older records, which have their values under names of their own, are read too.
type Result struct {
	Experiment string               `json:"experiment,omitempty"` // that it was made for; older records lack it
	Row        string               `json:"row"`
	Seed       int                  `json:"seed"`
	Quick      bool                 `json:"quick,omitempty"`
	Own        string               `json:"own,omitempty"` // what the user put in place of the paper's pictures and parts
	Epochs     int                  `json:"epochs"`
	Steps      int                  `json:"steps,omitempty"`
	Learned    int                  `json:"learned,omitempty"`  // examples trained on
	HoldOut    int                  `json:"hold_out,omitempty"` // so many training pictures in place of the test set
	Values     map[string]float64   `json:"values"`             // by their names, such as "test"; shares are 0 to 1
	Lists      map[string][]float64 `json:"lists,omitempty"`    // such as the pixels at each level of a mask, or a curve
	StepMS     float64              `json:"step_ms,omitempty"`  // median time of an update, in ms
	Seconds    float64              `json:"seconds,omitempty"`  // of training and tests
	Device     string               `json:"device"`
	Talbot     string               `json:"talbot"`
	Command    string               `json:"command"`
	Curve      []experiment.Event   `json:"curve,omitempty"` // of epochs
}

// Names of values that several systems have.
const (
	Test       = "test"       // accuracy, as deployed
	Training   = "training"   // accuracy of the last epoch, as it was trained on
	Best       = "best"       // test accuracy of the best epoch: what papers often report
	Efficiency = "efficiency" // share of the light behind the picture that lands in the detectors
	OfSource   = "of source"  // that of the light in front of it
)

// Samples is the list of pictures that a run has made, square ones one after another, from 0 to 255: SamplesKept of them.
const (
	Samples     = "samples"
	SamplesKept = 16
)

// Value is the value of that name, NaN where there is none.
func (r *Result) Value(name string) float64 {
	if v, ok := r.Values[name]; ok {
		return v
	}
	return math.NaN()
}

// Spread is the mean of a column over runs, and its standard deviation.
func Spread(runs []*Result, c Column) (mean, deviation float64) {
	for _, run := range runs {
		mean += c.Value(run) / float64(len(runs))
	}
	for _, run := range runs {
		d := c.Value(run) - mean
		deviation += d * d / math.Max(1, float64(len(runs)-1))
	}
	return mean, math.Sqrt(deviation)
}
