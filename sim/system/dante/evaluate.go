package dante

import (
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// Evaluation is what a network gets right of some examples.
type Evaluation struct {
	experiment.Evaluation
	Light bool // read by light, else by the convolutions

	s    *Session
	pass *network.Pass
	of   data.Examples
	held bool // of is what is held out, which the panels of test pictures do not tell
}

// Evaluate tests a face with examples, all at once; of a set with those that the settings test with.
func (s *Session) Evaluate(of data.Examples, light bool) (*Evaluation, error) {
	if set, ok := of.(*data.Set); ok {
		of = s.some(set, false)
	}
	e, err := s.testing(of, light)
	if err != nil {
		return nil, err
	}
	for {
		if more, err := e.More(); err != nil || !more {
			return e, err
		}
	}
}

// testing begins an evaluation.
func (s *Session) testing(of data.Examples, light bool) (*Evaluation, error) {
	if n := len(of.ClassNames()); n > len(s.names) {
		return nil, errs.New("dante: the network tells ", len(s.names), " classes apart, and the examples have ", n)
	}
	e := &Evaluation{s: s, of: of, Light: light}
	e.Confusion = make([]int, len(s.names)*len(s.names))
	if light {
		l, err := s.light()
		if err != nil {
			return nil, err
		}
		e.pass = l.eval
		return e, nil
	}
	var err error
	if s.eval == nil {
		s.eval, err = s.Net.NewPass(network.Eval, s.evalBatch(false))
	}
	e.pass = s.eval
	return e, err
}

// More tests with the next examples; it returns false once all are done.
func (e *Evaluation) More() (bool, error) {
	from := e.Count
	n := min(e.pass.Batch, e.of.Len()-from)
	if n <= 0 {
		return false, nil
	}
	for i := range n {
		e.of.Read(from+i, e.pass.Stage(i, e.of.Target(from+i)))
	}
	if err := e.pass.Run(n); err != nil {
		return false, err
	}
	r, err := e.pass.Result(n)
	if err != nil {
		return false, err
	}
	logits, err := e.pass.Logits(n)
	if err != nil {
		return false, err
	}
	for i := range n {
		k := len(e.s.names)
		e.Answer(e.of.Target(from+i), logits[i*k:(i+1)*k])
	}
	e.Result.Add(r)
	if e.Count < e.of.Len() {
		return true, nil
	}
	kind := 0
	if e.Light {
		kind = 1
	}
	if !e.held {
		e.s.tested[kind] = e
	}
	return false, nil
}

// both is an evaluation by light, once there are masks, behind one by the convolutions, whose share of
// right answers is its value "artificial".
type both struct {
	s     *Session
	of    data.Examples
	held  bool
	first *Evaluation // by the convolutions
	last  *Evaluation // by light, or first where there is nothing else
}

// Artificial is the name of the value of an evaluation by light that is the share of right answers of the convolutions.
const Artificial = "artificial"

func (b *both) More() (bool, error) {
	var err error
	if b.first == nil && (!b.s.Dual()) {
		b.first, err = b.s.testing(b.of, true)
		b.last = b.first
	} else if b.first == nil {
		b.first, err = b.s.testing(b.of, false)
	}
	if err != nil {
		return false, err
	}
	b.first.held = b.held
	if b.last != nil {
		return b.last.More()
	}
	if more, err := b.first.More(); err != nil || more {
		return more, err
	}
	if !b.s.ByLight() {
		b.last = b.first
		return false, nil
	}
	if b.last, err = b.s.testing(b.of, true); err != nil {
		return false, err
	}
	b.last.held = b.held
	return true, nil
}

func (b *both) Result() (*experiment.Evaluation, int) {
	switch {
	case b.last != nil && b.last != b.first:
		e := b.last.Evaluation
		e.Values = []network.Named{{Name: Artificial, X: b.first.Accuracy() * float64(e.Count)}}
		return &e, b.of.Len()
	case b.first != nil:
		return &b.first.Evaluation, b.of.Len()
	}
	return &experiment.Evaluation{}, b.of.Len()
}
