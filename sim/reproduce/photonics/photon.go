package photonics

import (
	"context"
	"fmt"
	"strconv"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/system/forward"
)

// counts are the mean photons of a pixel for which a trained network is tested.
var counts = []float64{10, 1, 0.3, 0.1}

// darkCounts are those of a pixel in the dark, for the last column.
const darkCounts = 0.01

const (
	allLight   = "all light"
	lostAtOne  = "lost at 1 a pixel"
	operations = "operations a joule at 1"
	inDark     = "1 a pixel, 0.01 dark"
)

// photonEnergy is that of light of 532 nm, J.
const photonEnergy = 6.62607015e-34 * 299792458 / 532e-9

// photonExperiment is the paper's classification with less than a photon a pixel. Its efficiency, 5.40e18 operations a second and
// watt, is 2.02 operations for each photon of 532 nm: a product and a sum for each pixel, that gets one photon.
func photonExperiment(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "ffm-photon", Title: "Digits by counted photons", Source: source + ", figure 4",
		Note: "The camera counts single photons, so many a pixel in the mean over the plane; a wider plane has more of them for each digit. " +
			"Networks are trained by fully forward mode on a bench without faults (the quick ones by its simulation), and tested in its model. The paper's 5.40e18 operations a second and watt are 2.02 operations " +
			"for each photon of 532 nm; we count alike: a product and a sum for each pixel, over the energy of the photons that it counts.",
		Seeds: seeds(1, 3), Quick: quick, Draw: allLight,
		Columns: []reproduce.Column{{Name: allLight}}, Measure: photonMeasure, Tests: func(experiment.Config) int { return len(counts) + 2 }}
	for _, n := range counts {
		e.Columns = append(e.Columns, reproduce.Column{Name: column(n)})
	}
	e.Columns = append(e.Columns, reproduce.Column{Name: inDark}, reproduce.Column{Name: lostAtOne}, reproduce.Column{Name: operations, Unit: "1"})
	for _, n := range []int{32, 100, 400} {
		p, _ := forward.Find("ffm-mnist-1")
		c := p.Config
		c.Bench, c.Calibrate, c.Blank, c.Layers = "ideal", false, 0, 2
		scale := float64(n) / 400
		c.Samples, c.ImageSize, c.Padding, c.RegionSize = n, map[int]int{32: 28, 100: 98, 400: 392}[n], n/2, max(4, n/10)
		c.Distance *= scale * scale // the same Fresnel number
		c.Blur *= max(scale, 0.25)
		c.PerClass, c.Epochs = 500, 4
		r := reproduce.Row{Name: fmt.Sprint("photons-", n), Label: fmt.Sprint(n, " x ", n, " pixels, 2 masks"), Config: &c, Data: "mnist", LimitTest: 2000, Limit: 60000, Ours: true}
		if n == 400 {
			r.Ours = false
			r.Paper = make([]float64, len(e.Columns))
			for i := range r.Paper {
				r.Paper[i] = reproduce.None
			}
			r.Paper[len(r.Paper)-1] = 5.40e18
		}
		if quick {
			if n == 400 {
				continue
			}
			c.Method = "in-silico" // which an ideal bench tells too, frame by frame
			c.PerClass, c.Epochs = 100, 4
			r.LimitTest = 500
		}
		e.Rows = append(e.Rows, r)
	}
	return e
}

func column(photons float64) string { return strconv.FormatFloat(photons, 'g', -1, 64) + " a pixel" }

func photonMeasure(_ context.Context, t *reproduce.Trained) error {
	s, ok := forward.SessionOf(t.Session)
	if !ok {
		return errs.New("photonics: this is no network on a bench")
	}
	done := 0
	test := func(name string, e *forward.Evaluation, err error) (float64, error) {
		for more := true; more && err == nil; {
			more, err = e.More()
		}
		if err != nil {
			return 0, err
		}
		done++
		if t.Progress != nil {
			t.Progress("counting photons", done, len(counts)+2)
		}
		t.Set(name, e.Accuracy())
		return e.Accuracy(), nil
	}
	light, err := test(allLight, s.Evaluate(t.Test, false), nil)
	if err != nil {
		return err
	}
	for _, n := range counts {
		e, err := s.Count(t.Test, n, 0)
		got, err := test(column(n), e, err)
		if err != nil {
			return err
		}
		if n == 1 {
			t.Set(lostAtOne, light-got)
		}
	}
	e, err := s.Count(t.Test, 1, darkCounts)
	if _, err = test(inDark, e, err); err != nil {
		return err
	}
	t.Set(operations, 2/photonEnergy)
	return nil
}
