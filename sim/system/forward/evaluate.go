package forward

import (
	"context"

	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/plant"
)

// Evaluation is how well the masks do on examples, in the simulation or on the bench.
type Evaluation struct {
	experiment.Evaluation
	s   *Session
	of  data.Examples
	way func(ctx context.Context) (plant.Way, error)
}

// Evaluate begins a test on the bench, or in the model of it.
func (s *Session) Evaluate(of data.Examples, bench bool) *Evaluation {
	e := &Evaluation{s: s, of: of}
	k := s.Net.Classes
	e.Confusion = make([]int, k*k)
	e.way = func(context.Context) (plant.Way, error) { return s.model, nil }
	if bench {
		e.way = func(ctx context.Context) (plant.Way, error) { return onBench{s}, s.ready(ctx) }
	}
	return e
}

// More tests with the next examples; it returns false once all are done.
func (e *Evaluation) More() (bool, error) {
	ctx, s := context.Background(), e.s
	from := e.Count
	n := min(s.Net.Batch, e.of.Len()-from)
	if n <= 0 {
		return false, nil
	}
	w, err := e.way(ctx)
	if err != nil {
		return false, err
	}
	batch := make([]int32, n)
	for i := range batch {
		batch[i] = int32(from + i)
	}
	if err := s.Net.Put(e.of, batch); err != nil {
		return false, err
	}
	r, err := s.Net.Forth(ctx, w, n, nil)
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
	if e.Count < e.of.Len() {
		return true, nil
	}
	s.tested = e.Confusion
	return false, nil
}

// test is an evaluation as every system has them.
type test struct{ *Evaluation }

func (t test) Result() (*experiment.Evaluation, int) { return &t.Evaluation.Evaluation, t.of.Len() }
