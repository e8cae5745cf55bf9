package scatter

import (
	"context"
	"math"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/datatest"
	"talbot/sim/experiment"
	"talbot/sim/plant"
	"talbot/sim/rig/virtual"
)

// small are settings that a test has time for, on pictures of ten bright places.
func small() Config {
	c := base()
	c.Samples, c.ImageSize, c.RegionSize, c.Cell, c.PerClass, c.Epochs, c.Batch = 64, 48, 4, 4, 2, 4, 10
	return c
}

func spots(n, step int) *data.Set { return datatest.Squares(12, 4, 3, 10, n, step) }

func opened(t *testing.T, c Config) *running {
	t.Helper()
	s, err := c.Open(cpu.Open(2), spots(60, 0))
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := s.(masked); ok {
		return m.running
	}
	return s.(*running)
}

func trained(t *testing.T, c Config) *running {
	t.Helper()
	r := opened(t, c)
	for r.Plan().Done() < 1 {
		if _, err := r.Plan().Next(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func accuracy(t *testing.T, s *Session, photons float64) float64 {
	t.Helper()
	e := s.Evaluate(s.View(spots(30, 1)), photons)
	for more := true; more; {
		var err error
		if more, err = e.More(); err != nil {
			t.Fatal(err)
		}
	}
	if e.Count != 30 {
		t.Fatalf("%d of 30 pictures were tested", e.Count)
	}
	return e.Accuracy()
}

// The light in front of the mask, as it is measured there, shown again on the bench of one mask makes on its camera what all of the bench makes of the
// picture, as bright, behind one mask and behind two.
func TestPartsAreTheWhole(t *testing.T) {
	for layers := 1; layers <= 2; layers++ {
		c := small()
		c.Faults, c.Layers = virtual.Ideal(), layers
		s := opened(t, c).s
		if err := s.know(); err != nil {
			t.Fatal(err)
		}
		if err := s.Net.Put(s.lights, []int32{3}); err != nil {
			t.Fatal(err)
		}
		way, err := plant.NewForward(s.Net, s.back, plant.Direct, 1)
		if err != nil {
			t.Fatal(err)
		}
		u := make([]float32, 2*s.grid().Len())
		if _, err := s.Net.Forth(context.Background(), way, 1, func(mask int) error {
			if mask+1 < layers {
				return nil
			}
			return s.dev.Read(s.Net.Light(), 0, u)
		}); err != nil {
			t.Fatal(err)
		}
		x := make([]float32, len(s.drawer.x))
		s.learn.Read(3, x)
		want, err := s.Seen(x)
		if err != nil {
			t.Fatal(err)
		}
		var far, all float64
		for i, w := range want {
			got := float64(u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1])
			far, all = far+math.Abs(got-float64(w)), all+float64(w)
		}
		if far > 0.05*all {
			t.Errorf("%d masks: the parts differ from the whole by %.3f of the light", layers, far/all)
		}
	}
}

// Light with nothing in the way is in the simulation as on a bench without a scatterer.
func TestClear(t *testing.T) {
	c := small()
	c.Faults, c.Scatterer, c.Method = virtual.Ideal(), "none", "in-silico"
	s := opened(t, c).s
	if err := s.know(); err != nil {
		t.Fatal(err)
	}
	x, u := make([]float32, len(s.drawer.x)), make([]float32, 2*s.grid().Len())
	s.learn.Read(1, x)
	s.lights.Read(1, u)
	a, err := s.drawer.draw(x)
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.front.Seen(s.inFront(a))
	if err != nil {
		t.Fatal(err)
	}
	var far, all float64
	for i, w := range want {
		far, all = far+math.Abs(float64(u[2*i]*u[2*i]+u[2*i+1]*u[2*i+1]-w)), all+float64(w)
	}
	if far > 0.02*all { // of levels, and of a band that is limited once or twice
		t.Errorf("the simulation differs by %.3f of the light", far/all)
	}
}

// The gradient in the simulation is that of differences, and light that goes forwards on a bench without faults finds it.
func TestGradient(t *testing.T) {
	c := small()
	c.Faults, c.Layers, c.Scatterer, c.Method = virtual.Ideal(), 2, "none", "in-silico"
	model := opened(t, c).s
	batch := []int32{0, 1, 2, 3, 4}
	of := func(s *Session) (loss float64, slopes []float32) {
		if err := s.know(); err != nil {
			t.Fatal(err)
		}
		for _, v := range s.Net.Masks {
			if err := s.dev.Write(v.Grad, 0, make([]float32, v.Len())); err != nil {
				t.Fatal(err)
			}
		}
		g, err := s.gradient()
		if err != nil {
			t.Fatal(err)
		}
		r, err := g.Gradient(s.lights, batch, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range s.Net.Masks {
			x := make([]float32, v.Len())
			if err := s.dev.Read(v.Grad, 0, x); err != nil {
				t.Fatal(err)
			}
			slopes = append(slopes, x...)
		}
		return r.Loss, slopes
	}
	_, slopes := of(model)
	masks, err := model.masks()
	if err != nil {
		t.Fatal(err)
	}
	shifted := func(along []float32, h float32) float64 {
		n := model.grid().Len()
		for l, m := range masks {
			x := slices.Clone(m)
			for i := range x {
				x[i] += h * along[l*n+i]
			}
			if err := model.dev.Write(model.Net.Masks[l].Value, 0, x); err != nil {
				t.Fatal(err)
			}
		}
		loss, _ := of(model)
		return loss
	}
	size := 0.0
	for _, v := range slopes {
		size += float64(v) * float64(v)
	}
	along, h := make([]float32, len(slopes)), float32(0.02)
	for i, v := range slopes { // and another direction, so that sizes of parts count
		along[i] = v / float32(math.Sqrt(size))
		if i%3 == 0 {
			along[i] *= -2
		}
	}
	want := 0.0
	for i, v := range slopes {
		want += float64(v) * float64(along[i])
	}
	if got := (shifted(along, h) - shifted(along, -h)) / float64(2*h); math.Abs(got-want) > 0.02*math.Abs(want) {
		t.Errorf("the slope is %g, and that of differences %g", want, got)
	}
	c.Method = "ffm"
	_, lit := of(opened(t, c).s)
	var ab, aa, bb float64
	for i, v := range slopes {
		ab, aa, bb = ab+float64(v)*float64(lit[i]), aa+float64(v)*float64(v), bb+float64(lit[i])*float64(lit[i])
	}
	if cosine := ab / math.Sqrt(aa*bb); cosine < 0.97 {
		t.Errorf("light finds a gradient with a cosine of %.3f to that of the simulation", cosine)
	}
}

// Masks that learn behind tape tell apart what masks from a simulation without it do not, and so do electronics; without light nobody does.
func TestLearns(t *testing.T) {
	c := small()
	c.PerClass, c.Epochs = 4, 6
	learned := trained(t, c).s
	ffm := accuracy(t, learned, 0)
	if dark := accuracy(t, learned, 1e-4); dark > 0.4 {
		t.Errorf("%.2f are right without light", dark)
	}
	c.Method = "in-silico"
	deployed := trained(t, c).s
	if n := deployed.Frames(); n != 0 {
		t.Errorf("a simulation takes %d frames", n)
	}
	c.Method, c.TestPhotons, c.LearningRate, c.Epochs = "electronic", 10, 0.03, 20
	wires := trained(t, c).s
	if n := wires.Frames(); n != 40*20 {
		t.Errorf("electronics learn from %d frames, where 40 pictures are seen 20 times", n)
	}
	if got := accuracy(t, wires, 10); got < 0.8 {
		t.Errorf("%.2f are right by electronics", got)
	}
	if without := accuracy(t, deployed, 0); ffm < 0.8 || ffm < without+0.2 {
		t.Errorf("%.2f are right behind tape by masks that learned there, %.2f by masks from a simulation", ffm, without)
	}
}

// Tests one after another find the light of pictures once, until masks change.
func TestViewIsKept(t *testing.T) {
	r := opened(t, small())
	set := spots(3, 1)
	first := r.s.View(set)
	if r.s.View(set) != first || r.s.View(spots(3, 1)) == first {
		t.Error("the light of other pictures is taken for theirs, or found again")
	}
	a, err := masked{r}.MaskArray()
	if err != nil {
		t.Fatal(err)
	}
	first = r.s.View(set)
	if err := (masked{r}).TakeMasks(a); err != nil || r.s.View(set) == first {
		t.Errorf("light behind other masks is taken for theirs: %v", err)
	}
	first = r.s.View(set)
	if _, err := r.Plan().Next(); err != nil || r.s.View(set) == first {
		t.Errorf("light before an update is taken for that behind it: %v", err)
	}
	st, err := r.Plan().State()
	if err != nil {
		t.Fatal(err)
	}
	first = r.s.View(set)
	if err := r.Plan().Restore(st); err != nil || r.s.View(set) == first {
		t.Errorf("light before a checkpoint is taken for that behind it: %v", err)
	}
}

// Weights and phases are counted.
func TestLearnable(t *testing.T) {
	c := small()
	c.Layers = 2
	if n := opened(t, c).s.Learnable(); n != 2*64*64 {
		t.Errorf("%d phases", n)
	}
	c.Method, c.Layers, c.Hidden = "electronic", 1, 0
	if n := opened(t, c).s.Learnable(); n != 16*16*10+10 {
		t.Errorf("%d weights of a linear classifier", n)
	}
	c.Hidden = 8
	if n := opened(t, c).s.Learnable(); n != 16*16*8+8+8*10+10 {
		t.Errorf("%d weights behind a hidden layer", n)
	}
}

// A run that was stopped and goes on ends as one that was not: with light measured anew in front of the mask, and the noise of the frames behind.
func TestResumes(t *testing.T) {
	for _, method := range Methods {
		c := small()
		c.Method, c.Epochs = method, 2
		values := func(r *running) (all []float32) {
			vars := r.s.Net.Masks
			if r.s.Wires != nil {
				vars = r.s.Wires.Vars()
			}
			for _, v := range vars {
				x := make([]float32, v.Len())
				if err := r.s.dev.Read(v.Value, 0, x); err != nil {
					t.Fatal(err)
				}
				all = append(all, x...)
			}
			return all
		}
		whole := trained(t, c)
		first := opened(t, c)
		for range 3 {
			if _, err := first.Plan().Next(); err != nil {
				t.Fatal(err)
			}
		}
		st, err := first.Plan().State()
		if err != nil {
			t.Fatal(err)
		}
		second := opened(t, c)
		if err := second.Plan().Restore(st); err != nil {
			t.Fatal(err)
		}
		for second.Plan().Done() < 1 {
			if _, err := second.Plan().Next(); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(values(whole), values(second)) {
			t.Errorf("%s: it goes on otherwise", method)
		}
	}
}

// What does not go together is said, and the page's frame of it is whole.
func TestSettings(t *testing.T) {
	for _, wrong := range []func(*Config){
		func(c *Config) { c.ImageSize = 65 }, func(c *Config) { c.RegionSize = 20 },
		func(c *Config) { c.Method, c.Layers = "electronic", 2 }, func(c *Config) { c.Method, c.Cell = "electronic", 7 },
	} {
		c := small()
		if wrong(&c); func() error { _, err := c.Open(cpu.Open(1), spots(20, 0)); return err }() == nil {
			t.Errorf("%+v is taken", c)
		}
	}
	c := small()
	if _, err := c.Open(cpu.Open(1), nil); err == nil {
		t.Error("no pictures are taken")
	}
	if _, err := c.Open(cpu.Open(1), datatest.Squares(12, 4, 3, 12, 24, 0)); err == nil {
		t.Error("12 classes are taken")
	}
	c.Layers = 2
	r := opened(t, c)
	f, err := r.Look(experiment.Input{Image: spots(1, 0).Image(0), Label: 0})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); err != nil || len(f.Planes) != 5 || len(f.Scores) != 10 {
		t.Errorf("%v: %d planes, %d scores", err, len(f.Planes), len(f.Scores))
	}
	a, err := masked{r}.MaskArray()
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Values {
		a.Values[i] = float32(i%7) - 3
	}
	if err := (masked{r}).TakeMasks(a); err != nil {
		t.Fatal(err)
	}
	again, err := masked{r}.MaskArray()
	if err != nil || !slices.Equal(again.Values, a.Values) {
		t.Errorf("masks are taken otherwise: %v", err)
	}
	c.Method, c.Layers = "electronic", 1
	s, err := c.Open(cpu.Open(1), spots(20, 0))
	if err != nil {
		t.Fatal(err)
	}
	if _, gives := s.(experiment.Giving); gives {
		t.Error("an electronic network gives masks away")
	}
}
