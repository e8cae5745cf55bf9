// Package asm encodes modules of WebAssembly: the binary format of version 1 with
// the 128-bit SIMD instructions, as far as the kernels of package fft need them.
package asm

// Unsigned appends x to b in LEB128: seven bits a byte, lowest first, the top bit
// set on all but the last.
func Unsigned(b []byte, x uint64) []byte {
	for x >= 0x80 {
		b = append(b, byte(x)|0x80)
		x >>= 7
	}
	return append(b, byte(x))
}

// Signed does the same for a number in two's complement: the last byte's bit 6 is
// its sign.
func Signed(b []byte, x int64) []byte {
	for x < -0x40 || x >= 0x40 {
		b = append(b, byte(x)|0x80)
		x >>= 7
	}
	return append(b, byte(x)&0x7f)
}
