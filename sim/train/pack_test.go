package train

import (
	"reflect"
	"testing"
)

// A plan that is stopped in any of its stages, and goes on in a new one from its bytes, ends with
// the same bits.
func TestPackedPlanGoesOnBitForBit(t *testing.T) {
	want := finish(t, twoStages(t, 1))
	run := twoStages(t, 1)
	for piece := 0; run.Done() < 1; piece++ {
		if piece%3 == 0 {
			b, err := run.Pack()
			check(t, err)
			run = twoStages(t, 1)
			check(t, run.Unpack(b))
		}
		_, err := run.Next()
		check(t, err)
	}
	got, err := run.State()
	check(t, err)
	if !reflect.DeepEqual(got, want) {
		t.Error("a plan that was packed and unpacked ends with another state")
	}
}

// Bytes that lack something, or have something more, change nothing.
func TestCutPackIsRefused(t *testing.T) {
	p := twoStages(t, 1)
	for range 7 {
		_, err := p.Next()
		check(t, err)
	}
	b, err := p.Pack()
	check(t, err)
	other := twoStages(t, 1)
	before, err := other.Pack()
	check(t, err)
	for n := 0; n < len(b); n += 1 + n/50 {
		if other.Unpack(b[:n]) == nil {
			t.Fatalf("%d of %d bytes are taken", n, len(b))
		}
	}
	if other.Unpack(append(b[:len(b):len(b)], 0)) == nil {
		t.Error("a byte too many is taken")
	}
	after, err := other.Pack()
	check(t, err)
	if !reflect.DeepEqual(before, after) {
		t.Error("refused bytes have changed the plan")
	}
}

func FuzzUnpack(f *testing.F) {
	s := State{Progress: Progress{Epoch: 1, Step: 3}, Arrays: []Values{{"a", []int{2}, []float32{1, 2}}}, Parts: []Part{{Key: "p", Ended: true}}}
	f.Add(appendState(nil, &s))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := unpacker{b: b}
		s := r.state(0)
		if r.bad {
			return
		}
		if got := appendState(nil, s); len(got) != len(b)-len(r.b) {
			t.Errorf("%d bytes come back as %d", len(b)-len(r.b), len(got))
		}
	})
}
