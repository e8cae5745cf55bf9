package dante

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/datatest"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/train"
)

// tiny is a network for pictures of 12 x 12 of four classes, whose masks have 96 x 96 pixels.
func tiny() Config {
	c := small("squares")
	c.Held = 0
	c.Maps, c.Focus, c.Mask, c.Samples = "4,6", 11.6e-3, 96, 160
	c.Batch, c.Epochs, c.LearningRate = 20, 12, 0.02
	return c
}

// squares are n pictures: a bright square at one of four places, in noise.
func squares(n, step int) *data.Set { return datatest.Squares(12, 2, 2, 4, n, step) }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, c Config) *Session {
	t.Helper()
	s, err := Open(cpu.Open(2), c, squares(120, 1), squares(80, 2))
	check(t, err)
	return s
}

func finish(t *testing.T, s train.Stage) (pieces int) {
	t.Helper()
	for s.Done() < 1 {
		_, err := s.Next()
		check(t, err)
		pieces++
	}
	return pieces
}

// Both steps: what the convolutions have learned, light does, and a read-out tuned again does as well.
func TestTrainAndRead(t *testing.T) {
	c := tiny()
	c.Retune = 3
	s := open(t, c)
	if s.ByLight() {
		t.Fatal("light reads before there are masks")
	}
	if f, err := s.Look(make([]float32, 144), -1); err != nil || f.Panels[0].ID != "reads" {
		t.Fatalf("before there are masks it is not told that convolutions read: %v", err)
	}
	finish(t, s.plan)
	small, err := s.Evaluate(s.test, false)
	check(t, err)
	light, err := s.Evaluate(s.test, true)
	check(t, err)
	if small.Accuracy() < 0.95 || light.Accuracy() < small.Accuracy()-0.03 {
		t.Errorf("%.3f right by convolutions, %.3f by light", small.Accuracy(), light.Accuracy())
	}
	for _, m := range s.masks {
		if _, gain, left, share := s.fitted(m); !(gain != 0 && left > 0 && left < 0.05 && share > 0.1 && share < 1) {
			t.Errorf("mask %s: gain %g, %g of the squared error left, share %g", m.Name, gain, left, share)
		}
	}
	r := &running{s, s.dev}
	e := r.Test(squares(40, 3))
	for more := true; more; {
		more, err = e.More()
		check(t, err)
	}
	got, all := e.Result()
	if got.Count != 40 || all != 40 || !(got.Value(Artificial) > 0.9*40) {
		t.Errorf("%d of %d tested, the convolutions' share is %g", got.Count, all, got.Value(Artificial))
	}
	if f, err := r.s.Look(make([]float32, 144), -1); err != nil || slices.ContainsFunc(f.Panels, func(p frame.Panel) bool { return p.ID == "reads" }) || len(f.Planes) != 10 || f.Planes[2].Phase == nil || f.Planes[9].Intensity == nil {
		t.Errorf("a look at the light: %v", err)
	}
}

// Intensities behind both layers agree as well as the fits say, with masks in full propagation too.
func TestFacesAgree(t *testing.T) {
	for i, light := range []string{"products", "chirp-z", "fresnel", "chirp-z"} {
		c := tiny()
		c.Light, c.Epochs, c.FitSteps, c.FitShare = light, 1, 150, 0
		c.FreePhase = i == 3
		s := open(t, c)
		finish(t, s.plan)
		if phased := s.inputs(s.layers[1][0]); len(phased) > 0 != c.FreePhase {
			t.Errorf("%s, free phases %v: %d phases of inputs", light, c.FreePhase, len(phased))
		}
		l, err := s.light()
		check(t, err)
		a, err := s.testing(s.test, false)
		check(t, err)
		x := make([]float32, 144)
		s.test.Read(0, x)
		copy(a.pass.Stage(0, 0), x)
		copy(l.eval.Stage(0, 0), x)
		check(t, a.pass.Run(1))
		check(t, l.eval.Run(1))
		p, err := a.pass.Read(mark{what: markFeatures}.name(), 1)
		check(t, err)
		q, err := l.eval.Read(mark{what: markFeatures}.name(), 1)
		check(t, err)
		var d, n float64
		for i, v := range p[0] {
			d += float64(v-q[0][i]) * float64(v-q[0][i])
			n += float64(v) * float64(v)
		}
		if r := math.Sqrt(d / n); r > 0.15 || r == 0 {
			t.Errorf("%s: what the cameras see differs by %.2g", light, r)
		}
	}
}

