//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"fmt"
	"runtime"
	"time"

	"talbot/sim/compute/webgpu"
)

// make creates an object in error scopes of all kinds, so that what fails is told
// by its name. The other arguments are what the call refers to, kept until then.
func (d *driver) make(what string, create func() uintptr, keep ...any) (uintptr, error) {
	if err := d.failed(); err != nil {
		return 0, err
	}
	filters := []uintptr{filterValidation, filterOutOfMemory, filterInternal}
	for _, f := range filters {
		call(d.lib.pushScope, d.device, f)
	}
	o := create()
	runtime.KeepAlive(keep)
	var message string
	memory := false
	for i := len(filters) - 1; i >= 0; i-- {
		w := newWait()
		d.lib.popScope(d.device, callbackInfo{mode: modeProcessEvents, callback: onScope, user1: w.id})
		d.until(w)
		if w.kind > 1 { // 1 is no error
			message = w.message
			memory = memory || filters[i] == filterOutOfMemory
		}
	}
	if err := d.failed(); err != nil {
		return 0, err
	}
	switch {
	case memory:
		return 0, fmt.Errorf("webgpu: the GPU's memory is full: no %s; take fewer samples or a smaller batch, or --device cpu", what)
	case message != "" || o == 0:
		return 0, fmt.Errorf("webgpu: %s: %s", what, oneLine(message))
	}
	return o, nil
}

// until runs the library's callbacks until w is done. Work on a GPU takes some
// microseconds to seconds, so it sleeps more and more.
func (d *driver) until(w *wait) {
	defer w.forget()
	for start := time.Now(); !w.done.Load(); {
		call(d.lib.processEvents, d.instance)
		if t := time.Since(start); t > 20*time.Millisecond {
			time.Sleep(200 * time.Microsecond)
		} else {
			runtime.Gosched()
		}
		if _, lost := d.failed().(*webgpu.LostError); lost && !w.done.Load() {
			call(d.lib.processEvents, d.instance)
			return
		}
	}
}

func (d *driver) failed() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.fault
}

// fail keeps the first fault; a loss replaces others.
func (d *driver) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, lost := err.(*webgpu.LostError)
	if d.fault == nil || lost {
		d.fault = err
	}
}
