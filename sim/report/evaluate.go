// Package report tests trained masks of diffractive networks, also as no deployment has them:
// with a draw of their levels, relaxed, on another display, and with faults.
package report

import (
	"context"
	"errors"
	"math"

	"talbot/sim/data"
	"talbot/sim/system/diffractive"
)

// Progress is told what is being tested, and with how many of all pictures so far.
type Progress func(label string, done, all int)

// Evaluable is a network that can be evaluated.
type Evaluable interface {
	Evaluate(set *data.Set) *diffractive.Testing
	More(e *diffractive.Testing) (bool, error)
}

// Evaluate runs a whole set through a network, until ctx is done. A nil progress is told nothing.
func Evaluate(ctx context.Context, label string, s Evaluable, set *data.Set, progress Progress) (*diffractive.Testing, error) {
	e := s.Evaluate(set)
	for {
		more, err := s.More(e)
		if err == nil && !more && !(finite(e.MeanLoss()) && finite(e.Efficiency)) {
			err = errors.New("the network's answers are no numbers: the light grows beyond what float32 holds, or the masks are no numbers; lower the gain and train anew")
		}
		if err != nil || !more {
			return e, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if progress != nil {
			progress(label, e.Count, set.Len())
		}
	}
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
