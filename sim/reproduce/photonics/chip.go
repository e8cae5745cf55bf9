package photonics

import (
	"context"
	"math"
	"strconv"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/system/chip"
)

// Values of a run of the chip.
const (
	flowers   = "150 flowers"
	fresh     = "30 test flowers"
	error80   = "gradient error"
	cosine80  = "cosine"
	converged = "epochs to converge"
)

// shares are the paper's three settings of symmetry, which its sources leave open: we take the share of couplers that are
// their own transpose. Beside each are its accuracies: ideal simulation, fully forward mode, designed by computer.
var shares = []struct {
	share float64
	paper [3]float64
}{{1, [3]float64{.947, .942, .717}}, {0.5, [3]float64{.892, .892, .658}}, {0, [3]float64{.890, .887, .550}}}

// chipExperiment is figure 5 of the paper. Its gradient errors at iteration 80 are 3.46 to 3.58 % of fully forward mode
// and 5.10 to 5.94 % of the computer's design, over five layers; we give the mean of those.
func chipExperiment(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "ffm-fig5", Title: "Irises on a photonic chip, by the share of symmetric couplers", Source: source + ", figure 5",
		Note: "The sources do not say what the three settings of symmetry are; ours is the share of couplers that are their own transpose, " +
			"and the paper's values stand in their order. The gradient error is the mean distance of a flower's gradient to the drawing's after epoch 80, " +
			"as a share of its range; the cosine is that with the gradient of the chip as it is. Epochs to converge are those until the training loss, " +
			"as the mean of ten epochs, is within a tenth of its last.",
		Seeds: seeds(11, 20), Quick: quick, Small: true, Draw: flowers,
		Columns: []reproduce.Column{{Name: flowers}, {Name: fresh}, {Name: error80}, {Name: cosine80, Unit: "1"}, {Name: converged, Unit: "1"}},
		Measure: chipMeasure, EachEpoch: chipEpoch}
	if quick {
		e.Seeds = seeds(11, 3)
	}
	for _, s := range shares {
		for _, w := range []struct {
			name, label, method, tested string
			paper                       int
		}{
			{"ideal", "ideal simulation", "in-silico", "drawing", 0}, {"ffm", "fully forward mode", "ffm", "chip", 1}, {"deployed", "trained as drawn, on the chip", "in-silico", "chip", 2},
			{"physics-aware", "physics-aware", "physics-aware", "chip", -1}, {"blind", "forwards, shifters unknown", "ffm-blind", "chip", -1},
		} {
			if w.name == "blind" && s.share == 1 {
				continue // there are no shifters
			}
			c := chip.Base()
			c.Symmetric, c.Method, c.Tested = s.share, w.method, w.tested
			if quick {
				c.Epochs = 90
			}
			share := strconv.FormatFloat(s.share, 'g', -1, 64)
			row := reproduce.Row{Name: w.name + "-" + share, Label: w.label + ", " + share, Config: &c, Ours: w.paper < 0}
			if w.paper >= 0 {
				row.Paper = []float64{s.paper[w.paper], reproduce.None, reproduce.None, reproduce.None, reproduce.None}
			}
			if w.paper >= 0 && s.share == 1 {
				row.Paper[2] = [3]float64{reproduce.None, .035, .052}[w.paper]
				row.Paper[4] = [3]float64{100, 100, reproduce.None}[w.paper]
			}
			e.Rows = append(e.Rows, row)
		}
	}
	return e
}

// chipEpoch measures the gradient after epoch 80, as the paper does.
func chipEpoch(t *reproduce.Trained, e *experiment.Event, _ *experiment.Evaluation) error {
	s, ok := chip.Of(t.Session)
	if !ok || e.Epoch != 80 {
		return nil
	}
	measured, _, drawing, truth, err := s.Errors()
	if err != nil {
		return err
	}
	if s.Config.Tested == "drawing" {
		return nil // there is no chip
	}
	var layers []float64
	mean, cosine := 0.0, 0.0
	for l, d := range drawing {
		layers = append(layers, rounded(d.Mean))
		mean, cosine = mean+d.Mean/float64(len(drawing)), cosine+truth[l].Cosine/float64(len(drawing))
	}
	t.Set(error80, rounded(mean))
	t.Set(cosine80, rounded(cosine))
	if t.Result.Lists == nil {
		t.Result.Lists = map[string][]float64{}
	}
	t.Result.Lists["gradient error by layer"] = layers
	for i := range measured[1] {
		measured[1][i] = rounded(measured[1][i])
	}
	t.Result.Lists["gradient of the second layer"] = measured[1]
	return nil
}

// chipMeasure tests with all flowers and with those that were not learned from.
func chipMeasure(_ context.Context, t *reproduce.Trained) error {
	s, ok := chip.Of(t.Session)
	if !ok {
		return errs.New("photonics: this is no chip")
	}
	all, err := s.Evaluate(s.All)
	if err != nil {
		return err
	}
	test, err := s.Evaluate(s.Test())
	if err != nil {
		return err
	}
	t.Set(flowers, all.Accuracy())
	t.Set(fresh, test.Accuracy())
	t.Set(converged, float64(convergence(t.Result.Curve)))
	thin(t.Result, 30)
	return nil
}

// convergence is the first epoch from which the training loss, as the mean of ten epochs, is within a tenth of that of the
// last ten; 0 where there is no such curve.
func convergence(curve []experiment.Event) int {
	var loss []float64
	for _, e := range curve {
		if e.Trained != nil {
			loss = append(loss, e.Loss)
		}
	}
	const window = 10
	if len(loss) < 3*window {
		return 0
	}
	mean := func(from int) (m float64) {
		for _, v := range loss[from : from+window] {
			m += v / window
		}
		return m
	}
	last := mean(len(loss) - window)
	for i := 0; i+window <= len(loss); i++ {
		if mean(i) <= 1.1*last {
			return i + 1
		}
	}
	return 0
}

// thin keeps so many epochs of the curve, the last among them.
func thin(r *reproduce.Result, most int) {
	all, every := r.Curve, (len(r.Curve)+most-1)/most
	r.Curve = nil
	for i, e := range all {
		if (len(all)-1-i)%every == 0 {
			r.Curve = append(r.Curve, e)
		}
	}
}

func rounded(v float64) float64 { return math.Round(v*1e5) / 1e5 }
