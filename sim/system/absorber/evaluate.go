package absorber

import (
	"talbot/sim/data"
	"talbot/sim/experiment"
)

// Evaluation is what a network gets right of some examples.
type Evaluation struct {
	experiment.Evaluation
	s  *Session
	of data.Examples
}

// Evaluate tests with the test examples, or with those held out of training.
func (s *Session) Evaluate(held bool) (*Evaluation, error) {
	e := s.testing(s.test)
	if held {
		e = s.testing(s.held)
	}
	for {
		if more, err := e.More(); err != nil || !more {
			return e, err
		}
	}
}

// testing begins an evaluation.
func (s *Session) testing(of data.Examples) *Evaluation {
	e := &Evaluation{s: s, of: of}
	e.Confusion = make([]int, s.classes*s.classes)
	return e
}

// More tests with the next examples; it returns false once all are done.
func (e *Evaluation) More() (bool, error) {
	s := e.s
	from := e.Count
	n := min(evalBatch, e.of.Len()-from)
	if n <= 0 {
		return false, nil
	}
	for i := range n {
		e.of.Read(from+i, s.eval.Stage(i, e.of.Target(from+i)))
	}
	if err := s.eval.Run(n); err != nil {
		return false, err
	}
	r, err := s.eval.Result(n)
	if err != nil {
		return false, err
	}
	logits, err := s.eval.Logits(n)
	if err != nil {
		return false, err
	}
	for i := range n {
		k, t := s.classes, e.of.Target(from+i)
		e.Answer(t, logits[i*k:(i+1)*k])
	}
	e.Result.Add(r)
	if e.Count < e.of.Len() {
		return true, nil
	}
	s.confusion = e.Confusion
	return false, nil
}
