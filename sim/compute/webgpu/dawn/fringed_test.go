//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

// Gradients of phases that run into each other are on a GPU what they are on the host, for fields that are read as they are shown and by steps.
func TestFringed(t *testing.T) {
	const nx, ny, batch = 40, 8, 2
	dev := open(t)
	defer dev.Close()
	third := 2 * math.Pi / 3
	for _, steps := range [][]kernels.Step{nil, {{Late: 0, Share: 1. / 3}, {Late: third, Share: cmplx.Rect(1./3, third)}, {Late: 2 * third, Share: cmplx.Rect(1./3, 2*third)}},
		{{Late: 0, Share: 0.25 - 0.25i}, {Late: math.Pi / 2, Share: 0.5i}, {Late: math.Pi, Share: -0.25 - 0.25i}}} {
		f := kernels.Fringed{Nx: nx, Ny: ny, Top: 1.9 * math.Pi, Steps: steps}
		f.Fringe, f.Reach = kernels.Fringes(0.3, 4)
		n, parts := nx*ny, len(f.Fringe)
		draws := make([]float32, 4*n*batch)
		rng.Stream{Seed: 4, Stream: rng.Table}.Normal(0, draws)
		g, m, got := draws[:2*n*batch], draws[2*n*batch:], make([]float32, n*batch)
		alloc := func(len int) compute.Buffer {
			b, err := dev.Alloc(compute.Spec{Name: "fringed", Scope: compute.Sample, Len: len, Batch: batch})
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		a, b, s, d := alloc(2*n), alloc(2*n), alloc(n*parts), alloc(n)
		var p compute.Program
		p.Add(f.Slopes(), a, b, s)
		p.Add(f.Back(), s, d)
		run, err := dev.Compile(&p)
		if err != nil {
			t.Fatal(err)
		}
		if err := dev.Write(a, 0, g); err != nil {
			t.Fatal(err)
		}
		if err := dev.Write(b, 0, m); err != nil {
			t.Fatal(err)
		}
		if err := run.Run(batch); err != nil {
			t.Fatal(err)
		}
		if err := dev.Read(d, 0, got); err != nil {
			t.Fatal(err)
		}
		off, largest := 0.0, 0.0
		for k := range batch {
			slopes, want := make([]float32, n*parts), make([]float32, n)
			f.Slopes().Each([][]float32{g[2*n*k : 2*n*(k+1)], m[2*n*k : 2*n*(k+1)], slopes}, nil)
			f.Back().Each([][]float32{slopes, want}, nil)
			for i, w := range want {
				off, largest = math.Max(off, math.Abs(float64(got[n*k+i]-w))), math.Max(largest, math.Abs(float64(w)))
			}
		}
		t.Logf("%d steps: off by %.2g of %.3g", len(steps), off, largest)
		if off > 1e-4*largest {
			t.Errorf("%d steps: a slope is off by %g, the largest is %g", len(steps), off, largest)
		}
	}
}
