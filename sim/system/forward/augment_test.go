package forward

import (
	"math"
	"slices"
	"testing"

	"talbot/sim/train"
)

// Pictures are moved and mirrored for an update alone, as train.Augment has them: a session that does it has the first update of one that
// learns the pictures so changed, in the simulation and on the bench, another second one, and the same test.
func TestAugments(t *testing.T) {
	for _, method := range []string{"in-silico", "ffm", "spsa"} {
		c := small()
		c.Method, c.Elsewhere, c.Knock, c.Epochs, c.Batch, c.PerClass = method, 0, 0, 1, 5, 2
		set := bars(20, 1)
		changed := *set
		changed.Images = make([]byte, len(set.Images))
		by := train.Augment{Shift: 2, Flip: true, Seed: uint64(c.Seed)}.Of(set.FirstOfEach(c.PerClass), 1)
		n := set.Width * set.Height
		one := make([]float32, n)
		for i := range by.Len() {
			by.Read(i, one)
			for k, v := range one {
				changed.Images[i*n+k] = byte(math.Round(float64(v) * 255))
			}
		}
		if slices.Equal(changed.Images, set.Images) {
			t.Fatal("no picture is changed")
		}
		moving := c
		moving.Shift, moving.Flip = 2, true
		a, b := open(t, moving, set), open(t, c, &changed)
		if got, want := accuracy(t, a, set, false), accuracy(t, b, set, false); got != want {
			t.Errorf("%s: %g of the test pictures are right, want %g: they are changed", method, got, want)
		}
		for k, same := range []bool{true, false} {
			updates(t, a, 1)
			updates(t, b, 1)
			if got, want := phases(t, a), phases(t, b); slices.Equal(got, want) != same {
				t.Errorf("%s: behind update %d masks are the same: %v", method, k+1, !same)
			}
		}
	}
}

func phases(t *testing.T, s *Session) (all []float32) {
	t.Helper()
	screens, err := (&running{s}).Screens()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range screens.Masks {
		all = append(all, m.Phase...)
	}
	return all
}
