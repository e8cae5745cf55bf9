//go:build js && wasm && wasmsimd

package gemm

import "talbot/sim/fft"

//go:wasmimport talbot_simd micro4x8
//go:noescape
func kernelMicro(k int32, a, b, c *float32, stride, add int32)

//go:wasmimport talbot_simd lines4
//go:noescape
func kernelLines(n int32, src *float32, stride int32, dst *float32, wide int32)

func init() {
	if len(fft.Vectors()) == 0 { // the browser has no SIMD
		return
	}
	vectors = append(vectors, &Micro{"wasm", 4, 8, func(k int, a, b, c *float32, stride int, add bool) {
		more := int32(0)
		if add {
			more = 1
		}
		kernelMicro(int32(k), a, b, c, int32(stride), more)
	}})
	lines = func(n int, src *float32, stride int, dst *float32, wide int) {
		kernelLines(int32(2*n), src, int32(stride), dst, int32(wide))
	}
}
