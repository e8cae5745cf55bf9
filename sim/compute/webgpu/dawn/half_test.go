//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"math"
	"slices"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/computetest"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/half"
	"talbot/sim/compute/kernels"
	"talbot/sim/compute/webgpu"
	"talbot/sim/fft"
	"talbot/sim/rng"
	"talbot/sim/system/diffractive"
)

func openHalf(t *testing.T) *webgpu.Device {
	d := open(t)
	d.SetTune(webgpu.Tune{Half: true})
	return d
}

// A GPU packs and unpacks to the same bits as the processor, whatever the scale.
func TestPacks(t *testing.T) {
	const n = 4096
	v := make([]float32, 2*n)
	rng.Stream{Seed: 1, Stream: 18}.Normal(0, v)
	for i := range v {
		v[i] = float32(math.Ldexp(float64(v[i]), i/2%220-100))
	}
	v[0], v[1], v[2], v[3], v[5] = 0, 0, 2047.5, 1, 0
	dev := open(t)
	defer dev.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	in, err := dev.Alloc(compute.Spec{Name: "in", Len: 2 * n})
	check(err)
	out, err := dev.Alloc(compute.Spec{Name: "out", Len: 2 * n})
	check(err)
	check(dev.Write(in, 0, v))
	var p compute.Program
	p.Add(compute.Kernel{Name: "pack", N: n, Once: func([][]float32, []float32, int, int) {}, GPU: &compute.Map{N: n, Code: compute.Code{
		Text: "$1[i] = unpackPair(packPair($0[i]));", Functions: half.WGSL, Pairs: []int{0, 1}, Writes: []int{1}}}}, in, out)
	r, err := dev.Compile(&p)
	check(err)
	check(r.Run(1))
	got := make([]float32, 2*n)
	check(dev.Read(out, 0, got))
	half.Round(v)
	for i := range v {
		if got[i] != v[i] {
			t.Fatalf("number %d is %g, on a processor %g", i, got[i], v[i])
		}
	}
}

// A hop through a phase rounds the light twice, each time by at most sqrt(2)/2048 of it.
func TestHalfHops(t *testing.T) {
	for _, h := range []struct{ n, m int }{{12, 12}, {9, 15}, {20, 30}, {16, 32}} {
		in, tr := make([]float32, 2*h.n*h.n), make([]float32, 2*h.m*h.m)
		rng.Stream{Seed: 1, Stream: 19}.Normal(0, in)
		rng.Stream{Seed: 1, Stream: 20}.Normal(0, tr)
		for i := 0; i < len(tr); i += 2 {
			sin, cos := math.Sincos(3 * float64(tr[i]))
			tr[i], tr[i+1] = float32(cos), float32(sin)
		}
		plan := fft.NewPlan(h.m)
		for _, k := range []compute.Kernel{kernels.Propagate(plan, plan, h.n, h.n), kernels.PropagateAdjoint(plan, plan, h.n, h.n)} {
			hop := func(dev compute.Device) []float32 {
				defer dev.Close()
				var p compute.Program
				var args []compute.Buffer
				for i, v := range [][]float32{in, tr, in} {
					s := compute.Spec{Name: k.Name, Scope: compute.Sample, Len: len(v), Batch: 1}
					if i == 1 {
						s.Scope = compute.Shared
					}
					b, err := dev.Alloc(s)
					if err == nil {
						err = dev.Write(b, 0, v)
					}
					if err != nil {
						t.Fatal(err)
					}
					args = append(args, b)
				}
				p.Add(k, args...)
				r, err := dev.Compile(&p)
				if err == nil {
					err = r.Run(1)
				}
				out := make([]float32, len(in))
				if err == nil {
					err = dev.Read(args[2], 0, out)
				}
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			want, size := hop(cpu.Open(1)), float64(h.m*h.m)*math.Sqrt(power(in, make([]float32, len(in))))
			for name, dev := range map[string]compute.Device{"GPU": openHalf(t), "twin": computetest.Half(cpu.Open(1))} {
				if off := math.Sqrt(power(hop(dev), want)) / size; !(off <= 2*math.Sqrt2/2048) || off < 1e-5 {
					t.Errorf("%s of %d in %d on the %s is %.2g off", k.Name, h.n, h.m, name, off)
				}
			}
		}
	}
}

// power is the sum of squared differences.
func power(a, b []float32) (sum float64) {
	for i, v := range a {
		d := float64(v) - float64(b[i])
		sum += d * d
	}
	return sum
}

// learn trains five masks for some updates: the first one's gradient, the readings of a
// picture before it, and the masks behind the last.
func learn(t *testing.T, dev compute.Device, updates int) (g, readings []float32, masks [][]float32) {
	t.Helper()
	defer dev.Close()
	c, set := small(t)
	c.Samples, c.ImageSize, c.Padding, c.RegionSize, c.Layers = 24, 24, 4, 3, 5
	s, err := diffractive.NewSession(dev, c, set)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(err)
	f, err := s.Look(set.Image(0), 0)
	check(err)
	for k := range updates {
		_, err := s.Loop.Next()
		check(err)
		if k > 0 {
			continue
		}
		_, err = s.Loop.Descent.Flush()
		check(err)
		for _, v := range s.Net.Vars() {
			one := make([]float32, v.Len())
			check(dev.Read(v.Grad, 0, one))
			g = append(g, one...)
		}
	}
	masks, err = s.Values()
	check(err)
	return g, f.Readings, masks
}

// Fields in half the bytes give the gradient that whole ones give, to a cosine of 0.99999.
// Gradient and readings are off by as much as on a processor that rounds at the same
// places, and the masks are the same each time.
func TestHalfLearns(t *testing.T) {
	want, seen, _ := learn(t, cpu.Open(1), 1)
	twin, twinSeen, _ := learn(t, computetest.Half(cpu.Open(1)), 1)
	got, read, masks := learn(t, openHalf(t), 3)
	_, _, again := learn(t, openHalf(t), 3)
	t.Logf("1 - cosine %.2g, of the twin %.2g", 1-cosine(got, want), 1-cosine(twin, want))
	for name, g := range map[string][]float32{"GPU": got, "twin": twin} {
		if c := cosine(g, want); !(c >= 0.99999) || c > 1-1e-8 {
			t.Errorf("the cosine on the %s is %.9f", name, c)
		}
	}
	for name, off := range map[string][2]float64{
		"gradient": {power(got, want), power(twin, want)},
		"readings": {power(read, seen), power(twinSeen, seen)},
	} {
		t.Logf("%s: off by %.2g, those of the twin by %.2g", name, math.Sqrt(off[0]), math.Sqrt(off[1]))
		if off[0] > 9*off[1] || off[1] > 9*off[0] {
			t.Errorf("%s are %.2g off, and those of the twin %.2g", name, math.Sqrt(off[0]), math.Sqrt(off[1]))
		}
	}
	for k := range masks {
		if !slices.Equal(masks[k], again[k]) {
			t.Errorf("mask %d is another in the second run", k)
		}
	}
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i, v := range a {
		x, y := float64(v), float64(b[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb)
}
