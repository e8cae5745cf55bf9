package cpu

import (
	"slices"
	"testing"

	"talbot/sim/compute"
)

// A kernel that takes an argument in another order sees it as it was last written: by the host, or by a launch of the same program
// or of another one.
func TestOrdered(t *testing.T) {
	d := Open(2)
	alloc := func(scope compute.Scope) compute.Buffer {
		b, err := d.Alloc(compute.Spec{Name: "b", Scope: scope, Len: 3, Batch: 2})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	table, out := alloc(compute.Shared), alloc(compute.Sample)
	made := 0
	read := compute.Kernel{Name: "read", Ordered: &compute.Ordered{Arg: 0, Len: 3, Order: func(dst, src []float32) {
		made++
		copy(dst, src)
		slices.Reverse(dst)
	}}}
	read.Each = func([][]float32, []float32) { t.Error("the form without SIMD ran") }
	read.Vector = func(args [][]float32, _ []float32) { copy(args[1], args[0]) }
	double := compute.Kernel{Name: "double", N: 3, Once: func(args [][]float32, _ []float32, from, to int) {
		for i := from; i < to; i++ {
			args[0][i] *= 2
		}
	}}
	compile := func(p *compute.Program) compute.Runner {
		r, err := d.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	var alone, both, other compute.Program
	alone.Add(read, table, out)
	both.Add(double, table)
	both.Add(read, table, out)
	other.Add(double, table)
	first, second, third := compile(&alone), compile(&both), compile(&other)
	check := func(r compute.Runner, want []float32, orders int) {
		t.Helper()
		made = 0
		if err := r.Run(2); err != nil {
			t.Fatal(err)
		}
		got := make([]float32, 6)
		if err := d.Read(out, 0, got); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, append(want, want...)) || made != orders {
			t.Errorf("it reads %v, want %v; ordered %d times, want %d", got, want, made, orders)
		}
	}
	if err := d.Write(table, 0, []float32{1, 2, 3}); err != nil {
		t.Fatal(err)
	}
	check(first, []float32{3, 2, 1}, 1)
	check(first, []float32{3, 2, 1}, 0)
	check(second, []float32{6, 4, 2}, 1)
	check(first, []float32{6, 4, 2}, 0)
	if err := third.Run(2); err != nil {
		t.Fatal(err)
	}
	check(first, []float32{12, 8, 4}, 1)
	if err := d.Write(table, 1, []float32{5}); err != nil {
		t.Fatal(err)
	}
	check(second, []float32{24, 10, 8}, 1)

	scalar := OpenScalar(1)
	b, err := scalar.Alloc(compute.Spec{Name: "b", Scope: compute.Shared, Len: 3})
	if err != nil {
		t.Fatal(err)
	}
	read.Each = func(args [][]float32, _ []float32) {
		if !slices.Equal(args[0], []float32{1, 2, 3}) {
			t.Errorf("without SIMD it reads %v", args[0])
		}
	}
	var plain compute.Program
	o, err := scalar.Alloc(compute.Spec{Name: "o", Scope: compute.Sample, Len: 3, Batch: 1})
	if err != nil {
		t.Fatal(err)
	}
	plain.Add(read, b, o)
	r, err := scalar.Compile(&plain)
	if err != nil {
		t.Fatal(err)
	}
	if err := scalar.Write(b, 0, []float32{1, 2, 3}); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(1); err != nil {
		t.Fatal(err)
	}
}
