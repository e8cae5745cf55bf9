package cpu

// vectorAdd is add in SIMD instructions, set by add_*.go where the build and the
// machine have them.
var vectorAdd func(dst, src []float32)
