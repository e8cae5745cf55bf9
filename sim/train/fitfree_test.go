package train

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// inFree is the fit of three masks of 48 x 48 to a layer from one channel of 5 x 5 to four of 3 x 3.
func inFree(steps int) FreeFit {
	f := FreeFit{
		Tiling: network.Tiling{In: 1, Out: 4, Side: 5, Kernel: 3},
		Stack:  network.Stack{Samples: 48, Pitch: 8e-6, Wavelength: 532e-9, Distance: 5e-3, Masks: 3, Pad: 12},
		Probes: 8, Steps: steps, Rate: 0.1, Seed: 2,
	}
	f.Kernels = make([]float32, 2*4*9)
	rng.Stream{Seed: 1, Stream: 1004}.Normal(7, f.Kernels)
	return f
}

// Three masks without lenses come to a layer within 5 % of the squared error, and what they say of it is so for each
// single point of the picture, whose responses are all that the layer does.
func TestMasksInFreeSpaceComeToALayer(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	dev := cpu.Open(2)
	f := inFree(120)
	s, err := f.Open(dev)
	check(t, err)
	finish(t, s)
	said, err := s.Error()
	check(t, err)

	conv, err := network.NewComplexConv(dev, "kernels", 1, 4, 3, 0)
	check(t, err)
	check(t, dev.Write(conv.K.Value, 0, f.Kernels))
	points := make([]float32, 25*2*25)
	for i := range 25 {
		points[i*2*25+i] = 1
	}
	see := func(l network.Layer) []float32 {
		tape := network.NewTape(dev, network.Eval, 25)
		x := tape.New("x", network.Fields(1, 5, 5))
		y, _, err := l.Forward(tape, x)
		check(t, err)
		tape.Keep("x", x)
		tape.Keep("y", y)
		run, err := tape.Compile()
		check(t, err)
		check(t, dev.Write(x.Buffer(), 0, points))
		check(t, run.Run(25))
		out := make([]float32, 25*y.Len())
		check(t, dev.Read(y.Buffer(), 0, out))
		return out
	}
	layer, err := network.NewLensless(dev, "layer", f.Tiling, f.Stack, 25)
	check(t, err)
	for i, v := range s.Layer.Vars() {
		x := make([]float32, v.Len())
		check(t, dev.Read(v.Value, 0, x))
		check(t, dev.Write(layer.Vars()[i].Value, 0, x))
	}
	got := relative(see(layer), see(conv), 1)
	t.Logf("%.2g, of single points %.2g", said, got)
	if got > 0.05 {
		t.Errorf("%.3g of the squared error are left", got)
	}
	if math.Abs(said-got) > 0.5*got {
		t.Errorf("it says %.3g, points have %.3g", said, got)
	}
}

// The gradient of the masks and the gain against differences of the loss.
func TestMasksInFreeSpaceGradient(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	f := inFree(10)
	s, err := f.Open(cpu.Open(2))
	check(t, err)
	_, err = s.Error()
	check(t, err)
	scale := float64(f.Tiling.In*9) * power(f.Kernels) / float64(len(f.Kernels)/2) * float64(len(s.v)/2/f.Probes)
	loss := func() (e float64) {
		check(t, s.probe(3))
		check(t, s.dev.Read(s.out, 0, s.u))
		check(t, s.dev.Read(s.wanted, 0, s.v))
		for i, u := range s.u {
			e += math.Pow(float64(u)-float64(s.v[i]), 2)
		}
		return e / scale
	}
	for _, v := range s.Layer.Vars() {
		loss()
		x, g := make([]float32, v.Len()), make([]float32, v.Len())
		check(t, s.dev.Read(v.Value, 0, x))
		check(t, s.dev.Read(v.Grad, 0, g))
		size := math.Sqrt(power(g) / float64(len(g)))
		for i := 0; i < len(x); i += 1 + len(x)/5 {
			at := func(d float32) float64 {
				old := x[i]
				x[i] += d
				check(t, s.dev.Write(v.Value, 0, x))
				x[i] = old
				return loss()
			}
			const h = 0.1
			want := (8*(at(h)-at(-h)) - (at(2*h) - at(-2*h))) / (12 * h)
			if d := math.Abs(float64(g[i]) - want); d > 0.01*size+1e-5 {
				t.Errorf("%s, element %d: gradient %.5g, difference %.5g", v.Name, i, g[i], want)
			}
		}
		check(t, s.dev.Write(v.Value, 0, x))
	}
}

func TestMasksInFreeSpaceResume(t *testing.T) {
	make := func() *FreeFitting {
		s, err := inFree(6).Open(cpu.Open(1))
		check(t, err)
		return s
	}
	want := finish(t, make())
	s := make()
	for range 3 {
		_, err := s.Next()
		check(t, err)
	}
	state, err := s.State()
	check(t, err)
	s = make()
	check(t, s.Restore(state))
	if got := finish(t, s); !reflect.DeepEqual(got, want) {
		t.Error("another end")
	}
	for want, change := range map[string]func(*FreeFit){
		"numbers of kernels":   func(f *FreeFit) { f.Kernels = f.Kernels[2:] },
		"1 field and 1 update": func(f *FreeFit) { f.Probes = 0 },
		"are smaller than the": func(f *FreeFit) { f.Stack.Samples = 4 },
		"must be above 0":      func(f *FreeFit) { f.Stack.Distance = math.NaN() },
		"free space want":      func(f *FreeFit) { f.Stack.Masks = 0 },
	} {
		f := inFree(3)
		change(&f)
		if _, err := f.Open(cpu.Open(1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}
