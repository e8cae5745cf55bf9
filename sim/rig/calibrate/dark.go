package calibrate

import (
	"context"
	"math"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// darks is how many frames a dark frame is the mean of, and those that verify it.
const darks = 32

// dark takes what cameras count without light, at the exposure that they have. Whoever calls it has blocked the light of both arms:
// that light comes all the same is seen by counts that grow with the exposure.
func dark(ctx context.Context, b *rig.Bench, r *Result) error {
	for c, e := range eyes(b) {
		if err := blocked(ctx, b, e); err != nil {
			return err
		}
		was := slices.Clone(e.Dark)
		if was == nil {
			was = make([]float32, e.Camera.Info().Grid.Len())
			for i := range was {
				was[i] = float32(e.Camera.Info().Offset)
			}
		}
		var err error
		if e.Dark, err = mean(ctx, e.Camera, darks); err != nil {
			return err
		}
		again, err := mean(ctx, e.Camera, darks)
		if err != nil {
			return err
		}
		r.Verified = append(r.Verified, Test{Name: eyeNames[c], Before: far(b, e, was, again), After: far(b, e, e.Dark, again), Unit: "counts rms"})
	}
	return nil
}

// mean is the mean of frames.
func mean(ctx context.Context, c rig.Camera, n int) ([]float32, error) {
	sum := make([]float64, c.Info().Grid.Len())
	for range n {
		f, err := grab(ctx, c)
		if err != nil {
			return nil, err
		}
		for i, v := range f.Counts {
			sum[i] += float64(v)
		}
	}
	out := make([]float32, len(sum))
	for i, v := range sum {
		out[i] = float32(v / float64(n))
	}
	return out, nil
}

// far is how far counts are from others where the plane is, root mean square.
func far(b *rig.Bench, e *rig.Eye, u, v []float32) float64 {
	g, nx, sum := b.Design.Plane, e.Camera.Info().Grid.Nx, 0.0
	for k := range g.Len() {
		at := (k/g.Nx+e.Y)*nx + k%g.Nx + e.X
		sum += math.Pow(float64(u[at])-float64(v[at]), 2) / float64(g.Len())
	}
	return math.Sqrt(sum)
}

// blocked looks whether a camera gets light: an exposure a quarter as long counts less then.
func blocked(ctx context.Context, b *rig.Bench, e *rig.Eye) (err error) {
	f, err := grab(ctx, e.Camera)
	if err != nil {
		return err
	}
	long, exposure := median(above(b, e, f)), f.Exposure
	info := e.Camera.Info()
	defer back(ctx, e, exposure, &err)
	if _, err := e.Camera.Configure(ctx, rig.CameraConfig{Exposure: math.Max(exposure/4, info.MinExposure)}); err != nil {
		return err
	}
	if f, err = grab(ctx, e.Camera); err != nil {
		return err
	}
	most, err := top(e)
	if err != nil {
		return err
	}
	if grown := long - median(above(b, e, f)); grown > 0.003*most {
		return errs.New("calibrate: camera ", info.Name, " counts ", round(grown, 1), " more in an exposure four times as long, and so it gets light: block the light of all arms for a dark frame")
	}
	return nil
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
