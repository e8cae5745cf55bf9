//go:build goexperiment.simd

package gemm

import "simd/archsimd"

func init() {
	if archsimd.X86.AVX512() {
		vectors = append(vectors, &Micro{"avx512", 14, 32, micro14x32})
	}
	if archsimd.X86.AVX2() && archsimd.X86.FMA() {
		vectors = append(vectors, &Micro{"avx2", 6, 16, micro6x16})
		lines = lines4
	}
}
