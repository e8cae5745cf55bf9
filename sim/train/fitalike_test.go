package train

import (
	"testing"

	"talbot/sim/network"
)

// Output channels that are alike make a grating of their kernels, which a mask comes near only where each may have a phase of its own.
func TestFitOfChannelsThatAreAlike(t *testing.T) {
	var left [2]float64
	for i := range left {
		f := fitting(FitAdam, network.ModelChirpZ, 200)
		f.Tiling.Out, f.FreePhase = 9, i == 1
		one := f.Kernels[:len(f.Kernels)/3]
		f.Kernels = nil
		for range f.Tiling.Out {
			f.Kernels = append(f.Kernels, one...)
		}
		s := ready(t, f)
		finish(t, s)
		left[i] = errorOf(t, s)
	}
	t.Logf("%.2g is left, with free phases %.2g", left[0], left[1])
	if left[1] > left[0]/5 {
		t.Errorf("%.2g of the squared error is left with free phases, and %.2g without: want a fifth", left[1], left[0])
	}
}

// So do input channels that are alike, until the light of each has a phase of its own.
func TestFitOfInputsThatAreAlike(t *testing.T) {
	var left [2]float64
	for i := range left {
		f := fitting(FitAdam, network.ModelChirpZ, 800)
		f.Tiling.In, f.FreePhase, f.InputPhase = 9, true, i == 1
		var alike []float32
		for o := range f.Tiling.Out {
			for range f.Tiling.In {
				alike = append(alike, f.Kernels[o*2*18:o*2*18+18]...)
			}
		}
		f.Kernels = alike
		s := ready(t, f)
		finish(t, s)
		left[i] = errorOf(t, s)
	}
	t.Logf("%.2g is left, with phases of inputs %.2g", left[0], left[1])
	if left[1] > left[0]/5 {
		t.Errorf("%.2g of the squared error is left with phases of inputs, and %.2g without: want a fifth", left[1], left[0])
	}
}
