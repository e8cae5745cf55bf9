package run

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// event makes an event of where the run stands.
func (t *ride) event(kind string) experiment.Event {
	now := t.Clock() - t.begin
	step, epoch := t.Session.Progress()
	e := experiment.Event{Kind: kind, Epoch: int(epoch), Step: step, Seconds: now, Stage: t.stage}
	if s, ok := t.Session.Plan().(*train.Epochs); ok {
		e.Steps = s.N * s.Batches()
	} else if done := t.Session.Plan().Done(); done > 0 && step > 0 {
		e.Steps = int(float64(step)/done + 0.5)
	}
	if now > 0 {
		e.Rate = float64(t.seen) / now
	}
	return e
}

// epoch makes the event of the epoch that has just ended.
func (t *ride) epoch() (experiment.Event, error) {
	e := t.event("epoch")
	sum := t.sum
	if s, ok := last(t.Session.Plan()).(*train.Epochs); ok { // which knows of what was before the start
		sum = s.Sum
	}
	e.Trained, e.Values = trained(sum)
	t.sum = network.Result{}
	between := t.TestEvery > 1 && e.Epoch%t.TestEvery != 0 && t.Session.Plan().Done() < 1
	_, own := t.Session.(experiment.Own)
	var ev *experiment.Evaluation
	if (t.Test != nil || own) && !between {
		var err error
		if ev, err = t.tested(&e); err != nil {
			return e, err
		}
	}
	if t.EachEpoch != nil {
		if err := t.EachEpoch(&e, ev); err != nil {
			return e, err
		}
	}
	return e, nil
}

// last is the stage of a plan that did the last piece, or the stage itself.
func last(s train.Stage) train.Stage {
	if p, ok := s.(*train.Plan); ok {
		return p.Last()
	}
	return s
}

// tested evaluates, and fills in the event.
func (t *ride) tested(e *experiment.Event) (*experiment.Evaluation, error) {
	var test experiment.Test
	if h, ok := t.Session.(experiment.Holding); ok && t.Session.Plan().Done() < 1 {
		test = h.TestHeld()
	}
	held := test != nil
	if !held {
		test = t.Session.Test(t.Test)
	}
	for more := true; more; {
		var err error
		if more, err = test.More(); err != nil {
			return nil, err
		}
	}
	ev, _ := test.Result()
	if !finite(ev.MeanLoss()) || !finite(ev.Efficiency) {
		return nil, errs.New("the loss of the test pictures is not a number after ", e.Step, " updates; ", t.Session.NotANumber())
	}
	low, high := ev.Interval()
	e.Tested = &experiment.Tested{TestLoss: ev.MeanLoss(), TestAccuracy: ev.Accuracy(),
		TestCount: ev.Count, TestInterval: &[2]float64{low, high}, Held: held}
	for of, share := range map[**float64]*float64{&e.Efficiency: &ev.Efficiency, &e.SourceEfficiency: &ev.SourceEfficiency} {
		if *share != 0 {
			*of = share
		}
	}
	for name, v := range values(ev.Result) {
		if e.Values == nil {
			e.Values = map[string]float64{}
		}
		e.Values[name] = v
	}
	return ev, nil
}

// trained is the mean over the samples of r, and that of what else it tells; nil when there are
// none.
func trained(r network.Result) (*experiment.Trained, map[string]float64) {
	if r.Count == 0 {
		return nil, nil
	}
	n := float64(r.Count)
	return &experiment.Trained{Loss: r.Loss / n, TrainAccuracy: float64(r.Correct) / n}, values(r)
}

// values are the means of what else there is to know; nil for nothing.
func values(r network.Result) map[string]float64 {
	if len(r.Values) == 0 {
		return nil
	}
	all := map[string]float64{}
	for _, v := range r.Values {
		all[v.Name] = v.X / math.Max(1, float64(r.Count))
	}
	return all
}

// stageName is that of the stage that is next, of several.
func (t *ride) stageName() string {
	if p, ok := t.Session.Plan().(interface{ Titles() []string }); ok && len(p.Titles()) > 1 {
		return t.Session.Plan().Name()
	}
	return ""
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
