package kernels

import (
	"math"
	"testing"
)

// Light too weak for float32 is dark: no logit and no gradient is infinite or no number.
func TestWeakLightIsDark(t *testing.T) {
	for _, scale := range []float64{1, 60, 300, 1e6} {
		for _, weak := range []float32{0, 1e-45, 1e-40, 1e-38, 1e-37, 1e-35, 1e-30, 1e-20, 1} {
			r := []float32{weak, 0, weak / 2, weak}
			dz, z, dr := []float32{0.5, -0.25, 0.1, -0.9}, make([]float32, 4), make([]float32, 4)
			share, adjoint := Share(4, scale), ShareAdjoint(4, scale)
			share.Each([][]float32{r, z}, nil)
			adjoint.Each([][]float32{r, dz, dr}, nil)
			pairs, pairsAdjoint := Differential(2, scale), DifferentialAdjoint(2, scale)
			z2, dr2 := make([]float32, 2), make([]float32, 4)
			pairs.Each([][]float32{r, z2}, nil)
			pairsAdjoint.Each([][]float32{r, dz[:2], dr2}, nil)
			for _, x := range append(append(append(append([]float32{}, z...), dr...), z2...), dr2...) {
				if x != x || math.IsInf(float64(x), 0) {
					t.Fatalf("scale %g, reading %g: logits %v and %v, gradients %v and %v", scale, weak, z, z2, dr, dr2)
				}
			}
			if weak >= 1e-30 && (z[0] == 0 || dr[0] == 0 || z2[0] == 0) {
				t.Errorf("scale %g, reading %g is taken for dark", scale, weak)
			}
		}
	}
}
