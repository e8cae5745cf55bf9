package fourier

import (
	"context"
	"math"

	"talbot/sim/modulator"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// probed is how many levels of a panel are looked at.
const probed = 24

// MeasurePhases finds range and bend of the phase panel's curve: a board of large squares, of level 0 and of another one in
// turn, leaves the spot in the middle |1 + exp(i phase)|^2/4 of its light.
func (b *Bench) MeasurePhases(ctx context.Context) error {
	g, m := b.Design.Plane, &b.Mounts[1]
	square := max(2, g.Nx/26) // the orders of the board lie 13 samples along both axes
	top := m.Curve.Levels() - 1
	// What corrects aberrations has other levels, from which a step is another phase: without it the spot is larger, and as the
	// light in a window is, whatever its shape, an offset and a share of that law, the fit is the same.
	corrects := b.Correction
	b.Correction = make([]float32, g.Len())
	defer func() { b.Correction = corrects }()
	zero := b.shown(g.Nx, func(int) float64 { return 0 })
	var loads []plant.Load
	var at []float64
	for p := range probed + 1 {
		k := p * top / probed
		levels := append([]uint16(nil), zero...)
		for i := range levels {
			if (i%g.Nx/square+i/g.Nx/square)%2 == 1 {
				levels[i] = uint16(k)
			}
		}
		loads, at = append(loads, b.spot(0, 0, hole, levels)), append(at, float64(k)/float64(top+1))
	}
	if err := b.fit(ctx, loads[:1]); err != nil {
		return err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return err
	}
	seen := b.middles(frames)
	span, bend, ok := fitCurve(at, seen, func(x, span, bend float64) float64 {
		c := math.Cos(math.Pi * span * math.Pow(x, bend))
		return c * c
	})
	if !ok {
		return rig.ErrUncalibrated
	}
	c := modulator.Curve{Name: m.Curve.Name}
	for k, s := range m.Curve.States {
		s.Phase = 2 * math.Pi * span * math.Pow(float64(k)/float64(top+1), bend)
		c.States = append(c.States, s)
	}
	m.Curve = c
	b.curves()
	return nil
}

// MeasureAmplitudes finds the bend of the amplitude panel's curve, by the light of a square.
func (b *Bench) MeasureAmplitudes(ctx context.Context) error {
	half := min(10, b.Stop/2)
	g, m := b.Design.Plane, &b.Mounts[0]
	phases := b.shown(g.Nx, func(int) float64 { return 0 })
	top := m.Curve.Levels() - 1
	var loads []plant.Load
	var at []float64
	for p := range probed + 1 {
		k := p * top / probed
		l := b.load(0, nil, phases)
		for y := -half; y < half; y++ {
			for x := -half; x < half; x++ {
				l[0][(g.Ny/2+y)*g.Nx+g.Nx/2+x] = uint16(k)
			}
		}
		loads, at = append(loads, l), append(at, float64(k)/float64(top))
	}
	if err := b.fit(ctx, loads[probed:]); err != nil {
		return err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return err
	}
	_, bend, ok := fitCurve(at, b.middles(frames), func(x, _, bend float64) float64 { return math.Pow(x, 2*bend) })
	if !ok {
		return rig.ErrUncalibrated
	}
	c := modulator.Curve{Name: m.Curve.Name}
	for k, s := range m.Curve.States {
		s.Amplitude = math.Pow(float64(k)/float64(top), bend)
		c.States = append(c.States, s)
	}
	m.Curve = c
	b.curves()
	return nil
}

// middles is the light around the middle of each frame.
func (b *Bench) middles(frames [][]float32) (all []float64) {
	g := b.Design.Plane
	for _, f := range frames {
		sum := 0.0
		for y := -5; y <= 5; y++ {
			for x := -5; x <= 5; x++ {
				sum += float64(f[(g.Ny/2+y)*g.Nx+g.Nx/2+x])
			}
		}
		all = append(all, sum)
	}
	return all
}

// fitCurve finds span and bend with which a f(x) + b comes nearest to y, by least squares for a and b.
func fitCurve(x, y []float64, f func(x, span, bend float64) float64) (span, bend float64, ok bool) {
	least := math.Inf(1)
	for i := range 91 {
		for j := range 121 {
			s, e := 0.6+0.01*float64(i), 0.6+0.01*float64(j)
			var n, sf, sy, sff, sfy float64
			for k := range x {
				v := f(x[k], s, e)
				n++
				sf += v
				sy += y[k]
				sff += v * v
				sfy += v * y[k]
			}
			det := n*sff - sf*sf
			if det <= 0 {
				continue
			}
			a := (n*sfy - sf*sy) / det
			c, left := (sy-a*sf)/n, 0.0
			for k := range x {
				d := a*f(x[k], s, e) + c - y[k]
				left += d * d
			}
			if left < least && a > 0 {
				least, span, bend, ok = left, s, e, true
			}
		}
	}
	return span, bend, ok
}
