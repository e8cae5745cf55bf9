package virtual

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Cameras are exposed for what is shown: so long that few pixels are full of it and that twice as long more would be, longer where it is dark, as long
// again where nothing has changed, and by no more than is allowed. What is measured of it has less noise then, and is as large.
func TestSuit(t *testing.T) {
	s := small(0.01)
	f := Ideal()
	f.Photons, f.Well, f.Bits = true, 10500, 12
	b := open(t, s, f)
	cameras := b.Clock.(*hardware).cameras
	exposures := func() (e [2]float64) {
		for c, k := range cameras {
			e[c] = k.exposure
		}
		return e
	}
	const share, longest = 2e-2, 1. / 60
	shows := func(size float64) []plant.Load {
		return []plant.Load{load(s, func(x, y float64) complex128 { return cmplx.Rect(size, math.Sin(x/3e-5)*math.Cos(y/4e-5)) })}
	}
	fits := func(what string, loads []plant.Load) {
		t.Helper()
		worst, now, err := b.Saturates(ctx, loads)
		check(t, err)
		for c, e := range now {
			check(t, set(cameras[c], 2*e))
		}
		twice, _, err := b.Saturates(ctx, loads)
		check(t, err)
		t.Logf("%s: exposed for %v s, %v of the pixels are full, and %v twice as long", what, now, worst, twice)
		for c, e := range now {
			check(t, set(cameras[c], e))
			if worst[c] > 2*share || twice[c] <= share && 2*e <= longest {
				t.Errorf("%s: camera %d is exposed for %g s: %g of the pixels are full, and %g twice as long", what, c, e, worst[c], twice[c])
			}
		}
	}
	check(t, b.Expose(ctx, 1e-4))
	bright, dim := shows(1), shows(0.1)
	noise := func() float64 {
		var levels [][]float32
		for _, l := range dim[0] {
			v := make([]float32, len(l))
			for i, x := range l {
				v[i] = float32(x)
			}
			levels = append(levels, v)
		}
		want, err := b.Clock.(*hardware).field(levels, 0)
		check(t, err)
		got, err := b.Field(ctx, dim)
		check(t, err)
		return off(turned(got[0], want), want)
	}
	before := noise()
	check(t, b.Suit(ctx, dim, share, longest))
	long, after := exposures(), noise()
	fits("dim", dim)
	if !(after < before/1.4) {
		t.Errorf("a dim field is %.3g off, and %.3g where cameras are exposed for it", before, after)
	}
	t.Logf("a dim field is %.3g off, and %.3g where cameras are exposed for it", before, after)
	check(t, b.Suit(ctx, dim, share, longest))
	if again := exposures(); again != long {
		t.Errorf("exposed again, %v s become %v s", long, again)
	}
	check(t, b.Suit(ctx, append(dim, bright...), share, longest))
	fits("both", append(dim, bright...))
	if now := exposures(); !(now[0] < long[0] && now[1] <= long[1]) {
		t.Errorf("for what is brighter cameras are exposed for %v s, for what is dim %v s", now, long)
	}
	check(t, set(cameras[0], minExposure))
	check(t, b.Suit(ctx, dim, share, 4*minExposure))
	if now := exposures(); now[0] != 4*minExposure {
		t.Errorf("exposed for %g s, %g s are allowed", now[0], 4*minExposure)
	}
	for _, bad := range []func() error{
		func() error { return b.Suit(ctx, nil, share, longest) },
		func() error { return b.Suit(ctx, dim, 0, longest) },
	} {
		if bad() == nil {
			t.Error("cameras are exposed for nothing, or so that no pixel at all is saturated")
		}
	}
	f.Bits = 0
	b = open(t, s, f)
	cameras = b.Clock.(*hardware).cameras
	was := exposures()
	check(t, b.Suit(ctx, dim, share, longest))
	if now := exposures(); now != was {
		t.Errorf("cameras that count to any number are exposed for %v s, and before for %v s", now, was)
	}
}

func set(c *camera, exposure float64) error {
	_, err := c.Configure(ctx, rig.CameraConfig{Exposure: exposure})
	return err
}
