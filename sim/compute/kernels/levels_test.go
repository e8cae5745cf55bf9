package kernels

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"talbot/sim/compute"
)

// runOnce runs all of a kernel that runs once.
func runOnce(k compute.Kernel, args ...[]float32) { k.Once(args, make([]float32, k.Work), 0, k.N) }

// control is a draw at temperature 1 with noise, hard, number step.
func control(step uint32) []float32 {
	c := make([]float32, Controls)
	c[ControlSharpness], c[ControlNoise], c[ControlHard] = 1, 1, 1
	PutControl(c, ControlStep, step)
	PutControl(c, ControlSeed, 7)
	return c
}

// The elementary functions against package math, over their whole range.
func TestElementaryFunctions(t *testing.T) {
	for i := uint32(0); i < 1<<23; i += 97 {
		u := float32(2*i+1) * (1.0 / (1 << 24))
		want := math.Log(float64(u))
		if d := math.Abs(float64(log32(u)) - want); d > 1.2e-7*math.Abs(want) {
			t.Fatalf("log32(%v) = %v, want %v", u, log32(u), want)
		}
	}
	for x := float32(-87); x < 87; x += 0.0137 {
		want := math.Exp(float64(x))
		if d := math.Abs(float64(exp32(x)) - want); d > 3e-7*want {
			t.Fatalf("exp32(%v) = %v, want %v", x, exp32(x), want)
		}
	}
	if exp32(-1e30) > 1e-37 || exp32(1e30) < 1e38 {
		t.Error("exp32 goes astray beyond its bounds")
	}
	for _, bits := range []uint32{0, math.MaxUint32, 1 << 31} {
		if g := gumbel(bits); !(g > -3 && g < 17) {
			t.Errorf("noise of %#x is %v", bits, g)
		}
	}
}

// The states of many pixels with the same logits are as often drawn as the softmax
// says (chi-square), with amplitude and phase of the same state; the mean of the noise
// is Euler's constant and its variance pi^2/6.
func TestSamplesFollowTheSoftmax(t *testing.T) {
	const n, levels = 60000, 7
	logits := []float64{0, 1.3, -0.7, 0.4, -2, 0.9, 0.1}
	theta, states := make([]float32, levels*n), make([]float32, StateNumbers*levels)
	p, total := make([]float64, levels), 0.0
	for k, x := range logits {
		for i := range n {
			theta[k*n+i] = float32(x)
		}
		states[StateNumbers*k], states[StateNumbers*k+2] = float32(k+1), 1
		p[k] = math.Exp(x)
		total += p[k]
	}
	tr, w := make([]float32, 2*n), make([]float32, levels*n)
	runOnce(Levels{N: n, Levels: levels, Stream: 3}.Sample(), theta, states, control(12), tr, w)
	counts := make([]float64, levels)
	for i := range n {
		counts[int(tr[2*i])-1]++
	}
	chi := 0.0
	for k, c := range counts {
		want := n * p[k] / total
		chi += (c - want) * (c - want) / want
	}
	if chi > 22.5 { // 6 degrees of freedom: exceeded once in 1000
		t.Errorf("chi-square %.1f: drawn %v", chi, counts)
	}
	var mean, square float64
	d := Levels{Levels: levels, Stream: 3}.draw(control(12))
	y := make([]float32, levels)
	for p := range n {
		clear(y)
		d.logits(y, p)
		for _, g := range y {
			mean += float64(g) / (n * levels)
			square += float64(g) * float64(g) / (n * levels)
		}
	}
	if math.Abs(mean-0.57722) > 0.01 || math.Abs(square-mean*mean-math.Pi*math.Pi/6) > 0.03 {
		t.Errorf("noise has mean %.4f and variance %.4f", mean, square-mean*mean)
	}
}

