// Package ffm is the published experiments on fully forward mode training, on a bench with faults: Xue, Zhou, Xu, Yu, Dai
// and Fang, "Fully forward mode training for optical neural networks", Nature 632, 280 (2024).
package ffm

import (
	"context"
	"fmt"
	"strconv"

	"talbot/sim/reproduce"
	"talbot/sim/system/forward"
)

const paper = "Xue and others, Nature 632, 280 (2024)"

// All are the experiments, quick or at full size.
func All(quick bool) []reproduce.Experiment {
	return []reproduce.Experiment{fig2(quick), single(quick), faults(quick)}
}

// Names of values: accuracy on the bench and in the simulation, on the paper's pictures, the first ten of each class of
// the test set, and on all of them.
const (
	bench, bench100     = reproduce.Test, "bench, 100"
	inModel, inModel100 = "model", "model, 100"
	framesUsed          = "frames"
	hours               = "hours at 60 Hz"
)

var columns = []reproduce.Column{{Name: bench100}, {Name: bench}, {Name: inModel100}, {Name: inModel}, {Name: framesUsed, Unit: "1"}, {Name: hours, Unit: "h"}}

// printed are the paper's accuracies on 100 pictures, of depths 2, 4, 6 and 8: trained on the bench, designed in a
// simulation and put on the bench, and in the simulation.
var printed = map[string][4]float64{"ffm": {.865, .910, .923, .925}, "deployed": {.440, .524, .584, .588}, "ideal": {.922, .938, .960, .960}}

// modelled are the epochs of regions in a simulation, which pays for no frames.
const modelled = 16

// config is a row's network, or a small one of the same Fresnel number.
func config(layers int, loss, method string, quick bool) *forward.Config {
	p, _ := forward.Find("ffm-fashion-2")
	c := p.Config
	c.Layers, c.Loss, c.Method = layers, loss, method
	if loss == "plane" { // the authors' own, from first to last
		c.Schedule, c.Lenses, c.Reading, c.Confine = "constant", false, "three-steps", false
	} else if method == "in-silico" || method == "vaccinated" {
		c.Epochs = modelled
	}
	if quick {
		small(&c)
	}
	return &c
}

func small(c *forward.Config) {
	const n = 64
	c.Distance *= float64(n*n) / float64(c.Samples*c.Samples)
	c.Samples, c.ImageSize, c.Padding, c.RegionSize, c.Blur = n, 56, n/2, 6, 0.5
	c.PerClass, c.Epochs = 20, 1
}

func fig2(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "ffm-fig2", Title: "Fashion-MNIST by depth, on a bench with faults", Source: paper + ", figure 2; the released program",
		Note: "Bench is the accuracy of the masks on the bench with faults and model that of the same masks in the simulation of a bench without; " +
			"100 is on the first ten pictures of each class, as the paper tests, of which one is a point, and test is on the bench with all of them. " +
			"The loss of the whole plane is the paper's own, at its constant rate; regions are read by ours, with a rate that falls along a cosine, first masks that are lenses, fields that are read by steps of a third of a turn and, where they are handed on or are errors, freed of what no light from the mask can be, and four times the epochs where they learn in a simulation alone; a row of an earlier version has that version's recipe. " +
			"Rows in silico give two of the paper's values: in the simulation, and put on the bench as they are. Rows called healed are ours, not the paper's: " +
			"they begin with the masks that the row in silico of as many layers has ended with, which fail on the bench, and learn there, by fully forward mode where no other method is named. Rows that end in all are ours too, and learn from all training pictures, where the others have the first thousand of each class, as the authors do. Frames are those that training took on the bench.",
		Columns: columns, Draw: bench, Beside: bench100, BesideOf: "100 pictures", Quick: quick, Seeds: []int{1}, Measure: measureBoth}
	for _, loss := range []string{"regions", "plane"} {
		for i, layers := range []int{2, 4, 6, 8} {
			for _, m := range []string{"ffm", "in-silico", "vaccinated", "physics-aware", "refined"} {
				e.Rows = append(e.Rows, row(i, layers, loss, m, quick))
			}
			if loss == "regions" {
				for k := range healing {
					e.Rows = append(e.Rows, healedRow(i, layers, k, quick))
				}
				for k := range every {
					e.Rows = append(e.Rows, everyRow(i, layers, k, quick))
				}
			}
			if layers == 2 {
				for _, m := range []string{"spsa", "monte-carlo"} {
					e.Rows = append(e.Rows, row(i, layers, loss, m, quick))
				}
			}
		}
	}
	return e
}

func row(i, layers int, loss, method string, quick bool) reproduce.Row {
	r := reproduce.Row{Name: fmt.Sprint(method, "-", layers, "-", loss), Label: fmt.Sprint(method, ", ", layers, " layers, ", loss),
		Ours: true, Config: config(layers, loss, method, quick), Data: "fashion-mnist"}
	if quick {
		r.Name, r.Limit, r.LimitTest = reproduce.Quickly+r.Name, 2000, 200
	}
	switch none := reproduce.None; {
	case method == "ffm":
		r.Ours, r.Paper = false, []float64{printed["ffm"][i], none, none, none}
	case method == "in-silico":
		r.Ours, r.Paper = false, []float64{printed["deployed"][i], none, printed["ideal"][i], none}
	}
	return r
}

// measureBoth tells how the masks do on the bench and in the simulation.
func measureBoth(ctx context.Context, t *reproduce.Trained) error {
	s, ok := forward.SessionOf(t.Session)
	if !ok {
		return fmt.Errorf("%s has no network on a bench", t.Row.Name)
	}
	trained := s.Learned()
	if !tested(t) {
		if err := both(ctx, t, s); err != nil {
			return err
		}
	}
	e, err := test(ctx, t, s, 10, false, 1)
	if err != nil {
		return err
	}
	t.Set(inModel100, e)
	if trained > 0 {
		t.Set(framesUsed, float64(trained))
		t.Set(hours, float64(trained)/60/3600)
	}
	return drift(ctx, t, s)
}

// tested takes what the test behind the last epoch has told, of all pictures on the bench and in the simulation.
func tested(t *reproduce.Trained) bool {
	if len(t.Result.Curve) == 0 {
		return false
	}
	last := t.Result.Curve[len(t.Result.Curve)-1]
	first, ok := last.Values[forward.FirstTen]
	simulated, too := last.Values[forward.Simulated]
	if last.Tested == nil || !ok || !too {
		return false
	}
	t.Set(bench, last.TestAccuracy)
	t.Set(bench100, first)
	t.Set(inModel, simulated)
	return true
}

// both tests on the bench and in the simulation.
func both(ctx context.Context, t *reproduce.Trained, s *forward.Session) error {
	for _, on := range []struct {
		name  string
		first int
		bench bool
	}{{bench, 0, true}, {bench100, 10, true}, {inModel, 0, false}} {
		e, err := test(ctx, t, s, on.first, on.bench, 0)
		if err != nil {
			return err
		}
		t.Set(on.name, e)
	}
	return nil
}

// test is the accuracy on the first pictures of each class, or on all for 0.
func test(ctx context.Context, t *reproduce.Trained, s *forward.Session, first int, bench bool, part int) (float64, error) {
	set := t.Test.FirstOfEach(first)
	e := s.Evaluate(set, bench)
	for {
		more, err := e.More()
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || !more {
			return e.Accuracy(), err
		}
		if t.Progress != nil && first == 0 {
			t.Progress("testing "+strconv.Itoa(part+1)+" of 2", e.Count, set.Len())
		}
	}
}
