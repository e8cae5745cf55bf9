//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"runtime"
	"unsafe"

	"talbot/sim/compute/webgpu"
)

// Profile runs every step as a pass of its own, with the GPU's clock read before
// and after it.
func (d *driver) Profile(list webgpu.Handle) ([]float64, error) {
	if err := d.failed(); err != nil || !d.about.Timestamps {
		return nil, err
	}
	steps := d.lists[list]
	const most = 1024 // of 4096 queries a set may have
	var out []float64
	for len(steps) > 0 {
		n := min(len(steps), most)
		s, err := d.profile(steps[:n])
		if err != nil {
			return nil, err
		}
		out, steps = append(out, s...), steps[n:]
	}
	return out, nil
}

func (d *driver) profile(steps []webgpu.Step) ([]float64, error) {
	queries := 2 * len(steps)
	desc := &querySetDescriptor{kind: queryTimestamp, count: uint32(queries)}
	set, err := d.make("clock", func() uintptr { return call(d.lib.createSet, d.device, uintptr(unsafe.Pointer(desc))) }, desc)
	if err != nil {
		return nil, err
	}
	defer call(d.lib.releaseSet, set)
	bytes := 8 * queries
	resolved, err := d.buffer("clock", bytes, usageQueryResolve|usageCopySrc)
	if err != nil {
		return nil, err
	}
	defer call(d.lib.releaseBuffer, resolved)
	st, err := d.stage(bytes)
	if err != nil {
		return nil, err
	}
	d.flush()
	e := call(d.lib.createEncoder, d.device, 0)
	for i, s := range steps {
		t := &timestampWrites{querySet: set, begin: uint32(2 * i), end: uint32(2*i + 1)}
		pd := &passDescriptor{timestamps: t}
		p := call(d.lib.beginPass, e, uintptr(unsafe.Pointer(pd)))
		runtime.KeepAlive(t)
		runtime.KeepAlive(pd)
		d.step(p, s)
		call(d.lib.endPass, p)
		call(d.lib.releasePass, p)
	}
	call(d.lib.resolveSet, e, set, 0, uintptr(queries), resolved, 0)
	call(d.lib.copyBuffer, e, resolved, 0, st.buffer, 0, uintptr(bytes))
	d.send(e)
	raw := make([]float32, 2*queries)
	if err := d.fetch(&reading{st, len(raw), d.mapped(st, len(raw))}, raw); err != nil {
		return nil, err
	}
	ticks := unsafe.Slice((*uint64)(unsafe.Pointer(&raw[0])), queries)
	out := make([]float64, len(steps))
	for i := range out {
		out[i] = float64(ticks[2*i+1]-ticks[2*i]) / 1e9
	}
	return out, nil
}
