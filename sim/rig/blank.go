package rig

import (
	"context"
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/plant"
)

// Expected is the field of the load Blank on the camera of a bench without faults: the plane's even light
// after the designed way, computed in a window with so many samples of darkness around.
func (b *Bench) Expected(dev compute.Device, padding int) ([]float32, error) {
	f := optics.Profile(func(x, y float64) complex128 { return 1 }).Field(b.Design.Plane, b.Design.Wavelength)
	for _, z := range b.Design.Gaps {
		if z == 0 {
			continue
		}
		r, err := optics.Space{In: b.Design.Plane, Wavelength: b.Design.Wavelength, Z: z}.AngularSpectrum(optics.Window{PadX: padding, PadY: padding, BandLimit: true})
		if err != nil {
			return nil, err
		}
		if f, err = r.Propagate(dev, f); err != nil {
			return nil, err
		}
	}
	return f.U, nil
}

// MeasureBlank measures the field of the load Blank and keeps as the reference beam's phase what it has
// less than expected, smoothed over squares of so many pixels. Done again it takes off what has drifted
// since (Xue et al., Nature 632, 280 (2024), do it before each batch).
//
// What the panels do to an even wave goes into that phase too: where it is smooth over
// the way's diffraction that is right, and else it is as if the reference beam had it. MeasureSymmetry tells both
// apart; behind it nothing need be expected, and MeasureBlank takes off what the blank wave has drifted since.
func (b *Bench) MeasureBlank(ctx context.Context, expected []float32, square int) error {
	g := b.Design.Plane
	still := b.Reference.Still
	if still != nil {
		expected = b.Reference.Blank
	}
	if len(expected) != 2*g.Len() || square < 1 {
		return errs.New("rig: the blank wave wants a field of ", g.String(), " and squares of 1 pixel or more, not ", len(expected)/2, " samples and ", square)
	}
	u, err := b.blank(ctx)
	if err != nil {
		return err
	}
	inParts(g.Len(), func(from, to int) {
		for i := from; i < to; i++ {
			re, im, er, ei := u[2*i], u[2*i+1], expected[2*i], expected[2*i+1]
			u[2*i], u[2*i+1] = er*re+ei*im, ei*re-er*im // expected conj(measured)
		}
	})
	smooth(u, g, square)
	phase := make([]float32, g.Len())
	inParts(len(phase), func(from, to int) {
		for i := from; i < to; i++ {
			phase[i] = float32(math.Atan2(float64(u[2*i+1]), float64(u[2*i])))
			if still != nil {
				phase[i] += still[i]
			}
		}
	})
	b.Reference.Phase = phase
	return nil
}

// blank is the field of the load Blank with the reference beam's phase.
func (b *Bench) blank(ctx context.Context) ([]float32, error) {
	one := *b
	one.Reference.Phase = nil // and so it is not followed
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	if u, ok, err := b.watch(watchBlank).watched(ctx, &one, plant.Whole, func() (plant.Load, error) { return b.Blank(), nil }); ok || err != nil {
		return u, err
	}
	all, err := one.Field(ctx, []plant.Load{b.Blank()})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// smooth is the sum over a square around each sample, as far as it is on the plane, by running sums.
func smooth(u []float32, g optics.Grid, square int) {
	// Lines of n samples that are step apart, from the first of which others begin one, or next, further on: some at a time, as their
	// samples lie together.
	lines := func(count, next, n, step, together int) {
		inParts((count+together-1)/together, func(from, to int) {
			sums := make([][2]float64, (n+1)*together)
			for first := from * together; first < min(to*together, count); first += together {
				wide := min(together, count-first)
				for k := range n {
					for l := range wide {
						at, sum := 2*((first+l)*next+k*step), sums[k*together+l]
						sums[(k+1)*together+l] = [2]float64{sum[0] + float64(u[at]), sum[1] + float64(u[at+1])}
					}
				}
				for k := range n {
					low, high := max(k-square/2, 0)*together, min(k-square/2+square, n)*together
					for l := range wide {
						at, a, b := 2*((first+l)*next+k*step), sums[high+l], sums[low+l]
						u[at], u[at+1] = float32(a[0]-b[0]), float32(a[1]-b[1])
					}
				}
			}
		})
	}
	lines(g.Ny, g.Nx, g.Nx, 1, 1)
	lines(g.Nx, 1, g.Ny, g.Nx, 8)
}

// Illumination is the amplitude of the light on squares of the first panel, [cells][cells] from the top left, of
// root mean square 1: the root of the power that a camera gets through one open square at a time. The phase panel
// shows 0 and then pi there, and the mean of both has no interference with light that is not modulated; and
// a slope that sends the square's light to the middle of the camera, so that squares at the edge lose no more than others.
func (b *Bench) Illumination(ctx context.Context, cells int) ([]float32, error) {
	z, holes, err := b.way()
	if err != nil {
		return nil, err
	}
	g, phases := b.Design.Plane, LevelsOf(b.Mounts[b.Stepper].Curve)
	if cells < 1 || g.Nx%cells != 0 || g.Ny%cells != 0 {
		return nil, errs.New("rig: ", cells, " squares do not divide a plane of ", g.String())
	}
	shut, open := b.amplitude(holes, 0), b.amplitude(holes, 1)
	dark := b.Blank()
	for i := range dark[holes] {
		dark[holes][i] = shut
	}
	loads := []plant.Load{dark}
	for c := range cells * cells {
		for _, phase := range []float64{0, math.Pi} {
			l := append(plant.Load(nil), dark...)
			l[holes] = append([]uint16(nil), dark[holes]...)
			l[b.Stepper] = append([]uint16(nil), dark[b.Stepper]...)
			cx, cy := g.X(c%cells*(g.Nx/cells)+g.Nx/cells/2), g.Y(c/cells*(g.Ny/cells)+g.Ny/cells/2)
			for y := c / cells * (g.Ny / cells); y < (c/cells+1)*(g.Ny/cells); y++ {
				for x := c % cells * (g.Nx / cells); x < (c%cells+1)*(g.Nx/cells); x++ {
					slope := 0.0
					if z > 0 {
						slope = -2 * math.Pi / (b.Design.Wavelength * z) * (cx*(g.X(x)-cx) + cy*(g.Y(y)-cy))
					}
					l[holes][y*g.Nx+x], l[b.Stepper][y*g.Nx+x] = open, phases.Nearest(phase+slope)
				}
			}
			loads = append(loads, l)
		}
	}
	var power []float64
	err = b.looks(ctx, loads, 0, func(v []float32) error {
		sum := 0.0
		for _, p := range v {
			sum += float64(p)
		}
		power = append(power, sum)
		return nil
	})
	if err != nil {
		return nil, err
	}
	out, mean := make([]float32, cells*cells), 0.0
	for c := range out {
		p := math.Max(0, (power[1+2*c]+power[2+2*c])/2-power[0])
		out[c] = float32(math.Sqrt(p))
		mean += p / float64(len(out))
	}
	if !(mean > 0) {
		return nil, errs.New("rig: no light comes through the open squares: ", ErrUncalibrated)
	}
	for c := range out {
		out[c] /= float32(math.Sqrt(mean))
	}
	return out, nil
}
