package forward

import (
	"context"
	"math"
	"testing"

	"talbot/sim/data"
	"talbot/sim/plant"
)

// slopes is the gradient that a method has for the first examples, all masks in a row.
func slopes(t *testing.T, s *Session, set *data.Set) (all []float64) {
	t.Helper()
	g, err := s.newGradient()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ready(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := g.method.Gradient(set, []int32{0, 1, 2, 3}, 1); err != nil {
		t.Fatal(err)
	}
	return read(t, s)
}

func read(t *testing.T, s *Session) (all []float64) {
	for _, v := range s.Net.Masks {
		x := make([]float32, v.Len())
		if err := s.dev.Read(v.Grad, 0, x); err != nil {
			t.Fatal(err)
		}
		for _, w := range x {
			all = append(all, float64(w))
		}
	}
	return all
}

func cosine(a, b []float64) float64 {
	var ab, aa, bb float64
	for i, x := range a {
		ab, aa, bb = ab+x*b[i], aa+x*x, bb+b[i]*b[i]
	}
	return ab / math.Sqrt(aa*bb)
}

// tiny is a bench for gradients.
func tiny() Config {
	p, _ := Find("ffm-small")
	c := p.Config
	c.Knock, c.PerClass, c.Overdrive = 0, 0, 1
	return c
}

// TestGradients: on an ideal bench all methods that measure have the gradient of the simulation, of both losses and through
// an activation; random steps go down with it, by chance.
func TestGradients(t *testing.T) {
	set := bars(20, 1)
	for _, loss := range losses {
		for _, activate := range []string{"none", "saturating"} {
			c := tiny()
			if c.Loss, c.Activate = loss, activate; loss == "plane" && activate != "none" {
				continue
			}
			c.Method = "in-silico"
			want := slopes(t, open(t, c, set), set)
			for _, m := range []string{"ffm", "physics-aware", "refined"} {
				c.Method = m
				if got := cosine(slopes(t, open(t, c, set), set), want); got < 0.999 {
					t.Errorf("%s with %s and activation %s: the cosine to the simulation's gradient is %.5f", m, loss, activate, got)
				}
			}
		}
	}
	c := tiny()
	c.Method = "in-silico"
	want := slopes(t, open(t, c, set), set)
	for _, m := range []string{"spsa", "monte-carlo"} {
		c.Method, c.Step, c.Draws = m, 0.01, 32
		sum := make([]float64, len(want))
		draws := 12
		if m == "monte-carlo" {
			draws = 1
		}
		for k := range draws {
			c.Seed = 1
			s := open(t, c, set)
			g, err := s.newGradient()
			if err != nil {
				t.Fatal(err)
			}
			if err := s.ready(context.Background()); err != nil {
				t.Fatal(err)
			}
			if _, err := g.method.(*plant.Perturbed).Gradient(set, []int32{0, 1, 2, 3}, k+1); err != nil {
				t.Fatal(err)
			}
			for i, x := range read(t, s) {
				sum[i] += x
			}
		}
		// Of n draws in p dimensions the cosine is about sqrt(n/p).
		n := 12.0
		if m == "monte-carlo" {
			n = 32
		}
		got, expected := cosine(sum, want), math.Sqrt(n/float64(len(want)))
		t.Logf("%s: cosine %.3f, of %.3f expected", m, got, expected)
		if got < expected/3 {
			t.Errorf("%s: the cosine to the gradient is %.3f, of about %.3f", m, got, expected)
		}
	}
}

// hidden is a bench of which nothing is left but what a lab sees.
type hidden struct{ plant.FieldPlant }

// TestSeesWhatALabSees: fully forward mode has the same gradient on a bench that can do nothing but show loads and take
// frames, and on one whose light stays on the device.
func TestSeesWhatALabSees(t *testing.T) {
	set, c := bars(20, 1), tiny()
	want := slopes(t, open(t, c, set), set)
	s := open(t, c, set)
	if err := s.ready(context.Background()); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.way, err = plant.NewForward(s.Net, hidden{s.bench}, s.symmetry(), s.Overdrive); err != nil {
		t.Fatal(err)
	}
	if got := cosine(slopes(t, s, set), want); got < 0.999 {
		t.Errorf("the cosine of both gradients is %.5f", got)
	}
}

// TestRefinedFindsTheKnock: the model comes to be where the camera has been pushed to, and what it brings back with it.
func TestRefinedFindsTheKnock(t *testing.T) {
	set, c := bars(20, 1), tiny()
	c.Method, c.Knock, c.Refine = "refined", 2, 1
	s := open(t, c, set)
	if err := s.ready(context.Background()); err != nil {
		t.Fatal(err)
	}
	r, err := newRefined(s)
	if err != nil {
		t.Fatal(err)
	}
	l := &plant.Led{Cascade: s.Net, After: r.after,
		Way: func(int) (plant.Way, error) { return plant.Aware{Bench: onBench{s}, Model: r.model}, nil }}
	for k := range 6 {
		if _, err := l.Gradient(set, []int32{0, 1, 2, 3}, k+1); err != nil {
			t.Fatal(err)
		}
	}
	sin, cos := math.Sincos(2)
	x, y := r.at[0]/c.Pitch-2*cos, r.at[1]/c.Pitch-2*sin
	t.Logf("the camera is found %.3f, %.3f pixels from where it is", x, y)
	if math.Hypot(x, y) > 0.3 {
		t.Errorf("the camera is found %.3f, %.3f pixels from where it is", x, y)
	}
	aware := c
	aware.Method = "physics-aware"
	blind := slopes(t, open(t, aware, set), set)
	c.Method = "ffm"
	bench := slopes(t, open(t, c, set), set)
	if a, b := cosine(read(t, s), bench), cosine(blind, bench); a < b || a < 0.98 {
		t.Errorf("with a refined model the cosine to the bench's gradient is %.4f, without %.4f", a, b)
	}
}
