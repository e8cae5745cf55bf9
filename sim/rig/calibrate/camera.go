package calibrate

import (
	"context"
	"errors"
	"math"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// eyes are the bench's cameras, and their names in tests.
func eyes(b *rig.Bench) (all []*rig.Eye) {
	for _, e := range []*rig.Eye{&b.Object, &b.Reference} {
		if e.Camera != nil {
			all = append(all, e)
		}
	}
	return all
}

var eyeNames = [...]string{"camera of the light", "camera of the interference"}

// top is the largest count of a camera above its dark.
func top(e *rig.Eye) (float64, error) {
	i := e.Camera.Info()
	if i.Bits == 0 {
		return 0, errs.New("calibrate: camera ", i.Name, " does not say how far it counts")
	}
	dark := i.Offset
	if e.Dark != nil {
		v := make([]float64, len(e.Dark))
		for k, d := range e.Dark {
			v[k] = float64(d)
		}
		dark = median(v)
	}
	return float64(int(1)<<i.Bits-1) - dark, nil
}

// grab takes a whole frame as the light is, whatever a tag says; a lost or incomplete one again.
func grab(ctx context.Context, c rig.Camera) (*rig.Frame, error) {
	if err := c.Flush(ctx); err != nil {
		return nil, err
	}
	for range 10 {
		f := new(rig.Frame)
		if err := c.Grab(ctx, f); err == nil && f.Status == rig.Complete {
			return f, nil
		} else if err != nil && !errors.Is(err, rig.ErrTimeout) {
			return nil, err
		}
	}
	return nil, errs.New("calibrate: ten frames of camera ", c.Info().Name, " in a row were lost or incomplete: ", rig.ErrTimeout)
}

// above are a frame's counts above the dark, [Ny][Nx] of the plane.
func above(b *rig.Bench, e *rig.Eye, f *rig.Frame) []float64 {
	g, i := b.Design.Plane, e.Camera.Info()
	out := make([]float64, g.Len())
	for k := range out {
		at := (k/g.Nx+e.Y)*i.Grid.Nx + k%g.Nx + e.X
		dark := i.Offset
		if e.Dark != nil {
			dark = float64(e.Dark[at])
		}
		out[k] = float64(f.Counts[at]) - dark
	}
	return out
}

// lit is a load that gives a camera light whose brightness hardly changes from pixel to pixel: the Object's a soft-edged beam, the
// Reference's its own beam alone. The phase panel turns it, and sends it so many pixels aside.
func lit(b *rig.Bench, camera int, dx, dy, turn float64) plant.Load {
	l, g := b.Blank(), b.Design.Plane
	z := 0.0
	for i, gap := range b.Design.Gaps {
		if i >= b.Stepper {
			z += gap
		}
	}
	for p, m := range b.Mounts {
		amplitude, phase := m.SLM.Info().Kind == rig.Amplitude, p == b.Stepper && z > 0
		near := nearest(m)
		phases := rig.LevelsOf(m.Curve)
		for k := range l[p] {
			x, y := k%g.Nx, k/g.Nx
			if amplitude {
				a := edge(x, g.Nx) * edge(y, g.Ny)
				if camera == 1 {
					a = 0
				}
				l[p][k] = near(a)
			} else if phase {
				slope := -2 * math.Pi / (b.Design.Wavelength * z) * (dx*g.Dx*g.X(x) + dy*g.Dy*g.Y(y))
				l[p][k] = phases.Nearest(turn - slope)
			}
		}
	}
	return l
}

// edge is an amplitude that falls softly to 0 over the last third of n samples.
func edge(i, n int) float64 {
	d := float64(min(i, n-1-i)) / (float64(n) / 3)
	if d >= 1 {
		return 1
	}
	s := math.Sin(math.Pi / 2 * d)
	return s * s
}

// nearest finds the level of a panel whose amplitude is nearest.
func nearest(m rig.Mount) func(a float64) uint16 {
	return func(a float64) uint16 {
		best, least := 0, math.Inf(1)
		for i, s := range m.Curve.States {
			if d := math.Abs(s.Amplitude - a); d < least {
				best, least = i, d
			}
		}
		return uint16(best)
	}
}

// expose sets a camera so that the brightest pixels, all but one in a hundred, count a share of the top, and tells the exposure before and the
// one that is set.
func expose(ctx context.Context, b *rig.Bench, e *rig.Eye, share float64) (was, now float64, err error) {
	most, err := top(e)
	if err != nil {
		return 0, 0, err
	}
	info := e.Camera.Info()
	f, err := grab(ctx, e.Camera)
	if err != nil {
		return 0, 0, err
	}
	was, now = f.Exposure, f.Exposure
	brightest := func() float64 {
		v := above(b, e, f)
		slices.Sort(v)
		return v[len(v)*99/100] / most
	}
	var seen []float64
	for range 12 {
		bright := brightest()
		seen = append(seen, bright)
		by := share / math.Max(bright, share/8)
		if bright > 0.95 {
			by = 0.25 // full: nobody knows by how much
		}
		next := math.Max(info.MinExposure, math.Min(now*by, info.MaxExposure))
		if math.Abs(next/now-1) < 0.05 {
			return was, now, nil
		}
		k, err := e.Camera.Configure(ctx, rig.CameraConfig{Exposure: next})
		if err != nil {
			return was, now, err
		}
		now = k.Exposure
		if f, err = grab(ctx, e.Camera); err != nil {
			return was, now, err
		}
	}
	if bright := brightest(); bright > share/2 && bright < (1+share)/2 { // panels that flicker make it another each time
		return was, now, nil
	}
	last := seen[len(seen)-4:]
	return was, now, errs.New("calibrate: no exposure of camera ", info.Name, " makes the light ", share, " of what it can count: it changes from frame to frame, ",
		rounded(slices.Min(last)), " to ", rounded(slices.Max(last)), " in the last ", len(last), " at some ", errs.Float(math.Round(1e6*now)/1e6), " s; keep the light steady, or have panels that flicker exposed for longer by less light")
}

// back sets the exposure that a camera had.
func back(ctx context.Context, e *rig.Eye, exposure float64, err *error) {
	if exposure == 0 {
		return
	}
	if _, again := e.Camera.Configure(context.WithoutCancel(ctx), rig.CameraConfig{Exposure: exposure}); again != nil && *err == nil {
		*err = again
	}
}

// rounded is a share by two digits.
func rounded(v float64) string { return errs.Float(math.Round(100*v) / 100) }
