package focus

import (
	"fmt"
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/rig/virtual"
)

func open(t *testing.T, c Config) *Session {
	t.Helper()
	s, err := Open(cpu.Open(2), c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func small() Config {
	c := base()
	c.Samples, c.Epochs = 100, 12
	return c
}

// run goes on to the end and says how good the focus is.
func run(t *testing.T, s *Session) Focus {
	t.Helper()
	for s.Stage.Done() < 1 {
		if _, err := s.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	f, _, err := s.Judge()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The phases of a lens, with nothing in the way, make a focus as wide as theory has it.
func TestLimit(t *testing.T) {
	c := small()
	c.Samples, c.Scatterer, c.Faults = 200, "none", virtual.Ideal()
	s := open(t, c)
	g := s.Bench.Camera()
	lens := make([]float32, g.Len())
	for i := range lens {
		x, y := g.X(i%g.Nx), g.Y(i/g.Nx)
		lens[i] = float32(-math.Pi * (x*x + y*y) / (Wavelength * Distance))
	}
	if err := s.dev.Write(s.phase.Value, 0, lens); err != nil {
		t.Fatal(err)
	}
	f, _, err := s.Judge()
	if err != nil {
		t.Fatal(err)
	}
	if !f.Hit || math.Abs(f.Width/Limit-1) > 0.05 {
		t.Errorf("%+v, want a width of %.1f um", f, 1e6*Limit)
	}
}

// Through a scatterer in the middle, with a camera that counts photons, light meets; with the scatterer elsewhere it does
// not, and no rival comes near at as many frames.
func TestThroughScatterer(t *testing.T) {
	got := map[string]Focus{}
	for _, v := range []struct {
		name, method string
		at           float64
	}{{"middle", "ffm", 0.5}, {"elsewhere", "ffm", 0.2}, {"swarm", "swarm-superpixels", 0.5}, {"zernike", "swarm-zernike", 0.5}, {"annealing", "annealing-zernike", 0.5}} {
		c := small()
		c.Method, c.At = v.method, v.at
		s := open(t, c)
		got[v.name] = run(t, s)
		fmt.Printf("%s: %+v, %d frames\n", v.name, got[v.name], s.Bench.Frames())
	}
	if f := got["middle"]; !f.Hit || f.Loss > 0.5 || f.Width > 75e-6 {
		t.Errorf("in the middle: %+v", f)
	}
	for _, name := range []string{"elsewhere", "swarm", "zernike", "annealing"} {
		if got[name].Loss < got["middle"].Loss+0.3 {
			t.Errorf("%s: %+v", name, got[name])
		}
	}
}

// The loss's slope is that of differences.
func TestLoss(t *testing.T) {
	s := open(t, small())
	n := len(s.target)
	v, slope := make([]float32, n), make([]float32, n)
	for i := range v {
		v[i] = float32(i%7) / 7
	}
	s.loss(v, slope)
	for _, p := range []int{3, 50*100 + 50, 777} {
		const h = 0.05
		w := append([]float32(nil), v...)
		w[p] += h
		up := s.loss(w, nil)
		w[p] -= 2 * h
		if want := (up - s.loss(w, nil)) / (2 * h); math.Abs(want-float64(slope[p])) > 1e-2*math.Abs(want)+1e-9 {
			t.Errorf("pixel %d: %g, want %g", p, slope[p], want)
		}
	}
}

// A search that is stopped goes on, and what does not fit is said.
func TestGoesOn(t *testing.T) {
	c := small()
	c.Method, c.Epochs, c.Faults = "swarm-zernike", 6, virtual.Ideal()
	c.Samples = 60
	whole := run(t, open(t, c))
	half := open(t, c)
	for range 3 {
		if _, err := half.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	st, err := half.Stage.State()
	if err != nil {
		t.Fatal(err)
	}
	rest := open(t, c)
	if err := rest.Stage.Restore(st); err != nil {
		t.Fatal(err)
	}
	if got := run(t, rest); got != whole {
		t.Errorf("%+v, and in two parts %+v", whole, got)
	}
	c.Method = "swarm-superpixels"
	if open(t, c).Stage.Restore(st) == nil {
		t.Error("the state of another search is taken")
	}
	c.Batch = 2
	if _, err := Open(cpu.Open(1), c); err == nil {
		t.Error("a batch of 2 foci is taken")
	}
}

// A frame of the bench is whole.
func TestLook(t *testing.T) {
	c := small()
	s, err := c.Open(cpu.Open(2), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Look(experiment.Input{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.(experiment.Trainer).Plan().Next(); err != nil {
		t.Fatal(err)
	}
	f, err := s.Look(experiment.Input{})
	if err != nil {
		t.Fatal(err)
	}
	if p := f.Panels[0]; p.Shape != frame.Image || !(p.Y.Min > p.Y.Max) {
		t.Errorf("%s has its y from %g at the bottom to %g on top, where y of its rows runs down", p.ID, p.Y.Min, p.Y.Max)
	}
	if err := f.Check(); err != nil || len(f.Planes) != 3 || len(f.Panels) != 4 {
		t.Errorf("%v: %d planes, %d panels", err, len(f.Planes), len(f.Panels))
	}
}