// A run that goes on from its state, in any of its steps, is the run that was not stopped, bit for bit.
func TestResume(t *testing.T) {
	c := tiny()
	c.Epochs, c.Retune, c.FitSteps, c.FitWarm, c.Mirror, c.Move, c.FreePhase = 2, 2, 30, 10, 0.5, 1, true
	whole := open(t, c)
	pieces := finish(t, whole.plan)
	want, err := whole.plan.State()
	check(t, err)
	for _, at := range []int{5, 14, pieces - 15, pieces - 13, pieces - 5} {
		stopped := open(t, c)
		for range at {
			_, err := stopped.plan.Next()
			check(t, err)
		}
		state, err := stopped.plan.State()
		check(t, err)
		resumed := open(t, c)
		check(t, resumed.plan.Restore(state))
		if a, b := (&running{s: stopped}), (&running{s: resumed}); true {
			x, _ := a.Progress()
			if y, _ := b.Progress(); x != y {
				t.Errorf("stopped at %d of %d: %d updates, and %d when it goes on", at, pieces, x, y)
			}
		}
		finish(t, resumed.plan)
		got, err := resumed.plan.State()
		check(t, err)
		for i := range got.Parts { // what an epoch summed up so far is no part of what comes
			if !reflect.DeepEqual(got.Parts[i].Arrays, want.Parts[i].Arrays) || !reflect.DeepEqual(got.Parts[i].Parts, want.Parts[i].Parts) {
				t.Errorf("stopped at %d of %d: another %s", at, pieces, got.Parts[i].Key)
			}
		}
	}
}

// Single neurons learn through the light itself.
func TestSingleNeurons(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	c := tiny()
	c.Neurons, c.LearningRate = "single", 0.05
	s := open(t, c)
	finish(t, s.plan)
	e, err := s.Evaluate(s.test, true)
	check(t, err)
	if e.Accuracy() < 0.9 {
		t.Errorf("%.3f right", e.Accuracy())
	}
}

// Gradients of all that is trained against differences, of a network with shuffled groups as of one with mixed stacks.
func TestGradients(t *testing.T) {
	for name, a := range map[string]architecture{
		"groups": {channels: 1, side: 12, layers: []layer{{2, 1, 2, 12, 1, 3, 2, 2, 1, 0}, {2, 2, 3, 6, 0, 3, 2, 1, 1, 0}}},
		"mixed":  {channels: 1, side: 12, layers: []layer{{2, 1, 2, 12, 0, 3, 2, 2, 1, 0}, {2, 2, 3, 5, 0, 3, 1, 1, 2, 0}, {1, 3, 4, 3, 1, 3, 1, 1, 1, 0}}},
	} {
		networks["test"] = a
		c := tiny()
		c.Network, c.Shuffle, c.Norm = "test", true, name == "groups"
		c.Batch = 4
		gradients(t, name, c)
		delete(networks, "test")
	}
}

// gradients holds those of a network in training to differences.
func gradients(t *testing.T, name string, c Config) {
	t.Helper()
	s := open(t, c)
	pass, err := s.Net.NewPass(0, c.Batch)
	check(t, err)
	loss := func() float64 {
		for i := range c.Batch {
			s.learn.Read(i, pass.Stage(i, s.learn.Target(i)))
		}
		check(t, pass.Run(c.Batch))
		r, err := pass.Result(c.Batch)
		check(t, err)
		return r.Loss
	}
	for _, v := range s.Net.Vars() {
		x, g := make([]float32, v.Len()), make([]float32, v.Len())
		check(t, s.dev.Read(v.Value, 0, x))
		loss()
		check(t, s.dev.Read(v.Grad, 0, g))
		size := 0.0
		for _, d := range g {
			size = max(size, math.Abs(float64(d)))
		}
		for i := 0; i < len(x); i += 1 + len(x)/5 {
			old := x[i]
			at := func(h float32) float64 {
				x[i] = old + h
				check(t, s.dev.Write(v.Value, 0, x))
				x[i] = old
				return loss()
			}
			const h = 4e-3
			want := (8*(at(h)-at(-h)) - at(2*h) + at(-2*h)) / (12 * h)
			check(t, s.dev.Write(v.Value, 0, x))
			if d := math.Abs(want - float64(g[i])); d > 0.02*size+2e-3 {
				t.Errorf("%s: %s, element %d: gradient %.4g, difference %.4g, largest %.3g", name, v.Name, i, g[i], want, size)
			}
		}
	}
}

// Networks are judged by held-out pictures while they learn, and what that gives is not told as of test pictures;
// of a small set a tenth is held out.
func TestHoldsOut(t *testing.T) {
	for _, p := range Presets() {
		if p.Config.Held < 500 {
			t.Errorf("%s holds out %d", p.ID, p.Config.Held)
		}
	}
	c := tiny()
	c.Held, c.Epochs, c.FitSteps, c.FitWarm = 5000, 1, 2, 1
	one, err := c.Open(cpu.Open(2), squares(120, 1))
	check(t, err)
	s := Of(one)
	if s.held.Len() != 12 || s.learn.Len() != 108 {
		t.Fatalf("%d held out, %d to learn from", s.held.Len(), s.learn.Len())
	}
	if n := one.(experiment.Selecting).LearnsFrom(); n != 108 {
		t.Errorf("it is said to learn from %d", n)
	}
	finish(t, s.plan)
	look := func(e experiment.Test) {
		for more := true; more; {
			more, err = e.More()
			check(t, err)
		}
	}
	h := one.(experiment.Holding).TestHeld()
	look(h)
	if e, all := h.Result(); e.Count != 12 || all != 12 || s.tested != [2]*Evaluation{} {
		t.Errorf("%d of %d held-out pictures tested, told as %v", e.Count, all, s.tested)
	}
	look(one.(experiment.Trainer).Test(squares(40, 3)))
	if s.tested[0] == nil || s.tested[1] == nil || s.tested[1].Count != 40 {
		t.Error("a test is not told")
	}
}
