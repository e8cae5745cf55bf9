//go:build (linux || darwin) && (amd64 || arm64)

// Package dawn drives a GPU through Dawn, the WebGPU implementation of Chromium, by
// its C API: no C compiler is needed, as purego loads the shared library when the
// program runs.
package dawn

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"
	"unsafe"

	"talbot/sim/compute/webgpu"
)

// Options say which GPU to take and how.
type Options struct {
	Library  string // path of Dawn's shared library
	Card     string // number of a GPU, or a part of its name; "": the fastest
	Software bool   // take an adapter that is a program rather than refuse it
	Unsafe   bool   // without Dawn's checks of array bounds in shaders
}

// driver implements webgpu.Driver. Objects are numbered from 1.
type driver struct {
	lib                               *library
	instance, adapter, device, queue_ uintptr
	about                             webgpu.Info
	opening                           webgpu.Opening

	objects []uintptr
	buffers map[webgpu.Handle]int // bytes
	making  map[webgpu.Handle]*making
	lists   [][]webgpu.Step
	staging []staging // for reading, free
	stream
	now, top int // bytes of all buffers

	mu    sync.Mutex
	fault error // what went wrong outside of an error scope, or the loss of the GPU
}

// Open takes a GPU and makes a device on it.
func Open(o Options, t webgpu.Tune) (*webgpu.Device, error) {
	d, err := newDriver(o)
	if err != nil {
		return nil, err
	}
	return webgpu.New(d, t), nil
}

func newDriver(o Options) (*driver, error) {
	began := time.Now()
	lib, err := load(o.Library)
	if err != nil {
		return nil, err
	}
	d := &driver{lib: lib, objects: []uintptr{0}, buffers: map[webgpu.Handle]int{}, making: map[webgpu.Handle]*making{}, lists: [][]webgpu.Step{nil}}
	d.opening.Library = time.Since(began).Seconds()
	if err := d.open(o); err != nil {
		return nil, err
	}
	return d, nil
}

// start starts Dawn.
func (d *driver) start() error {
	d.instance = call(d.lib.createInstance, 0)
	if d.instance == 0 {
		return errors.New("webgpu: Dawn does not start on this machine; use --device cpu")
	}
	return nil
}

// fastest is the adapter that Dawn takes for the fastest.
func (d *driver) fastest() (uintptr, error) {
	opts := &adapterOptions{level: levelCore, power: powerHigh}
	w := newWait()
	d.lib.requestAdapter(d.instance, opts, callbackInfo{mode: modeProcessEvents, callback: onObject, user1: w.id})
	d.until(w)
	if w.object == 0 {
		return 0, fmt.Errorf("webgpu: there is no GPU that WebGPU can use here (%s); %s", oneLine(w.message), noDriver())
	}
	return w.object, nil
}

func (d *driver) open(o Options) error {
	began := time.Now()
	err := d.start()
	if err != nil {
		return err
	}
	if o.Card == "" {
		d.adapter, err = d.fastest()
	} else {
		d.adapter, err = d.choose(o.Card)
	}
	if err != nil {
		return err
	}
	info := d.describe(d.adapter)
	d.about.Name = info.name()
	if info.backend == backendNull {
		return errors.New("webgpu: there is no GPU driver here (what warnings there are come from the library): " + noDriver())
	}
	d.about.Software = info.kind == adapterCPU
	if d.about.Software && !o.Software {
		return fmt.Errorf("webgpu: the only GPU here, %s, is a program that is slower than --device cpu", d.about.Name)
	}
	lim := new(limits)
	call(d.lib.adapterLimits, d.adapter, uintptr(unsafe.Pointer(lim)))
	lim.next = 0
	d.about.Limits = webgpu.Limits{
		SharedBytes: int(lim.workgroupStorage), Invocations: int(lim.invocations),
		Binding: int(min(lim.storageBinding, 1<<40)), Buffer: int(min(lim.bufferSize, 1<<40)), Storage: int(lim.storageBuffers),
	}
	d.opening.Adapter = time.Since(began).Seconds()
	began = time.Now()
	desc := &deviceDescriptor{limits: lim,
		lost:       callbackInfo{mode: modeProcessEvents, callback: onLost, user1: register(d)},
		uncaptured: errorCallbackInfo{callback: onError, user1: register(d)}}
	features := []uint32{featureTimestamps}
	if call(d.lib.adapterHas, d.adapter, featureTimestamps)&1 != 0 {
		desc.features, desc.featureCount = &features[0], 1
		d.about.Timestamps = true
	}
	toggles := &togglesDescriptor{chain: chain{sType: sTypeDawnToggles}}
	off := []*byte{cString("timestamp_quantization")}
	toggles.disabled, toggles.disabledCount = &off[0], 1
	on := []*byte{cString("disable_robustness")}
	if o.Unsafe {
		toggles.enabled, toggles.enabledCount = &on[0], 1
	}
	desc.next = toggles
	w := newWait()
	d.lib.requestDevice(d.adapter, desc, callbackInfo{mode: modeProcessEvents, callback: onObject, user1: w.id})
	d.until(w)
	runtime.KeepAlive(features)
	runtime.KeepAlive(off)
	runtime.KeepAlive(on)
	if w.object == 0 {
		return fmt.Errorf("webgpu: %s gives no device: %s; use --device cpu", d.about.Name, oneLine(w.message))
	}
	d.device = w.object
	d.queue_ = call(d.lib.queue, d.device)
	d.opening.Device = time.Since(began).Seconds()
	return nil
}

