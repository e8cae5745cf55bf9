package reproduce

import (
	"encoding/json"
	"fmt"

	"talbot/sim/experiment"
)

// UnmarshalJSON reads a result, also one of before values had names: what each key of those
// is called now stands here.
func (r *Result) UnmarshalJSON(b []byte) error {
	type plain Result // without this method
	var j struct {
		plain
		Curve []json.RawMessage `json:"curve"`

		// Of diffractive networks.
		Test       *float64           `json:"test_accuracy"`
		Training   *float64           `json:"train_accuracy"`
		Best       *float64           `json:"best_test_accuracy"`
		Sampled    *float64           `json:"sampled_accuracy"`
		Continuous *float64           `json:"continuous_accuracy"`
		Efficiency *float64           `json:"efficiency"`
		OfSource   *float64           `json:"source_efficiency"`
		Confidence map[string]float64 `json:"confidence"` // accuracy by the percent taken from the winner
		Mapped     map[string]float64 `json:"mapped"`     // accuracy of ideal masks by the display that shows them
		Levels     [][]float64        `json:"levels"`     // of each mask, pixels at each level

		// Of saturable absorbers.
		Last   *float64    `json:"last"`
		Chosen *float64    `json:"chosen"`
		Halves *float64    `json:"halves"`
		Cosine [][]float64 `json:"cosine"` // after the first epoch, and at the end
	}
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*r = Result(j.plain)
	if r.Values == nil {
		r.Values = map[string]float64{}
	}
	for name, v := range map[string]*float64{Test: j.Test, Training: j.Training, Best: j.Best, "sampled": j.Sampled, "continuous": j.Continuous,
		Efficiency: j.Efficiency, OfSource: j.OfSource, "last epoch": j.Last, "by held out": j.Chosen, "paper's choice": j.Halves} {
		if v != nil {
			r.Values[name] = *v
		}
	}
	for taken, v := range j.Confidence {
		r.Values[taken+" %"] = v
	}
	for display, v := range j.Mapped {
		r.Values["on "+display] = v
	}
	list := func(name string, x []float64) {
		if r.Lists == nil {
			r.Lists = map[string][]float64{}
		}
		r.Lists[name] = x
	}
	for i, x := range j.Levels {
		list(fmt.Sprint("levels of mask ", i+1), x)
	}
	for i, x := range j.Cosine {
		if i == len(j.Cosine)-1 {
			list("cosine at the end", x)
		} else {
			list("cosine after epoch 1", x)
		}
	}
	for _, line := range j.Curve {
		e, err := epochOf(line)
		if err != nil {
			return err
		}
		r.Curve = append(r.Curve, e)
	}
	return nil
}

// epochOf reads an event, or an epoch of a run of saturable absorbers of before.
func epochOf(line []byte) (e experiment.Event, err error) {
	var old struct {
		Event string   `json:"event"`
		Epoch int      `json:"epoch"`
		Loss  float64  `json:"loss"`
		Train *float64 `json:"train"`
		Held  *float64 `json:"held"`
		Test  float64  `json:"test"`
		Half  *float64 `json:"half"`
	}
	if err := json.Unmarshal(line, &old); err != nil || old.Event != "" || old.Train == nil {
		return e, json.Unmarshal(line, &e)
	}
	e = experiment.Event{Kind: "epoch", Epoch: old.Epoch, Values: map[string]float64{}, Trained: &experiment.Trained{Loss: old.Loss, TrainAccuracy: *old.Train},
		Tested: &experiment.Tested{TestAccuracy: old.Test}}
	if old.Held != nil {
		e.Values["held out"] = *old.Held
	}
	if old.Half != nil {
		e.Values["half"] = *old.Half
	}
	return e, nil
}
