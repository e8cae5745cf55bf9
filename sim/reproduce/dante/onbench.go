package dante

import (
	"context"
	"time"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/plant"
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
	e.Takes = func(ctx context.Context, s experiment.Session, set *data.Set) (float64, error) {
		faults, err := virtual.Grade("typical")
		if err != nil {
			return 0, err
		}
		return faulty{faults, false, learn, test}.takes(ctx, dante.Of(s), s.Device(), set)
	}
	return e
}

// calibrating are the frames that a calibration took of both sizes of bench, about; what it computes beside them takes little.
const calibrating = 1750

// takes is about how many seconds a bench takes for its calibration and the pictures, by the time of some dark frames.
func (f faulty) takes(ctx context.Context, s *dante.Session, dev compute.Device, set *data.Set) (float64, error) {
	b, err := f.bench(s, dev)
	if err != nil {
		return 0, err
	}
	const some = 4
	loads := make([]plant.Load, some)
	for i := range loads {
		n := b.Design.Plane.Len()
		loads[i] = plant.Load{make([]uint16, n), make([]uint16, n)}
	}
	if _, err := b.Intensity(ctx, loads[:1]); err != nil { // which makes the programs ready
		return 0, err
	}
	began := time.Now()
	if _, err := b.Intensity(ctx, loads); err != nil {
		return 0, err
	}
	return time.Since(began).Seconds() / some * float64(calibrating+f.pictured(s, set)), nil
}

// pictured is how many frames the pictures take: one for each mask.
func (f faulty) pictured(s *dante.Session, set *data.Set) int {
	return (min(f.learn, s.Learned().Len()) + min(f.test, s.Tested(set).Len())) * len(s.Local.List)
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
	f.faults.Seed = t.Seed
	b, err := f.bench(dante.Of(t.Session), t.Session.Device())
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

// bench is one that nothing is known of yet.
func (f faulty) bench(s *dante.Session, dev compute.Device) (*fourier.Bench, error) {
	stop := max(24, s.Block()+2)
	setup := virtual.Fourier(s.Mask+s.Mask%2, s.Focus, stop)
	setup.Plane.Dx, setup.Plane.Dy, setup.Wavelength = s.Pitch, s.Pitch, s.Wavelength
	hidden, err := virtual.New(dev, setup, f.faults)
	if err != nil {
		return nil, err
	}
	return fourier.Of(hidden, s.Focus, stop)
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
