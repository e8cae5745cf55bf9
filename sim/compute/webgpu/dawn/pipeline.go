//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"talbot/sim/compute/webgpu"
)

// making is a pipeline that Dawn's threads are compiling, or that could not be compiled.
type making struct {
	label string
	wait  *wait
	err   error
}

// Pipeline does not wait, so that many shaders compile side by side; Group does, and
// tells what is wrong with them.
func (d *driver) Pipeline(label, code string) (webgpu.Handle, error) {
	began := time.Now()
	src := &shaderSource{chain: chain{sType: sTypeShaderSourceWGSL}, code: textOf(code)}
	desc := &shaderDescriptor{next: src, label: textOf(label)}
	module, err := d.make("shader "+label, func() uintptr {
		return call(d.lib.createShader, d.device, uintptr(unsafe.Pointer(desc)))
	}, desc, src, code, label)
	if err != nil {
		return 0, err
	}
	defer call(d.lib.releaseShader, module)
	entry := "main"
	pd := &pipelineDescriptor{label: textOf(label), compute: computeState{module: module, entry: textOf(entry)}}
	w := newWait()
	d.lib.createPipeline(d.device, pd, callbackInfo{mode: modeProcessEvents, callback: onObject, user1: w.id})
	runtime.KeepAlive(pd)
	runtime.KeepAlive(entry)
	runtime.KeepAlive(label)
	h := d.add(0)
	d.making[h] = &making{label: label, wait: w}
	d.opening.Shaders++
	d.opening.Reading += time.Since(began).Seconds()
	return h, nil
}

// pipeline waits until h is compiled.
func (d *driver) pipeline(h webgpu.Handle) (uintptr, error) {
	m, ok := d.making[h]
	if !ok {
		return d.objects[h], nil
	}
	if m.wait != nil {
		began := time.Now()
		d.until(m.wait)
		d.opening.Compiled += time.Since(began).Seconds()
		if m.wait.object == 0 {
			m.err = fmt.Errorf("webgpu: pipeline %s: %s", m.label, oneLine(m.wait.message))
		}
		d.objects[h], m.wait = m.wait.object, nil
	}
	if err := d.failed(); err != nil {
		return 0, err
	}
	if m.err == nil {
		delete(d.making, h)
	}
	return d.objects[h], m.err
}
