package diffractive

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/modulator"
)

// Masks that are states already are mapped to themselves; an ideal phase mask is
// mapped to phases within half a step when the display has them all.
func TestMapNearest(t *testing.T) {
	c, _ := modulator.ParseCurve("slm-8")
	var mask []float32
	for i := range 64 {
		s := c.States[i*5%8]
		sin, cos := math.Sincos(s.Phase + 0.3)
		mask = append(mask, float32(0.7*s.Amplitude*cos), float32(0.7*s.Amplitude*sin))
	}
	agree := func(c modulator.Curve, mask []float32, levels []uint16) float64 {
		var re, im, a, b float64
		for i, k := range levels {
			sin, cos := math.Sincos(c.States[k].Phase)
			x, y := c.States[k].Amplitude*cos, c.States[k].Amplitude*sin
			u, v := float64(mask[2*i]), float64(mask[2*i+1])
			re, im = re+x*u+y*v, im+y*u-x*v
			a, b = a+x*x+y*y, b+u*u+v*v
		}
		return math.Hypot(re, im) / math.Sqrt(a*b)
	}
	if got := agree(c, mask, MapNearest(c, mask)); got < 0.995 {
		t.Errorf("states are mapped to states that agree by %g", got)
	}
	ideal, _ := modulator.ParseCurve("phase-16")
	mask = mask[:0]
	for i := range 200 {
		sin, cos := math.Sincos(0.1 * float64(i))
		mask = append(mask, float32(cos), float32(sin))
	}
	if got := agree(ideal, mask, MapNearest(ideal, mask)); got < math.Sin(math.Pi/16)/(math.Pi/16)-0.002 {
		t.Errorf("16 phases agree by %g with the mask", got)
	}
}

func TestFaults(t *testing.T) {
	c, _ := modulator.ParseCurve("phase-8")
	levels := make([]uint16, 20000)
	for i := range levels {
		levels[i] = uint16(i % 8)
	}
	count := func(f Faults) (changed, dead int) {
		t := f.Transmission(c, levels, 0)
		for i, k := range levels {
			at := int(math.Round(math.Mod(math.Atan2(float64(t[2*i+1]), float64(t[2*i]))/(2*math.Pi)*8+8, 8))) % 8
			if at != int(k) {
				changed++
				if at == 0 {
					dead++
				}
			}
		}
		return changed, dead
	}
	if n, _ := count(Faults{}); n != 0 {
		t.Errorf("%d pixels change without faults", n)
	}
	if n, _ := count(Faults{LevelErrors: 0.1, Seed: 4}); math.Abs(float64(n)-2000) > 150 {
		t.Errorf("%d of 20000 pixels have a wrong level at 10 %%", n)
	}
	if n, dead := count(Faults{Dead: 0.05, Seed: 4}); n != dead || math.Abs(float64(n)-875) > 100 {
		t.Errorf("%d of 17500 pixels are dead at 5 %%, %d of them at level 0", n, dead)
	}
	a, b := Faults{Dead: 0.1, Seed: 4}.Transmission(c, levels, 0), Faults{Dead: 0.1, Seed: 4}.Transmission(c, levels, 1)
	if slices.Equal(a, b) {
		t.Error("two masks have the same dead pixels")
	}
	if d := (Faults{Drift: 0.5}).Transmission(c, []uint16{4}, 0); math.Abs(math.Atan2(float64(d[1]), float64(d[0]))+math.Pi/2) > 1e-6 {
		t.Errorf("a drift by half makes pi to %v", d)
	}
}

func TestConfidence(t *testing.T) {
	e := experiment.Evaluation{Confusion: make([]int, 100), Margins: []float32{0.5, 0.04, 0.012, 0}}
	e.Count, e.Correct = 5, 4
	for taken, want := range map[float64]float64{0: 0.8, 0.01: 0.6, 0.03: 0.4, 0.05: 0.2, 0.4: 0.2, 0.5: 0} {
		if got := e.Confident(taken); math.Abs(got-want) > 1e-12 {
			t.Errorf("%g taken: %g stay right, want %g", taken, got, want)
		}
	}
}

// Training 256 levels keeps logits, gradient and two moments of each mask, and
// nothing else of that size, whatever the batch.
func TestMemoryOfManyLevels(t *testing.T) {
	c := tiny()
	c.Mask, c.Method, c.Curve = "display", MethodGumbel, "slm-256"
	c.Samples, c.ImageSize, c.Batch, c.Layers = 64, 20, 64, 2
	held := func(levels string) int64 {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		c.Curve = levels
		s, err := NewSession(cpu.Open(1), c, pictures(64))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Loop.Next(); err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(s)
		return int64(after.HeapAlloc) - int64(before.HeapAlloc)
	}
	few, many := held("slm-8"), held("slm-256")
	logits := int64(2 * 64 * 64 * (256 - 8) * 4)
	if d := many - few; d > 4*logits+logits/2 {
		t.Errorf("248 more levels take %.1f times the memory of their logits, want 4", float64(d)/float64(logits))
	}
}

