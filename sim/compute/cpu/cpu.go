// Package cpu is the device that every machine has: goroutines over the samples
// of a batch. It also is the reference that other devices are compared with.
//
// One goroutine takes one sample through all per-sample launches, so that the
// sample's fields stay in that core's cache. Of a launch that runs once, each takes
// blocks of elements. In the browser goroutines do not run
// in parallel; there the device works with one.
package cpu

import (
	"runtime"
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/fft"
)

// lanes is the number of partial sums of a Sum buffer. A batch is cut into this
// many runs of neighbouring samples (fewer when they would have one each), whatever
// the number of threads, and the partial sums are added in their order: so results
// do not depend on threads.
const lanes = 16

// Device implements compute.Device.
type Device struct {
	threads int
	vector  bool
	room    float64 // see Room
	limit   string
}

// Open returns a device with the given number of threads; 0 means one for each
// processor that Go may use.
func Open(threads int) *Device {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return &Device{threads: min(threads, lanes), vector: true}
}

// OpenScalar returns a device that uses no SIMD instructions: the reference, whose
// results are the same to the last bit on every platform.
func OpenScalar(threads int) *Device {
	d := Open(threads)
	d.vector = false
	return d
}

// SetRoom limits the memory that sessions and propagations on d may take to so many
// bytes, 0 for no limit; what says what sets the limit: see compute.Hosted.
func (d *Device) SetRoom(bytes float64, what string) { d.room, d.limit = bytes, what }

// Room is what SetRoom has set.
func (d *Device) Room() (bytes float64, what string) { return d.room, d.limit }

// Copies is the number of threads, and that of the lanes.
func (d *Device) Copies() (scratch, sum int) { return d.threads, lanes }

var _ compute.Hosted = (*Device)(nil)

// Name is "cpu" with the instruction set and the number of threads.
func (d *Device) Name() string {
	name := "cpu ("
	if v := fft.Vectors(); d.vector && len(v) > 0 {
		name += v[0].Name + ", "
	}
	if d.threads == 1 {
		return name + "1 thread)"
	}
	return name + strconv.Itoa(d.threads) + " threads)"
}

// Close does nothing: the garbage collector frees the buffers.
func (d *Device) Close() error { return nil }

type buffer struct {
	spec compute.Spec
	// data has Len numbers for Shared and Sum, Batch*Len for Sample and nothing
	// for Scratch.
	data []float32
	// private has the Len numbers that one thread (Scratch) or one lane (Sum)
	// works on.
	private [][]float32
}

func (b *buffer) Spec() compute.Spec { return b.spec }

// Alloc makes a zeroed buffer.
func (d *Device) Alloc(s compute.Spec) (compute.Buffer, error) {
	if s.Len < 0 || s.Batch < 0 {
		return nil, errs.New("cpu: buffer ", s.Name, " has a negative size")
	}
	b := &buffer{spec: s}
	private := 0
	switch s.Scope {
	case compute.Shared:
		b.data = make([]float32, s.Len)
	case compute.Sample:
		b.data = make([]float32, s.Len*s.Batch)
	case compute.Scratch:
		private = d.threads
	case compute.Sum:
		b.data = make([]float32, s.Len)
		private = lanes
	}
	for range private {
		b.private = append(b.private, make([]float32, s.Len))
	}
	return b, nil
}

// Write copies src into b.
func (d *Device) Write(b compute.Buffer, at int, src []float32) error {
	dst, err := window(b, at, len(src))
	copy(dst, src)
	return err
}

// Read copies from b into dst.
func (d *Device) Read(b compute.Buffer, at int, dst []float32) error {
	src, err := window(b, at, len(dst))
	copy(dst, src)
	return err
}

func window(b compute.Buffer, at, n int) ([]float32, error) {
	c := b.(*buffer)
	if c.spec.Scope == compute.Scratch {
		return nil, errs.New("cpu: the host cannot reach scratch buffer ", c.spec.Name)
	}
	if at < 0 || n < 0 || at+n > len(c.data) {
		return nil, errs.New("cpu: numbers ", at, " to ", at+n, " are outside buffer ", c.spec.Name, " of ", len(c.data))
	}
	return c.data[at : at+n], nil
}
