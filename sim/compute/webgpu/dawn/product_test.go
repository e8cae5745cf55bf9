//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"strconv"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/compute/webgpu"
)

// BenchmarkProduct multiplies square matrices; the GPU's own clock gives the time.
func BenchmarkProduct(b *testing.B) {
	lib, err := Find()
	if err != nil {
		b.Skip(err)
	}
	for _, n := range []int{512, 1024, 2048, 4096} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			d, err := Open(Options{Library: lib}, webgpu.Tune{})
			if err != nil {
				b.Skip(err)
			}
			defer d.Close()
			var bufs []compute.Buffer
			for range 3 {
				x, err := d.Alloc(compute.Spec{Name: "x", Len: n * n})
				if err != nil {
					b.Fatal(err)
				}
				bufs = append(bufs, x)
			}
			var p compute.Program
			p.Add(kernels.Product{Name: "product", A: kernels.Dense(n, n), B: kernels.Dense(n, n), C: kernels.Dense(n, n)}.Kernel(), bufs...)
			r, err := d.Compile(&p)
			if err != nil {
				b.Fatal(err)
			}
			best := 1e9
			for b.Loop() {
				passes, err := webgpu.Profile(r, 1)
				if err != nil || len(passes) != 1 {
					b.Fatal(err)
				}
				best = min(best, passes[0].Seconds)
			}
			b.ReportMetric(2*float64(n)*float64(n)*float64(n)/best/1e12, "TFLOP/s")
		})
	}
}
