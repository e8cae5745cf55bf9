//go:build js && wasm && wasmsimd

package fft

import (
	"os"
	"runtime"
	"slices"
	"testing"
)

// The run says by TALBOT_SIMD=0 that it leaves the kernel out.
func TestKernelIsFound(t *testing.T) {
	if got, want := len(Vectors()), 1; os.Getenv("TALBOT_SIMD") == "0" {
		if got != 0 {
			t.Error("finds a kernel that is absent")
		}
	} else if got != want {
		t.Errorf("finds %d kernels, want %d", got, want)
	}
}

// When memory grows, JavaScript's views of it end, but the kernel goes on: it sees
// what was there, and what is new.
func TestKernelSurvivesGrowth(t *testing.T) {
	for _, v := range Vectors() {
		p := v.NewPlan(120)
		n := p.BlockLen()
		x, old := random(n, 107), random(n, 107)
		want := slices.Clone(p.Forward(x, make([]float32, n)))

		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		sys := m.Sys
		high := make([]float32, 24<<20)
		runtime.ReadMemStats(&m)
		if m.Sys < sys+64<<20 {
			t.Fatal("memory did not grow")
		}
		high = high[len(high)-2*n:]
		copy(high, random(n, 107))
		if !slices.Equal(p.Forward(high[:n], high[n:]), want) {
			t.Error("another result in new memory")
		}
		if !slices.Equal(p.Forward(old, make([]float32, n)), want) {
			t.Error("another result in old memory")
		}
	}
}
