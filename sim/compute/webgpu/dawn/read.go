//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"fmt"
	"unsafe"

	"talbot/sim/compute/webgpu"
)

func (d *driver) Read(b webgpu.Handle, at int, dst []float32) error {
	fetch, err := d.Later(b, at, len(dst))
	if err != nil {
		return err
	}
	return fetch(dst)
}

// staging is a buffer that the host reads.
type staging struct {
	buffer uintptr
	room   int // bytes
}

// mostStaging is how many staging buffers are kept for reuse.
const mostStaging = 8

// stage takes a free staging buffer with room for some bytes, or makes one.
func (d *driver) stage(bytes int) (staging, error) {
	if err := d.failed(); err != nil {
		return staging{}, err
	}
	for i, s := range d.staging {
		if s.room >= bytes {
			d.staging = append(d.staging[:i], d.staging[i+1:]...)
			return s, nil
		}
	}
	s := staging{room: max(bytes, 1<<14)}
	var err error
	s.buffer, err = d.buffer("reading", s.room, usageMapRead|usageCopyDst)
	return s, err
}

// unstage gives a staging buffer back.
func (d *driver) unstage(s staging) {
	d.staging = append(d.staging, s)
	if len(d.staging) > mostStaging {
		call(d.lib.destroyBuffer, d.staging[0].buffer)
		call(d.lib.releaseBuffer, d.staging[0].buffer)
		d.staging = d.staging[1:]
	}
}

func (d *driver) Later(b webgpu.Handle, at, n int) (func(dst []float32) error, error) {
	bytes := 4 * n
	s, err := d.stage(bytes)
	if err != nil {
		return nil, err
	}
	d.begin()
	call(d.lib.copyBuffer, d.encoder, d.objects[b], uintptr(at), s.buffer, 0, uintptr(bytes))
	d.flush()
	return d.fetch(s, n), nil
}

// fetch asks for the first n numbers of a staging buffer; the function waits for them.
func (d *driver) fetch(s staging, n int) func(dst []float32) error {
	bytes := uintptr(4 * n)
	w := newWait()
	d.lib.mapAsync(s.buffer, mapRead, 0, bytes, callbackInfo{mode: modeProcessEvents, callback: onStatus, user1: w.id})
	return func(dst []float32) error {
		d.until(w)
		if err := d.failed(); err != nil {
			return err
		}
		if w.status != statusSuccess {
			return fmt.Errorf("webgpu: reading from the GPU failed: %s", oneLine(w.message))
		}
		p := call(d.lib.mapped, s.buffer, 0, bytes)
		copy(dst, unsafe.Slice(*(**float32)(unsafe.Pointer(&p)), n))
		call(d.lib.unmap, s.buffer)
		d.unstage(s)
		return nil
	}
}
