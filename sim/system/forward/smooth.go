package forward

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fmath"
)

// smoothing takes from the masks' gradients, before the descent sees them, what is finer than a Gaussian of some pixels: B g, by a B that is symmetric and
// positive, so that it still leads downhill. Descents such as Adam's move each pixel by about the rate, whether its gradient tells anything or is noise.
// Masks that grow rough so lose what their fringing pixels, and measurements that are half a pixel aside, make of them.
type smoothing struct {
	taps, half compute.Buffer // [2 r + 1], and [Ny][Nx] that is blurred along rows
	runs       []compute.Runner
}

// newSmoothing makes one for masks of side x side, of a sigma in pixels above 0.
func newSmoothing(dev compute.Device, masks []*compute.Var, side int, sigma float64) (*smoothing, error) {
	r := int(math.Ceil(3 * sigma))
	taps, sum := make([]float32, 2*r+1), 0.0
	weight := func(k int) float64 { d := float64(k - r); return fmath.Exp(-d * d / (2 * sigma * sigma)) }
	for k := range taps {
		sum += weight(k)
	}
	for k := range taps {
		taps[k] = float32(weight(k) / sum)
	}
	s := &smoothing{}
	var err error
	if s.taps, err = dev.Alloc(compute.Spec{Name: "smoothing", Len: len(taps)}); err != nil {
		return nil, err
	}
	if s.half, err = dev.Alloc(compute.Spec{Name: "half smoothed", Len: side * side}); err != nil {
		return nil, err
	}
	if err = dev.Write(s.taps, 0, taps); err != nil {
		return nil, err
	}
	for _, v := range masks {
		var p compute.Program
		p.Add(kernels.BlurLine(side, 1, r), v.Grad, s.taps, s.half)
		p.Add(kernels.BlurLine(side, side, r), s.half, s.taps, v.Grad)
		run, err := dev.Compile(&p)
		if err != nil {
			return nil, err
		}
		s.runs = append(s.runs, run)
	}
	return s, nil
}

func (s *smoothing) run() error {
	for _, r := range s.runs {
		if err := r.Run(1); err != nil {
			return err
		}
	}
	return nil
}
