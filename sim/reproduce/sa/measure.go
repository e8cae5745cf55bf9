package sa

import (
	"context"
	"fmt"
	"math"

	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/rng"
	"talbot/sim/system/absorber"
)

// Values of a run: test accuracy after the last epoch; of the epoch that is best by what is
// held out; and the paper's: the epoch that is best by one half of the test set, on the other.
const last, held, halves = "last epoch", "by held out", "paper's choice"

// Values of an epoch: accuracy with what is held out, and with the half of the test examples
// that the paper would choose by; and the cosine of the angle between the gradient as it comes
// back and the exact one, of each array of weights, for one batch.
const heldOut, half, cosine = "held out", "half", "cosine "

// eachEpoch tests with what the paper chooses by. Cosines are of the first epoch and the last.
func eachEpoch(t *reproduce.Trained, e *experiment.Event, ev *experiment.Evaluation) error {
	s, ok := absorber.SessionOf(t.Session)
	if !ok {
		return fmt.Errorf("%s has no absorbers", t.Row.Name)
	}
	if e.Values == nil {
		e.Values = map[string]float64{}
	}
	if s.Held > 0 {
		r, err := s.Evaluate(true)
		if err != nil {
			return err
		}
		e.Values[heldOut] = r.Accuracy()
	}
	if ev != nil { // half of the test examples, the same in all epochs
		n, right := len(ev.Right), 0
		for _, k := range (rng.Stream{Seed: uint64(t.Seed), Stream: rng.Table}).Perm(testHalf, n)[:n/2] {
			if ev.Right[k] {
				right++
			}
		}
		e.Values[half] = float64(right) / float64(n/2)
	}
	if s.Activate == "absorber" && (e.Epoch == 1 || s.Stage.Done() >= 1) {
		all, err := s.Cosines()
		if err != nil {
			return err
		}
		for i, c := range all {
			e.Values[fmt.Sprint(cosine, i+1)] = c
		}
	}
	return nil
}

// testHalf is the step of rng.Table that cuts the test set in halves.
const testHalf = 1<<30 + 1

// measure fills in what the curve says, and thins it.
func measure(_ context.Context, t *reproduce.Trained) error {
	choose(t)
	for i, e := range t.Result.Curve {
		var all []float64
		for n := 1; ; n++ {
			c, ok := e.Values[fmt.Sprint(cosine, n)]
			if !ok {
				break
			}
			all = append(all, rounded(c))
			delete(e.Values, fmt.Sprint(cosine, n))
		}
		if name := "cosine after epoch 1"; all != nil {
			if i == len(t.Result.Curve)-1 {
				name = "cosine at the end"
			}
			t.Result.Lists[name] = all
		}
	}
	thin(t.Result, 50)
	return nil
}

// choose fills in what the curve says. Of equals the first is chosen.
func choose(t *reproduce.Trained) {
	var tested []experiment.Event
	for _, e := range t.Result.Curve {
		if e.Tested != nil {
			tested = append(tested, e)
		}
	}
	if len(tested) == 0 {
		return
	}
	best := func(name string) experiment.Event {
		at := 0
		for i, e := range tested {
			if e.Values[name] > tested[at].Values[name] {
				at = i
			}
		}
		return tested[at]
	}
	t.Set(last, tested[len(tested)-1].TestAccuracy)
	if _, ok := tested[0].Values[heldOut]; ok {
		t.Set(held, best(heldOut).TestAccuracy)
	}
	b := best(half)
	t.Set(halves, 2*b.TestAccuracy-b.Values[half])
}

// thin keeps so many epochs of the curve, the last among them, and five digits of all.
func thin(r *reproduce.Result, most int) {
	all, every := r.Curve, (len(r.Curve)+most-1)/most
	r.Curve = nil
	for i, e := range all {
		if (len(all)-1-i)%every != 0 {
			continue
		}
		if e.Trained != nil {
			e.Trained = &experiment.Trained{Loss: rounded(e.Loss), TrainAccuracy: rounded(e.TrainAccuracy)}
		}
		if e.Tested != nil {
			e.Tested = &experiment.Tested{TestLoss: rounded(e.TestLoss), TestAccuracy: rounded(e.TestAccuracy)}
		}
		for name, v := range e.Values {
			e.Values[name] = rounded(v)
		}
		e.Seconds, e.Rate = math.Round(e.Seconds*100)/100, math.Round(e.Rate)
		r.Curve = append(r.Curve, e)
	}
	for name, v := range r.Values {
		r.Values[name] = rounded(v)
	}
}

func rounded(v float64) float64 { return math.Round(v*1e5) / 1e5 }
