//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/compute/webgpu"
	"talbot/sim/fft"
	"talbot/sim/fft/wgsl"
	"talbot/sim/rng"
)

// Hops along lines of 2000 points come out alike by the lines that are usual and by those of half the
// numbers a thread, along rows and columns.
func TestThinLines(t *testing.T) {
	const batch, count, points = 2, 3, 2000
	d := open(t)
	defer d.Close()
	l := kernels.LineHops{In: 1200, Out: 490, M: points, Hops: 2}
	numbers := func(n int, stream uint32) []float32 {
		v := make([]float32, n)
		rng.Stream{Seed: 5, Stream: stream}.Uniform(0, v)
		return v
	}
	in, table := numbers(2*l.In*count*batch, 1040), numbers(2*points*(2*l.Hops+1), 1041)
	for i := range table {
		table[i] /= points // so that float32 holds two hops
	}
	run := func(dev compute.Device, columns bool) []float32 {
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
		u, h := alloc("in", compute.Sample, 2*l.In*count, in), alloc("table", compute.Shared, len(table), table)
		out := alloc("out", compute.Sample, 2*l.Out*count, nil)
		var p compute.Program
		p.Add(kernels.Lines(fft.NewPlan(points), l, count, columns), u, h, out)
		r, err := dev.Compile(&p)
		if err == nil {
			err = r.Run(batch)
		}
		v := make([]float32, 2*l.Out*count*batch)
		if err == nil {
			err = dev.Read(out, 0, v)
		}
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, columns := range []bool{false, true} {
		want := run(cpu.Open(1), columns)
		for _, tune := range []webgpu.Tune{{}, {ColumnLines: wgsl.Thin, RowLines: wgsl.Thin}} {
			d.SetTune(tune)
			var off, all float64
			for i, v := range run(d, columns) {
				e := float64(v) - float64(want[i])
				off, all = off+e*e, all+float64(want[i])*float64(want[i])
			}
			if off = math.Sqrt(off / all); !(off < 1e-6) {
				t.Errorf("columns %v, lines %v: %.2g off", columns, tune.ColumnLines != nil, off)
			}
		}
	}
}
