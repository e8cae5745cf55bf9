package virtual

import (
	"context"
	"math"
	"math/cmplx"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Fields that are read minutes apart have the same phase where the bench follows what drifts, and else they have not.
func TestFollow(t *testing.T) {
	s := small(0.01)
	f := Ideal()
	f.Drift = 1
	b, err := New(cpu.Open(2), s, f)
	check(t, err)
	_, _, err = b.MeasureSymmetry(ctx, 24, 10)
	check(t, err)
	l := load(s, beam(1e-4))
	turned := func(follow bool) float64 {
		b.Follow = follow
		first, err := b.Modulated(ctx, []plant.Load{l})
		check(t, err)
		b.Clock.(*hardware).now += 600
		second, err := b.Field(ctx, []plant.Load{l, l})
		check(t, err)
		var sum complex128
		for i := range s.Plane.Len() {
			sum += complex(float64(second[1][2*i]), float64(second[1][2*i+1])) * complex(float64(first[0][2*i]), -float64(first[0][2*i+1]))
		}
		return math.Abs(cmplx.Phase(sum))
	}
	if d := turned(false); d < 0.2 {
		t.Errorf("in ten minutes the arms drift by %.3f rad only", d)
	}
	frames := b.Report.Frames
	if d := turned(true); d > 0.01 {
		t.Errorf("followed, the phase still drifts by %.3f rad", d)
	}
	if n := b.Report.Frames - frames; n != (1+2+4)*4 { // three steps, and a frame for the amplitude
		t.Errorf("three loads in two calls take %d frames", n)
	}
}

// The length of the way between both panels is found, also in light that is not even, and where what the panel's dark levels do to the phase is
// known a little wrong, and behind it light is that of a bench that has none; where there is none, none is found.
func TestMeasureAxial(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	s := small(0.01)
	for _, k := range [][3]float64{{-1e-3, 1, 0}, {6e-4, 1, 0.2}, {-1e-3, 0.5, 0}, {0, 0.5, 0.2}} {
		z, f := k[0], Ideal()
		f.Edge = k[1]
		b := with(t, s, f, func(tr *Truth) { tr.Panels[1].Pose.Z = z })
		if err := b.MeasureAxial(ctx); err == nil {
			t.Error("the way between the panels is found before the symmetry")
		}
		_, _, err := b.MeasureSymmetry(ctx, 44, 20)
		check(t, err)
		known := b.Mounts[0].Curve
		b.Mounts[0].Curve.States = slices.Clone(known.States)
		for i := range b.Mounts[0].Curve.States {
			b.Mounts[0].Curve.States[i].Phase += k[2] * (1 - b.Mounts[0].Curve.States[i].Amplitude)
		}
		if f.Edge == 1 {
			b.Mounts[0].Flat = nil
		}
		check(t, b.MeasureAxial(ctx))
		b.Mounts[0].Curve = known
		got := b.Mounts[0].Axial
		if z == 0 {
			if got != 0 {
				t.Errorf("no way is found to be %.3g m", got)
			}
			continue
		}
		if math.Abs(got-z) > 1e-4 {
			t.Errorf("a way of %.3g m is found to be %.3g m", z, got)
		}
		// Places that are dim between bright ones, as an error is.
		l := load(s, func(x, y float64) complex128 {
			return beam(1.5e-4)(x, y) * cmplx.Rect(0.6+0.4*math.Cos(x/1.5e-5)*math.Cos(y/2e-5), math.Sin(x/4e-5))
		})
		straight := with(t, s, f, func(tr *Truth) {
			for c := range tr.Cameras {
				tr.Cameras[c].Pose.Z = -z // as far from the phase panel
			}
		})
		straight.Mounts[0].Flat = b.Mounts[0].Flat
		want, err := TrueField(ctx, straight, l, 0)
		check(t, err)
		far := func() float64 {
			u, err := TrueField(ctx, b, l, 0)
			check(t, err)
			return off(turned(u, want), want)
		}
		after := far()
		b.Mounts[0].Axial = 0
		before := far()
		t.Logf("%.3g m found as %.3g m: light is %.3g off, and %.3g before", z, got, after, before)
		if after > before/3 {
			t.Errorf("with the way of %.3g m taken off light is %.3g off, and %.3g before", z, after, before)
		}
	}
}

// counted counts fields by how they are measured.
type counted struct {
	only
	whole, modulated int
}

func (c *counted) Field(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	c.whole += len(loads)
	return c.FieldPlant.Field(ctx, loads)
}

func (c *counted) Modulated(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	c.modulated += len(loads)
	return c.FieldPlant.(*rig.Bench).Modulated(ctx, loads)
}

// From mask to mask the modulated light is handed on, and behind the last all of it is measured: by both forms of the method.
func TestHands(t *testing.T) {
	s, dev := small(0.02), cpu.Open(2)
	p := &counted{only: only{open(t, s, Ideal())}}
	masks := masksOf(t, dev, side, 3)
	_, err := ffm(p, dev, masks).Gradient(shapes(side), []int32{0, 1}, 1)
	check(t, err)
	if p.whole != 2 || p.modulated != 4+6 {
		t.Errorf("of two pictures through three masks %d fields are whole and %d modulated", p.whole, p.modulated)
	}
}
