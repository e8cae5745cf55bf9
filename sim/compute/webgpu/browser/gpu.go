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
	a := <-start(openGPU.Invoke())
	if a.err != nil {
		return nil, errs.New("webgpu: ", a.err)
	}
	v := a.value
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

// end waits for an answer of the executor.
func (g *GPU) end(answer <-chan answer) (js.Value, error) {
	a := <-answer
	switch {
	case a.err == nil:
		return a.value, nil
	case g.Fault() != nil:
		return a.value, g.Fault()
	}
	return a.value, errs.New("webgpu: ", a.err)
}

type answer struct {
	value js.Value
	err   error
}

// start gives what a promise will be kept with, or the error that it is broken with.
func start(promise js.Value) <-chan answer {
	done := make(chan answer, 1)
	var kept, broken js.Func
	settle := func(a answer) any {
		kept.Release()
		broken.Release()
		done <- a
		return nil
	}
	kept = js.FuncOf(func(_ js.Value, args []js.Value) any { return settle(answer{value: args[0]}) })
	broken = js.FuncOf(func(_ js.Value, args []js.Value) any {
		return settle(answer{err: errs.New(args[0].Get("message").String())})
	})
	promise.Call("then", kept, broken)
	return done
}
