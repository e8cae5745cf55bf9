package check

import (
	"context"
	"errors"
	"math"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// linearity exposes a bright load for times that halve, and compares the counts with a straight line.
func linearity(ctx context.Context, b *rig.Bench) (Line, error) {
	l := Line{Name: "linearity", Unit: "%", Most: 100 * MostBent}
	camera, info := b.Object.Camera, b.Object.Camera.Info()
	if _, err := show(ctx, b, 0); err != nil {
		return l, err
	}
	w := b.Wait
	for _, m := range b.Mounts {
		w = max(w, m.SLM.Info().Latency+m.SLM.Info().Settle)
	}
	if err := b.Clock.Sleep(ctx, w); err != nil {
		return l, err
	}
	var first rig.Frame
	if err := grab(ctx, camera, &first); err != nil {
		return l, soft(err)
	}
	top := first.Exposure
	defer camera.Configure(context.WithoutCancel(ctx), rig.CameraConfig{Exposure: top})
	// Half of what is set now as the longest, so that no pixel is full.
	var x, y []float64
	for k := range 5 {
		e := top / 2 / math.Pow(2, float64(k)/2)
		if e < info.MinExposure {
			break
		}
		got, err := camera.Configure(ctx, rig.CameraConfig{Exposure: e})
		if err != nil {
			return l, err
		}
		mean := 0.0
		for range 4 {
			var f rig.Frame
			if err := grab(ctx, camera, &f); err != nil {
				return l, soft(err)
			}
			if float64(f.Saturated) > 1e-3*float64(len(f.Counts)) {
				l.Text = errs.New("at ", got.Exposure, " s ", f.Saturated, " pixels are full: expose for a shorter time").Error()
				return l, nil
			}
			for _, v := range f.Counts {
				mean += float64(v) / float64(4*len(f.Counts))
			}
		}
		x, y = append(x, got.Exposure), append(y, mean)
	}
	if len(x) < 3 {
		l.Text = "the exposure is too short to be halved"
		return l, nil
	}
	// A straight line, with the dark as its beginning.
	var sx, sy, sxx, sxy float64
	n := float64(len(x))
	for i := range x {
		sx, sy, sxx, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], sxy+x[i]*y[i]
	}
	slope := (n*sxy - sx*sy) / (n*sxx - sx*sx)
	dark := (sy - slope*sx) / n
	worst := 0.0
	for i := range x {
		worst = math.Max(worst, math.Abs(y[i]-dark-slope*x[i]))
	}
	l.Value = 100 * worst / (slope * x[0])
	l.Good = slope > 0 && l.Value <= l.Most
	l.Text = errs.New("from a straight line, of its top, over exposures of ", round(1e3*x[len(x)-1]), " to ", round(1e3*x[0]), " ms; a dark pixel counts ", round(dark)).Error()
	return l, nil
}

// grab takes a frame, a lost one again.
func grab(ctx context.Context, c rig.Camera, f *rig.Frame) (err error) {
	if err := c.Flush(ctx); err != nil {
		return err
	}
	for range 3 {
		if err = c.Grab(ctx, f); !errors.Is(err, rig.ErrTimeout) {
			break
		}
	}
	return err
}

// registration finds out where the camera sees the plane, and how far spots are from there.
func registration(ctx context.Context, b *rig.Bench) (Line, error) {
	l := Line{Name: "registration", Unit: "px rms", Most: MostResidual}
	rms, err := b.Register(ctx, 0)
	if err != nil {
		l.Text = err.Error()
		return l, soft(err)
	}
	g := b.Design.Plane
	x, y := b.Object.Registration.At(0, 0)
	l.Value = rms / g.Dx
	l.Good = l.Value <= l.Most
	l.Text = errs.New("of 25 spots; the axis is seen ", round(x/g.Dx), ", ", round(y/g.Dy), " px from where it should be").Error()
	return l, nil
}

// lost is what all the tests before have lost.
func lost(_ context.Context, b *rig.Bench) (Line, error) {
	r := b.Report
	bad := r.Lost + r.Incomplete + r.Stale
	return Line{Name: "lost frames", Good: bad == 0, Value: float64(bad), Unit: errs.New("of ", r.Frames).Error(),
		Text: errs.New(r.Lost, " lost, ", r.Incomplete, " incomplete, ", r.Stale, " of another picture").Error()}, nil
}
