//go:build js && wasm && wasmsimd

package fft

import (
	"math"
	"unsafe"
)

// The functions of the kernel that wasmgen writes. What they do, wasmgen says;
// where the kernel is absent, ready returns 0 and the others must not be called.
// They work in this program's own memory, so pointers are all that they need.

//go:wasmimport talbot_simd ready
func kernelReady() int32

//go:wasmimport talbot_simd transform
//go:noescape
func kernelTransform(passes unsafe.Pointer, n int32, x, work unsafe.Pointer, s int32)

//go:wasmimport talbot_simd first
//go:noescape
func kernelFirst(radix int32, y, rows unsafe.Pointer, stride, lines, tile int32, tw unsafe.Pointer, m, flip int32)

//go:wasmimport talbot_simd last
//go:noescape
func kernelLast(radix int32, rows unsafe.Pointer, stride, lines, tile int32, x unsafe.Pointer, s, flip int32)

//go:wasmimport talbot_simd gather
//go:noescape
func kernelGather(block, rows unsafe.Pointer, stride, lines, n, tile int32)

//go:wasmimport talbot_simd scatter
//go:noescape
func kernelScatter(rows unsafe.Pointer, stride, lines int32, block unsafe.Pointer, step, n, tile int32)

//go:wasmimport talbot_simd turn
//go:noescape
func kernelTurn(dst, src unsafe.Pointer, step int32, factor unsafe.Pointer, n int32)

//go:wasmimport talbot_simd fill
//go:noescape
func kernelFill(block, row unsafe.Pointer, stride, n int32)

//go:wasmimport talbot_simd drain
//go:noescape
func kernelDrain(row unsafe.Pointer, stride int32, block unsafe.Pointer, n int32)

//go:wasmimport talbot_simd mul
//go:noescape
func kernelMul(block, row unsafe.Pointer, stride, n int32, sign float32)

func init() {
	if kernelReady() == 0 {
		return
	}
	vectors = append(vectors, &Vector{
		Name: "wasm simd", Lanes: 4, radices: []int{2, 3, 4, 5, 6, 7, 8},
		transform: func(passes *passHead, n int, x, work unsafe.Pointer, s int) {
			kernelTransform(unsafe.Pointer(passes), int32(n), x, work, int32(s))
		},
		starts: []int{4, 5}, ends: []int{4, 5, 6, 8},
		first: func(ps *pass, y, rows unsafe.Pointer, stride, lines, tile int, conj bool) {
			kernelFirst(int32(ps.radix), y, rows, int32(stride), int32(lines), int32(tile), unsafe.Pointer(&ps.twiddle[0]), int32(ps.m), flip(conj))
		},
		last: func(ps *pass, rows unsafe.Pointer, stride, lines, tile int, x unsafe.Pointer, s int, conj bool) {
			kernelLast(int32(ps.radix), rows, int32(stride), int32(lines), int32(tile), x, int32(s), flip(conj))
		},
		tiled: true,
		gather: func(block, rows unsafe.Pointer, stride, lines, n, tile int) {
			kernelGather(block, rows, int32(stride), int32(lines), int32(n), int32(tile))
		},
		scatter: func(rows unsafe.Pointer, stride, lines int, block unsafe.Pointer, step, n, tile int) {
			kernelScatter(rows, int32(stride), int32(lines), block, int32(step), int32(n), int32(tile))
		},
		fill: func(block, row unsafe.Pointer, stride, n int) {
			kernelFill(block, row, int32(stride), int32(n))
		},
		drain: func(row unsafe.Pointer, stride int, block unsafe.Pointer, n int) {
			kernelDrain(row, int32(stride), block, int32(n))
		},
		mul: func(block, row unsafe.Pointer, stride, n int, sign float32) {
			kernelMul(block, row, int32(stride), int32(n), sign)
		},
		turn: func(dst, src unsafe.Pointer, step int, factor unsafe.Pointer, n int) {
			kernelTurn(dst, src, int32(step), factor, int32(n))
		},
	})
}

// flip is what is xored with imaginary parts.
func flip(conj bool) int32 {
	if conj {
		return math.MinInt32 // the sign bit
	}
	return 0
}
