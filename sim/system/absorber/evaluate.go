package absorber

import (
	"talbot/sim/data"
	"talbot/sim/experiment"
)

// Evaluate tests with the test examples, or with those held out of training.
func (s *Session) Evaluate(held bool) (*experiment.Evaluation, error) {
	if held {
		return s.testing(s.held).All()
	}
	return s.testing(s.test).All()
}

// testing begins an evaluation.
func (s *Session) testing(of data.Examples) *experiment.Exam {
	x := experiment.NewExam(s.eval, of, s.classes)
	x.Ended = func(e *experiment.Evaluation) { s.confusion = e.Confusion }
	return x
}
