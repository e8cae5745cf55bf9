//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"sync"
	"sync/atomic"

	"github.com/ebitengine/purego"

	"talbot/sim/compute/webgpu"
)

// wait is one call whose answer comes by a callback, which knows it by its number.
type wait struct {
	id      uintptr
	done    atomic.Bool
	status  uint32
	kind    uint32
	object  uintptr
	message string
}

var (
	waits   sync.Map // of *wait, by id
	drivers sync.Map // of *driver, by id
	lastID  atomic.Uintptr
)

func newWait() *wait {
	w := &wait{id: lastID.Add(1)}
	waits.Store(w.id, w)
	return w
}

func (w *wait) forget() { waits.Delete(w.id) }

func register(d *driver) uintptr {
	id := lastID.Add(1)
	drivers.Store(id, d)
	return id
}

func answer(id uintptr, f func(w *wait)) {
	if w, ok := waits.Load(id); ok {
		f(w.(*wait))
		w.(*wait).done.Store(true)
	}
}

// The library's callbacks: purego never frees one, so there is one of each kind. A
// WGPUStringView arrives as its two members.
var (
	onObject = purego.NewCallback(func(status uint32, object uintptr, text *byte, n uintptr, id, _ uintptr) {
		answer(id, func(w *wait) { w.status, w.object, w.message = status, object, stringOf(text, n) })
	})
	onStatus = purego.NewCallback(func(status uint32, text *byte, n uintptr, id, _ uintptr) {
		answer(id, func(w *wait) { w.status, w.message = status, stringOf(text, n) })
	})
	onScope = purego.NewCallback(func(status, kind uint32, text *byte, n uintptr, id, _ uintptr) {
		answer(id, func(w *wait) { w.status, w.kind, w.message = status, kind, stringOf(text, n) })
	})
	onLost = purego.NewCallback(func(_ uintptr, reason uint32, text *byte, n uintptr, id, _ uintptr) {
		const destroyed = 2 // by ourselves
		if d, ok := drivers.Load(id); ok && reason != destroyed {
			d.(*driver).fail(&webgpu.LostError{Why: oneLine(stringOf(text, n))})
		}
	})
	onError = purego.NewCallback(func(_ uintptr, kind uint32, text *byte, n uintptr, id, _ uintptr) {
		if d, ok := drivers.Load(id); ok {
			d.(*driver).fail(fault(kind, stringOf(text, n)))
		}
	})
)

func fault(kind uint32, message string) error {
	const outOfMemory = 3
	if kind == outOfMemory {
		return errMemory
	}
	return &gpuError{message}
}

type gpuError struct{ message string }

func (e *gpuError) Error() string { return "webgpu: " + oneLine(e.message) }

var errMemory = &gpuError{"the GPU's memory is full; take fewer samples or a smaller batch, or --device cpu"}
