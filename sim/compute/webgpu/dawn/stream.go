//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"runtime"
	"unsafe"

	"talbot/sim/compute/webgpu"
)

// stream is what is recorded and not sent yet.
type stream struct {
	encoder  uintptr // of commands, 0 for none
	recorded int     // lists in it
	reads    []*reading
	gather   bool
	sent     int // submits so far

	// Numbers that are written while commands are recorded go to a buffer at once, behind what was
	// sent, and by a recorded copy from there to where they belong, behind what is recorded.
	upload uintptr
	used   int // bytes of it since the last flush
}

const (
	mostRecorded = 4        // lists that wait for a read or write to be sent together
	mostGathered = 64       // the same while gathering
	uploadRoom   = 16 << 20 // bytes that are written within one submit
)

// Gather implements webgpu.Driver.
func (d *driver) Gather(on bool) { d.gather = on }

func (d *driver) Write(b webgpu.Handle, at int, src []float32) error {
	if err := d.failed(); err != nil || len(src) == 0 {
		return err
	}
	to, from := d.objects[b], 0
	between := d.between(4 * len(src))
	if between {
		to, from = d.upload, d.used
		d.used += 4 * len(src)
	} else {
		d.flush() // what is recorded reads what was there before
		from = at
	}
	call(d.lib.writeBuffer, d.queue_, to, uintptr(from), uintptr(unsafe.Pointer(&src[0])), uintptr(4*len(src)))
	runtime.KeepAlive(src)
	if between {
		call(d.lib.copyBuffer, d.encoder, d.upload, uintptr(from), d.objects[b], uintptr(at), uintptr(4*len(src)))
	}
	return d.failed()
}

// between tells whether so many bytes can be written between recorded lists.
func (d *driver) between(bytes int) bool {
	if !d.gather || d.encoder == 0 || d.used+bytes > uploadRoom {
		return false
	}
	if d.upload == 0 {
		b, err := d.buffer("writing", uploadRoom, usageCopySrc|usageCopyDst)
		if err != nil {
			return false
		}
		d.upload = b
		d.now += uploadRoom
		d.top = max(d.top, d.now)
	}
	return true
}

func (d *driver) Submit(list webgpu.Handle) error {
	if err := d.failed(); err != nil {
		return err
	}
	d.begin()
	p := call(d.lib.beginPass, d.encoder, 0)
	for _, s := range d.lists[list] {
		d.step(p, s)
	}
	call(d.lib.endPass, p)
	call(d.lib.releasePass, p)
	if d.recorded++; d.recorded >= mostGathered || !d.gather && d.recorded >= mostRecorded {
		d.flush()
	}
	return d.failed()
}

// begin starts to record commands, if none are recorded.
func (d *driver) begin() {
	if d.encoder == 0 {
		d.encoder = call(d.lib.createEncoder, d.device, 0)
	}
}

// flush sends what is recorded.
func (d *driver) flush() {
	if d.encoder == 0 {
		return
	}
	d.send(d.encoder)
	d.encoder, d.recorded, d.used, d.sent = 0, 0, 0, d.sent+1
	for _, r := range d.reads {
		r.wait = d.mapped(r.staging, r.n)
	}
	d.reads = d.reads[:0]
}

func (d *driver) step(pass uintptr, s webgpu.Step) {
	call(d.lib.setPipeline, pass, d.objects[s.Pipeline])
	call(d.lib.setGroup, pass, 0, d.objects[s.Group], 0, 0)
	call(d.lib.dispatch, pass, uintptr(s.X), uintptr(s.Y), 1)
}

// send finishes an encoder and submits what it has.
func (d *driver) send(encoder uintptr) {
	c := call(d.lib.finish, encoder, 0)
	one := &c
	call(d.lib.submit, d.queue_, 1, uintptr(unsafe.Pointer(one)))
	call(d.lib.releaseCommands, c)
	call(d.lib.releaseEncoder, encoder)
	call(d.lib.processEvents, d.instance)
}
