//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
	"talbot/sim/rng"
)

// Each tuning computes the same hop with padding, of a window for which there are narrow lines, and which 8
// columns divide, and 20; that with lines of its own for rows and columns also such lines.
func TestTunings(t *testing.T) {
	tunings(t, Tunings, 36, 26, 40, 30)
	var lines []Tuning
	for _, way := range Tunings {
		if way.ColumnLines != nil && way.RowLines != nil {
			lines = append(lines, way)
		}
	}
	tunings(t, lines, 6, 202, 8, 400)
	tunings(t, lines, 204, 4, 400, 6)
	tunings(t, lines, 2000, 4, 2000, 4)
}

func tunings(t *testing.T, list []Tuning, nx, ny, mx, my int) {
	t.Helper()
	d := open(t)
	defer d.Close()
	const batch = 3
	x, y := fft.NewPlan(mx), fft.NewPlan(my)
	numbers := func(n int, stream uint32) []float32 {
		v := make([]float32, n)
		rng.Stream{Seed: 4, Stream: stream}.Uniform(0, v)
		return v
	}
	in, h := numbers(2*nx*ny*batch, 1030), numbers(2*mx*my, 1031)
	run := func(dev compute.Device) []float32 {
		alloc := func(name string, scope compute.Scope, n int, v []float32) compute.Buffer {
			b, err := dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: n, Batch: batch})
			if err == nil && v != nil {
				err = dev.Write(b, 0, v)
			}
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		u, table := alloc("in", compute.Sample, 2*nx*ny, in), alloc("transfer", compute.Shared, 2*mx*my, h)
		out := alloc("out", compute.Sample, 2*nx*ny, nil)
		var p compute.Program
		p.Add(kernels.Propagate(x, y, nx, ny), u, table, out)
		r, err := dev.Compile(&p)
		if err == nil {
			err = r.Run(batch)
		}
		v := make([]float32, 2*nx*ny*batch)
		if err == nil {
			err = dev.Read(out, 0, v)
		}
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	want := run(cpu.Open(1))
	for _, tuning := range list {
		d.SetTune(tuning.Tune)
		var off, all float64
		for i, v := range run(d) {
			e := float64(v) - float64(want[i])
			off, all = off+e*e, all+float64(want[i])*float64(want[i])
		}
		if off = math.Sqrt(off / all); !(off < 1e-6) {
			t.Errorf("%s, %d x %d: %.2g off", tuning.Name, mx, my, off)
		}
	}
}
