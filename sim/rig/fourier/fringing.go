package fourier

import (
	"context"
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// parts is of how many parts a pixel of the phase panel is thought, in each of which its phase is another mixture of those beside it.
const parts = 4

// fringes are the shares of the phases of a pixel's left neighbour, itself and its right one at each part of it, for phases that run
// into each other over a length, in pixels; see kernels.Fringes.
func fringes(length float64) (w [parts][3]float64) {
	for q := range w {
		w[q][1] = 1
	}
	all, reach := kernels.Fringes(length, parts)
	for q, row := range all {
		w[q] = [3]float64{}
		for j, f := range row {
			w[q][1+max(-1, min(1, j-reach))] += float64(f)
		}
	}
	return w
}

// sent is what a pixel does to light, with phases of it and of those beside it.
func sent(w *[parts][3]float64, left, at, right float64) (re, im float64) {
	for _, f := range w {
		s, c := math.Sincos(f[0]*left + f[1]*at + f[2]*right)
		re += c / parts
		im += s / parts
	}
	return re, im
}

// orders is how much light the first orders of a grating of two levels have that runs along the fringes, as a share of that without them.
func orders(length float64, period int, phase float64) float64 {
	power := func(length float64) (sum float64) {
		w := fringes(length)
		at := func(i int) float64 {
			if (i+period)%period < period/2 {
				return 0
			}
			return phase
		}
		for _, order := range []float64{-1, 1} {
			var re, im float64
			for i := range period {
				a, b := sent(&w, at(i-1), at(i), at(i+1))
				s, c := math.Sincos(2 * math.Pi * order * float64(i) / float64(period))
				re, im = re+a*c-b*s, im+a*s+b*c
			}
			sum += re*re + im*im
		}
		return sum
	}
	return power(length) / power(0)
}

// MeasureFringing finds over how many pixels along x phases of the phase panel run into each other: a grating of four pixels then has less
// light in its first orders along x than along y, of one of eight pixels twice as near. Aberrations and pixels that are not square take as much from both.
func (b *Bench) MeasureFringing(ctx context.Context) error {
	g, turned := b.Design.Plane, b.turn.Nearest(math.Pi)
	phase := b.Mounts[1].Curve.States[turned].Phase - b.Mounts[1].Curve.States[0].Phase
	corrects := b.Correction
	b.Correction = make([]float32, g.Len())
	defer func() { b.Correction = corrects }()
	periods := []int{4, 8}
	var loads []plant.Load
	for _, period := range periods {
		for along := range 2 {
			levels := b.blank()
			for i := range levels {
				at := i % g.Nx
				if along == 1 {
					at = i / g.Nx
				}
				if at%period >= period/2 {
					levels[i] = turned
				} else {
					levels[i] = 0
				}
			}
			for range 4 { // the light is not the same from frame to frame
				loads = append(loads, b.spot(0, 0, hole, levels))
			}
		}
	}
	if err := b.fit(ctx, loads); err != nil {
		return err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return err
	}
	ratio := 1.0
	for p, period := range periods {
		var light [2]float64
		away := int(math.Round(b.reach / float64(period)))
		for along := range light {
			for _, f := range frames[4*(2*p+along):][:4] {
				for _, side := range []int{-away, away} {
					x, y := g.Nx/2, g.Ny/2
					if along == 0 {
						x += side
					} else {
						y += side
					}
					for j := -fringed; j <= fringed; j++ {
						for i := -fringed; i <= fringed; i++ {
							light[along] += float64(f[(y+j)*g.Nx+x+i])
						}
					}
				}
			}
		}
		if !(light[0] > 0 && light[1] > 0) {
			return rig.ErrUncalibrated
		}
		if p == 0 {
			ratio = light[0] / light[1]
		} else {
			ratio *= light[1] / light[0]
		}
	}
	least := math.Inf(1)
	for k := range 101 {
		length := float64(k) / 100
		if d := math.Abs(orders(length, periods[0], phase)/orders(length, periods[1], phase) - ratio); d < least {
			least, b.Fringing = d, length
		}
	}
	clear(b.levels)
	clear(b.exposed)
	return nil
}

// fringed is the half side of the square in which an order's light is looked for.
const fringed = 10
