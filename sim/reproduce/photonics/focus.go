package photonics

import (
	"context"
	"fmt"

	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/reproduce"
	"talbot/sim/system/focus"
)

// Values of a run of the focus.
const (
	width  = "width"
	above  = "above the rest"
	share  = "light in the target"
	loss   = "loss"
	frames = "frames"
	after  = "updates to converge"
)

// focusExperiment is figure 3 of the paper: a focus behind a random phase plate and behind tape, by fully forward mode and by
// its rivals at as many frames and at eight times as many, with the scatterer in the middle of the way and not; and foci all
// over the camera.
func focusExperiment(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "ffm-fig3", Title: "A focus through a scatterer, 160,000 phases", Source: source + ", figure 3",
		Note: "Width is the full width at half maximum, mean of x and y, 57.2 um of a lens with nothing in the way, and less of a mask that sends light elsewhere; a scatterer in the middle of the way is itself a wider lens, " +
			"and the focus may be narrower. The paper's widths and decibels are means over the field, and it defines neither its loss (1.84 and 2.07, swarm 2.01 and 2.15) " +
			"nor its signal-to-noise ratio; ours is the brightest pixel over the mean of all beyond two widths. Our loss is the distance to a square of 48 um in the dark, 0 to 1. " +
			"An update of a search takes ten frames, one of fully forward mode ten and now and then one to expose by; x 8 has eight times as many updates. " +
			"Searches have converged to nothing where the brightest pixel is elsewhere (hit 0).",
		Seeds: seeds(1, 3), Quick: quick, Draw: above,
		Columns: []reproduce.Column{{Name: loss, Unit: "1"}, {Name: width, Unit: "um"}, {Name: above, Unit: "dB"}, {Name: share}, {Name: "hit", Unit: "1"}, {Name: frames, Unit: "1"}, {Name: after, Unit: "1"}},
		Measure: focusMeasure}
	none := reproduce.None
	add := func(name, label, scatterer, method string, at, x, y float64, times int, paper []float64) {
		c := focus.Base()
		c.Samples, c.Scatterer, c.Method, c.At, c.X, c.Y = 400, scatterer, method, at, x, y
		c.Epochs *= times
		if quick {
			c.Samples = 100
		}
		e.Rows = append(e.Rows, reproduce.Row{Name: name, Label: label, Config: &c, Ours: paper == nil, Paper: paper})
	}
	for _, s := range focus.Scatterers[1:] {
		add(s+"-ffm", s+", fully forward mode", s, "ffm", 0.5, 0, 0, 1, []float64{none, 81.2, 8.46, none, none, none, 25})
		add(s+"-off-middle", s+", not in the middle", s, "ffm", 0.2, 0, 0, 1, nil)
		add(s+"-swarm", s+", swarm, 28 Zernikes", s, "swarm-zernike", 0.5, 0, 0, 1, nil)
		add(s+"-superpixels", s+", swarm, 20 x 20", s, "swarm-superpixels", 0.5, 0, 0, 1, nil)
		add(s+"-annealing", s+", annealing, 28 Zernikes", s, "annealing-zernike", 0.5, 0, 0, 1, nil)
		add(s+"-swarm-8", s+", swarm, 28 Zernikes, x 8", s, "swarm-zernike", 0.5, 0, 0, 8, []float64{none, 120, 2.29, none, none, none, none})
		add(s+"-superpixels-8", s+", swarm, 20 x 20, x 8", s, "swarm-superpixels", 0.5, 0, 0, 8, nil)
		add(s+"-annealing-8", s+", annealing, 28 Zernikes, x 8", s, "annealing-zernike", 0.5, 0, 0, 8, nil)
	}
	for j := -1; j <= 1; j++ {
		for i := -1; i <= 1; i++ {
			if i != 0 || j != 0 {
				x, y := 1.2e-3*float64(i), 1.2e-3*float64(j)
				add(fmt.Sprintf("map-%+d%+d", i, j), fmt.Sprintf("plate, at %+.1f, %+.1f mm", 1e3*x, 1e3*y), "plate", "ffm", 0.5, x, y, 1, nil)
			}
		}
	}
	return e
}

func focusMeasure(_ context.Context, t *reproduce.Trained) error {
	s, ok := focus.Of(t.Session)
	if !ok {
		return errs.New("photonics: this is no focus")
	}
	f, _, err := s.Judge()
	if err != nil {
		return err
	}
	hit := 0.0
	if f.Hit {
		hit = 1
		t.Set(width, rounded(1e6*f.Width))
		t.Set(after, float64(arrived(t.Result.Curve)))
	}
	for _, v := range []struct {
		name string
		v    float64
	}{{loss, f.Loss}, {above, f.Peak}, {share, f.Share}, {"hit", hit}, {frames, float64(s.Bench.Frames())}} {
		t.Set(v.name, rounded(v.v))
	}
	thin(t.Result, 25)
	return nil
}

// arrived is the first update after which nine tenths of the light that the target has at the end are there.
func arrived(curve []experiment.Event) int {
	if len(curve) == 0 || curve[len(curve)-1].Tested == nil {
		return 0
	}
	last := experiment.Share(curve[len(curve)-1].Efficiency)
	for _, e := range curve {
		if e.Tested != nil && experiment.Share(e.Efficiency) >= 0.9*last {
			return e.Epoch
		}
	}
	return 0
}
