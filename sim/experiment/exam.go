package experiment

import (
	"talbot/sim/data"
	"talbot/sim/network"
)

// Exam is an evaluation of a network by one of its passes, a batch at a time: a Test.
type Exam struct {
	Evaluation
	Pass  *network.Pass
	Of    data.Examples
	Ended func(*Evaluation) // called once all are done; may be nil
}

// NewExam begins an evaluation with examples of so many classes; nil are none.
func NewExam(pass *network.Pass, of data.Examples, classes int) *Exam {
	x := &Exam{Pass: pass, Of: of}
	x.Confusion = make([]int, classes*classes)
	return x
}

// More tests with the next examples; it returns false once all are done.
func (x *Exam) More() (bool, error) {
	_, all := x.Result()
	from := x.Count
	n := min(x.Pass.Batch, all-from)
	if n <= 0 {
		return false, nil
	}
	for i := range n {
		x.Of.Read(from+i, x.Pass.Stage(i, x.Of.Target(from+i)))
	}
	if err := x.Pass.Run(n); err != nil {
		return false, err
	}
	r, err := x.Pass.Result(n)
	if err != nil {
		return false, err
	}
	logits, err := x.Pass.Logits(n)
	if err != nil {
		return false, err
	}
	k := len(logits) / n
	for i := range n {
		x.Answer(x.Of.Target(from+i), logits[i*k:(i+1)*k])
	}
	x.Evaluation.Result.Add(r)
	if x.Count < all {
		return true, nil
	}
	if x.Ended != nil {
		x.Ended(&x.Evaluation)
	}
	return false, nil
}

// Result is that of what was done so far, and the number of all examples.
func (x *Exam) Result() (*Evaluation, int) {
	if x.Of == nil {
		return &x.Evaluation, 0
	}
	return &x.Evaluation, x.Of.Len()
}

// All tests to the end.
func (x *Exam) All() (*Evaluation, error) {
	for {
		if more, err := x.More(); err != nil || !more {
			return &x.Evaluation, err
		}
	}
}

var _ Test = (*Exam)(nil)
