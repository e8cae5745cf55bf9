//go:build js && wasm && wasmsimd

package cpu

import "talbot/sim/fft"

//go:wasmimport talbot_simd add_scaled
//go:noescape
func kernelAddScaled(x, y *float32, n int32, w float32)

func init() {
	if len(fft.Vectors()) > 0 {
		vectorAdd = addWasm
	}
}

func addWasm(dst, src []float32) {
	src = src[:len(dst)]
	whole := len(dst) / 4
	if whole > 0 {
		kernelAddScaled(&dst[0], &src[0], int32(whole), 1)
	}
	add(dst[4*whole:], src[4*whole:])
}
