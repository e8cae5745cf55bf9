package diffusion

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/rng"
)

// halves is a set of pictures of 8 x 8 whose upper or lower half is bright.
func halves(n int) *data.Set {
	s := &data.Set{Name: "halves", Width: 8, Height: 8, Classes: []string{"upper", "lower"}}
	for i := range n {
		for k := range 64 {
			v := byte(20)
			if k/32 == i%2 {
				v = 230
			}
			s.Images = append(s.Images, v)
		}
		s.Labels = append(s.Labels, uint16(i%2))
	}
	return s
}

func quick(way string) Config {
	c := Presets()[0].Config
	c.Feedback, c.Hidden, c.Layers, c.Waves, c.Epochs, c.Batch, c.Steps, c.LearningRate = way, 96, 2, 4, 80, 40, 20, 3e-3
	return c
}

func trained(t *testing.T, c Config, set *data.Set) *Session {
	t.Helper()
	s, err := Open(cpu.Open(1), c, set)
	if err != nil {
		t.Fatal(err)
	}
	for s.Stage.Done() < 1 {
		if _, err := s.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// By backpropagation and by light the loss falls below that of an answer of zeros, and further than the last layer alone
// takes it.
func TestWaysLearn(t *testing.T) {
	set, loss := halves(400), map[string]float64{}
	for _, way := range []string{"backprop", "dfa", "ternary", "opu", "last-layer"} {
		s := trained(t, quick(way), set)
		e, err := s.Evaluate(set)
		if err != nil {
			t.Fatal(err)
		}
		loss[way] = e.MeanLoss()
		if again, err := s.Evaluate(set); err != nil || again.MeanLoss() != e.MeanLoss() {
			t.Errorf("%s: tested again the loss is %g, and was %g, %v", way, again.MeanLoss(), e.MeanLoss(), err)
		}
		angles, err := s.Cosines()
		if err != nil || (len(angles) > 0) != (way != "backprop" && way != "last-layer") {
			t.Errorf("%s: angles %v, %v", way, angles, err)
		}
	}
	t.Log(loss)
	if !(loss["backprop"] < loss["dfa"] && loss["dfa"] < 0.9*loss["last-layer"] && loss["opu"] < 0.9*loss["last-layer"] && loss["ternary"] < 0.9*loss["last-layer"] && loss["last-layer"] < 0.7) {
		t.Errorf("losses %v", loss)
	}
}

// Samples of a network that has learned halves are halves, the same for the same seed.
func TestSamples(t *testing.T) {
	s := trained(t, quick("backprop"), halves(400))
	x, err := s.Sample(40, 20, 3)
	if err != nil {
		t.Fatal(err)
	}
	upper, wrong := 0, 0
	for i := range 40 {
		var half [2]float64
		for k, v := range x[64*i : 64*i+64] {
			half[k/32] += float64(v) / 32
		}
		if half[0] > half[1] {
			upper++
		}
		if math.Abs(half[0]-half[1]) < 0.5 {
			wrong++
		}
	}
	if wrong > 6 || upper < 8 || upper > 32 {
		t.Errorf("of 40 samples %d are no half, and %d the upper one", wrong, upper)
	}
	again, err := s.Sample(40, 20, 3)
	if err != nil || !reflect.DeepEqual(x, again) {
		t.Errorf("another time the samples are others, %v", err)
	}
	if _, err := s.Sample(1, 1, 3); err == nil {
		t.Error("one step makes a picture")
	}
}

// The way to a picture is exact where v is told exactly: of a picture that is all there is.
func TestGoOn(t *testing.T) {
	u := []float32{-1, 0.25, 1}
	z := make([]float32, 3)
	noise(1, z, 3)
	e := append([]float32(nil), z...)
	at := func(time float64) (s, a float64) { return math.Sincos(math.Pi / 2 * time) }
	s, a := at(0.9)
	for i := range z {
		z[i] = float32(a*float64(u[i]) + s*float64(e[i]))
	}
	for k := 9; k > 0; k-- {
		s, a := at(float64(k) / 10)
		v := make([]float32, 3)
		for i := range v {
			v[i] = float32((a*float64(z[i]) - float64(u[i])) / s)
		}
		goOn(z, v, float32(k)/10, float32(k-1)/10)
		s, a = at(float64(k-1) / 10)
		for i := range z {
			if want := a*float64(u[i]) + s*float64(e[i]); math.Abs(float64(z[i])-want) > 1e-5 {
				t.Errorf("at %d tenths number %d is %g, want %g", k-1, i, z[i], want)
			}
		}
	}
}

// A run that goes on from its state is the one that was not stopped, bit for bit, though it was looked at.
func TestResume(t *testing.T) {
	c := quick("opu")
	c.Epochs = 2
	set := halves(200)
	want, err := trained(t, c, set).Stage.State()
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(cpu.Open(1), c, set)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := a.Stage.Next(); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Look(make([]float32, 64), -1); err != nil {
			t.Fatal(err)
		}
	}
	state, err := a.Stage.State()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(cpu.Open(1), c, set)
	if err == nil {
		err = b.Stage.Restore(state)
	}
	if err != nil {
		t.Fatal(err)
	}
	for b.Stage.Done() < 1 {
		if _, err := b.Stage.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := b.Stage.State(); err != nil || !reflect.DeepEqual(got.Arrays, want.Arrays) {
		t.Errorf("a resumed run is another, %v", err)
	}
}

// Frames are whole, before there are pictures too, and whatever picture a front end gives.
func TestLook(t *testing.T) {
	for _, p := range Presets() {
		c := p.Config
		c.Hidden, c.Steps = 32, 3
		s, err := c.Open(cpu.Open(1), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range []experiment.Input{{Label: -1}, {Image: make([]byte, 784), Label: 3}, {Values: make([]float32, 784), Label: 3}} {
			f, err := s.Look(in)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Check(); err != nil {
				t.Errorf("%s: %v", p.ID, err)
			}
			if len(f.Panels) != 1 || f.Panels[0].Shape != frame.Image || f.Panels[0].Nx != 4*(c.Side+1)-1 {
				t.Errorf("%s: panels %+v", p.ID, f.Panels)
			}
		}
	}
}

// Pictures of one class are as good as others, and no front end says that classes are told apart.
func TestAlike(t *testing.T) {
	p, _ := Find("dfa-diffusion")
	c := p.Config
	c.Data, c.Hidden, c.Steps, c.Batch, c.Epochs = "alike", 16, 2, 5, 1
	set := &data.Set{Name: "alike", Width: 8, Height: 8, Images: make([]byte, 20*64), Labels: make([]uint16, 20), Classes: []string{"dot"}}
	for i := range 20 {
		set.Images[64*i+i] = 255
	}
	s, err := c.Open(cpu.Open(1), set)
	if err != nil {
		t.Fatal(err)
	}
	if loss, right := s.(experiment.Teller).Tells(); loss == "" || right == "" {
		t.Error("it has no names for what it tells")
	}
	test := s.(experiment.Trainer).Test(set)
	for more := true; more; {
		if more, err = test.More(); err != nil {
			t.Fatal(err)
		}
	}
	if e, n := test.Result(); n != 20 || e.Count != 20 || !(e.MeanLoss() > 0.5) {
		t.Errorf("%+v of %d", e, n)
	}
	if _, err := c.Open(cpu.Open(1), nil); err == nil {
		t.Error("a set that nobody knows needs no pictures")
	}
}

// Small pictures keep the mean of the large ones, by whole and by broken numbers of pixels.
func TestShrink(t *testing.T) {
	x := make([]float32, 784)
	rng.Stream{Seed: 1, Stream: 1000}.Uniform(0, x)
	for _, side := range []int{8, 16, 11, 32} {
		small, large, sum := shrink(x, 28, 28, side), 0.0, 0.0
		for _, v := range x {
			large += float64(v) / 1024 // with the margin
		}
		for _, v := range small {
			sum += float64(v) / float64(side*side)
		}
		if math.Abs(sum-large) > 1e-5 {
			t.Errorf("side %d: the mean is %g, and was %g", side, sum, large)
		}
	}
	four := shrink([]float32{1, 3, 5, 7}, 2, 2, 1)
	if len(four) != 1 || four[0] != 4 {
		t.Errorf("four pixels become %v", four)
	}
}

// What does not fit the memory is refused before any of it is taken, and what a network is made of can be told.
func TestRoom(t *testing.T) {
	p, _ := Find("dfa-diffusion")
	c := p.Config
	m, err := c.Model()
	const numbers = (64+16)*512 + 512 + 2*(512*512+512) + 64*512 + 64
	if err != nil || m.Totals[0].Value != numbers || m.Totals[1].Value != 4*128*3 {
		t.Errorf("%+v, %v, want %d", m, err, numbers)
	}
	c.Hidden, c.Layers = 16384, 20
	dev := cpu.Open(1)
	dev.SetRoom(8e9, "that are free")
	var refused *compute.MemoryError
	if _, err := c.Open(dev, nil); !errors.As(err, &refused) || refused.Need < 80e9 {
		t.Error(err)
	}
}
