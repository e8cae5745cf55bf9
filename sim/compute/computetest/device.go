package computetest

import (
	"slices"
	"testing"

	"talbot/sim/compute"
)

// fill writes its second argument, the sample's number, all over the first, of n.
func fill(n int) compute.Kernel {
	return compute.Kernel{Name: "fill", GPU: mapping(n, "$0[i] = $1[0];"), Each: func(args [][]float32, _ []float32) {
		for i := range args[0] {
			args[0][i] = args[1][0]
		}
	}}
}

// gather adds its second argument to its first, both of n.
func gather(n int) compute.Kernel {
	return compute.Kernel{Name: "gather", GPU: mapping(n, "$0[i] += $1[i];"), Each: func(args [][]float32, _ []float32) {
		for i, v := range args[1] {
			args[0][i] += v
		}
	}}
}

// double doubles its argument, of n, once.
func double(n int) compute.Kernel {
	return compute.Kernel{Name: "double", N: n, Grain: 1 << 10, GPU: mapping(n, "$0[i] *= 2.0f;"), Once: func(args [][]float32, _ []float32, from, to int) {
		for i := from; i < to; i++ {
			args[0][i] *= 2
		}
	}}
}

// mapping is the form for a GPU of kernels that write their first argument.
func mapping(n int, text string) compute.GPU {
	return &compute.Map{N: n, Code: compute.Code{Text: text, Writes: []int{0}}}
}

// testScopes: scratch is private to a sample, sums start at zero and hold the
// whole batch, launches that run once come in their place.
func testScopes(t *testing.T, dev compute.Device, _ Tolerance) {
	const batch, n = 37, 5
	b := bench{t, dev}
	alloc := func(name string, s compute.Scope, size int) compute.Buffer {
		buf, err := dev.Alloc(compute.Spec{Name: name, Scope: s, Len: size, Batch: batch})
		b.check(err)
		return buf
	}
	number, private := alloc("number", compute.Sample, 1), alloc("private", compute.Scratch, n)
	kept, total := alloc("kept", compute.Sample, n), alloc("total", compute.Sum, n)
	var p compute.Program
	p.Add(double(n), total)
	p.Add(fill(n), private, number)
	p.Add(gather(n), kept, private)
	p.Add(gather(n), total, private)
	p.Add(double(n), total)
	r, err := dev.Compile(&p)
	b.check(err)
	numbers := make([]float32, batch)
	for i := range numbers {
		numbers[i] = float32(i + 1)
	}
	b.check(dev.Write(number, 0, numbers))
	for run := 1; run <= 2; run++ {
		b.check(r.Run(batch))
		got := make([]float32, n)
		b.check(dev.Read(total, 0, got))
		for _, v := range got {
			near(t, "sum of the batch, doubled", float64(v), batch*(batch+1), 1, 0)
		}
		all := make([]float32, batch*n)
		b.check(dev.Read(kept, 0, all))
		for i, v := range all {
			near(t, "kept sample", float64(v), float64(run*(i/n+1)), 1, 0)
		}
	}
	b.check(r.Run(3))
	got := make([]float32, n)
	b.check(dev.Read(total, 0, got))
	near(t, "smaller batch", float64(got[0]), 12, 1, 0)
	part := make([]float32, 2)
	b.check(dev.Read(number, 4, part))
	if !slices.Equal(part, []float32{5, 6}) {
		t.Errorf("reading from number 4 gave %v", part)
	}
}

// testOrder: two runs of the same sum agree to the last bit.
func testOrder(t *testing.T, dev compute.Device, _ Tolerance) {
	const batch, n = 100, 1000
	b := bench{t, dev}
	x, err := dev.Alloc(compute.Spec{Name: "x", Scope: compute.Sample, Len: n, Batch: batch})
	b.check(err)
	s, err := dev.Alloc(compute.Spec{Name: "s", Scope: compute.Sum, Len: n})
	b.check(err)
	b.check(dev.Write(x, 0, random(batch*n, 1)))
	var p compute.Program
	p.Add(gather(n), s, x)
	r, err := dev.Compile(&p)
	b.check(err)
	var first []float32
	for range 5 {
		b.check(r.Run(batch))
		got := make([]float32, n)
		b.check(dev.Read(s, 0, got))
		if first == nil {
			first = got
		}
		if !slices.Equal(first, got) {
			t.Fatal("the same sum differs from run to run")
		}
	}
}

// testLarge: a map over more numbers than a GPU has threads in a row of workgroups.
func testLarge(t *testing.T, dev compute.Device, _ Tolerance) {
	const n = 1<<22 + 1<<20 + 7
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(i)
	}
	got := bench{t, dev}.run(double(n), shared(x))[0]
	for i, v := range got {
		if v != float32(2*i) {
			t.Fatalf("number %d of %d is %g", i, n, v)
		}
	}
}

type foreign struct{}

func (foreign) Spec() compute.Spec { return compute.Spec{Name: "foreign", Len: 1} }

// testMistakes: what cannot work is an error, not a crash or a wrong number.
func testMistakes(t *testing.T, dev compute.Device, _ Tolerance) {
	b := bench{t, dev}
	alloc := func(s compute.Scope) compute.Buffer {
		buf, err := dev.Alloc(compute.Spec{Name: "b", Scope: s, Len: 2, Batch: 3})
		b.check(err)
		return buf
	}
	kept, scratch, shared := alloc(compute.Sample), alloc(compute.Scratch), alloc(compute.Shared)
	three := make([]float32, 3)
	bad := map[string]error{
		"write past the end":    dev.Write(shared, 0, three),
		"read before the start": dev.Read(kept, -1, three),
		"read past the end":     dev.Read(kept, 4, three),
		"host reads scratch":    dev.Read(scratch, 0, three[:1]),
		"host writes scratch":   dev.Write(scratch, 0, three[:1]),
		"negative size":         second(dev.Alloc(compute.Spec{Name: "b", Len: -1})),
		"once on a sample":      compile(dev, compute.Launch{Kernel: double(2), Args: []compute.Buffer{kept}}),
		"batch on scratch":      compile(dev, compute.Launch{Kernel: centre(2), Args: []compute.Buffer{scratch, shared}}),
		"another device":        compile(dev, compute.Launch{Kernel: double(2), Args: []compute.Buffer{foreign{}}}),
		"scratch in two segments": compile(dev,
			compute.Launch{Kernel: gather(2), Args: []compute.Buffer{kept, scratch}},
			compute.Launch{Kernel: double(2), Args: []compute.Buffer{shared}},
			compute.Launch{Kernel: gather(2), Args: []compute.Buffer{kept, scratch}}),
	}
	var p compute.Program
	p.Add(gather(2), kept, scratch)
	r, err := dev.Compile(&p)
	b.check(err)
	bad["batch too large"] = r.Run(4)
	bad["negative batch"] = r.Run(-1)
	for what, err := range bad {
		if err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func compile(dev compute.Device, l ...compute.Launch) error {
	return second(dev.Compile(&compute.Program{Launches: l}))
}
