package d2nn

import (
	"context"
	"fmt"

	"talbot/sim/experiment"
	"talbot/sim/modulator"
	"talbot/sim/report"
	"talbot/sim/reproduce"
	"talbot/sim/system/diffractive"
)

// taken are the shares of the confidence test, in percent.
var taken = []float64{1, 3, 5}

// measure evaluates the trained masks in every way.
func measure(ctx context.Context, t *reproduce.Trained) error {
	s, ok := diffractive.SessionOf(t.Session)
	if !ok {
		return fmt.Errorf("%s has no diffractive network", t.Row.Name)
	}
	e, err := report.Evaluate(ctx, "testing", s, t.Test, t.Progress)
	if err != nil {
		return err
	}
	t.Set(reproduce.Test, e.Accuracy())
	t.Set(reproduce.Efficiency, e.Efficiency)
	t.Set(reproduce.OfSource, e.SourceEfficiency)
	for _, x := range taken {
		t.Set(fmt.Sprintf("%g %%", x), e.Confident(x/100))
	}
	sampled, relaxed := e.Accuracy(), e.Accuracy()
	if s.Displays() == nil {
		for _, display := range MapTo {
			c, err := modulator.ParseCurve(display)
			if err != nil {
				return err
			}
			curves := make([]modulator.Curve, s.Config.Masks())
			for l := range curves {
				curves[l] = c
			}
			r, err := report.Of(ctx, report.Options{Curve: display, Curves: curves}, s, t.Test, t.Progress)
			if err != nil {
				return err
			}
			t.Set("on "+display, *r.OnCurve)
		}
	} else {
		r, err := report.Of(ctx, report.Options{}, s, t.Test, t.Progress)
		if err != nil {
			return err
		}
		sampled, relaxed = *r.Sampled, *r.Continuous
		for l, counts := range r.Levels {
			var x []float64
			for _, n := range counts {
				x = append(x, float64(n))
			}
			t.Result.Lists[fmt.Sprint("levels of mask ", l+1)] = x
		}
	}
	t.Set("sampled", sampled)
	t.Set("continuous", relaxed)
	return nil
}

// tests are how many tests measure is as long as: as deployed, and mapped to displays, or
// sampled and continuous.
func tests(c experiment.Config) int {
	if n, ok := diffractive.Of(c); ok && n.Displayed() {
		return 3
	}
	return 1 + len(MapTo)
}
