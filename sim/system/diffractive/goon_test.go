package diffractive

import (
	"math"
	"slices"
	"testing"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	opendata "talbot/sim/data/open"
	"talbot/sim/experiment"
)

// Masks that are put in the place of others bring no moments and no updates with them.
func TestGoOnFromForgetsTheRunBefore(t *testing.T) {
	for _, rule := range []string{"adam", "sgd"} {
		c := tiny()
		c.Optimiser = rule
		from := open(t, c, 1, 40)
		steps(t, from, 7)
		masks, err := from.MaskArray()
		if err != nil {
			t.Fatal(err)
		}
		for _, trained := range []bool{false, true} {
			used, fresh := open(t, c, 1, 40), open(t, c, 1, 40)
			steps(t, used, 7)
			for _, s := range []*Session{used, fresh} {
				if err := s.GoOnFrom(masks, trained); err != nil {
					t.Fatal(err)
				}
			}
			if used.Loop.Step != 0 || used.Loop.Epoch != 0 {
				t.Errorf("%s: at update %d of epoch %d", rule, used.Loop.Step, used.Loop.Epoch)
			}
			if a, b := steps(t, used, 6), steps(t, fresh, 6); !slices.Equal(a, b) || !slices.Equal(values(t, used), values(t, fresh)) {
				t.Errorf("%s, trained %v: losses %v, of a fresh session %v", rule, trained, a, b)
			}
		}
		before := values(t, from)
		if err := from.GoOnFrom(&experiment.MaskArray{Kind: experiment.Radians, Values: masks.Values[1:]}, true); err == nil || from.Trained || from.Loop.Step != 7 || !slices.Equal(values(t, from), before) {
			t.Errorf("masks that do not fit: %v, at update %d", err, from.Loop.Step)
		}
	}
}

func TestTrainedMasksMoveInSmallSteps(t *testing.T) {
	s := open(t, tiny(), 1, 40)
	masks, err := s.MaskArray()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.GoOnFrom(masks, true); err != nil {
		t.Fatal(err)
	}
	before := values(t, s)
	steps(t, s, 1)
	for i, v := range values(t, s) {
		// Adam's first update is the rate, whatever the gradient.
		if d := math.Abs(float64(v - before[i])); d > 1.01*TrainedRate*s.Config.LearningRate {
			t.Fatalf("value %d moved by %g rad", i, d)
		}
	}
	if s.RateShare() != TrainedRate {
		t.Error(s.RateShare())
	}
}

// Masks of a finished run, loaded again, stay as good as they were: at the full learning
// rate the loss of the first rises from 0.04 to 0.14 in this one epoch.
func TestGoingOnFromTrainedMasksKeepsThem(t *testing.T) {
	if testing.Short() {
		t.Skip("trains 64 x 64")
	}
	for _, id := range []string{"d2nn-mnist-64", "codesign-mnist-64"} {
		p, err := Find(id)
		if err != nil {
			t.Fatal(err)
		}
		set, test, err := opendata.LoadFS(assets.Data(), p.Config.Data)
		if err != nil {
			t.Fatal(err)
		}
		file, err := assets.FS.ReadFile("masks/" + id + ".npy")
		if err != nil {
			t.Fatal(err)
		}
		s, err := NewSession(cpu.Open(0), p.Config, set)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.GoOnFrom(experiment.BytesArray(file[len(file)-p.Samples*p.Samples*p.Config.Masks():]), true); err != nil {
			t.Fatal(err)
		}
		measure := func() *Testing {
			e := s.Evaluate(test)
			for {
				if more, err := s.More(e); err != nil {
					t.Fatal(err)
				} else if !more {
					return e
				}
			}
		}
		before := measure()
		steps(t, s, s.Loop.Batches())
		after := measure()
		t.Logf("%s: loss %.4f to %.4f, %d to %d of %d", id, before.MeanLoss(), after.MeanLoss(), before.Correct, after.Correct, after.Count)
		if after.MeanLoss() > before.MeanLoss()+0.005 || after.Correct < before.Correct-2 {
			t.Errorf("%s: loss went from %.4f to %.4f, right from %d to %d", id, before.MeanLoss(), after.MeanLoss(), before.Correct, after.Correct)
		}
	}
}
