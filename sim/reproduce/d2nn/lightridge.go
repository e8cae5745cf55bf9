package d2nn

import (
	"fmt"

	"talbot/sim/reproduce"
)

// lightRidge is the public logs of LightRidge, epoch by epoch.
func lightRidge() list {
	at := func(epoch int) reproduce.Column {
		return reproduce.Column{Name: fmt.Sprint("epoch ", epoch), Of: func(r *reproduce.Result) float64 {
			if epoch > len(r.Curve) || r.Curve[epoch-1].Tested == nil { // --test-every passed it over
				return reproduce.None
			}
			return r.Curve[epoch-1].TestAccuracy
		}}
	}
	e := list{Experiment: reproduce.Experiment{ID: "lightridge-logs", Title: "LightRidge's public logs", Source: "github.com/lightridge/lightridge, README.md and notebooks",
		Note:    "Test accuracy after each epoch. LightRidge evaluates with noise, so the deployed accuracy is another quantity; the codesign logs come from its \"Fresnel3\" propagator.",
		Columns: []reproduce.Column{at(1), at(2), at(3)}}}
	c := must("codesign-lightridge")
	e.Rows = append(e.Rows, row{Name: "lightridge-k64", Label: "64 levels", Config: c, Paper: []float64{.9292, .9536, .9625}})
	c.Curve, c.Gain, c.LearningRate = "slm-8", 7, 0.3
	e.Rows = append(e.Rows, row{Name: "lightridge-k8", Label: "8 levels", Config: c, Paper: []float64{.9002, .9327, reproduce.None}})
	for _, levels := range []int{64, 8} {
		r := ours("mnist", 5, levels)
		r.Config.Batch, r.Config.Epochs = 100, 3
		r.Name += "-short"
		e.add(r, fmt.Sprint(levels, " levels, ours"))
	}
	return e
}