// Displays, like phase masks, train to the same bits natively and as WebAssembly:
// noise, softmax and all. See goldenMasks.
func TestDevicesHaveTheSameBitsOnEveryPlatform(t *testing.T) {
	for method, want := range map[string]uint64{
		MethodGumbel: 0x9a95d8136d1d45d0, MethodNearest: 0x9bdce2fb4436b661, MethodPTQ: 0x1a3f667963ff7f6d, MethodStraight: 0x680e5c629c1db8a2,
	} {
		c := tinyDisplay(method)
		c.Forward = "soft"
		s, err := NewSession(cpu.OpenScalar(2), c, pictures(80))
		if err != nil {
			t.Fatal(err)
		}
		steps(t, s, 8)
		if got := bits(values(t, s)); got != want {
			t.Errorf("%s: hash of the values %#x, want %#x", method, got, want)
		}
	}
}

// How a run that has ended is evaluated does not depend on the batch or the pictures
// of the session that its state is loaded into.
func TestContinuousIsOfTheRun(t *testing.T) {
	for _, method := range []string{MethodNearest, MethodGumbel} {
		c := tinyDisplay(method)
		c.Forward = "soft"
		s := open(t, c, 1, 80)
		steps(t, s, 20)
		state, err := s.Loop.State(s.Device)
		if err != nil {
			t.Fatal(err)
		}
		c.Batch = 1
		other := open(t, c, 1, 30)
		if err := other.Loop.Restore(other.Device, state); err != nil {
			t.Fatal(err)
		}
		var loss [2][]float64
		for i, v := range []*Session{s, other} {
			for _, view := range []View{Deployed, Sampled, Continuous} {
				if err := v.Evaluates(view); err != nil {
					t.Fatal(err)
				}
				e := v.Evaluate(pictures(40))
				if _, err := v.More(e); err != nil {
					t.Fatal(err)
				}
				loss[i] = append(loss[i], e.Loss)
			}
		}
		if !slices.Equal(loss[0], loss[1]) {
			t.Errorf("%s: losses %v, in another session %v", method, loss[0], loss[1])
		}
		if l := loss[0]; l[0] == l[2] || method == MethodGumbel && l[0] == l[1] {
			t.Errorf("%s: views do not differ: %v", method, l)
		}
	}
}

// Every display stands once, with the shares of its own masks' pixels.
func TestDeviceUses(t *testing.T) {
	c := tinyDisplay(MethodNearest)
	c.Layers, c.Curve = 3, "slm-8,tn-5,slm-8"
	s := open(t, c, 1, 10)
	n := c.Samples * c.Samples
	b := make([]byte, 3*n)
	for i := range n {
		b[i], b[n+i] = 7, byte(i%5) // the third mask is all at level 0
	}
	if err := s.SetMaskBytes(b); err != nil {
		t.Fatal(err)
	}
	uses, err := s.DisplayUses()
	if err != nil || len(uses) != 2 {
		t.Fatal(uses, err)
	}
	if u := uses[0]; u.Curve.Name != "slm-8" || !slices.Equal(u.Masks, []string{"1", "3"}) || !slices.Equal(u.Used, []float64{0.5, 0, 0, 0, 0, 0, 0, 0.5}) {
		t.Errorf("the first display is %+v", u)
	}
	u := uses[1]
	for k, share := range u.Used {
		if math.Abs(share-0.2) > 1/float64(n) {
			t.Errorf("level %d of the second display has a share of %g, want 0.2", k, share)
		}
	}
	if u.Curve.Name != "tn-5" || !slices.Equal(u.Masks, []string{"2"}) {
		t.Errorf("the second display is %+v", u)
	}
	if uses, err := open(t, tiny(), 1, 10).DisplayUses(); err != nil || uses != nil {
		t.Errorf("phase masks are of the displays %v, %v", uses, err)
	}
}

// A parameter reads its own kind of file only, and blames itself.
func TestParamReads(t *testing.T) {
	c := tinyDisplay(MethodNearest)
	curve, _ := c.Param("curve")
	text, notes, err := curve.Read("mine.csv", []byte("drive,amplitude,phase (rad)\n0,1,0\n80,0.8,1.9\n"))
	if err != nil || len(notes) > 0 || text != "states:1@0@0;0.8@1.9@80" || curve.Set(text) != nil {
		t.Errorf("the file gives %q, %v", text, err)
	}
	var pe *experiment.ParamError
	if _, _, err := curve.Read("mine.csv", []byte("drive,amplitude,phase\n0,7,0\n")); !errors.As(err, &pe) || pe.Name != "curve" || !strings.Contains(pe.Why, "mine.csv, line 2: the amplitude 7") {
		t.Errorf("a bad file gives %v", err)
	}
	seed, _ := c.Param("seed")
	if _, _, err := seed.Read("mine.csv", nil); !errors.As(err, &pe) || pe.Name != "seed" {
		t.Errorf("a number takes a file: %v", err)
	}
}
