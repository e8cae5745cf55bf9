package cpu

import (
	"slices"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
	"talbot/sim/rng"
)

// Threads that share a sample give the bits that one thread gives, in SIMD and without.
func TestSharedSampleDoesNotDependOnThreads(t *testing.T) {
	const nx, ny, mx, my = 200, 190, 220, 200
	random := func(step uint32, n int) []float32 {
		x := make([]float32, n)
		rng.Stream{Seed: 1, Stream: 1000}.Uniform(step, x)
		return x
	}
	batches := []int{1, 2, 3}
	if testing.Short() {
		batches = []int{2}
	}
	for _, open := range ways() {
		for _, batch := range batches {
			var first [][]float32
			for _, threads := range []int{1, 5} {
				d := open(threads)
				buf := func(step uint32, scope compute.Scope, n int) compute.Buffer {
					b, err := d.Alloc(compute.Spec{Name: "b", Scope: scope, Len: n, Batch: batch})
					if err == nil && scope != compute.Scratch && scope != compute.Sum {
						if scope == compute.Sample {
							n *= batch
						}
						err = d.Write(b, 0, random(step, n))
					}
					if err != nil {
						t.Fatal(err)
					}
					return b
				}
				const plane = 2 * nx * ny
				in, h, mask := buf(0, compute.Sample, plane), buf(1, compute.Shared, 2*mx*my), buf(2, compute.Shared, plane)
				target, behind, g := buf(3, compute.Shared, plane), buf(4, compute.Scratch, plane), buf(5, compute.Sample, plane)
				each, grad := buf(6, compute.Sample, plane/2), buf(7, compute.Sum, plane/2)
				var p compute.Program
				x, y := fft.NewPlan(mx), fft.NewPlan(my)
				p.Add(kernels.Propagate(x, y, nx, ny), in, h, in)
				p.Add(kernels.ModulateTo(), in, mask, behind)
				p.Add(kernels.SquaredError(0.5), behind, target, each, g)
				p.Add(kernels.ModulatePhaseAdjoint(), g, behind, mask, grad)
				p.Add(kernels.PropagateAdjoint(x, y, nx, ny), g, h, g)
				r, err := d.Compile(&p)
				if err != nil {
					t.Fatal(err)
				}
				if err := r.Run(batch); err != nil {
					t.Fatal(err)
				}
				for i, b := range []compute.Buffer{in, g, each, grad} {
					x := slices.Clone(b.(*buffer).data)
					if threads == 1 {
						first = append(first, x)
					} else if !slices.Equal(x, first[i]) {
						t.Errorf("%s, batch %d: result %d is not the same", d.Name(), batch, i)
					}
				}
				if a := testing.AllocsPerRun(5, func() {
					if err := r.Run(batch); err != nil {
						t.Error(err)
					}
				}); a > 0 {
					t.Errorf("%s: %g allocations", d.Name(), a)
				}
			}
		}
	}
}
