package fourier

import (
	"context"
	"math"
	"slices"

	"talbot/sim/plant"
	"talbot/sim/rng"
)

const (
	looks    = 6    // frames by which hot pixels are told
	longest  = 0.01 // s, of their exposure
	dim      = 0.02 // share of the largest count to which they may have light
	hot      = 0.01 // share of the largest count above which a pixel is hot that has it in all of them
	brighter = 8    // and how many times the median it must have
)

// MeasureHot finds the camera's pixels that count without light. No shutter is needed: the amplitude panel is dark, and the little
// light that it lets through is spread by phases without order, others in each frame, so that no place is bright in all. A pixel
// that is counts for itself. One that is left in limits how long all frames may take, as the brightest place does: then
// light of a mask, which is weak everywhere, has some electrons where it might have a thousand.
func (b *Bench) MeasureHot(ctx context.Context) error {
	b.Hot = nil
	info := b.Object.Camera.Info()
	if info.Bits == 0 {
		return nil // a camera without a largest count is not limited by one
	}
	g, full := b.Design.Plane, math.Pow(2, float64(info.Bits))-1-info.Offset
	u := make([]float32, g.Len())
	var loads []plant.Load
	for k := range looks {
		rng.Stream{Stream: rng.Probe}.Uniform(uint32(k), u)
		loads = append(loads, b.load(0, nil, b.shown(g.Nx, func(i int) float64 { return 2 * math.Pi * float64(u[i]) })))
	}
	var least []float32 // of each pixel, as a share of the largest count
	for seconds := longest; ; seconds /= 2 {
		if err := b.expose(ctx, seconds); err != nil {
			return err
		}
		frames, err := b.Intensity(ctx, loads)
		if err != nil {
			return err
		}
		least = frames[0]
		for _, f := range frames[1:] {
			for i, v := range f {
				least[i] = min(least[i], v)
			}
		}
		for i := range least {
			least[i] *= float32(b.Object.Unit * b.exposure / full)
		}
		if middle(least) < dim || b.exposure <= info.MinExposure {
			break
		}
	}
	limit := float32(math.Max(hot, brighter*middle(least)))
	for i, v := range least {
		if v > limit {
			b.Hot = append(b.Hot, i)
		}
	}
	return nil
}

func middle(v []float32) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return float64(v[len(v)/2])
}

// Intensity is what the camera sees of each load; a hot pixel has the mean of those beside it that are not.
func (b *Bench) Intensity(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	frames, err := b.Bench.Intensity(ctx, loads)
	g := b.Design.Plane
	for _, f := range frames {
		for _, at := range b.Hot {
			sum, n := float32(0), float32(0)
			for y := max(at/g.Nx-1, 0); y <= min(at/g.Nx+1, g.Ny-1); y++ {
				for x := max(at%g.Nx-1, 0); x <= min(at%g.Nx+1, g.Nx-1); x++ {
					if _, is := slices.BinarySearch(b.Hot, y*g.Nx+x); !is {
						sum, n = sum+f[y*g.Nx+x], n+1
					}
				}
			}
			f[at] = sum / max(n, 1)
		}
	}
	return frames, err
}
