package cpu

import (
	"slices"
	"strconv"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// ready is a program of a kernel that runs once, on buffers of random numbers of the
// given lengths; a negative one is the control of a device mask that draws.
func ready(t *testing.T, d *Device, k compute.Kernel, lens ...int) (compute.Runner, []compute.Buffer) {
	t.Helper()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	var bufs []compute.Buffer
	for i, n := range lens {
		x := make([]float32, max(n, kernels.Controls))
		rng.Stream{Seed: 1, Stream: 1000}.Uniform(uint32(i), x)
		if n < 0 {
			clear(x)
			x[kernels.ControlSharpness], x[kernels.ControlNoise] = 2, 1
		}
		b, err := d.Alloc(compute.Spec{Name: k.Name, Len: len(x)})
		check(err)
		check(d.Write(b, 0, x))
		bufs = append(bufs, b)
	}
	var p compute.Program
	p.Add(k, bufs...)
	r, err := d.Compile(&p)
	check(err)
	return r, bufs
}

// What runs once gives the same bits with any number of threads, in SIMD and without.
func TestOnceDoesNotDependOnThreads(t *testing.T) {
	const n, levels = 5000, 9
	l := kernels.Levels{N: n, Levels: levels, Stream: 3, AmplitudeGradient: 1}
	large := 1<<16 + 11
	states := kernels.StateNumbers * levels
	for _, c := range []struct {
		kernel compute.Kernel
		lens   []int
	}{
		{l.Sample(), []int{n * levels, states, -1, 2 * n, n * levels}},
		{l.Choose(), []int{n * levels, states, -1, 2 * n}},
		{l.Adjoint(), []int{2 * n, states, -1, n * levels}},
		{kernels.NearestState(n, levels), []int{2 * n, states, -1, 2 * n}},
		{kernels.NearestStateAdjoint(n, levels), []int{2 * n, states, -1, 2 * n, 2 * n}},
		{kernels.FittedCurve(n, levels, 3), []int{n, 8, states, -1, 2 * n}},
		{kernels.FittedCurveAdjoint(n, levels, 3), []int{2 * n, n, 8, -1, n}},
		{kernels.ShownLevels(n, levels), []int{n, -1, n}},
		{kernels.BlurLine(90, 90, 3), []int{8100, 7, 8100}},
		{kernels.PhaseTransmission(large, 1), []int{large, 2 * large}},
		{kernels.AmplitudeTransmission(n, 1), []int{n, 2 * n}},
		{kernels.Adam(large, 0.9, 0.999, 1e-8), []int{large, large, large, large, kernels.Rates}},
		{kernels.SGD(large, 0.9), []int{large, large, large, kernels.Rates}},
	} {
		if c.kernel.N <= c.kernel.Grain {
			t.Errorf("%s: %d elements are no more than a thread's", c.kernel.Name, c.kernel.N)
		}
		for _, open := range ways() {
			var first [][]float32
			for _, threads := range []int{1, 3} {
				d := open(threads)
				r, bufs := ready(t, d, c.kernel, c.lens...)
				if err := r.Run(1); err != nil {
					t.Fatal(err)
				}
				for i, b := range bufs {
					x := b.(*buffer).data
					if threads == 1 {
						first = append(first, x)
					} else if !slices.Equal(x, first[i]) {
						t.Errorf("%s: argument %d is not the same with %s", c.kernel.Name, i, d.Name())
					}
				}
			}
		}
	}
}

func TestRunAllocatesNothing(t *testing.T) {
	const n, levels = 5000, 9
	l := kernels.Levels{N: n, Levels: levels, Stream: 3}
	r, _ := ready(t, Open(3), l.Sample(), n*levels, kernels.StateNumbers*levels, -1, 2*n, n*levels)
	if a := testing.AllocsPerRun(20, func() {
		if err := r.Run(1); err != nil {
			t.Error(err)
		}
	}); a > 0 {
		t.Errorf("%g allocations", a)
	}
}

// Products of great depth and few results, and of matrices that are drawn, give the same bits with
// any number of threads, in SIMD and without, and allocate nothing.
func TestProductDoesNotDependOnThreads(t *testing.T) {
	drawn := kernels.Random{Seed: 5, Stream: rng.Matrix, Deviation: 1}
	for _, p := range []kernels.Product{
		{Name: "deep", A: kernels.Dense(20000, 9).T(), B: kernels.Dense(20000, 26), C: kernels.Dense(9, 26), Add: true},
		{Name: "deep pairs", A: kernels.DensePairs(10000, 9).T(), B: kernels.DensePairs(10000, 13), C: kernels.DensePairs(9, 13), Left: kernels.Conjugate, Right: kernels.Complex},
		{Name: "drawn", A: kernels.Drawn(600, 500, drawn), B: kernels.Dense(500, 26), C: kernels.Dense(600, 26)},
	} {
		for _, open := range ways() {
			var first []float32
			for _, threads := range []int{1, 3} {
				d := open(threads)
				r, bufs := ready(t, d, p.Kernel(), 20000*9, 20000*26, 600*26)
				if err := r.Run(1); err != nil {
					t.Fatal(err)
				}
				c := r.(*runner).segments[0].call
				if calls := c.elements(1); calls < 8 {
					t.Errorf("%s: %d calls are few for many threads", p.Name, calls)
				}
				x := slices.Clone(bufs[2].(*buffer).data)
				if threads == 1 {
					first = x
				} else if !slices.Equal(x, first) {
					t.Errorf("%s: the product is not the same with %s", p.Name, d.Name())
				}
				if a := testing.AllocsPerRun(3, func() {
					if err := r.Run(1); err != nil {
						t.Error(err)
					}
				}); a > 0 {
					t.Errorf("%s, %s: %g allocations", p.Name, d.Name(), a)
				}
			}
		}
	}
}

// BenchmarkProduct multiplies square matrices.
func BenchmarkProduct(b *testing.B) {
	for _, n := range []int{512, 2048} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			d := Open(1)
			p := kernels.Product{Name: "product", A: kernels.Dense(n, n), B: kernels.Dense(n, n), C: kernels.Dense(n, n)}
			var bufs []compute.Buffer
			for range 3 {
				x, err := d.Alloc(compute.Spec{Name: "x", Len: n * n})
				if err != nil {
					b.Fatal(err)
				}
				bufs = append(bufs, x)
			}
			var prog compute.Program
			prog.Add(p.Kernel(), bufs...)
			r, err := d.Compile(&prog)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := r.Run(1); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(2*float64(n*n*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
