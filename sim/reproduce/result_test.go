package reproduce

import (
	"encoding/json"
	"strings"
	"testing"
)

// A measured 0 is in the record; what was not measured is not made a 0.
func TestResultKeepsZeros(t *testing.T) {
	b, err := json.Marshal(&Result{Values: map[string]float64{OfSource: 0}})
	if err != nil || !strings.Contains(string(b), `"of source":0`) {
		t.Errorf("%s, %v", b, err)
	}
	var r Result
	if err := json.Unmarshal(b, &r); err != nil || r.Value(OfSource) != 0 || r.Value(Test) == r.Value(Test) {
		t.Errorf("%+v, %v", r, err)
	}
}

// Results of before values had names are read, and written and read again are the same.
func TestResultsFromBefore(t *testing.T) {
	for line, want := range map[string]map[string]float64{
		`{"row":"a","seed":2,"epochs":3,"device":"d","train_accuracy":0.5,"test_accuracy":0.25,"best_test_accuracy":0.3,"sampled_accuracy":0.2,"continuous_accuracy":0.1,
		"efficiency":0.07,"source_efficiency":0,"confidence":{"1":0.24,"3":0.2},"mapped":{"slm-8":0.22},"levels":[[1,2],[3,0]],"step_ms":4,
		"curve":[{"event":"epoch","epoch":1,"step":7,"loss":0.5,"train_accuracy":0.4,"test_accuracy":0.2,"test_loss":1,"efficiency":0.1,"seconds":2}]}`: {
			Training: .5, Test: .25, Best: .3, "sampled": .2, "continuous": .1, Efficiency: .07, OfSource: 0, "1 %": .24, "3 %": .2, "on slm-8": .22},
		`{"experiment":"sa-2d","row":"b","seed":2,"epochs":3,"learned":400,"last":0.9,"chosen":0.8,"halves":0.7,"cosine":[[0.5,0.6],[0.7,0.8]],"seconds":1,"device":"d",
		"curve":[{"epoch":4,"loss":0.25,"train":0.46,"held":0.3,"test":0.424,"half":0.418}]}`: {"last epoch": .9, "by held out": .8, "paper's choice": .7},
	} {
		var r, again Result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if len(r.Values) != len(want) {
			t.Errorf("%v, want %v", r.Values, want)
		}
		for name, v := range want {
			if r.Value(name) != v {
				t.Errorf("%s is %g, want %g", name, r.Value(name), v)
			}
		}
		e := r.Curve[0]
		switch {
		case r.Experiment == "":
			if e.Step != 7 || e.TestAccuracy != .2 || e.TrainAccuracy != .4 || r.Lists["levels of mask 2"][0] != 3 || r.StepMS != 4 {
				t.Errorf("%+v, %v", e, r.Lists)
			}
		case e.Epoch != 4 || e.TestAccuracy != .424 || e.TrainAccuracy != .46 || e.Values["held out"] != .3 || e.Values["half"] != .418 ||
			r.Lists["cosine after epoch 1"][1] != .6 || r.Lists["cosine at the end"][0] != .7 || r.Learned != 400:
			t.Errorf("%+v, %+v", e, r)
		}
		b, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &again); err != nil {
			t.Fatal(err)
		}
		if b2, err := json.Marshal(&again); err != nil || string(b) != string(b2) {
			t.Errorf("%s\nis read and written\n%s, %v", b, b2, err)
		}
	}
}
