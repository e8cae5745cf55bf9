package fit

import (
	"context"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"talbot/sim/train"
)

// lbfgsScale multiplies the objective: the thresholds of gonum's line searches are absolute, and relative
// errors and their gradients are small.
const lbfgsScale = 1e3

// lbfgsStore is how many steps L-BFGS remembers.
const lbfgsStore = 10

// minimise goes on with a fit by L-BFGS for so many iterations. point gets the passes of each and the error.
func minimise(ctx context.Context, s *train.Fitting, iterations int, point func(passes int, e float64)) error {
	phase, _, err := s.Mask()
	if err != nil {
		return err
	}
	gradient, passes := make([]float32, len(phase)), 0
	var at []float64 // where the gradient is of
	value := 0.0
	look := func(x []float64) float64 {
		if slices.Equal(at, x) || err != nil {
			return value
		}
		if err = ctx.Err(); err != nil {
			return value
		}
		for i, v := range x {
			phase[i] = float32(v)
		}
		var e float64
		e, err = s.Objective(phase, gradient)
		passes++
		at, value = append(at[:0], x...), lbfgsScale*e
		return value
	}
	x := make([]float64, len(phase))
	for i, v := range phase {
		x[i] = float64(v)
	}
	problem := optimize.Problem{Func: look, Grad: func(g, x []float64) {
		look(x)
		for i, v := range gradient {
			g[i] = lbfgsScale * float64(v)
		}
	}, Status: func() (optimize.Status, error) {
		if err != nil {
			return optimize.Failure, err
		}
		return optimize.NotTerminated, nil
	}}
	told := 0
	record := recorder(func(l *optimize.Location) {
		point(passes-told, l.F/lbfgsScale)
		told = passes
	})
	settings := &optimize.Settings{MajorIterations: iterations, GradientThreshold: 1e-12, Converger: optimize.NeverTerminate{}, Recorder: record}
	best, ended := optimize.Minimize(problem, x, settings, &optimize.LBFGS{Store: lbfgsStore})
	if err != nil {
		return err
	}
	if best == nil { // a line search that finds nothing lower any more is an end too
		return ended
	}
	if look(best.X); err == nil { // which may be of a line search that had not ended
		point(passes-told, value/lbfgsScale)
	}
	return err
}

// recorder is called after each iteration.
type recorder func(l *optimize.Location)

func (recorder) Init() error { return nil }

func (r recorder) Record(l *optimize.Location, op optimize.Operation, _ *optimize.Stats) error {
	if op == optimize.MajorIteration {
		r(l)
	}
	return nil
}
