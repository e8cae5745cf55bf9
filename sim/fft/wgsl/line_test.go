package wgsl

import "testing"

// Every length without large primes has a plan that fits a GPU's default limits.
func TestEveryFastLengthHasAPlan(t *testing.T) {
	for n := 1; n <= 4096; n++ {
		rest := n
		for _, p := range []int{2, 3, 5, 7, 11, 13} {
			for rest%p == 0 {
				rest /= p
			}
		}
		l, ok := New(n)
		if rest != 1 {
			continue
		}
		product := 1
		for _, r := range l.Radices {
			product *= r
		}
		if !ok || product != n || l.Threads < 1 || l.Threads > 256 || l.Registers() > 48 {
			t.Errorf("%d: %+v with %d registers", n, l, l.Registers())
		}
		seen := make([]bool, n)
		for _, s := range l.Last() {
			for i := range s.Threads {
				seen[i+s.Offset] = true
			}
		}
		for i, s := range seen {
			if !s {
				t.Fatalf("%d: no register holds element %d", n, i)
			}
		}
	}
	for _, n := range []int{32, 64, 96, 128, 200, 256, 270, 400, 512, 1000, 2000, 4096} {
		l, _ := New(n)
		t.Logf("%d: %v, %d threads, %d registers", n, l.Radices, l.Threads, l.Registers())
		if l, ok := NewNarrow(n); ok {
			t.Logf("    narrow: %v, %d threads, %d registers", l.Radices, l.Threads, l.Registers())
		}
	}
}
