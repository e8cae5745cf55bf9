package photonics

import (
	"context"
	"fmt"

	"talbot/sim/errs"
	"talbot/sim/reproduce"
	"talbot/sim/system/focus"
)

// Values of a run that sees through a scatterer.
const (
	lensStatic, lensMoving = "lens, still", "lens, moving"
	electrons              = "electrons"
	hours                  = "hours at 60 Hz"
)

// hiddenExperiment is the imaging of figure 4 of the paper: a hidden object, behind a scatterer, that stands still or moves.
func hiddenExperiment(quick bool) reproduce.Experiment {
	none := reproduce.None
	e := reproduce.Experiment{ID: "ffm-fig4", Title: "A hidden object that moves, at 1000 frames a second", Source: source + ", figure 4",
		Note: "The mask learns from nine squares of 0.72 mm, one at a time, by 1 - SSIM as in the released program, and is tested with all sums of two, and with one that moves at the row's speed, while " +
			"a frame of 1 ms adds up its light; sums of three, as many updates of them, are examples besides where the row says so, and sums of two never; values are the mean structural similarity of single noisy frames, at the best gain, to the object turned by half a turn. " +
			"Lens is a lens that would image with no scatterer, untrained. The mask begins with what undoes the mean phase that the squares' light is measured to have more than with no scatterer, unless nothing is in the way or the row says that it begins " +
			"as the lens: from there updates end in a local minimum, at the same likeness wherever the scatterer stands. What a scatterer does that is not at the mask is another phase for each square, which one mask cannot undo: in a simulation without noise, 128 pixels and 0.9 of the way, " +
			"a mask that learns from the tested sums of two themselves ends at 0.845. A pixel gets so many electrons of light as bright as in front of the object (quantum efficiency 0.64, 2.47 read). " +
			"Frames are those of training. The paper gives more than 1000 frames a second and no similarity that we could read; its classification through the scatterer is ffm-fig4-digits.",
		Seeds: seeds(1, 3), Quick: quick, Draw: focus.Static,
		Columns: []reproduce.Column{{Name: lensStatic, Unit: "1"}, {Name: lensMoving, Unit: "1"}, {Name: focus.Static, Unit: "1"}, {Name: focus.Moving, Unit: "1"},
			{Name: electrons, Unit: "1"}, {Name: frames, Unit: "1"}, {Name: hours, Unit: "h"}},
		Measure: hiddenMeasure}
	for _, r := range []struct {
		name, label, scatterer string
		at, power, speed       float64
		threes                 int
		start                  string
	}{
		{"none", "nothing in the way, 0.1 m/s", "none", 0.9, 1, 0.1, 0, "lens"},
		{"tape", "tape, 0.1 m/s", "tape", 0.9, 1, 0.1, 0, "conjugate"},
		{"tape-lens", "tape, begun as the lens", "tape", 0.9, 1, 0.1, 0, "lens"},
		{"tape-close", "tape, at 0.98 of the way to the mask", "tape", 0.98, 1, 0.1, 0, "conjugate"},
		{"tape-close-lens", "the same, begun as the lens", "tape", 0.98, 1, 0.1, 0, "lens"},
		{"tape-threes", "tape, learned from sums of three too", "tape", 0.9, 1, 0.1, 27, "conjugate"},
		{"tape-fast", "tape, 0.5 m/s", "tape", 0.9, 1, 0.5, 0, "conjugate"},
		{"tape-dim", "tape, begun as the lens, a hundredth of the light", "tape", 0.9, 0.01, 0.1, 0, "lens"},
		{"tape-far", "tape, begun as the lens, halfway to the mask", "tape", 0.5, 1, 0.1, 0, "lens"},
		{"plate", "plate, begun as the lens, 0.1 m/s", "plate", 0.95, 1, 0.1, 0, "lens"},
	} {
		c := focus.HiddenBase()
		c.Samples, c.Scatterer, c.At, c.Speed, c.Start = 400, r.scatterer, r.at, r.speed, r.start
		c.Epochs = 100
		if quick {
			c.Samples, c.Epochs = 128, 30
		}
		if c.Threes = r.threes; c.Threes > 0 {
			c.Epochs = c.Epochs * 9 / (9 + c.Threes) // as many updates
		}
		c.Power = r.power * 5e-8 * float64(c.Samples*c.Samples) / (128 * 128) // as many photons a pixel
		e.Rows = append(e.Rows, reproduce.Row{Name: r.name, Label: fmt.Sprintf("%s, %.3g uW", r.label, 1e6*c.Power), Config: &c, Ours: true})
	}
	e.Rows[1].Ours, e.Rows[1].Paper = false, []float64{none, none, none, none, none, none, none}
	return e
}

func hiddenMeasure(_ context.Context, t *reproduce.Trained) error {
	s, ok := focus.SceneOf(t.Session)
	if !ok {
		return errs.New("photonics: nothing is hidden here")
	}
	before := s.Hidden
	before.Start = "lens"
	lens, err := focus.OpenScene(t.Session.Device(), before)
	if err != nil {
		return err
	}
	for k, v := range []struct {
		s             *focus.Scene
		still, moving string
	}{{lens, lensStatic, lensMoving}, {s, focus.Static, focus.Moving}} {
		for _, w := range []struct {
			name string
			n    int
			take func(int) (*focus.Picture, error)
		}{{v.still, v.s.Pairs(), v.s.Two}, {v.moving, v.s.Pass(), v.s.Moving}} {
			sum := 0.0
			for i := range w.n {
				p, err := w.take(i)
				if err != nil {
					return err
				}
				sum += p.SSIM
				if t.Progress != nil {
					t.Progress("taking frames "+fmt.Sprint(k+1)+" of 2", i+1, w.n)
				}
			}
			t.Set(w.name, rounded(sum/float64(w.n)))
		}
	}
	t.Set(electrons, rounded(s.Electrons()))
	t.Set(frames, float64(s.Frames()))
	t.Set(hours, rounded(float64(s.Frames())/60/3600))
	thin(t.Result, 25)
	return nil
}
