//go:build js && wasm && webgpu

package browser

import (
	"syscall/js"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/computetest"
	"talbot/sim/compute/webgpu"
)

// TestConformance runs in a browser alone: site/test/gpu/conformance.js has loaded
// site/gpu/gpu.js there.
func TestConformance(t *testing.T) {
	open := js.Global().Get("openGPU")
	if open.IsUndefined() {
		t.Skip("there is no browser here; site/test/gpu.test.mjs runs this in one")
	}
	gpu, err := Open(open)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(gpu.Info())
	// Small chunks of samples, and so sums over chunks and offsets of buffers.
	computetest.Run(t, func() compute.Device { return gpu.Device(webgpu.Tune{Chunk: 64}) }, computetest.GPU)
	if err := gpu.Fault(); err != nil {
		t.Error(err)
	}
}
