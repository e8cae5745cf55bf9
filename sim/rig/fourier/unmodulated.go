package fourier

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/plant"
	"talbot/sim/rig"
)

// MeasureUnmodulated finds the light that the phase panel does not change: with the same level everywhere what it changes comes to the same
// place, and where phases of levels go round, the light there is
//
//	|exp(i phase) + U|^2 = 1 + |U|^2 + 2 Re U cos phase + 2 Im U sin phase
//
// times what no level changes: brightest where both are of one phase. A mask that knows of it has less light in its middle, by so much.
func (b *Bench) MeasureUnmodulated(ctx context.Context) error {
	g, states := b.Design.Plane, b.Mounts[1].Curve.States
	var loads []plant.Load
	var rows [][]float64
	for p := range probed + 1 {
		k := p * (len(states) - 1) / probed
		levels := make([]uint16, g.Len())
		for i := range levels {
			levels[i] = uint16(k)
		}
		s, c := math.Sincos(states[k].Phase)
		loads, rows = append(loads, b.spot(0, 0, hole, levels)), append(rows, []float64{1, c, s})
	}
	if err := b.fit(ctx, loads); err != nil {
		return err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return err
	}
	// Aberrations, which are not corrected here, spread both alike, so that any part of the light tells; beside the spot there is noise, whose
	// mean is not 0 as no pixel counts less than nothing.
	seen := b.middles(frames)
	a, ok := rig.LeastSquares(rows, seen)
	if !ok || !(a[0] > 0) {
		return rig.ErrUncalibrated
	}
	// The depth is 2|U|/(1 + |U|^2), of which what is less than that of the changed light is the answer.
	depth := min(math.Hypot(a[1], a[2])/a[0], 1)
	size := depth / (1 + math.Sqrt(1-depth*depth))
	b.Unmodulated = cmplx.Rect(size, math.Atan2(a[2], a[1]))
	clear(b.levels)
	clear(b.exposed)
	return nil
}
