package photonics

import (
	"context"

	"talbot/sim/circuit"
	"talbot/sim/errs"
	"talbot/sim/reproduce"
	"talbot/sim/system/chip"
)

// Values of a search for the exceptional point.
const (
	byGap   = "by the gap"
	byPower = "released objective"
	point   = "2 kappa"
	atPoint = "power at 2 kappa"
	atEnd   = "power at its end"
)

// pairExperiment is extended data figure 1 of the paper. Its released program goes down by |P - 8|, P the power at the end;
// that ends where P is 8, and not where both modes are one.
func pairExperiment(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "ffm-ep", Title: "The gain at which two coupled waveguides have one mode", Source: source + ", extended data figure 1",
		Note: "The released objective only asks whether the power at the end is more than that put in, 8; at the exceptional point it is far more, " +
			"so that search ends elsewhere. The gap of the eigenvalues, tr^2 - 4 det of what is measured, is 0 there.",
		Seeds: seeds(1, 3), Quick: quick, Small: true, Draw: byGap,
		Columns: []reproduce.Column{{Name: byGap, Unit: "1/cm"}, {Name: byPower, Unit: "1/cm"}, {Name: point, Unit: "1/cm"}, {Name: atPoint, Unit: "1"}, {Name: atEnd, Unit: "1"}},
		Measure: pairMeasure}
	for _, r := range []struct {
		name, label string
		noise       float64
	}{{"exact", "read without noise", 0}, {"noise-0.5", "0.5 % of noise", 0.005}, {"noise-2", "2 % of noise", 0.02}} {
		c := chip.PairBase()
		c.Readout = r.noise
		e.Rows = append(e.Rows, reproduce.Row{Name: r.name, Label: r.label, Ours: r.noise > 0, Config: &c, Paper: []float64{reproduce.None, reproduce.None, 3.8, reproduce.None, reproduce.None}})
	}
	for i := range e.Rows[1:] {
		e.Rows[1+i].Paper = nil
	}
	return e
}

func pairMeasure(_ context.Context, t *reproduce.Trained) error {
	c, ok := t.Session.Config().(*chip.Pair)
	if !ok {
		return errs.New("photonics: this is no pair of waveguides")
	}
	gap, released := c.Searches()
	p := &circuit.Pair{Coupling: c.Coupling, Step: c.Step, Steps: c.Steps}
	there, _, _ := p.Power(2 * c.Coupling)
	end, _, _ := p.Power(released.Last())
	for _, v := range []struct {
		name string
		v    float64
	}{{byGap, gap.Last()}, {byPower, released.Last()}, {point, 2 * c.Coupling}, {atPoint, there}, {atEnd, end}} {
		t.Set(v.name, rounded(v.v))
	}
	t.Result.Lists = map[string][]float64{"gain by the gap": every(gap.Gain, 10), "gain by the released objective": every(released.Gain, 10)}
	return nil
}

// every is one of so many numbers.
func every(v []float64, n int) (some []float64) {
	for i := 0; i < len(v); i += n {
		some = append(some, rounded(v[i]))
	}
	return some
}
