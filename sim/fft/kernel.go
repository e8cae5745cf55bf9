package fft

import "runtime"

// Kernel names what computes transforms in this program: the fastest of Vectors, or
// "scalar" with the reason where there is none. On amd64 a program is three to four times
// slower in silence unless it was built with GOEXPERIMENT=simd.
func Kernel() string {
	switch {
	case len(vectors) > 0:
		return vectors[0].Name
	case runtime.GOARCH == "amd64" && !built:
		return "scalar: build with GOEXPERIMENT=simd for SIMD"
	}
	return "scalar: there is no SIMD for this processor"
}

// built is whether this program has SIMD code for processors that may have it.
var built bool
