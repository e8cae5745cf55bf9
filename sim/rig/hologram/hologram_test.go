package hologram

import (
	"context"
	"errors"
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
	"talbot/sim/rng"
)

// bench is a simulated one of 64 pixels, on which light goes as far as in the published one for its width.
func bench(t *testing.T, grade string) *rig.Bench {
	t.Helper()
	f, err := virtual.Grade(grade)
	need(t, err)
	s := virtual.Free(64)
	s.Panels[1].Gap, s.Exposure = 0.01, 2.5e-4
	b, err := virtual.New(cpu.Open(0), s, f)
	need(t, err)
	return b
}

func need(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Back is the adjoint of Forth: <W u, v> = <u, W^H v>.
func TestWay(t *testing.T) {
	g := optics.Square(48, 8e-6)
	w, err := NewWay(cpu.Open(0), g, 532e-9, 0.006, 16)
	need(t, err)
	u, v := make([]float32, 2*g.Len()), make([]float32, 2*g.Len())
	rng.Stream{Seed: 1, Stream: 1100}.Normal(0, u)
	rng.Stream{Seed: 1, Stream: 1100}.Normal(1, v)
	a, err := w.Forth(u)
	need(t, err)
	b, err := w.Back(v)
	need(t, err)
	x, y := dot(a, v), dot(u, b)
	if d := math.Hypot(real(x-y), imag(x-y)); d > 1e-5*math.Hypot(real(x), imag(x)) {
		t.Errorf("<W u, v> is %v and <u, W^H v> %v", x, y)
	}
}

func dot(a, b []float32) (sum complex128) {
	for i := 0; i < len(a); i += 2 {
		sum += complex(float64(a[i]), -float64(a[i+1])) * complex(float64(b[i]), float64(b[i+1]))
	}
	return sum
}

// One spot is a lens, whose focus the panel's own pixels set: all phases are right at once, and the light at its pixel is the
// square of the sum of what each pixel sends there, more than which none can be.
func TestOneSpotIsALens(t *testing.T) {
	g, z := optics.Square(64, 8e-6), 0.02
	w, err := NewWay(cpu.Open(0), g, 532e-9, z, 32)
	need(t, err)
	target, err := Spots(g, 1, 1, 0.5)
	need(t, err)
	s, err := NewSearch(w, target, 1)
	need(t, err)
	at := target.Sites[0].At
	worst, middle := 0.0, s.Phase[at]
	for i, p := range s.Phase {
		x, y := g.X(i%g.Nx), g.Y(i/g.Nx)
		if math.Hypot(x, y) < 0.15*float64(g.Nx)*g.Dx { // the band that the sampling leaves rings at the edge
			lens := -math.Pi * (x*x + y*y) / (532e-9 * z)
			worst = math.Max(worst, math.Abs(math.Remainder(p-middle-lens, 2*math.Pi)))
		}
	}
	if worst > 0.3 {
		t.Errorf("a phase is %.3f rad from the lens", worst)
	}
	delta := make([]float32, 2*g.Len())
	delta[2*at] = 1
	back, err := w.Back(delta)
	need(t, err)
	sum := 0.0
	for i := 0; i < len(back); i += 2 {
		sum += math.Hypot(float64(back[i]), float64(back[i+1]))
	}
	made, err := w.Made(s.Phase)
	need(t, err)
	if r := float64(made[at]) / (sum * sum); math.Abs(r-1) > 1e-4 {
		t.Errorf("the spot has %.6f of the most light that can be", r)
	}
}

// On a bench without faults what is measured is what is simulated, weights make spots even, and a camera that sees the same changes
// nothing for the worse.
func TestIdealBench(t *testing.T) {
	b := bench(t, "ideal")
	target, err := Spots(b.Design.Plane, 4, 4, 0.5)
	need(t, err)
	r, err := Run(t.Context(), cpu.Open(0), b, target, Options{Method: "camera", Steps: 20, Rounds: 2, Shots: 1, Seed: 1, Padding: 32}, nil)
	need(t, err)
	for _, s := range r.Stages {
		for _, v := range [][2]float64{{s.Simulated.Efficiency, s.Measured.Efficiency}, {s.Simulated.Error, s.Measured.Error}, {s.Simulated.Sharpness, s.Measured.Sharpness}} {
			if math.Abs(v[0]-v[1]) > 1e-4 {
				t.Errorf("%s: simulated %+v, measured %+v", s.Method, s.Simulated, s.Measured)
				break
			}
		}
	}
	gs, weighted := r.Stages[0].Measured, r.Stages[1].Measured
	if !(weighted.Error < gs.Error/10) || weighted.Efficiency < 0.8 || !r.Registered {
		t.Errorf("Gerchberg-Saxton %+v, weighted %+v, registered %v", gs, weighted, r.Registered)
	}
}

// The camera takes off most of what mild faults do to spots, none of which the simulation knows: in frames that chose nothing,
// too. Light that is brighter than the camera takes is dimmed in front.
func TestCameraHelps(t *testing.T) {
	b := bench(t, "mild")
	target, err := Spots(b.Design.Plane, 5, 5, 0.5)
	need(t, err)
	r, err := Run(t.Context(), cpu.Open(0), b, target, Options{Method: "camera", Steps: 20, Rounds: 6, Shots: 4, Seed: 1, Padding: 32}, nil)
	need(t, err)
	before := r.Stages[1].Measured
	t.Logf("error %.4f before the camera, %.4f after; efficiency %.3f and %.3f; %+v", before.Error, r.Final.Error, before.Efficiency, r.Final.Efficiency, b.Report)
	if !(r.Final.Error < before.Error/2) || r.Final.Efficiency < 0.9*before.Efficiency {
		t.Errorf("before the camera %+v, after %+v", before, r.Final)
	}
	if b.Report.Saturated == 0 || b.Saturated != 1 {
		t.Errorf("no frame was too bright: %+v, and the bench bears a share of %g", b.Report, b.Saturated)
	}
}

// A run that is stopped has what came until then.
func TestStops(t *testing.T) {
	b := bench(t, "ideal")
	target, err := Spots(b.Design.Plane, 2, 2, 0.4)
	need(t, err)
	ctx, stop := context.WithCancel(t.Context())
	r, err := Run(ctx, cpu.Open(0), b, target, Options{Method: "camera", Steps: 5, Rounds: 50, Shots: 1, Seed: 1, Padding: 32}, func(s Stage) {
		if s.Round == 2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || len(r.Stages) != 4 || r.Levels == nil {
		t.Errorf("%v, %d stages", err, len(r.Stages))
	}
}

// Bad wishes say what is wrong.
func TestRefuses(t *testing.T) {
	g := optics.Square(64, 8e-6)
	for _, f := range []func() error{
		func() error { _, err := Spots(g, 20, 20, 0.5); return err },
		func() error { _, err := Spots(g, 0, 3, 0.5); return err },
		func() error { _, err := Picture(g, make([]float32, 4), 2, 2, 0.5, 4); return err },
		func() error { _, err := Picture(g, []float32{1}, 2, 2, 0.5, 4); return err },
		func() error { _, err := Picture(g, []float32{1, 1, 1, 1}, 2, 2, 0.5, 1); return err },
		func() error { _, err := Picture(g, []float32{1, 1, 1, 1}, 2, 2, 0.1, 6); return err },
		func() error { _, err := NewWay(cpu.Open(0), g, 532e-9, 0, 8); return err },
	} {
		if err := f(); err == nil {
			t.Error("it was taken")
		}
	}
}
