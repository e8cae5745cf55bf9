package dante

import (
	"context"

	"talbot/sim/data"
	"talbot/sim/reproduce"
	"talbot/sim/rig/fourier"
	"talbot/sim/rig/virtual"
	"talbot/sim/system/dante"
)

// Values of a run on a faulty bench: by the light of the simulation, with the same pictures; on the bench before the read-out is
// tuned; and frames in all, of the calibration too.
const (
	simulated = "simulated"
	before    = "before tuning"
	frames    = "frames"
)

// stopped is how many samples of a side of the input get light: a picture has up to 64, and channels of what comes back up to 70.
const stopped = 70

// onBench has networks trained in simulation put on a bench with faults: grade "typical" of package virtual.
func onBench(quick bool) reproduce.Experiment {
	none := reproduce.None
	e := reproduce.Experiment{ID: "dante-bench", Title: "Networks of two layers on a bench with faults", Source: paper + ", figure 4",
		Note: "Trained as for figures 4d and 4f, then put on a simulated bench with faults (grade typical) between the lenses, of which a method sees frames alone: spots tell aberrations, the panels' curves and where the camera sees what. " +
			"Test is by the bench, with the electronics' gains and the read-out tuned on what it saw of training pictures; simulated are the same test pictures without faults. The paper has 96, 51 and 55 % by its bench.",
		Columns: []reproduce.Column{{Name: reproduce.Test}, {Name: simulated}, {Name: before}, {Name: artificial}, {Name: frames, Unit: "1"}},
		Quick:   quick, AtEnd: true, Seeds: []int{1}}
	learn, test := 2000, 1000
	if quick {
		learn, test = 128, 128
	}
	for _, one := range []struct {
		name, label, preset string
		paper               float64
	}{{"faulty-mnist", "two layers, MNIST", "dante-bench-mnist", .96}, {"faulty-five", "two layers, five classes", "dante-bench-five", .55}, {"faulty-cifar", "two layers, CIFAR-10", "dante-bench-cifar", .51}} {
		r := benchRow(one.name, one.label, one.preset, "", quick, none, none, nil)
		r.Paper = []float64{one.paper, none, none, none, none}
		e.Rows = append(e.Rows, r)
	}
	e.Measure = func(ctx context.Context, t *reproduce.Trained) error { return faulty(ctx, t, learn, test) }
	return e
}

// reading is a calibrated bench as a session takes it.
type reading struct{ b *fourier.Bench }

func (r reading) Read(ctx context.Context, m dante.Shown, blocks [][]float32) ([][]float32, error) {
	return r.b.Read(ctx, m.Name, m.Side, m.Phase, blocks, m.Tiling.Block(), m.Tiling.Response())
}

// faulty puts a trained network on a bench of its own, and reads so many pictures on it.
func faulty(ctx context.Context, t *reproduce.Trained, learn, test int) error {
	s := dante.Of(t.Session)
	faults, err := virtual.Grade("typical")
	if err != nil {
		return err
	}
	faults.Seed = t.Seed
	setup := virtual.Fourier(s.Mask+s.Mask%2, s.Focus, stopped)
	setup.Plane.Dx, setup.Plane.Dy, setup.Wavelength = s.Pitch, s.Pitch, s.Wavelength
	hidden, err := virtual.New(t.Session.Device(), setup, faults)
	if err != nil {
		return err
	}
	b, err := fourier.Of(hidden, s.Focus, stopped)
	if err != nil {
		return err
	}
	step := 0
	say := func(what string) {
		if step++; t.Progress != nil {
			t.Progress("calibrating: "+what, step-1, 5)
		}
	}
	if err := b.Calibrate(ctx, say); err != nil {
		return err
	}
	got, err := s.OnBench(ctx, reading{b}, first(s.Learned(), learn), first(s.Tested(t.Test), test), max(10, s.Config.Retune), func(done, all int) {
		if t.Progress != nil {
			t.Progress("pictures on the bench", done, all)
		}
	})
	if err != nil {
		return err
	}
	t.Set(reproduce.Test, got.After)
	t.Set(simulated, got.Simulated)
	t.Set(before, got.Before)
	t.Set(frames, float64(b.Report.Frames))
	t.Set("pictures to tune by", float64(learn))
	t.Set("pictures to test with", float64(test))
	return nil
}

// first are so many examples of all, from the first on.
func first(all data.Examples, n int) data.Examples {
	p := data.Part{Examples: all}
	for i := range min(n, all.Len()) {
		p.Numbers = append(p.Numbers, int32(i))
	}
	return p
}
