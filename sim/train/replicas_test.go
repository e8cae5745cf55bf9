package train

import (
	"reflect"
	"testing"

	"talbot/sim/compute/cpu"
)

// Processors that share every batch leave, to the bit, what one leaves that computes all shares, also where the last
// batch, of three pictures, has fewer than there are of them; and a wrong number of pictures is refused.
func TestReplicas(t *testing.T) {
	for name, threads := range map[string]int{"alike": 1, "of different names": 2} {
		t.Run(name, func(t *testing.T) { replicas(t, threads) })
	}
}

func replicas(t *testing.T, threads int) {
	const shares, updates = 4, 12
	_, want := dense(t, cpu.Open(1), 1)
	alone := NewSplit(want)
	var splits []*Split
	var loops []*Loop
	for i := range shares {
		_, l := dense(t, cpu.Open(1+i%threads), uint64(1+i)) // the others begin elsewhere
		loops, splits = append(loops, l), append(splits, NewSplit(l))
	}
	for _, l := range loops {
		l.Seed = 1
	}
	all := NewReplicas(splits...)
	for range updates {
		n, err := alone.Begin(shares)
		check(t, err)
		for i := range n {
			check(t, alone.Compute(i))
		}
		a, err := alone.Finish()
		check(t, err)
		b, err := all.Next()
		check(t, err)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("an update gave %v, want %v", b, a)
		}
	}
	wanted, err := want.State(want.Descent.dev)
	check(t, err)
	for i, l := range loops[:1+(shares-1)*(2-threads)] {
		got, err := l.State(l.Descent.dev)
		check(t, err)
		if !reflect.DeepEqual(got, wanted) {
			t.Errorf("run %d stands at %v with other numbers than that of one, at %v", i, got.Progress, wanted.Progress)
		}
	}
	b := loops[0].Descent.from.(*Backprop)
	if err := b.prepare(loops[0].Set, make([]int32, 6), 1); err == nil {
		t.Error("six pictures fit a gradient for five")
	}
}
