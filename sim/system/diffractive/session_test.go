package diffractive

import (
	"hash/fnv"
	"math"
	"reflect"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/frame"
	"talbot/sim/rng"
)

// tiny is a network that trains in milliseconds.
func tiny() Config {
	c := small
	c.Samples, c.ImageSize, c.Padding, c.RegionSize, c.Layers, c.Batch, c.Epochs = 20, 20, 5, 4, 2, 8, 2
	c.Distance = 0.03
	return c
}

// pictures is a set that can be learned: a bright bar whose place is the class.
func pictures(n int) *data.Set {
	s := &data.Set{Name: "bars", Width: 10, Height: 10, Images: make([]byte, 100*n), Labels: make([]uint16, n)}
	u := make([]float32, 100*n)
	rng.Stream{Seed: 2, Stream: 1003}.Uniform(0, u)
	for i := range n {
		s.Labels[i] = uint16(i % 10)
		for k := range 100 {
			s.Images[100*i+k] = byte(60 * u[100*i+k])
			if k%10 == i%10 {
				s.Images[100*i+k] += 180
			}
		}
	}
	return s
}

func open(t *testing.T, c Config, threads, images int) *Session {
	t.Helper()
	s, err := NewSession(cpu.Open(threads), c, pictures(images))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func steps(t *testing.T, s *Session, n int) (losses []float64) {
	t.Helper()
	for range n {
		r, err := s.Loop.Next()
		if err != nil {
			t.Fatal(err)
		}
		losses = append(losses, r.Loss)
	}
	return losses
}

func values(t *testing.T, s *Session) []float32 {
	t.Helper()
	v, err := s.Values()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(v...)
}

func TestTrainingLowersTheLoss(t *testing.T) {
	s := open(t, tiny(), 2, 80)
	l := steps(t, s, 60)
	first, last := l[0], slices.Min(l[50:])
	if last > first/2 {
		t.Errorf("loss went from %g to %g in 60 updates", first, last)
	}
	ev := s.Evaluate(pictures(70))
	for {
		more, err := s.More(ev)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			break
		}
	}
	right := 0
	for k := range 10 {
		right += ev.Confusion[11*k]
	}
	if ev.Count != 70 || right != ev.Correct || ev.Accuracy() < 0.5 {
		t.Errorf("evaluated %d pictures, %d right, %d on the diagonal", ev.Count, ev.Correct, right)
	}
	if ev.Efficiency <= 0 || ev.Efficiency >= 1 {
		t.Errorf("efficiency %g", ev.Efficiency)
	}
}

// bits is a hash of the bits of v.
func bits(v []float32) uint64 {
	h := fnv.New64a()
	for _, x := range v {
		b := math.Float32bits(x)
		h.Write([]byte{byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24)})
	}
	return h.Sum64()
}

// The masks after a few updates, bit for bit: this test runs natively and, under
// Node, as WebAssembly, and both must give this number. A change of the arithmetic
// changes it; say so in the commit.
const goldenMasks = 0xa4fdd9d0d4d3ae72

func TestSameBitsOnEveryPlatform(t *testing.T) {
	for threads := 1; threads <= 3; threads++ {
		s, err := NewSession(cpu.OpenScalar(threads), tiny(), pictures(80))
		if err != nil {
			t.Fatal(err)
		}
		steps(t, s, 12)
		if got := bits(values(t, s)); got != goldenMasks {
			t.Errorf("%d threads: hash of the masks %#x, want %#x", threads, got, uint64(goldenMasks))
		}
	}
}

func TestResumeIsUninterrupted(t *testing.T) {
	for _, optimiser := range []string{"adam", "sgd"} {
		c := tiny()
		c.Optimiser = optimiser
		whole := open(t, c, 2, 84)
		want := steps(t, whole, 17)
		first := open(t, c, 2, 84)
		got := steps(t, first, 6)
		state, err := first.Loop.State(first.Device)
		if err != nil {
			t.Fatal(err)
		}
		second := open(t, c, 2, 84)
		if err := second.Loop.Restore(second.Device, state); err != nil {
			t.Fatal(err)
		}
		got = append(got, steps(t, second, 11)...)
		if !slices.Equal(got, want) {
			t.Errorf("%s: losses %v, want %v", optimiser, got, want)
		}
		if !slices.Equal(values(t, second), values(t, whole)) || !reflect.DeepEqual(second.Loop.Progress, whole.Loop.Progress) {
			t.Errorf("%s: the resumed run ends elsewhere", optimiser)
		}
	}
}

func TestRestoreRefusesAnotherNetwork(t *testing.T) {
	s := open(t, tiny(), 1, 80)
	state, err := s.Loop.State(s.Device)
	if err != nil {
		t.Fatal(err)
	}
	before := values(t, s)
	other := tiny()
	other.Layers = 3
	if open(t, other, 1, 80).Loop.Restore(s.Device, state) == nil {
		t.Error("a network with another depth accepts the state")
	}
	state.Arrays[1].Data = state.Arrays[1].Data[1:]
	if s.Loop.Restore(s.Device, state) == nil {
		t.Error("a shortened array is accepted")
	}
	if !slices.Equal(before, values(t, s)) {
		t.Error("a refused state changed the masks")
	}
}

func TestMaskBytesRoundTrip(t *testing.T) {
	for _, mask := range []string{"phase", "amplitude"} {
		c := tiny()
		c.Mask, c.InitRange = mask, 3
		s := open(t, c, 1, 10)
		b, err := s.MaskBytes()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SetMaskBytes(b); err != nil {
			t.Fatal(err)
		}
		again, err := s.MaskBytes()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(b, again) {
			t.Errorf("%s masks change on the way through bytes", mask)
		}
		if s.SetMaskBytes(b[1:]) == nil {
			t.Error("masks of another size are accepted")
		}
	}
}

func TestLookAgreesWithEvaluation(t *testing.T) {
	for _, c := range []func(*Config){
		func(*Config) {},
		func(c *Config) { c.Gain, c.Reading, c.Logits = 1.5, "amplitude", "scale" },
		func(c *Config) { c.Mask = "amplitude" },
	} {
		cfg := tiny()
		c(&cfg)
		s := open(t, cfg, 1, 10)
		set := pictures(10)
		f, err := s.Look(set.Image(3), 3)
		if err != nil {
			t.Fatal(err)
		}
		ev := s.Evaluate(set)
		if _, err := s.More(ev); err != nil {
			t.Fatal(err)
		}
		if ev.Confusion[10*3+f.Predicted] != 1 {
			t.Errorf("looking says class %d, the evaluation otherwise", f.Predicted)
		}
		total := float32(0)
		for _, p := range f.Scores {
			total += p
		}
		if math.Abs(float64(total)-1) > 1e-5 {
			t.Errorf("scores add up to %g", total)
		}
		// Light can only be lost: by masks that absorb, and at the aperture's edge.
		for i := 1; i < len(f.Planes); i++ {
			if got, before := f.Planes[i].Power, f.Planes[i-1].Power; got > before*1.00001 || got <= 0 {
				t.Errorf("plane %d has %g of the power after %g", i, got, before)
			}
		}
		b, err := f.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		var g frame.Frame
		if err := g.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		again, err := g.AppendBinary(nil)
		if err != nil || !slices.Equal(b, again) {
			t.Errorf("a frame changes on the way through bytes: %v", err)
		}
	}
}
