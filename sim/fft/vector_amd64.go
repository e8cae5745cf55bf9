//go:build goexperiment.simd

package fft

import "simd/archsimd"

func init() {
	built = true
	// Assembly does not lack registers as what a compiler makes of a page's passes does.
	vectorCost[8] = 1.4
	if archsimd.X86.AVX512() {
		vectors = append(vectors, avx512, avx512half)
	}
	if archsimd.X86.AVX2() && archsimd.X86.FMA() {
		vectors = append(vectors, avx2)
	}
}

// Indices of 64-bit pairs for moving groups of 128 bits between two vectors x, y:
// x's groups are 01 23 45 67, y's 89 and so on.
var (
	blocksEven = [8]uint64{0, 1, 8, 9, 4, 5, 12, 13}   // x0 y0 x2 y2
	blocksOdd  = [8]uint64{2, 3, 10, 11, 6, 7, 14, 15} // x1 y1 x3 y3
	blocksLow  = [8]uint64{0, 1, 2, 3, 8, 9, 10, 11}   // x0 x1 y0 y1
	blocksHigh = [8]uint64{4, 5, 6, 7, 12, 13, 14, 15} // x2 x3 y2 y3
)
