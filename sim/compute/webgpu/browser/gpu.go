//go:build js && wasm

package browser

import (
	"syscall/js"

	"talbot/sim/compute/webgpu"
	"talbot/sim/errs"
)

// GPU is an open GPU.
type GPU struct {
	executor js.Value // the GPU of site/gpu/gpu.js
	info     webgpu.Info
}

// Open waits for a GPU from the JavaScript function openGPU of site/gpu/gpu.js.
func Open(openGPU js.Value) (*GPU, error) {
	if openGPU.Type() != js.TypeFunction {
		return nil, errs.New("webgpu: this page has no way to a GPU")
	}
	v, err := wait(openGPU.Invoke())
	if err != nil {
		return nil, errs.New("webgpu: ", err)
	}
	info := v.Get("info")
	limit := func(name string) int { return int(info.Get(name).Float()) }
	return &GPU{v, webgpu.Info{Name: info.Get("name").String(), Software: info.Get("software").Bool(), Limits: webgpu.Limits{
		SharedBytes: limit("maxComputeWorkgroupStorageSize"),
		Invocations: limit("maxComputeInvocationsPerWorkgroup"),
		Binding:     limit("maxStorageBufferBindingSize"),
		Buffer:      limit("maxBufferSize"),
		Storage:     limit("maxStorageBuffersPerShaderStage"),
	}}}, nil
}

// Device is a device on the GPU with memory of its own, which its Close frees.
func (g *GPU) Device(t webgpu.Tune) *webgpu.Device {
	return webgpu.New(&driver{gpu: g, bytes: map[webgpu.Handle]int{}}, t)
}

// Info describes the GPU.
func (g *GPU) Info() webgpu.Info { return g.info }

// Fault is what made the GPU unusable, nil while it can be used.
func (g *GPU) Fault() error { return lost(g.executor.Get("fault")) }

func lost(fault js.Value) error {
	if why := fault.String(); why != "" {
		return &webgpu.LostError{Why: why}
	}
	return nil
}

// wait blocks this goroutine until a promise is kept or broken.
func wait(promise js.Value) (js.Value, error) {
	type end struct {
		value js.Value
		err   error
	}
	done := make(chan end, 1)
	kept := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- end{value: args[0]}
		return nil
	})
	defer kept.Release()
	broken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- end{err: errs.New(args[0].Get("message").String())}
		return nil
	})
	defer broken.Release()
	promise.Call("then", kept, broken)
	e := <-done
	return e.value, e.err
}
