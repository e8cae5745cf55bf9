package dante

import (
	"math"

	"talbot/sim/system/dante"
)

// Speed is what a network of optical layers does, counted as the paper does.
type Speed struct {
	Name                 string
	Layers, Masks        int
	Operations           float64 // of a picture, all layers' masks
	Seconds              float64 // for a picture, with one mask after another
	TOPS, TOPSPerW, Rate float64
}

// The paper's planes, displays and power.
const (
	Samples    = 2000
	FramesRate = 1400.0 // Hz
	Watts      = 65.0
)

// LayerOperations are those of one 4-f layer on n x n samples: two transforms there and back by fast Fourier
// transforms, and products with mask and lenses, 10 n^2 log2(n^2) + 6 n^2.
func LayerOperations(n float64) float64 { return 10*n*n*math.Log2(n*n) + 6*n*n }

// Speeds are those of the networks of all presets for CIFAR-10 and ImageNet.
func Speeds() (list []Speed, err error) {
	one := LayerOperations(Samples)
	for _, p := range dante.Presets() {
		layers, masks, err := p.Config.Count()
		if err != nil {
			return nil, err
		}
		if p.Config.Samples != Samples {
			continue
		}
		s := Speed{Name: p.ID, Layers: layers, Masks: masks, Operations: float64(masks) * one, Seconds: float64(masks) / FramesRate}
		s.TOPS = s.Operations / s.Seconds / 1e12
		s.TOPSPerW = s.TOPS / Watts
		list = append(list, s)
	}
	return list, nil
}
