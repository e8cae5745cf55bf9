package network

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/optics"
)

// singlePhase is the largest phase that a camera's reading is written on the next layer's light as, rad.
const singlePhase = 1.999 * math.Pi

// SinglePlanes is what the camera behind each layer sees of networks that learn through the light itself,
// single neurons (Yuan et al., Nature Communications 14, 7110 (2023)): light, on a plane of f, goes through a 4-f
// layer with the first mask, [Mask][Mask] rad; its intensity is written as a phase, 1.999 pi/(1 + exp(-intensity)), on
// light that fills all of the plane, for the next. Nothing is cropped or pooled on the way, so that all that is dark is
// bright light of one phase in the next layer. f must be of full propagation.
func (f FourF) SinglePlanes(dev compute.Device, light *optics.Field, masks [][]float32) (planes [][]float32, err error) {
	half, err := f.Half(dev, 1)
	if err != nil {
		return nil, err
	}
	u := light
	for i, mask := range masks {
		if len(mask) != f.Mask*f.Mask {
			return nil, errs.New("network: mask ", i+1, " has ", len(mask), " numbers, and those of the layer ", f.Mask*f.Mask)
		}
		if u, err = optics.Apply(dev, half, u); err != nil {
			return nil, err
		}
		first := f.Samples/2 - f.Mask/2
		for y := range f.Samples {
			for x := range f.Samples {
				v := complex128(0)
				if y >= first && y < first+f.Mask && x >= first && x < first+f.Mask {
					sin, cos := fmath.Sincos(float64(mask[(y-first)*f.Mask+x-first]))
					v = u.At(x, y) * complex(cos, sin)
				}
				u.Set(x, y, v)
			}
		}
		if u, err = optics.Apply(dev, half, u); err != nil {
			return nil, err
		}
		seen := make([]float32, f.Samples*f.Samples)
		for k := range seen {
			re, im := float64(u.U[2*k]), float64(u.U[2*k+1])
			seen[k] = float32(float64(re*re) + float64(im*im))
			sin, cos := fmath.Sincos(singlePhase / (1 + math.Exp(-float64(seen[k]))))
			u.U[2*k], u.U[2*k+1] = float32(cos), float32(sin)
		}
		planes = append(planes, seen)
	}
	return planes, nil
}

// OutsideSpot is the share of the power of a plane, [side][side], that lies outside the square of spot x spot
// samples in its middle, where a 4-f layer's unmodulated light comes back: the picture upside down, however the
// mask is.
func OutsideSpot(intensity []float32, side, spot int) float64 {
	all, inside, first := 0.0, 0.0, side/2-spot/2
	for i, v := range intensity {
		all += float64(v)
		if x, y := i%side, i/side; x >= first && x < first+spot && y >= first && y < first+spot {
			inside += float64(v)
		}
	}
	if all == 0 {
		return 0
	}
	return 1 - inside/all
}
