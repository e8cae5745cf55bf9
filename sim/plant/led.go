package plant

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/network"
)

// Led is the gradient of a cascade by a way: through a bench it is fully forward mode or physics-aware training, and
// through a model training in silico.
type Led struct {
	*Cascade
	// Way is that of an update.
	Way func(t int) (Way, error)
	// Before, unless nil, is called before each gradient: a place to calibrate what has drifted.
	Before func(ctx context.Context, t int) error
	// After, unless nil, is called behind each way forth, while Light has what came of Shown: a place to refine a model.
	After func(t, mask, count int) error
	// Context ends measurements when it is done; nil is for no end.
	Context context.Context
}

// Vars are the masks.
func (l *Led) Vars() []*compute.Var { return l.Masks }

// Gradient takes the examples forth and their errors back.
func (l *Led) Gradient(ex data.Examples, batch []int32, t int) (r network.Result, err error) {
	ctx := l.Context
	if ctx == nil {
		ctx = context.Background()
	}
	if l.Before != nil {
		if err := l.Before(ctx, t); err != nil {
			return r, err
		}
	}
	w, err := l.Way(t)
	if err != nil {
		return r, err
	}
	if err := l.Put(ex, batch); err != nil {
		return r, err
	}
	var after func(mask int) error
	if l.After != nil {
		after = func(mask int) error { return l.After(t, mask, len(batch)) }
	}
	if r, err = l.Forth(ctx, w, len(batch), after); err != nil {
		return r, err
	}
	return r, l.Back(ctx, w, len(batch))
}
