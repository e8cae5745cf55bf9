//go:build js && wasm

package browser

import (
	"syscall/js"
	"unsafe"

	"talbot/sim/compute/webgpu"
)

// driver implements webgpu.Driver.
type driver struct {
	gpu      *GPU
	all      []webgpu.Handle // what Close releases
	bytes    map[webgpu.Handle]int
	now, top int      // bytes of all buffers
	staging  js.Value // Uint8Array between Go's memory and the queue
	room     int
}

func (d *driver) Info() webgpu.Info { return d.gpu.info }
func (d *driver) Peak() int         { return d.top }
func (d *driver) Lose()             { d.gpu.executor.Call("lose") }

// make waits for an object.
func (d *driver) make(method string, args ...any) (webgpu.Handle, error) {
	if err := d.gpu.Fault(); err != nil {
		return 0, err
	}
	v, err := d.gpu.end(start(d.gpu.executor.Call(method, args...)))
	if err != nil {
		return 0, err
	}
	return d.add(v), nil
}

// add notes an object of this driver.
func (d *driver) add(number js.Value) webgpu.Handle {
	h := webgpu.Handle(number.Int())
	d.all = append(d.all, h)
	return h
}

func (d *driver) Buffer(label string, bytes int, uniform bool) (webgpu.Handle, error) {
	h, err := d.make("buffer", label, bytes, uniform)
	if err != nil {
		return 0, err
	}
	d.bytes[h] = bytes
	d.now += bytes
	d.top = max(d.top, d.now)
	return h, nil
}

func (d *driver) Free(h webgpu.Handle) {
	d.now -= d.bytes[h]
	delete(d.bytes, h)
	for i, o := range d.all {
		if o == h {
			d.all = append(d.all[:i], d.all[i+1:]...)
			d.release([]any{int(h)})
			return
		}
	}
}

func (d *driver) release(numbers []any) { d.gpu.executor.Call("release", numbers) }

func (d *driver) Write(b webgpu.Handle, at int, src []float32) error {
	n := 4 * len(src)
	if n == 0 {
		return d.gpu.Fault()
	}
	if d.room < n {
		d.staging, d.room = js.Global().Get("Uint8Array").New(n), n
	}
	js.CopyBytesToJS(d.staging, raw(src))
	return lost(d.gpu.executor.Call("write", int(b), at, d.staging, n))
}

func (d *driver) Read(b webgpu.Handle, at int, dst []float32) error {
	if len(dst) == 0 {
		return d.gpu.Fault()
	}
	fetch, err := d.Later(b, at, len(dst))
	if err != nil {
		return err
	}
	return fetch(dst)
}

func (d *driver) Later(b webgpu.Handle, at, n int) (func(dst []float32) error, error) {
	if err := d.gpu.Fault(); err != nil {
		return nil, err
	}
	sends := func() int { return d.gpu.executor.Get("sends").Int() }
	before := sends()
	end := start(d.gpu.executor.Call("read", int(b), at, 4*n))
	return func(dst []float32) error {
		if sends() == before { // it is kept until now
			d.gpu.executor.Call("send")
		}
		v, err := d.gpu.end(end)
		if err == nil && len(dst) > 0 {
			js.CopyBytesToGo(raw(dst), v)
		}
		return err
	}, nil
}

// raw is the memory of f, which is not empty. wasm is little-endian, as WebGPU is.
func raw(f []float32) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(&f[0])), 4*len(f)) }

// Pipeline does not wait, so that many shaders compile side by side; Group does, and
// tells what is wrong with them.
func (d *driver) Pipeline(label, code string) (webgpu.Handle, error) {
	return d.add(d.gpu.executor.Call("pipeline", label, code)), d.gpu.Fault()
}

func (d *driver) Group(label string, pipeline webgpu.Handle, binds []webgpu.Binding) (webgpu.Handle, error) {
	var flat []any
	for _, b := range binds {
		flat = append(flat, b.Number, int(b.Buffer), b.At, b.Size)
	}
	return d.make("group", label, int(pipeline), flat)
}

func (d *driver) Record(steps []webgpu.Step) (webgpu.Handle, error) {
	var flat []any
	for _, s := range steps {
		flat = append(flat, int(s.Pipeline), int(s.Group), s.X, s.Y)
	}
	return d.add(d.gpu.executor.Call("record", flat)), d.gpu.Fault()
}

func (d *driver) Submit(list webgpu.Handle) error {
	return lost(d.gpu.executor.Call("submit", int(list)))
}

// Gather implements webgpu.Driver.
func (d *driver) Gather(on bool) { d.gpu.executor.Set("gathering", on) }

// Profile times nothing: the clock that browsers show is too coarse for one pass.
func (d *driver) Profile(webgpu.Handle) ([]float64, error) { return nil, d.gpu.Fault() }

// Close frees what this driver made; the GPU stays open.
func (d *driver) Close() {
	var numbers []any
	for _, h := range d.all {
		numbers = append(numbers, int(h))
	}
	d.release(numbers)
	d.all, d.bytes, d.now = nil, map[webgpu.Handle]int{}, 0
}