func (d *driver) Info() webgpu.Info       { return d.about }
func (d *driver) Opening() webgpu.Opening { return d.opening }
func (d *driver) Peak() int               { return d.top }

func (d *driver) add(o uintptr) webgpu.Handle {
	d.objects = append(d.objects, o)
	return webgpu.Handle(len(d.objects) - 1)
}

func (d *driver) Buffer(label string, bytes int, uniform bool) (webgpu.Handle, error) {
	usage := uint64(usageStorage | usageCopySrc | usageCopyDst)
	if uniform {
		usage = usageUniform | usageCopyDst
	}
	b, err := d.buffer(label, bytes, usage)
	if err != nil {
		return 0, err
	}
	h := d.add(b)
	d.buffers[h] = bytes
	d.now += bytes
	d.top = max(d.top, d.now)
	return h, nil
}

func (d *driver) buffer(label string, bytes int, usage uint64) (uintptr, error) {
	desc := &bufferDescriptor{label: textOf(label), usage: usage, size: uint64(bytes+3) / 4 * 4}
	return d.make("buffer "+label, func() uintptr {
		return call(d.lib.createBuffer, d.device, uintptr(unsafe.Pointer(desc)))
	}, desc, label)
}

func (d *driver) Free(h webgpu.Handle) {
	if d.objects[h] == 0 {
		return
	}
	d.flush() // what is recorded may use it
	call(d.lib.destroyBuffer, d.objects[h])
	call(d.lib.releaseBuffer, d.objects[h])
	d.now -= d.buffers[h]
	delete(d.buffers, h)
	d.objects[h] = 0
}

func (d *driver) Group(label string, pipeline webgpu.Handle, binds []webgpu.Binding) (webgpu.Handle, error) {
	entries := make([]groupEntry, len(binds)+1)
	for i, b := range binds {
		entries[i] = groupEntry{binding: uint32(b.Number), buffer: d.objects[b.Buffer], offset: uint64(b.At), size: uint64(b.Size)}
	}
	p, err := d.pipeline(pipeline)
	if err != nil {
		return 0, err
	}
	layout := call(d.lib.pipelineLayout, p, 0)
	defer call(d.lib.releaseLayout, layout)
	desc := &groupDescriptor{label: textOf(label), layout: layout, count: uintptr(len(binds)), entries: &entries[0]}
	g, err := d.make("bindings of "+label, func() uintptr {
		return call(d.lib.createGroup, d.device, uintptr(unsafe.Pointer(desc)))
	}, desc, entries, label)
	if err != nil {
		return 0, err
	}
	return d.add(g), nil
}

func (d *driver) Record(steps []webgpu.Step) (webgpu.Handle, error) {
	d.lists = append(d.lists, steps)
	return webgpu.Handle(len(d.lists) - 1), d.failed()
}

func (d *driver) Lose() {
	const unknown = 1
	message := "taken away by a test"
	t := textOf(message)
	call(d.lib.forceLoss, d.device, unknown, uintptr(unsafe.Pointer(t.data)), t.n)
	runtime.KeepAlive(message)
	call(d.lib.processEvents, d.instance)
}

func (d *driver) Close() {
	call(d.lib.destroyDevice, d.device)
	call(d.lib.processEvents, d.instance)
	d.lists, d.objects = [][]webgpu.Step{nil}, []uintptr{0}
	for h, m := range d.making {
		if m.wait != nil {
			m.wait.forget()
		}
		delete(d.making, h)
	}
}

func cString(s string) *byte {
	b := append([]byte(s), 0)
	return &b[0]
}

// oneLine shortens a message of Dawn, which can have many lines, to its first ones.
func oneLine(s string) string {
	if s == "" {
		return "no reason given"
	}
	out := ""
	for i, c := range s {
		if c == '\n' {
			c = ' '
		}
		out += string(c)
		if i > 600 {
			return out + " ..."
		}
	}
	return out
}
