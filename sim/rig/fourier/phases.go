package fourier

import (
	"context"
	"math"

	"talbot/sim/modulator"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// MeasurePhases finds range and bend of the phase panel's curve, and which share c of its phase a pixel has from each of four neighbours. Gratings of two
// levels, whose lines lie along x, so that fringes do not count, send light to their first orders that goes with the phase p between the levels as
//
//	sin^2((1 - 3 c) p/2)   where every third row has the one level
//	sin^2((1 - 2 c) p/2)   where two of four have it
//	sin^2((1 - c) p/2)     where three of six have it, but for cos^2(c p/2)
//
// of which the first is compared with the last that lies beside the image of the stop. What no panel changes, and what a dark amplitude panel lets
// through, stays in the middle and does not interfere with them, as it would with light there. What corrects aberrations has other levels, so
// that it is not shown: the spots are larger, and their light follows the same law. The share is found within 0.0015 beside a typical bench's faults; beside
// bad ones 0.022 and 0.031 were found of 0.03 (360 samples a side, two seeds), and more of 128, where orders and the dark's image run into each other.
func (b *Bench) MeasurePhases(ctx context.Context) error {
	g, m := b.Design.Plane, &b.Mounts[1]
	top := m.Curve.Levels() - 1
	gratings, slows := [2][2]int{{3, 1}, {6, 3}}, 1.0
	if b.reach/6 < float64(b.Stop/2+near+1) {
		gratings[1], slows = [2]int{4, 2}, 2
	}
	// With each grating levels rise and fall again, so that pixels that come late do as little to both.
	loads := []plant.Load{b.spot(0, 0, hole, make([]uint16, g.Len()))}
	var at []float64
	for kind, rows := range gratings {
		for p := range 2 * repeated * probed {
			p %= 2 * probed
			k := min(p, 2*probed-p) * top / probed
			if kind == 0 {
				at = append(at, float64(k)/float64(top+1))
			}
			levels := make([]uint16, g.Len())
			for i := range levels {
				if i/g.Nx%rows[0] < rows[1] {
					levels[i] = uint16(k)
				}
			}
			loads = append(loads, b.spot(0, 0, hole, levels))
		}
	}
	if err := b.fit(ctx, loads[:1]); err != nil {
		return err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return err
	}
	x, y, ok := centre(frames[0], g.Nx, g.Ny, g.Nx/2, g.Ny/2, b.window())
	if !ok {
		return rig.ErrUncalibrated
	}
	var light [2][]float64
	for i, f := range frames[1:] {
		kind := i / len(at)
		away := b.reach / float64(gratings[kind][0])
		light[kind] = append(light[kind], b.within(f, x, y-away)+b.within(f, x, y+away))
	}
	law := func(x float64) []float64 { return []float64{-math.Cos(x)} }
	span, bend, seen := fitCurve(at, light[1], func(x, span, bend float64) []float64 { return law(2 * math.Pi * span * math.Pow(x, bend)) })
	told := make([]float64, len(at))
	for i, x := range at {
		told[i] = 2 * math.Pi * span * math.Pow(x, bend)
	}
	ratio, ok := stretch(told, light[0], law) // (1 - 3 c)/(1 - slows c)
	if !ok || !seen {
		return rig.ErrUncalibrated
	}
	b.CrossTalk = max(0, (1-ratio)/(3-slows*ratio))
	span /= 1 - slows*b.CrossTalk
	c := modulator.Curve{Name: m.Curve.Name}
	for k, s := range m.Curve.States {
		s.Phase = 2 * math.Pi * span * math.Pow(float64(k)/float64(top+1), bend)
		c.States = append(c.States, s)
	}
	m.Curve = c
	b.curves()
	return nil
}

// repeated is how often levels rise and fall: the light is not the same from frame to frame.
const repeated = 2

// near is the half side of the square in which a spot's light is looked for.
const near = 5

// within is the light of a frame around a place.
func (b *Bench) within(f []float32, x, y float64) (sum float64) {
	g := b.Design.Plane
	for j := int(math.Round(y)) - near; j <= int(math.Round(y))+near; j++ {
		for i := int(math.Round(x)) - near; i <= int(math.Round(x))+near; i++ {
			sum += float64(f[max(0, min(j, g.Ny-1))*g.Nx+max(0, min(i, g.Nx-1))])
		}
	}
	return sum
}

// stretch is by which factor x has to be stretched so that multiples of what f gives, and a constant, come nearest to y, the first of them above 0.
func stretch(x, y []float64, f func(x float64) []float64) (best float64, ok bool) {
	best = 1
	for _, step := range []float64{0.01, 0.001, 0.0001} {
		least, middle := math.Inf(1), best
		for k := -15; k <= 15; k++ {
			by := middle + step*float64(k)
			if left, rises := leftOver(x, y, func(x float64) []float64 { return f(by * x) }); rises && left < least {
				least, best, ok = left, by, true
			}
		}
	}
	return best, ok
}
