package dante

import (
	"context"
	"strconv"

	"talbot/sim/reproduce"
	"talbot/sim/system/dante"
)

// outside is the share of the light on the cameras behind a layer, from 1, that lies outside the bright spot in the middle.
func outside(layer int) string { return "outside the spot " + strconv.Itoa(layer) }

// looked is how many test pictures it is the mean of.
const looked = 20

// wholePlanes has masks learn by themselves as in the paper's code: all that a camera sees is written on the next light. light is computed in full.
func wholePlanes(c *dante.Config) {
	single(c)
	c.Neurons, c.Light = "planes", "fresnel"
}

// scaledRow is a network on planes of 500 x 500.
func scaledRow(network, neurons, label string, quick bool, change func(*dante.Config)) reproduce.Row {
	r := row(network+"-"+neurons, label, "dante-onn33", quick, reproduce.None, func(c *dante.Config) {
		c.Network, c.Light = network, "products"
		c.Samples, c.Focus, c.Mask = c.Samples/4, c.Focus/4, c.Mask/4
		if change != nil {
			change(c)
		}
	})
	r.Paper = nil
	if c := r.Config.(*dante.Config); quick {
		r.Limit, r.LimitTest, c.Batch, c.Epochs = 96, 20, 32, 1
		if c.Dual() {
			r.Limit, c.Epochs, c.FitSteps, c.FitWarm = 512, 4, 20, 5
		}
	}
	return r
}

func scaled(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "dante-scaled", Title: "Dual neurons beside single ones, on planes of 500 x 500", Source: "ONN-3-3 and ONN-3-7 of " + paper + ", a quarter as large",
		Note: "Masks of 300 x 300 are fitted to at most 16 and 49 channels where the paper's of 1200 x 1200 take 36 and 81. Single neurons with crops have the relay of dual ones, cropped and pooled; those with whole planes are the paper's: " +
			"all that a camera sees is written on the next light, with the darkness around. Outside the spot is the share of the light behind layers 1 and 2 that lies beside the image of the picture in the middle. The paper has no such table.",
		Columns: []reproduce.Column{{Name: reproduce.Test}, {Name: artificial}, {Name: left, Unit: "1"}, {Name: outside(1)}, {Name: outside(2)},
			{Name: "minutes", Unit: "min", Of: func(r *reproduce.Result) float64 { return r.Seconds / 60 }}},
		Quick: quick, Seeds: []int{1}, AtEnd: true, Measure: measureOutside}
	for _, n := range []struct{ network, label string }{{"onn-3-3-500", "ONN-3-3"}, {"onn-3-7-500", "ONN-3-7"}} {
		e.Rows = append(e.Rows, scaledRow(n.network, "dual", n.label+", dual neurons", quick, nil),
			scaledRow(n.network, "single", n.label+", single neurons, crops", quick, single),
			scaledRow(n.network, "planes", n.label+", single neurons, whole planes", quick, wholePlanes))
	}
	return e
}

// measureOutside is measure, and of whole planes adds what lies outside the spot.
func measureOutside(ctx context.Context, t *reproduce.Trained) error {
	s := dante.Of(t.Session)
	if s == nil || !s.Planes() {
		return measure(ctx, t)
	}
	share, err := s.Outside(t.Test, looked)
	for i, v := range share {
		t.Set(outside(i+1), v)
	}
	return err
}
