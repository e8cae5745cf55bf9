package diffractive

import (
	"reflect"
	"slices"
	"testing"
)

// split makes a session's next update in n shares, which are computed in the given
// order: without others all here, else every second one in another engine.
func split(t *testing.T, s *Session, others []*Session, n int, order []int) float64 {
	t.Helper()
	if got, err := s.Split.Begin(n); err != nil || got != n {
		t.Fatal(got, err)
	}
	for k, i := range order {
		if len(others) == 0 || k%2 == 0 {
			if err := s.Split.Compute(i); err != nil {
				t.Fatal(err)
			}
			continue
		}
		g := make([]float32, s.Split.Len)
		if err := s.Split.Values(g); err != nil {
			t.Fatal(err)
		}
		r, err := others[k%len(others)].Split.Serve(s.Loop.Epoch, s.Loop.Index, i, n, g)
		if err != nil {
			t.Fatal(err)
		}
		s.Split.Put(i, r, g)
	}
	r, err := s.Split.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return r.Loss
}

func TestOneShareIsAStep(t *testing.T) {
	a, b := open(t, tiny(), 1, 30), open(t, tiny(), 1, 30)
	want := steps(t, a, 9)
	for i, w := range want {
		if got := split(t, b, nil, 1, []int{0}); got != w {
			t.Fatalf("update %d: loss %v, want %v", i, got, w)
		}
	}
	if !slices.Equal(values(t, a), values(t, b)) || !reflect.DeepEqual(a.Loop.Progress, b.Loop.Progress) {
		t.Errorf("one share gives other masks than a step, or stands elsewhere: %+v, %+v", a.Loop.Progress, b.Loop.Progress)
	}
}

func TestSharesDoNotDependOnWhoAndWhen(t *testing.T) {
	c := tiny()
	whole := open(t, c, 1, 29) // the last batch has 5 images
	wanted := steps(t, whole, 8)
	for n := 2; n <= 4; n++ {
		forth := []int{0, 1, 2, 3}[:n]
		back := slices.Clone(forth)
		slices.Reverse(back)
		a, b := open(t, c, 1, 29), open(t, c, 2, 29)
		others := []*Session{open(t, c, 1, 29), open(t, c, 1, 29)}
		for i := range wanted {
			la, lb := split(t, a, nil, n, forth), split(t, b, others, n, back)
			if la != lb {
				t.Fatalf("%d shares, update %d: loss %v alone and in order, %v with others", n, i, la, lb)
			}
			if d := la/wanted[i] - 1; d > 1e-3 || d < -1e-3 {
				t.Errorf("%d shares, update %d: loss %v, undivided %v", n, i, la, wanted[i])
			}
		}
		if !slices.Equal(values(t, a), values(t, b)) {
			t.Errorf("%d shares: masks depend on who computed them", n)
		}
	}
}

// The shares' gradients are added from the first to the last, in float32.
func TestSharesAreAddedInOrder(t *testing.T) {
	const n = 3
	s := open(t, tiny(), 1, 30)
	if _, err := s.Split.Begin(n); err != nil {
		t.Fatal(err)
	}
	sum := make([]float32, s.Split.Len)
	for i := range n {
		if err := s.Split.Compute(i); err != nil {
			t.Fatal(err)
		}
		for j, g := range gradients(t, s) {
			sum[j] += g
		}
	}
	if _, err := s.Split.Finish(); err != nil {
		t.Fatal(err)
	}
	got := gradients(t, s)
	if !slices.Equal(got, sum) || slices.Max(got) == 0 {
		t.Error("the update's gradient is not the sum of the shares' in order")
	}
}

// gradients reads what the variables hold.
func gradients(t *testing.T, s *Session) (all []float32) {
	t.Helper()
	for _, v := range s.Net.Vars() {
		g := make([]float32, v.Len())
		if err := s.Device.Read(v.Grad, 0, g); err != nil {
			t.Fatal(err)
		}
		all = append(all, g...)
	}
	return all
}

func TestSharesAllocateNothing(t *testing.T) {
	s := open(t, tiny(), 1, 80)
	other := open(t, tiny(), 1, 80)
	g := make([]float32, s.Split.Len)
	step := func() {
		n, err := s.Split.Begin(2)
		if err == nil && n == 2 {
			err = s.Split.Compute(0)
		}
		if err == nil {
			err = s.Split.Values(g)
		}
		r, err2 := other.Split.Serve(s.Loop.Epoch, s.Loop.Index, 1, 2, g)
		s.Split.Put(1, r, g)
		if _, err3 := s.Split.Finish(); err != nil || err2 != nil || err3 != nil {
			t.Fatal(err, err2, err3)
		}
	}
	step()
	if n := testing.AllocsPerRun(5, step); n > 0 { // in the same epoch, whose order is drawn once
		t.Errorf("%g allocations an update", n)
	}
}

func TestMissingShare(t *testing.T) {
	s := open(t, tiny(), 1, 30)
	before := values(t, s)
	if _, err := s.Split.Begin(2); err != nil {
		t.Fatal(err)
	}
	if err := s.Split.Compute(1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Split.Finish(); err == nil || s.Loop.Step != 0 || !slices.Equal(before, values(t, s)) {
		t.Errorf("an update without share 0: error %v, step %d", err, s.Loop.Step)
	}
}

func TestSmallBatchesAreNotSplit(t *testing.T) {
	c := small
	if got := c.Shares(3); got != 3 {
		t.Errorf("the page's first preset: %d shares for 3 engines", got)
	}
	if got := c.Shares(1); got != 1 {
		t.Errorf("%d shares for one engine", got)
	}
	c.Samples, c.Padding, c.Layers, c.Batch = 16, 0, 1, 4
	if got := c.Shares(8); got != 1 {
		t.Errorf("%d shares for a batch that takes no time", got)
	}
}
