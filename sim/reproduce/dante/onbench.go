package dante

import (
	"context"

	"talbot/sim/data"
	"talbot/sim/experiment"
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
		learn, test = 400, 400
	}
	for _, one := range []struct {
		name, label, preset string
		paper               float64
	}{{"faulty-mnist", "two layers, MNIST", "dante-bench-mnist", .96}, {"faulty-five", "two layers, five classes", "dante-bench-five", .55}, {"faulty-cifar", "two layers, CIFAR-10", "dante-bench-cifar", .51}} {
		r := benchRow(one.name, one.label, one.preset, "", quick, none, none, nil)
		r.Paper = []float64{one.paper, none, none, none, none}
		e.Rows = append(e.Rows, r)
	}
	r := benchRow("faulty-small", "two layers of a third of the size, MNIST", "dante-bench-mnist", "", quick, none, none, smaller)
	r.Ours, r.Paper = true, []float64{none, none, none, none, none}
	e.Rows = append(e.Rows, r)
	e.Measure = func(ctx context.Context, t *reproduce.Trained) error {
		faults, err := virtual.Grade("typical")
		if err != nil {
			return err
		}
		return faulty{faults, true, learn, test}.read(ctx, t)
	}
	if quick { // calibration and pictures on the bench, as measured on a processor
		e.Tests = func(experiment.Config) int { return 500 }
	}
	return e
}

// smaller is a network, and lenses and masks, that a processor can put on a bench.
func smaller(c *dante.Config) {
	c.Network, c.Mask = "bench-small", 360
	c.Focus = float64(c.Mask) * c.Pitch * c.Pitch / c.Wavelength
}

// reading is a calibrated bench as a session takes it.
type reading struct{ b *fourier.Bench }

func (r reading) Read(ctx context.Context, m dante.Shown, blocks [][]float32) ([][]float32, error) {
	return r.b.Read(ctx, m.Name, m.Side, m.Phase, blocks, m.Tiling.Block(), m.Tiling.Response())
}

// faulty is a bench of a trained network's own, on which so many pictures are read.
type faulty struct {
	faults      virtual.Faults
	calibrated  bool
	learn, test int
}

// open makes the bench. A stop lets light onto what the largest layer writes, and little more: an amplitude panel is not quite dark, and
// light from beside the channels comes to them too.
func (f faulty) open(ctx context.Context, t *reproduce.Trained) (*fourier.Bench, error) {
	s := dante.Of(t.Session)
	f.faults.Seed = t.Seed
	stop := max(24, s.Block()+2)
	setup := virtual.Fourier(s.Mask+s.Mask%2, s.Focus, stop)
	setup.Plane.Dx, setup.Plane.Dy, setup.Wavelength = s.Pitch, s.Pitch, s.Wavelength
	hidden, err := virtual.New(t.Session.Device(), setup, f.faults)
	if err != nil {
		return nil, err
	}
	b, err := fourier.Of(hidden, s.Focus, stop)
	if err != nil || !f.calibrated {
		return b, err
	}
	step := 0
	return b, b.Calibrate(ctx, func(what string) {
		if step++; t.Progress != nil {
			t.Progress("calibrating: "+what, step-1, fourier.Steps)
		}
	})
}

// read puts the network on the bench, and reads the pictures.
func (f faulty) read(ctx context.Context, t *reproduce.Trained) error {
	s := dante.Of(t.Session)
	b, err := f.open(ctx, t)
	if err != nil {
		return err
	}
	learn, test := first(s.Learned(), f.learn), first(s.Tested(t.Test), f.test)
	got, err := s.OnBench(ctx, reading{b}, learn, test, max(10, s.Config.Retune), func(done, all int) {
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
	t.Set("cross-talk", b.CrossTalk)
	t.Set("pictures to tune by", float64(learn.Len()))
	t.Set("pictures to test with", float64(test.Len()))
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
