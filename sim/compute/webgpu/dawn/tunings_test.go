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
// columns divide, and 20; those that concern hops of several fields also three at once, of a band
// of columns; and those with lines of their own such lines.
func TestTunings(t *testing.T) {
	tunings(t, Tunings, 36, 26, 40, 30, 0, 1)
	var several, lines, of800 []Tuning
	for _, way := range Tunings {
		if way.Name == "ahead" || way.ColumnJoin || way.Wide > 0 {
			several = append(several, way)
		}
		if way.Name == "usual" || way.ColumnLines[800].N > 0 && way.RowLines == nil {
			of800 = append(of800, way)
		}
		if way.ColumnLines != nil && way.RowLines != nil {
			lines = append(lines, way)
		}
	}
	tunings(t, several, 36, 26, 64, 30, 24, 3)
	tunings(t, lines, 6, 202, 8, 400, 0, 1)
	tunings(t, lines, 204, 4, 400, 6, 0, 1)
	tunings(t, lines, 2000, 4, 2000, 4, 0, 1)
	tunings(t, of800, 6, 400, 16, 800, 8, 3)
	tunings(t, lines, 400, 4, 800, 6, 200, 1)
}

// tunings compares ways of so many hops of nx x ny samples at once, in windows of mx x my of which keep columns are kept, with a processor.
func tunings(t *testing.T, list []Tuning, nx, ny, mx, my, keep, fields int) {
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
	in := numbers(2*nx*ny*batch, 1030)
	transfer := func(k int) []float32 {
		h := numbers(2*mx*my, uint32(1031+k))
		for i := range h {
			if x := i / 2 % mx; keep > 0 && x >= keep/2 && x < mx-keep/2 {
				h[i] = 0
			}
		}
		return h
	}
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
		args := []compute.Buffer{alloc("in", compute.Sample, 2*nx*ny, in)}
		for k := range fields {
			args = append(args, alloc("transfer", compute.Shared, 2*mx*my, transfer(k)))
		}
		for range fields {
			args = append(args, alloc("out", compute.Sample, 2*nx*ny, nil))
		}
		var p compute.Program
		if fields == 1 {
			p.Add(kernels.PropagateBand(x, y, nx, ny, keep), args...)
		} else {
			p.Add(kernels.PropagateEach(x, y, nx, ny, keep, fields), args...)
		}
		r, err := dev.Compile(&p)
		if err == nil {
			err = r.Run(batch)
		}
		var all []float32
		for _, out := range args[1+fields:] {
			v := make([]float32, 2*nx*ny*batch)
			if err == nil {
				err = dev.Read(out, 0, v)
			}
			all = append(all, v...)
		}
		if err != nil {
			t.Fatal(err)
		}
		return all
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
			t.Errorf("%s, %d x %d, %d at once: %.2g off", tuning.Name, mx, my, fields, off)
		}
	}
}
