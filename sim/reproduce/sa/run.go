package sa

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/rng"
	"talbot/sim/system/absorber"
	"talbot/sim/train"
)

// Result is a run that has ended, as its line of a record.
type Result struct {
	Experiment string  `json:"experiment"`
	Row        string  `json:"row"`
	Seed       int     `json:"seed"`
	Quick      bool    `json:"quick,omitempty"`
	Own        string  `json:"own,omitempty"` // what the user put in place of the paper's pictures and absorber
	Epochs     int     `json:"epochs"`
	Learned    int     `json:"learned"` // examples trained on
	Held       int     `json:"held,omitempty"`
	Last       float64 `json:"last"`             // test accuracy after the last epoch
	Chosen     float64 `json:"chosen,omitempty"` // test accuracy of the epoch that is best by what is held out
	// Halves is the paper's: the epoch that is best by one half of the test set, on the other.
	Halves float64 `json:"halves"`
	// Cosine is that of the angle between the gradient as it comes back and the exact one, of
	// each array of weights, for one batch after the first epoch of the run and at its end.
	Cosine  [][]float64 `json:"cosine,omitempty"`
	Curve   []Epoch     `json:"curve"`
	Seconds float64     `json:"seconds"` // of training and tests
	Device  string      `json:"device"`
	Talbot  string      `json:"talbot"`
	Command string      `json:"command"`
}

// Epoch is where a run stood after one.
type Epoch struct {
	Epoch int     `json:"epoch"` // from 1
	Loss  float64 `json:"loss"`  // of training
	Train float64 `json:"train"`
	Held  float64 `json:"held,omitempty"`
	Test  float64 `json:"test"`
	Half  float64 `json:"half"` // of the test examples that the paper would choose by
}

// State is a run at rest.
type State struct {
	Curve   []Epoch
	Cosine  [][]float64
	Seconds float64
	Train   train.State
}

// Run makes the run of a row from a seed. from is the state that an earlier one has left, or nil;
// keep is called after each epoch.
func Run(ctx context.Context, dev compute.Device, row Row, seed int, learn, test *data.Set, from *State, clock func() float64, keep func(*State, Epoch) error) (*Result, error) {
	c := row.Config
	c.Seed = seed
	if row.Limit > 0 && learn != nil {
		learn, test = learn.First(row.Limit), test.First(min(test.Len(), max(2000, row.Limit/6)))
	}
	s, err := absorber.Open(dev, c, learn, test)
	if err != nil {
		return nil, err
	}
	st := &State{}
	if from != nil {
		if err := s.Stage.Restore(&from.Train); err != nil {
			return nil, err
		}
		*st = *from
	}
	since := clock() - st.Seconds
	for s.Stage.Done() < 1 {
		for range s.Stage.Batches() {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if _, err := s.Stage.Next(); err != nil {
				return nil, err
			}
		}
		e, err := tested(s, seed)
		if err != nil {
			return nil, err
		}
		if st.Curve = append(st.Curve, e); c.Activate == "absorber" && (s.Stage.Epoch == 1 || s.Stage.Done() >= 1) {
			cos, err := s.Cosines()
			if err != nil {
				return nil, err
			}
			st.Cosine = append(st.Cosine, cos)
		}
		st.Seconds = clock() - since
		now, err := s.Stage.State()
		if err != nil {
			return nil, err
		}
		st.Train = *now
		if err := keep(st, e); err != nil {
			return nil, err
		}
	}
	r := &Result{Row: row.Name, Seed: seed, Epochs: s.Stage.Epoch, Held: c.Held, Curve: st.Curve, Cosine: st.Cosine, Seconds: st.Seconds, Device: dev.Name(), Learned: s.Learned()}
	r.choose()
	r.thin(50)
	return r, nil
}

// thin keeps so many epochs of the curve, the last among them, and five digits of all.
func (r *Result) thin(most int) {
	all, every := r.Curve, (len(r.Curve)+most-1)/most
	r.Curve = nil
	for i, e := range all {
		if (len(all)-1-i)%every == 0 {
			for _, v := range []*float64{&e.Loss, &e.Train, &e.Held, &e.Test, &e.Half} {
				*v = math.Round(*v*1e5) / 1e5
			}
			r.Curve = append(r.Curve, e)
		}
	}
	for _, v := range []*float64{&r.Last, &r.Chosen, &r.Halves} {
		*v = math.Round(*v*1e5) / 1e5
	}
	r.Seconds = math.Round(r.Seconds*100) / 100
	for _, c := range r.Cosine {
		for i, v := range c {
			c[i] = math.Round(v*1e4) / 1e4
		}
	}
}

// tested tests after an epoch.
func tested(s *absorber.Session, seed int) (e Epoch, err error) {
	e.Epoch = s.Stage.Epoch
	e.Loss, e.Train = s.Stage.Sum.Loss/float64(s.Stage.Sum.Count), float64(s.Stage.Sum.Correct)/float64(s.Stage.Sum.Count)
	if s.Held > 0 {
		held, err := s.Evaluate(true)
		if err != nil {
			return e, err
		}
		e.Held = held.Accuracy()
	}
	all, err := s.Evaluate(false)
	if err != nil {
		return e, err
	}
	e.Test = all.Accuracy()
	// Half of the test examples, the same in all epochs.
	n := len(all.Right)
	for _, k := range (rng.Stream{Seed: uint64(seed), Stream: rng.Table}).Perm(testHalf, n)[:n/2] {
		if all.Right[k] {
			e.Half += 1 / float64(n/2)
		}
	}
	return e, nil
}

// testHalf is the step of rng.Table that cuts the test set in halves.
const testHalf = 1<<30 + 1

// choose fills in what the curve says.
func (r *Result) choose() {
	half, held := 0, 0
	for i, e := range r.Curve {
		if e.Half > r.Curve[half].Half {
			half = i
		}
		if e.Held > r.Curve[held].Held {
			held = i
		}
	}
	last := r.Curve[len(r.Curve)-1]
	r.Last = last.Test
	if r.Held > 0 {
		r.Chosen = r.Curve[held].Test
	}
	r.Halves = 2*r.Curve[half].Test - r.Curve[half].Half
}
