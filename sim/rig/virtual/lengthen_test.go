package virtual

import (
	"testing"

	"talbot/sim/plant"
)

// Exposures grow as long as hardly a pixel of the loads and of the load Blank is saturated, and no longer: of dim light more than of bright.
func TestLengthen(t *testing.T) {
	f, err := Grade("typical")
	check(t, err)
	const first, share = 3e-5, 0.01
	s := small(0.02)
	s.Exposure = first
	b := open(t, s, f)
	dim := b.Blank()
	for i := range dim[0] {
		dim[0][i] /= 4
	}
	if _, err := b.Lengthen(ctx, nil, share, 2); err == nil {
		t.Error("exposures were made longer for no loads")
	}
	longer, err := b.Lengthen(ctx, []plant.Load{dim}, share, 2)
	check(t, err)
	_, at, err := b.Saturates(ctx, []plant.Load{dim})
	check(t, err)
	if longer != [2]float64{4, 4} || at != [2]float64{4 * first, 4 * first} {
		t.Errorf("exposures are %v times as long, %v s: want 4 times, as often as they may be doubled", longer, at)
	}
	longer, err = b.Lengthen(ctx, []plant.Load{dim}, share, 20)
	check(t, err)
	worst, at, err := b.Saturates(ctx, []plant.Load{b.Blank(), dim})
	check(t, err)
	t.Logf("%v times as long, %v s", longer, at)
	// Behind the reference beam it is brighter: blank light of intensity about 1 and a beam of 1 fill a pixel of 10,500 electrons in half a millisecond.
	if at[1] > 1e-3 || at[0] < at[1] || at[0] > 0.01 {
		t.Errorf("the exposures are %v s", at)
	}
	for c := range worst {
		if worst[c] > share {
			t.Errorf("camera %d: %.4f of its pixels are saturated at %g s", c, worst[c], at[c])
		}
	}
}
