//go:build js && wasm && webgpu

package adapter

import (
	"syscall/js"

	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/browser"
	"talbot/sim/engine"
	"talbot/sim/errs"
)

var gpu *browser.GPU // once opened

// opener gives a device on the GPU, as engine.Host has it.
func opener(auto bool) (engine.GPU, string, error) {
	if gpu == nil || gpu.Fault() != nil {
		g, err := browser.Open(js.Global().Get("openGPU"))
		if err != nil {
			return nil, "", err
		}
		gpu = g
	}
	info := gpu.Info()
	if info.Software && auto {
		return nil, "", errs.New("webgpu: the only GPU here, ", info.Name, ", is a program that is slower than the CPU's own")
	}
	return webgpu.Watch(gpu.Device(webgpu.Tune{})), info.Name, nil
}
