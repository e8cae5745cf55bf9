// Package digest has tests alone: every preset that can be trained, made small, is
// trained for 20 updates on made-up pictures, and a digest of the bits of its masks is
// held against digests.txt. A change of the code that is to change no run changes no
// digest. One that does changes them says so in its commit:
//
//	GOEXPERIMENT=simd go test ./sim/digest -update
//
// A digest is of one way to compute: "scalar", which every machine has and which gives the
// same bits on all, and the SIMD that the machine has, "AVX2" or "AVX-512", whose sums are in
// another order. On a machine with AVX-512 the environment GODEBUG=cpu.avx512f=off has the
// digests of AVX2.
package digest
