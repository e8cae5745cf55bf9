package photonics

import (
	"context"
	"fmt"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/system/scatter"
)

// scatteredCounts are the photons that a pixel of the camera would count, in the mean, of the light in front of the mask.
var scatteredCounts = []float64{10, 1, 0.1}

const numbers = "numbers"

// scatteredExperiment is the classification of figure 4 of the paper: pictures through a scatterer of which nobody knows what it does.
func scatteredExperiment(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "ffm-fig4-digits", Title: "Digits through a scatterer, by masks and by electronics", Source: source + ", figure 4",
		Note: "Digits of light are told apart behind a scatterer of which nobody knows what it does, in single frames. Rows ffm are masks that learn behind it by fully forward mode: the light of each picture is measured in front of " +
			"the mask once, by steps of its phase, and shown again. Rows in-silico are masks from a simulation with nothing in the way, put there as they are. The answer of both is the brightest of ten squares of the camera. " +
			"Linear is an electronic classifier of what the camera counts in squares of pixels with no mask, perceptron the same with a hidden layer of 64; they learn anew for each light, from frames with its noise, of each epoch another one of each picture. " +
			"All learn from the same pictures, masks in ample light, and are tested by the same camera, which adds 2.5 electrons to each pixel that it reads, and with the same light in front of the picture: " +
			"of that in front of the mask a pixel would count so many photons, the mean of plane and pictures (a picture has as many times 16,384, 4,096 in the quick version). Masks read 160 pixels (40), and electronics all, so that reading adds more noise to what they learn from: without it they are ahead at each light in the quick version (sim/reproduce/records/ffm.md). Light without noise is the first column. " +
			"Numbers are phases or weights that were learned; frames are those of the learning at one light. The paper's own numbers could not be read.",
		Seeds: seeds(1, 3), Quick: quick, Draw: column(1), AtEnd: true,
		Columns: []reproduce.Column{{Name: allLight}}, Measure: scatteredMeasure, Tests: func(experiment.Config) int { return 1 }}
	for _, n := range scatteredCounts {
		e.Columns = append(e.Columns, reproduce.Column{Name: column(n)})
	}
	e.Columns = append(e.Columns, reproduce.Column{Name: inSquares}, reproduce.Column{Name: numbers, Unit: "1"}, reproduce.Column{Name: frames, Unit: "1"}, reproduce.Column{Name: hours, Unit: "h"})
	for _, s := range []struct{ name, label, scatterer string }{{"none", "nothing in the way", "none"}, {"tape", "tape", "tape"}, {"plate", "plate", "plate"}} {
		for _, m := range []struct{ name, label, method string }{
			{"ffm", "fully forward mode", "ffm"}, {"in-silico", "from a simulation", "in-silico"}, {"linear", "electronic, linear", "electronic"}, {"perceptron", "electronic, 64 hidden", "electronic"},
		} {
			c := scatter.Base()
			c.Scatterer, c.Method = s.scatterer, m.method
			if quick {
				c.Samples, c.ImageSize, c.RegionSize, c.Cell, c.PerClass = 64, 56, 2, 4, 50
			}
			if c.Method == "electronic" {
				scatter.Electronic(&c, m.name == "perceptron")
			}
			r := reproduce.Row{Name: m.name + "-" + s.name, Label: fmt.Sprint(m.label, ", ", s.label), Config: &c, Data: "mnist", Ours: true}
			if quick {
				r.Limit, r.LimitTest = 10000, 1000
			}
			e.Rows = append(e.Rows, r)
		}
	}
	return e
}

// inSquares is the share of the light on the camera that is in the squares of the detector.
const inSquares = "in the squares"

func scatteredMeasure(_ context.Context, t *reproduce.Trained) error {
	s, ok := scatter.SessionOf(t.Session)
	if !ok {
		return errs.New("photonics: no pictures are told apart here")
	}
	view := s.View(t.Test)
	for i, photons := range append([]float64{0}, scatteredCounts...) {
		by := s
		if s.Wires != nil && photons != s.TestPhotons {
			var err error
			if by, err = s.Dimmer(photons); err != nil {
				return err
			}
			for by.Stage.Done() < 1 {
				if _, err := by.Next(); err != nil {
					return err
				}
			}
		}
		e := by.Evaluate(view, photons)
		for more := true; more; {
			var err error
			if more, err = e.More(); err != nil {
				return err
			}
			if t.Progress != nil && e.Count%100 == 0 {
				t.Progress(fmt.Sprint("taking frames, light ", i+1, " of ", 1+len(scatteredCounts)), e.Count, t.Test.Len())
			}
		}
		name := allLight
		if photons > 0 {
			name = column(photons)
		}
		t.Set(name, rounded(e.Accuracy()))
	}
	if s.Wires == nil {
		t.Set(inSquares, rounded(view.InSquares()))
	}
	t.Set(numbers, float64(s.Learnable()))
	t.Set(frames, float64(s.Frames()))
	t.Set(hours, rounded(float64(s.Frames())/60/3600))
	return nil
}
