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

// MeasureAmplitudes finds the bend of the amplitude panel's curve, and the light that it lets through against the rest, by the light of a square.
func (b *Bench) MeasureAmplitudes(ctx context.Context) error {
	half := min(10, b.Stop/2)
	g, m := b.Design.Plane, &b.Mounts[0]
	phases := b.shown(g.Nx, func(int) float64 { return 0 })
	top := m.Curve.Levels() - 1
	const times = 3 // the light is not the same from frame to frame
	var loads []plant.Load
	var at []float64
	for p := range times * (probed + 1) {
		k := p / times * top / probed
		l := b.load(0, nil, phases)
		for y := -half; y < half; y++ {
			for x := -half; x < half; x++ {
				l[0][(g.Ny/2+y)*g.Nx+g.Nx/2+x] = uint16(k)
			}
		}
		loads, at = append(loads, l), append(at, float64(k)/float64(top))
	}
	if err := b.fit(ctx, loads[times*probed:]); err != nil {
		return err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return err
	}
	// |a + L|^2 = a^2 + 2 Re L a + |L|^2, where Re L is at most |L|, which the darkest level tells: without that bound a power of the
	// level stands for its square as well.
	seen := b.middles(frames)
	darkest, brightest := mean(seen[:times]), mean(seen[times*probed:])
	if !(brightest > 0) {
		return rig.ErrUncalibrated
	}
	most := min(0.5, math.Sqrt(max(0, darkest)/brightest))
	part := func(span float64) float64 { return most * max(-1, min(1, (span-1.05)/0.45)) }
	span, bend, ok := fitCurve(at, seen, func(x, span, bend float64) []float64 {
		a := math.Pow(x, bend)
		return []float64{a*a + 2*part(span)*a}
	})
	if !ok {
		return rig.ErrUncalibrated
	}
	// Light in phase with what the panel lets through cannot be made up for where it is to be dark, and elsewhere alone that would do harm.
	b.Leak = min(0, part(span))
	c := modulator.Curve{Name: m.Curve.Name}
	for k, s := range m.Curve.States {
		s.Amplitude = math.Pow(float64(k)/float64(top), bend)
		c.States = append(c.States, s)
	}
	m.Curve = c
	b.curves()
	return nil
}

func mean(v []float64) (sum float64) {
	for _, x := range v {
		sum += x / float64(len(v))
	}
	return sum
}

// middles is the light around the middle of each frame.
func (b *Bench) middles(frames [][]float32) (all []float64) {
	g := b.Design.Plane
	for _, f := range frames {
		all = append(all, b.within(f, float64(g.Nx/2), float64(g.Ny/2)))
	}
	return all
}

// fitCurve finds span and bend with which some multiples of what f gives, and a constant, come nearest to y, the first of them above 0.
func fitCurve(x, y []float64, f func(x, span, bend float64) []float64) (span, bend float64, ok bool) {
	span, bend = 1.05, 1.2
	for _, step := range []float64{0.01, 0.001} {
		least, s0, e0 := math.Inf(1), span, bend
		for i := -45; i <= 45; i++ {
			for j := -60; j <= 60; j++ {
				s, e := s0+step*float64(i), e0+step*float64(j)
				if left, rises := leftOver(x, y, func(x float64) []float64 { return f(x, s, e) }); rises && left < least {
					least, span, bend, ok = left, s, e, true
				}
			}
		}
	}
	return span, bend, ok
}

// leftOver is what of y is no sum of a constant and multiples of what f gives, sum of squares, and whether the multiple of the first is above 0.
func leftOver(x, y []float64, f func(x float64) []float64) (left float64, rises bool) {
	rows := make([][]float64, len(x))
	for k, v := range x {
		rows[k] = append(f(v), 1)
	}
	a, ok := rig.LeastSquares(rows, y)
	if !ok {
		return 0, false
	}
	for k, row := range rows {
		d := y[k]
		for i, v := range row {
			d -= a[i] * v
		}
		left += d * d
	}
	return left, a[0] > 0
}
