package fourier

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Steps is how many steps Calibrate has.
const Steps = 10

// Calibrate finds out all that Read needs, by frames alone. Each step is said before it begins, unless said is nil.
func (b *Bench) Calibrate(ctx context.Context, said func(what string)) error {
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{{"hot pixels", b.MeasureHot}, {"aberrations", func(ctx context.Context) error { return b.MeasureAberrations(ctx, true) }}, {"curve and cross-talk of the phase panel", b.MeasurePhases}, {"curve of the amplitude panel", b.MeasureAmplitudes}, {"unmodulated light", b.MeasureUnmodulated}, {"fringing", b.MeasureFringing},
		{"aberrations, once more", func(ctx context.Context) error { return b.MeasureAberrations(ctx, false) }}, {"middle of the light", b.MeasureCentre}, {"places", b.MeasurePlaces}, {"cross-talk, tried", func(ctx context.Context) error { _, err := b.TryCrossTalk(ctx); return err }}} {
		if said != nil {
			said(step.what)
		}
		if err := step.do(ctx); err != nil {
			return errs.New("fourier: ", step.what, ": ", err)
		}
	}
	return nil
}

// hole is the half side of the square by which a place is shown; aberrations are told by the light of one sample.
const hole = 2

// spot shows a square of a half side at (x, y) samples from the axis, with phases on the phase panel.
func (b *Bench) spot(x, y, hole int, phases []uint16) plant.Load {
	g := b.Design.Plane
	l := b.load(0, nil, phases)
	for j := -hole; j <= hole; j++ {
		for i := -hole; i <= hole; i++ {
			l[0][(g.Ny/2+y+j)*g.Nx+g.Nx/2+x+i] = b.light(1)
		}
	}
	return l
}

// each hands on what is above a fiftieth of the height of a spot in a window.
func each(f []float32, nx, ny, cx, cy, reach int, do func(x, y int, v float64)) {
	top := float32(0)
	x0, x1, y0, y1 := max(cx-reach, 0), min(cx+reach+1, nx), max(cy-reach, 0), min(cy+reach+1, ny)
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			top = max(top, f[y*nx+x])
		}
	}
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			if v := f[y*nx+x] - top/50; v > 0 {
				do(x, y, float64(v))
			}
		}
	}
}

// centre is the middle of a spot that is looked for around (cx, cy).
func centre(f []float32, nx, ny, cx, cy, reach int) (x, y float64, ok bool) {
	x, y = float64(cx), float64(cy)
	for range 5 {
		sum, sx, sy := 0.0, 0.0, 0.0
		each(f, nx, ny, int(math.Round(x)), int(math.Round(y)), reach, func(i, j int, v float64) {
			sum += v
			sx += v * float64(i)
			sy += v * float64(j)
		})
		if !(sum > 0) {
			return 0, 0, false
		}
		x, y = sx/sum, sy/sum
		reach = max(4, reach*2/3)
	}
	return x, y, true
}

// MeasurePlaces finds where the camera sees each place of the input, by spots, and has the phase panel move the image by what the
// middle is off: between the camera's pixels light cannot be told from that beside.
func (b *Bench) MeasurePlaces(ctx context.Context) error {
	g := b.Design.Plane
	for range 2 {
		if err := b.places(ctx); err != nil {
			return err
		}
		x, y := b.Place.At(0, 0)
		b.move(x/g.Dx, y/g.Dy)
	}
	return b.places(ctx)
}

// places finds where the camera sees each place of the input.
func (b *Bench) places(ctx context.Context) error {
	g := b.Design.Plane
	aside := b.aside()
	b.move(-float64(aside), -float64(aside))
	phases := b.shown(g.Nx, func(int) float64 { return 0 })
	b.move(float64(aside), float64(aside))
	var loads []plant.Load
	var at, seen [][2]float64
	for j := -2; j <= 2; j++ {
		for i := -2; i <= 2; i++ {
			x, y := i*(b.Stop/2-2*hole)/2, j*(b.Stop/2-2*hole)/2
			loads, at = append(loads, b.spot(x, y, hole, phases)), append(at, [2]float64{float64(x) * g.Dx, float64(y) * g.Dy})
		}
	}
	if err := b.fit(ctx, loads[12:13]); err != nil {
		return err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return err
	}
	for k, f := range frames {
		x, y, ok := centre(f, g.Nx, g.Ny, g.Nx/2+aside-int(math.Round(at[k][0]/g.Dx)), g.Ny/2+aside-int(math.Round(at[k][1]/g.Dy)), max(6, min(g.Nx/24, b.Stop/8)))
		if !ok {
			return errs.New("spot ", k+1, " of ", len(frames), " is not seen: ", rig.ErrUncalibrated)
		}
		seen = append(seen, [2]float64{(x - float64(g.Nx/2+aside)) * g.Dx, (y - float64(g.Ny/2+aside)) * g.Dy})
	}
	b.Place, err = rig.FitHomography(at, seen)
	return err
}
