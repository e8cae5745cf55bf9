package scaling

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/system/feedback"
)

// Loss is what a network of a size learned by a way on a budget that is the same for all: the test loss beside the
// time of a step.
type Loss struct {
	Way      string  `json:"way"`
	Epochs   int     `json:"epochs"`
	Pictures int     `json:"pictures"`
	Test     float64 `json:"test_loss"`
	Accuracy float64 `json:"test_accuracy"`
}

// Learn trains a network of a size on MNIST for so many epochs, with Adam, by one of feedback.Ways.
func (s Size) Learn(ctx context.Context, dev compute.Device, way string, epochs int, learn, test data.Examples) (Loss, error) {
	p, ok := feedback.Find("dfa-mnist")
	if !ok {
		return Loss{}, errs.New("scaling: there is no preset dfa-mnist")
	}
	c := p.Config
	c.Feedback, c.Hidden, c.Layers, c.Epochs = way, s.Width, s.Depth, epochs
	session, err := feedback.Open(dev, c, learn, test)
	if err != nil {
		return Loss{}, err
	}
	for session.Stage.Done() < 1 {
		if err := ctx.Err(); err != nil {
			return Loss{}, err
		}
		if _, err := session.Stage.Next(); err != nil {
			return Loss{}, err
		}
	}
	e, err := session.Evaluate(test)
	if err != nil {
		return Loss{}, err
	}
	return Loss{way, epochs, learn.Len(), e.MeanLoss(), e.Accuracy()}, nil
}
