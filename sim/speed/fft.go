package speed

import (
	"talbot/sim/compute"
	"talbot/sim/fft"
	"talbot/sim/rng"
)

// lines is how many lines lie one behind the other and are transformed together.
// They stay in the nearest caches.
const lines = 16

// input is the random stream of the problems.
var input = rng.Stream{Seed: 1, Stream: 1003}

// openLines transforms lines as they lie in memory, one after another, and writes
// the spectra in the same order: so moving them to and from the order in which
// package fft works is part of the time.
func (t *Talbot) openLines() error {
	n := t.Case.N
	x := make([]float32, lines*2*n)
	input.Uniform(uint32(n), x)
	t.problem = func() (Problem, error) { return Problem{Case: t.Case, Field: x}, nil }
	reps := 1
	k := linesKernel(n, &reps)
	dev := t.Variant.device()
	batch := t.Variant.Threads
	in, err := dev.Alloc(compute.Spec{Name: "lines", Scope: compute.Sample, Len: len(x), Batch: batch})
	if err != nil {
		return err
	}
	out, err := dev.Alloc(compute.Spec{Name: "spectra", Scope: compute.Sample, Len: len(x), Batch: batch})
	if err != nil {
		return err
	}
	for i := range batch {
		if err := dev.Write(in, i*len(x), x); err != nil {
			return err
		}
	}
	var p compute.Program
	p.Add(k, in, out)
	runner, err := dev.Compile(&p)
	if err != nil {
		return err
	}
	t.units = batch * lines
	t.run = func(n int) error {
		reps = n
		return runner.Run(batch)
	}
	if err := runner.Run(batch); err != nil {
		return err
	}
	y := make([]float32, len(x))
	if err := dev.Read(out, 0, y); err != nil {
		return err
	}
	t.check = overlap(x, y)
	return nil
}

// linesKernel transforms all lines *reps times.
func linesKernel(n int, reps *int) compute.Kernel {
	p := fft.NewPlan(n)
	const together = 8
	block := p.BlockLen(together)
	k := compute.Kernel{Name: "lines", Work: 2 * block, Each: func(args [][]float32, work []float32) {
		a, b := work[:block], work[block:]
		for range *reps {
			for l := 0; l < lines; l += together {
				interleave(a[:2*together*n], args[0][2*n*l:], n)
				deinterleave(args[1][2*n*l:], p.Forward(a, b, together)[:2*together*n], n)
			}
		}
	}}
	for _, v := range fft.VectorsFor(n) {
		p := v.NewPlan(n)
		block := p.BlockLen()
		k.VectorWork = 2 * block
		k.Vector = func(args [][]float32, work []float32) {
			a, b := work[:block], work[block:]
			for range *reps {
				for l := 0; l < lines; l += v.Lanes {
					in, out := fft.Rows{Data: args[0][2*n*l:], Stride: 2 * n}, fft.Rows{Data: args[1][2*n*l:], Stride: 2 * n}
					p.Transform(out, in, v.Lanes, false, a, b)
				}
			}
		}
		break
	}
	return k
}

// interleave brings len(block)/(2 n) lines of x into the order of fft.Plan.
func interleave(block, x []float32, n int) {
	w := len(block) / n
	for l := 0; l < w; l += 2 {
		row := x[n*l:][:2*n]
		for i, j := 0, l; i+1 < len(row); i, j = i+2, j+w {
			block[j], block[j+1] = row[i], row[i+1]
		}
	}
}

// deinterleave is the way back.
func deinterleave(y, block []float32, n int) {
	w := len(block) / n
	for l := 0; l < w; l += 2 {
		row := y[n*l:][:2*n]
		for i, j := 0, l; i+1 < len(row); i, j = i+2, j+w {
			row[i], row[i+1] = block[j], block[j+1]
		}
	}
}
