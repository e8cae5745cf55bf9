package rig

import "testing"

// A bench tells once of frames that go wrong again and again, and again only when all was well between; of a lost one now and then it tells nothing.
func TestLosing(t *testing.T) {
	told, wrong := 0, 0
	b := &Bench{Losing: func(bad, of int, what string) {
		if told++; bad != many || of != lastFrames || what != "3 did not come in time, 2 showed another picture" && what != "2 did not come in time, 3 showed another picture" {
			t.Errorf("%d of %d: %s", bad, of, what)
		}
	}}
	for n, c := range []struct {
		every, frames, told int
	}{{9, 100, 0}, {2, 100, 1}, {1000, 30, 1}, {3, 60, 2}} {
		for k := range c.frames {
			var err error
			if k%c.every == c.every-1 {
				err = ErrTimeout
				if wrong++; wrong%2 == 0 {
					err = ErrStale
				}
			}
			b.went(err)
		}
		if told != c.told {
			t.Errorf("behind part %d it has told %d times, want %d", n, told, c.told)
		}
	}
}
