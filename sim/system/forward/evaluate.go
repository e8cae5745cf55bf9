package forward

import (
	"context"

	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/plant"
)

// Evaluation is how well the masks do on examples, in the simulation or on the bench.
type Evaluation struct {
	experiment.Evaluation
	s   *Session
	of  data.Examples
	way plant.Way

	bench bool // there, and not in the simulation
	both  bool // in the simulation too
	model int  // right answers there
	// after is what is done to the light of so many examples behind each mask; nil for nothing.
	after func(examples int) func(mask int) error
}

// Values of an evaluation beside the accuracy on the bench, as shares of the examples.
const (
	Simulated = "simulation" // right in the simulation of the bench as it is meant
	FirstTen  = "first ten"  // right on the bench, of the first ten of each class: the authors' test pictures
)

// Evaluate begins a test on the bench, or in the model of it.
func (s *Session) Evaluate(of data.Examples, bench bool) *Evaluation {
	e := &Evaluation{s: s, of: of}
	k := s.Net.Classes
	e.Confusion = make([]int, k*k)
	e.way, e.bench = s.model, bench
	if bench {
		e.way = onBench{s}
	}
	return e
}

// More tests with the next examples; it returns false once all are done.
func (e *Evaluation) More() (more bool, err error) {
	ctx := e.s.ctx()
	if err := ctx.Err(); err != nil {
		return false, err
	}
	next := func() error {
		return e.s.gathered(func() error {
			more, err = e.next(ctx)
			return err
		})
	}
	if !e.bench {
		err = next()
		return more && err == nil, err
	}
	err = e.s.peek(ctx, next)
	return more && err == nil, err
}

func (e *Evaluation) next(ctx context.Context) (bool, error) {
	s := e.s
	from := e.Count
	n := min(s.Net.Batch, e.of.Len()-from)
	if n <= 0 {
		return false, nil
	}
	batch := make([]int32, n)
	for i := range batch {
		batch[i] = int32(from + i)
	}
	if err := s.Net.Put(e.of, batch); err != nil {
		return false, err
	}
	var after func(mask int) error
	if e.after != nil {
		after = e.after(n)
	}
	r, err := s.Net.Answer(ctx, e.way, n, after)
	if err != nil {
		return false, err
	}
	logits, err := s.Net.Logits(n)
	if err != nil {
		return false, err
	}
	k := s.Net.Classes
	for i := range n {
		e.Answer(e.of.Target(from+i), logits[i*k:(i+1)*k])
	}
	e.Result.Add(r)
	if e.both {
		if r, err = s.Net.Forth(ctx, s.model, n, nil); err != nil {
			return false, err
		}
		e.model += r.Correct
		e.Values = []network.Named{{Name: Simulated, X: float64(e.model)}, {Name: FirstTen, X: e.first(10) * float64(e.Count)}}
	}
	if e.Count < e.of.Len() {
		return true, nil
	}
	s.tested = e.Confusion
	return false, nil
}

// first is the share of right answers of the first n of each class, as far as they have been tested.
func (e *Evaluation) first(n int) float64 {
	seen := make([]int, e.s.Net.Classes)
	right, count := 0, 0
	for i, r := range e.Right {
		class := e.of.Target(i)
		if seen[class]++; seen[class] > n {
			continue
		}
		if count++; r {
			right++
		}
	}
	return float64(right) / float64(max(1, count))
}

// test is an evaluation as every system has them.
type test struct{ *Evaluation }

func (t test) Result() (*experiment.Evaluation, int) { return &t.Evaluation.Evaluation, t.of.Len() }
