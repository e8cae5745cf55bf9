package computetest

import (
	"slices"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
)

// centre subtracts the mean over the batch, for each of n numbers of a sample: what only
// a kernel that sees the whole batch can.
func centre(n int) compute.Kernel {
	const text = "var mean = 0.0f; for (var s = 0u; s < run.count; s++) { mean += $0[s * N + i]; } mean /= f32(run.count);" +
		" for (var s = 0u; s < run.count; s++) { $0[s * N + i] -= mean; } $1[i] += mean;"
	return compute.Kernel{Name: "centre", Elements: func(int) int { return n }, Grain: 2, GPU: mapping(n, "const N = "+number(n)+"; "+text),
		Batch: func(args [][]float32, _ []float32, batch, from, to int) {
			for i := from; i < to; i++ {
				var mean float32
				for s := range batch {
					mean += args[0][s*n+i]
				}
				mean /= float32(batch)
				for s := range batch {
					args[0][s*n+i] -= mean
				}
				args[1][i] += mean
			}
		}}
}

func number(n int) string {
	text := "u"
	for ; n > 0; n /= 10 {
		text = string(rune('0'+n%10)) + text
	}
	return text
}

// testAnew: scratch that each segment writes before it reads serves several, such as the planes between
// the steps of a propagation on whose way back there is a launch for the batch. It gives what scratch of their own
// gives; and what a segment before has left cannot be read.
func testAnew(t *testing.T, dev compute.Device, _ Tolerance) {
	const batch, n, m = 5, 6, 10
	b := bench{t, dev}
	alloc := func(name string, s compute.Scope, size int) compute.Buffer {
		buf, err := dev.Alloc(compute.Spec{Name: name, Scope: s, Len: size, Batch: batch})
		b.check(err)
		return buf
	}
	in, kept, means := alloc("in", compute.Sample, 2*n*n), alloc("kept", compute.Sample, 2*n*n), alloc("means", compute.Sum, 2*n*n)
	ones, h := alloc("ones", compute.Shared, 2*n*n), alloc("transfer function", compute.Shared, 2*m*m)
	b.check(dev.Write(in, 0, random(batch*2*n*n, 200)))
	b.check(dev.Write(ones, 0, random(2*n*n, 201)))
	b.check(dev.Write(h, 0, random(2*m*m, 202)))
	plan, plane := fft.NewPlan(m), 2*m*m
	record := func(there, home compute.Buffer) (p compute.Program) {
		p.Add(kernels.Place(n, n, m, m), in, ones, there)
		p.Add(kernels.Propagate(plan, plan, m, m), there, h, there)
		p.Add(kernels.Place(m, m, n, n), there, ones, kept)
		p.Add(centre(2*n*n), kept, means)
		p.Add(kernels.PlaceAdjoint(m, m, n, n), kept, ones, home)
		p.Add(kernels.PropagateAdjoint(plan, plan, m, m), home, h, home)
		p.Add(kernels.PlaceAdjoint(n, n, m, m), home, ones, kept)
		return p
	}
	var want []float32
	one := alloc("one", compute.Scratch, plane)
	for _, home := range []compute.Buffer{alloc("another", compute.Scratch, plane), one} {
		p := record(one, home)
		r, err := dev.Compile(&p)
		b.check(err)
		b.check(r.Run(batch))
		got := make([]float32, batch*2*n*n)
		b.check(dev.Read(kept, 0, got))
		if want == nil {
			want = got
		}
		if !slices.Equal(got, want) {
			t.Error("scratch of two segments gives something else than two of them")
		}
	}
	p := record(one, one)
	p.Launches = append(p.Launches[:4], p.Launches[5:]...) // the second segment begins with what is in one
	if _, err := dev.Compile(&p); err == nil {
		t.Error("a segment reads scratch that it has not written")
	}
}

// testSegments: launches for samples, once and for the batch in any order; sums go on
// from segment to segment, and begin at zero in every run.
func testSegments(t *testing.T, dev compute.Device, _ Tolerance) {
	const batch, n = 37, 5
	b := bench{t, dev}
	alloc := func(name string, s compute.Scope, size int) compute.Buffer {
		buf, err := dev.Alloc(compute.Spec{Name: name, Scope: s, Len: size, Batch: batch})
		b.check(err)
		return buf
	}
	numbers, kept := alloc("numbers", compute.Sample, 1), alloc("kept", compute.Sample, n)
	means, total, factor := alloc("means", compute.Sum, n), alloc("total", compute.Sum, n), alloc("factor", compute.Shared, n)
	one, two := alloc("one", compute.Scratch, n), alloc("two", compute.Scratch, n)
	var p compute.Program
	p.Add(fill(n), kept, numbers) // kept = s
	p.Add(gather(n), total, kept) // total = sum s
	p.Add(centre(n), kept, means) // kept = s - mean, means = mean
	p.Add(fill(n), one, numbers)
	p.Add(gather(n), kept, one)   // kept = 2s - mean
	p.Add(gather(n), total, kept) // total = 2 sum s
	p.Add(double(n), total)       // total = 4 sum s
	p.Add(double(n), factor)
	p.Add(fill(n), two, numbers)
	p.Add(gather(n), total, two)  // total = 5 sum s
	p.Add(centre(n), kept, means) // kept = 2s - 2 mean, means = 2 mean
	p.Add(centre(n), kept, means) // nothing more
	r, err := dev.Compile(&p)
	b.check(err)
	values := make([]float32, batch)
	for i := range values {
		values[i] = float32(i + 1)
	}
	b.check(dev.Write(numbers, 0, values))
	b.check(dev.Write(factor, 0, []float32{1, 1, 1, 1, 1}))
	for run, count := range []int{batch, 11, 1, batch} {
		b.check(r.Run(count))
		mean := float64(count+1) / 2
		read := func(buf compute.Buffer, size int) []float32 {
			x := make([]float32, size)
			b.check(dev.Read(buf, 0, x))
			return x
		}
		for _, v := range read(total, n) {
			near(t, "sum over segments", float64(v), 5*mean*float64(count), 1, 0)
		}
		for _, v := range read(means, n) {
			near(t, "sum of a kernel for the batch", float64(v), 2*mean, 1, 1e-5)
		}
		for i, v := range read(kept, count*n) {
			near(t, "sample", float64(v), 2*float64(i/n+1)-2*mean, 1, 1e-5)
		}
		near(t, "what runs once", float64(read(factor, 1)[0]), float64(int(2)<<run), 1, 0)
	}
}
