// Package rigtest is what every panel, camera and bench must do, real or simulated: a test of a
// driver runs it.
package rigtest

import (
	"context"
	"errors"
	"testing"

	"talbot/sim/plant"
	"talbot/sim/rig"
)

// SLM runs the suite on a panel that open makes anew each time.
func SLM(t *testing.T, open func() rig.SLM) {
	ctx := context.Background()
	s := open()
	i := s.Info()
	if i.Name == "" || i.Levels < 2 || !(i.Refresh > 0) || !(i.Latency >= 0) || !(i.Settle >= 0) {
		t.Errorf("the panel says of itself %+v", i)
	}
	if err := i.Grid.Check(); err != nil {
		t.Fatal(err)
	}
	picture := make([]uint16, i.Grid.Len())
	first, err := s.Show(ctx, picture)
	check(t, err)
	picture[0] = uint16(i.Levels - 1)
	second, err := s.Show(ctx, picture)
	check(t, err)
	if second.Seq != first.Seq+1 || second.Time < first.Time {
		t.Errorf("picture %d at %v is followed by %d at %v", first.Seq, first.Time, second.Seq, second.Time)
	}
	if _, err := s.Show(ctx, picture[1:]); err == nil {
		t.Error("a picture with a pixel too few is shown")
	}
	picture[1] = uint16(i.Levels)
	if _, err := s.Show(ctx, picture); err == nil {
		t.Errorf("level %d of %d is shown", i.Levels, i.Levels)
	}
	picture[1] = 0
	third, err := s.Show(ctx, picture)
	check(t, err)
	if third.Seq != second.Seq+1 {
		t.Errorf("pictures that were refused are counted: %d behind %d", third.Seq, second.Seq)
	}
	if _, err := s.Show(ended(), picture); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended gives %v", err)
	}
	check(t, s.Close())
	check(t, s.Close())
	if _, err := s.Show(ctx, picture); !errors.Is(err, rig.ErrClosed) {
		t.Errorf("a closed panel gives %v", err)
	}
}

// Camera runs the suite on a camera that open makes anew each time. It may lose frames.
func Camera(t *testing.T, open func() rig.Camera) {
	ctx := context.Background()
	c := open()
	i := c.Info()
	if i.Name == "" || i.Bits < 0 || !(i.MinExposure > 0) || !(i.MaxExposure >= i.MinExposure) || !(i.Readout >= 0) {
		t.Errorf("the camera says of itself %+v", i)
	}
	check(t, i.Grid.Check())
	var f rig.Frame
	if err := c.Grab(ctx, &f); err == nil {
		t.Error("a camera that has not been started gives a frame")
	}
	for _, bad := range []float64{i.MinExposure / 2, 2 * i.MaxExposure, -1} {
		if _, err := c.Configure(ctx, rig.CameraConfig{Exposure: bad}); err == nil {
			t.Errorf("an exposure of %g s, outside %g to %g, is accepted", bad, i.MinExposure, i.MaxExposure)
		}
	}
	got, err := c.Configure(ctx, rig.CameraConfig{Exposure: i.MinExposure})
	check(t, err)
	if e := got.Exposure; e < i.MinExposure || e > 1.5*i.MinExposure {
		t.Errorf("asked for an exposure of %g s the camera takes %g s", i.MinExposure, e)
	}
	check(t, c.Start(ctx))
	check(t, c.Flush(ctx))
	last := rig.Frame{}
	for k := range 5 {
		f := rig.Frame{Counts: make([]float32, 1)}
		if err := c.Grab(ctx, &f); errors.Is(err, rig.ErrTimeout) {
			continue
		} else {
			check(t, err)
		}
		if len(f.Counts) != i.Grid.Len() || f.Exposure != got.Exposure {
			t.Errorf("a frame has %d counts, exposed for %g s", len(f.Counts), f.Exposure)
		}
		saturated := 0
		for _, v := range f.Counts {
			if !(v >= 0) && f.Status == rig.Complete {
				t.Fatalf("a count is %g", v)
			}
			if i.Bits > 0 && v != float32(int(v)) {
				t.Fatalf("a camera of %d bits counts %g", i.Bits, v)
			}
			if i.Bits > 0 && v >= float32(int(1)<<i.Bits-1) {
				saturated++
			}
		}
		if i.Bits > 0 && f.Status == rig.Complete && saturated != f.Saturated {
			t.Errorf("%d pixels are saturated, and the frame says %d", saturated, f.Saturated)
		}
		if k > 0 && last.ID > 0 && (f.ID < last.ID || f.Time < last.Time) {
			t.Errorf("frame %d of %g s comes behind frame %d of %g s", f.ID, f.Time, last.ID, last.Time)
		}
		last = f
	}
	if err := c.Grab(ended(), &f); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended gives %v", err)
	}
	check(t, c.Close())
	check(t, c.Close())
	if err := c.Grab(ctx, &f); !errors.Is(err, rig.ErrClosed) {
		t.Errorf("a closed camera gives %v", err)
	}
}

// Bench runs the suite on a bench whose loads bright and dark should differ in their light.
func Bench(t *testing.T, b *rig.Bench, bright, dark plant.Load) {
	ctx := context.Background()
	check(t, b.Check())
	g := b.Camera()
	for i, p := range b.Panels() {
		if p.Name == "" || p.Curve.Levels() < 2 || p.Grid != g {
			t.Errorf("panel %d is %q with %d levels, and loads of %v on a plane of %v", i, p.Name, p.Curve.Levels(), p.Grid, g)
		}
	}
	before := b.Report
	all, err := b.Intensity(ctx, []plant.Load{bright, dark, bright})
	check(t, err)
	if len(all) != 3 || len(all[0]) != g.Len() {
		t.Fatalf("three loads give %d frames", len(all))
	}
	var sum [3]float64
	for i, v := range all {
		for _, x := range v {
			if !(x >= 0) {
				t.Fatalf("an intensity is %g", x)
			}
			sum[i] += float64(x)
		}
	}
	if !(sum[0] > 2*sum[1]) || !(sum[2] > 2*sum[1]) {
		t.Errorf("bright, dark and bright again measure %.4g, %.4g and %.4g", sum[0], sum[1], sum[2])
	}
	if r := b.Report; r.Shots != before.Shots+3 || r.Frames < before.Frames+3 {
		t.Errorf("the report goes from %+v to %+v for three loads", before, r)
	}
	for what, bad := range map[string]plant.Load{"no panel": nil, "a pixel too few": append(plant.Load{bright[0][1:]}, bright[1:]...)} {
		if _, err := b.Intensity(ctx, []plant.Load{bad}); err == nil {
			t.Errorf("a load with %s is measured", what)
		}
	}
	high := append(plant.Load{append([]uint16(nil), bright[0]...)}, bright[1:]...)
	high[0][0] = uint16(b.Panels()[0].Curve.Levels())
	if _, err := b.Intensity(ctx, []plant.Load{high}); err == nil {
		t.Error("a load with a level that the panel does not have is measured")
	}
	if _, err := b.Intensity(ended(), []plant.Load{bright}); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended gives %v", err)
	}
	none, err := b.Intensity(ctx, nil)
	if check(t, err); len(none) != 0 {
		t.Errorf("no loads give %d frames", len(none))
	}
}

func ended() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