// The same step gives the same draw, another step, seed or mask another one, and a
// larger mask begins like a smaller one of as many levels.
func TestNoiseIsOfItsCounter(t *testing.T) {
	const n, levels = 300, 6
	draw := func(l Levels, c []float32, n int) []float32 {
		w := make([]float32, levels*n)
		l.N = n
		runOnce(l.Sample(), make([]float32, levels*n), make([]float32, StateNumbers*levels), c, make([]float32, 2*n), w)
		return w
	}
	l := Levels{Levels: levels, Stream: 3}
	first := draw(l, control(1), n)
	if !slices.Equal(first, draw(l, control(1), n)) {
		t.Error("two draws of the same step differ")
	}
	seed := control(1)
	seed[ControlSeed+3]++
	for what, w := range map[string][]float32{
		"step": draw(l, control(2), n), "far step": draw(l, control(1+1<<16), n), "seed": draw(l, seed, n),
		"mask": draw(Levels{Levels: levels, Stream: 3 + 1<<8}, control(1), n),
	} {
		same := 0
		for i := range w {
			if w[i] == first[i] {
				same++
			}
		}
		if same > 2 {
			t.Errorf("another %s: %d of %d weights are the same", what, same, len(w))
		}
	}
	large := draw(l, control(1), 2*n)
	for k := range levels {
		if !slices.Equal(large[2*n*k:][:n], first[n*k:][:n]) {
			t.Errorf("level %d of a larger mask is drawn otherwise", k)
		}
	}
}

// Hot weights are equal and have no gradient; cold ones are one state.
func TestTemperatureLimits(t *testing.T) {
	const n, levels = 50, 5
	l := Levels{N: n, Levels: levels, Stream: 3, AmplitudeGradient: 1}
	states := make([]float32, StateNumbers*levels)
	for k := range levels {
		states[StateNumbers*k], states[StateNumbers*k+2] = float32(k), 1
	}
	g := make([]float32, 2*n)
	for i := range g {
		g[i] = 1
	}
	for _, temperature := range []float64{1e5, 1e-6} {
		c, w := control(3), make([]float32, levels*n)
		c[ControlSharpness] = float32(1 / temperature)
		runOnce(l.Sample(), make([]float32, levels*n), states, c, make([]float32, 2*n), w)
		for i, v := range w {
			if temperature > 1 && math.Abs(float64(v)-1.0/levels) > 1e-3 || temperature < 1 && v > 1e-3 && v < 0.999 {
				t.Errorf("weight %d at temperature %g is %g", i, temperature, v)
			}
		}
		runOnce(l.Adjoint(), g, states, c, w)
		for i, v := range w {
			if temperature > 1 && math.Abs(float64(v)) > 1/temperature {
				t.Errorf("gradient %d at temperature %g is %g", i, temperature, v)
			}
		}
	}
}

func BenchmarkLevels(b *testing.B) {
	const n = 64 * 64
	for _, k := range []int{8, 64, 784} {
		l := Levels{N: n, Levels: k, Stream: 3, AmplitudeGradient: 1}
		theta, states := make([]float32, n*k), make([]float32, StateNumbers*k)
		tr, w := make([]float32, 2*n), make([]float32, n*k)
		for _, c := range []struct {
			kernel compute.Kernel
			args   [][]float32
		}{
			{l.Sample(), [][]float32{theta, states, control(1), tr, w}},
			{l.Choose(), [][]float32{theta, states, control(1), tr}},
			{l.Adjoint(), [][]float32{tr, states, control(1), w}},
			{NearestState(n, k), [][]float32{tr, states, control(1), make([]float32, 2*n)}},
		} {
			work := make([]float32, max(c.kernel.Work, c.kernel.VectorWork))
			b.Run(c.kernel.Name+"/"+strconv.Itoa(k), func(b *testing.B) {
				for b.Loop() {
					c.kernel.Once(c.args, work[:c.kernel.Work], 0, n)
				}
			})
			if c.kernel.VectorOnce != nil {
				b.Run(c.kernel.Name+"/"+strconv.Itoa(k)+"/simd", func(b *testing.B) {
					for b.Loop() {
						c.kernel.VectorOnce(c.args, work[:c.kernel.VectorWork], 0, n)
					}
				})
			}
		}
	}
}
