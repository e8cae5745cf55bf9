package fft

import (
	"runtime"
	"strings"
	"testing"
)

// Kernel names the SIMD that is used, or says how to get it.
func TestKernel(t *testing.T) {
	k := Kernel()
	switch v := Vectors(); {
	case len(v) > 0 && k != v[0].Name:
		t.Errorf("%q, and transforms use %q", k, v[0].Name)
	case len(v) == 0 && !strings.HasPrefix(k, "scalar: "):
		t.Errorf("%q without SIMD", k)
	case strings.Contains(k, "GOEXPERIMENT=simd") != (runtime.GOARCH == "amd64" && !built):
		t.Errorf("%q on %s, with SIMD code: %v", k, runtime.GOARCH, built)
	}
}
