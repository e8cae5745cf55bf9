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
const mostStaging = 24

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

// reading is a read that was recorded.
type reading struct {
	staging
	n    int   // numbers
	wait *wait // nil until it was sent
}

func (d *driver) Later(b webgpu.Handle, at, n int) (func(dst []float32) error, error) {
	s, err := d.stage(4 * n)
	if err != nil {
		return nil, err
	}
	d.begin()
	call(d.lib.copyBuffer, d.encoder, d.objects[b], uintptr(at), s.buffer, 0, uintptr(4*n))
	r := &reading{staging: s, n: n}
	d.reads = append(d.reads, r)
	if !d.gather {
		d.flush()
	}
	return func(dst []float32) error {
		if r.wait == nil {
			d.flush()
		}
		return d.fetch(r, dst)
	}, nil
}

// mapped asks for the first n numbers of a staging buffer.
func (d *driver) mapped(s staging, n int) *wait {
	w := newWait()
	d.lib.mapAsync(s.buffer, mapRead, 0, uintptr(4*n), callbackInfo{mode: modeProcessEvents, callback: onStatus, user1: w.id})
	return w
}

// fetch waits for what was asked for.
func (d *driver) fetch(r *reading, dst []float32) error {
	d.until(r.wait)
	if err := d.failed(); err != nil {
		return err
	}
	if r.wait.status != statusSuccess {
		return fmt.Errorf("webgpu: reading from the GPU failed: %s", oneLine(r.wait.message))
	}
	p := call(d.lib.mapped, r.buffer, 0, uintptr(4*r.n))
	copy(dst, unsafe.Slice(*(**float32)(unsafe.Pointer(&p)), r.n))
	call(d.lib.unmap, r.buffer)
	d.unstage(r.staging)
	return nil
}
