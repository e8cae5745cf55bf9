//go:build goexperiment.simd

package cpu

import "simd/archsimd"

func init() {
	if archsimd.X86.AVX2() {
		vectorAdd = addAVX2
	}
}

func addAVX2(dst, src []float32) {
	src = src[:len(dst)]
	i := 0
	for ; i+32 <= len(dst); i += 32 {
		a, b := dst[i:i+32], src[i:i+32]
		archsimd.LoadFloat32x8Slice(a).Add(archsimd.LoadFloat32x8Slice(b)).StoreSlice(a)
		archsimd.LoadFloat32x8Slice(a[8:]).Add(archsimd.LoadFloat32x8Slice(b[8:])).StoreSlice(a[8:])
		archsimd.LoadFloat32x8Slice(a[16:]).Add(archsimd.LoadFloat32x8Slice(b[16:])).StoreSlice(a[16:])
		archsimd.LoadFloat32x8Slice(a[24:]).Add(archsimd.LoadFloat32x8Slice(b[24:])).StoreSlice(a[24:])
	}
	add(dst[i:], src[i:])
}
