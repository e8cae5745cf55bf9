//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"math"
	"reflect"
	"testing"

	"talbot/sim/network"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// Updates that go to the GPU together leave the masks of those that go one by one, to the bit, and so do those
// between which the state is read, a picture looked at and the lots changed; results come in their order,
// each once, and those of an epoch are that epoch's.
func TestTogether(t *testing.T) {
	dev := open(t)
	defer dev.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	type told struct {
		states []*train.State
		sums   []network.Result // of epochs
		all    network.Result
	}
	const updates, every = 17, 6 // of five an epoch, the last of which is smaller
	learn := func(kind string, together func(k int) int, look bool) (r told) {
		c, set := small(t)
		set.Images, set.Labels = set.Images[:36*784], set.Labels[:36]
		if kind == "display" {
			c.Mask, c.Method, c.Curve, c.Noise = "display", diffractive.MethodGumbel, "slm-8", 1
		} else {
			c.Shift = 2
		}
		s, err := diffractive.NewSession(dev, c, set)
		check(err)
		e := &train.Epochs{Loop: s.Loop, N: 9}
		for k := range updates {
			e.Descent.Together = together(k)
			n, err := e.Next()
			check(err)
			r.all.Add(n)
			if e.Index == 0 {
				r.sums = append(r.sums, e.Sum)
			}
			if look && k%every == every-1 {
				if k == 2*every-1 {
					_, err := s.Look(set.Image(3), 0)
					check(err)
				}
				state, err := e.State()
				check(err)
				r.states = append(r.states, state)
			}
		}
		if !look {
			rest, err := e.Descent.Flush()
			check(err)
			r.all.Add(rest)
		}
		state, err := e.State()
		check(err)
		r.states = append(r.states, state)
		return r
	}
	for _, kind := range []string{"phase", "display"} {
		one := func(int) int { return 1 }
		want, all := learn(kind, one, true), learn(kind, one, false).all
		for name, together := range map[string]func(k int) int{
			"2": func(int) int { return 2 }, "8": func(int) int { return 8 }, "changing": func(k int) int { return 1 + k*k%7 },
		} {
			got := learn(kind, together, true)
			for i, s := range got.states {
				if !reflect.DeepEqual(s, want.states[i]) {
					t.Errorf("%s masks, %s together: state %d is another, at %v for %v", kind, name, i, s.Progress, want.states[i].Progress)
				}
			}
			if !reflect.DeepEqual(got.sums, want.sums) {
				t.Errorf("%s masks, %s together: epochs gave %v, want %v", kind, name, got.sums, want.sums)
			}
			got = learn(kind, together, false)
			if a := got.all; a.Count != all.Count || a.Correct != all.Correct || math.Abs(a.Loss-all.Loss) > 1e-12*all.Loss {
				t.Errorf("%s masks, %s together: all updates gave %v, want %v", kind, name, a, all)
			}
			last := len(want.states) - 1
			if !reflect.DeepEqual(got.states[0].Arrays, want.states[last].Arrays) {
				t.Errorf("%s masks, %s together and never looked at: other masks", kind, name)
			}
		}
	}
}
