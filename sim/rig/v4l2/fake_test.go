//go:build linux && (amd64 || arm64)

package v4l2

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"talbot/sim/rig"
	"talbot/sim/rig/rigtest"
)

// fake is a device of 40 x 30 pixels of 12 bits, in rows of 96 bytes, whose pixel k of frame n is n + 3 k; it exposes in lines of 1e-5 s.
type fake struct {
	mu                       sync.Mutex
	memory                   [][]byte
	queue                    []uint32
	n                        uint32 // frames so far
	step                     uint32 // from one number to the next
	exposure                 int32
	on, gone, silent, closed bool
	flags, short             uint32
	took                     time.Duration // of each call
}

const fakeSize = 96 * 30

func (f *fake) ioctl(request uintptr, arg unsafe.Pointer) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	time.Sleep(f.took)
	if f.gone {
		return unix.ENODEV
	}
	switch request {
	case queryCap:
		c := (*capability)(arg)
		copy(c.Driver[:], "fake")
		copy(c.Card[:], "A camera")
		c.All, c.Own = hasOwn, canCapture|canStream
	case enumFormats:
		d := (*fmtdesc)(arg)
		if d.Index > 1 {
			return unix.EINVAL
		}
		d.Code = []uint32{fourcc("YUYV"), fourcc("Y12 ")}[d.Index]
	case getFormat, setFormat:
		p := (*pixFormat)(arg)
		p.Width, p.Height, p.Code, p.Field, p.Stride, p.Size = 40, 30, fourcc("Y12 "), fieldNone, 96, fakeSize
	case getParm:
		p := (*streamParm)(arg)
		p.Numerator, p.Denominator = 1, 100
	case queryCtrl:
		q := (*queryControl)(arg)
		if q.ID != cidExposure {
			return unix.EINVAL
		}
		q.Type, q.Min, q.Max, q.Step = 1, 4, 1<<20, 4
	case setControl:
		f.exposure = (*control)(arg).Value
	case getControl:
		k := (*control)(arg)
		k.Value = f.exposure
		if k.ID == cidHBlank {
			k.Value = 60
		}
	case getExtControl:
		(*extControls)(arg).Controls.Value = [8]byte{0x80, 0x96, 0x98} // 1e7 pixels a second
	case reqBuffers:
		r := (*requestBuffers)(arg)
		r.Count = min(r.Count, 4)
		f.queue = nil
	case queryBuffer:
		b := (*buffer)(arg)
		b.Offset, b.Length = uint64(b.Index*fakeSize), fakeSize
	case enqueue:
		f.queue = append(f.queue, (*buffer)(arg).Index)
	case streamOn, streamOff:
		f.on = request == streamOn
	case setPriority:
	case dequeue:
		if len(f.queue) == 0 || !f.on {
			return unix.EAGAIN
		}
		b := (*buffer)(arg)
		b.Index, f.queue = f.queue[0], f.queue[1:]
		m := f.memory[b.Index]
		for k := range 1200 {
			at := k/40*96 + k%40*2
			v := (f.n + 3*uint32(k)) & 4095
			m[at], m[at+1] = byte(v), byte(v>>8)
		}
		b.Sequence, b.Used, b.Flags = f.n, fakeSize-f.short, f.flags
		f.n += f.step
	default:
		return unix.ENOTTY
	}
	return nil
}

func (f *fake) mmap(_ int64, length int) ([]byte, error) {
	f.memory = append(f.memory, make([]byte, length))
	return f.memory[len(f.memory)-1], nil
}
func (f *fake) munmap([]byte) error { return nil }
func (f *fake) Close() error {
	f.closed = true
	return nil
}
func (f *fake) poll(time.Duration) (bool, error) {
	time.Sleep(2 * time.Millisecond)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.gone {
		return false, unix.EPIPE
	}
	return f.on && !f.silent && len(f.queue) > 0, nil
}

func faked(t *testing.T, f *fake, change func(*Options)) *Camera {
	t.Helper()
	f.step, f.exposure = 1, 100
	o := Options{Format: "Mono12", Timeout: 20 * time.Second, Readout: 1e-4} // as a busy machine may stop any thread for long
	if change != nil {
		change(&o)
	}
	c, err := open(f, "fake", o)
	check(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

func TestConformance(t *testing.T) {
	rigtest.Camera(t, func() rig.Camera { return faked(t, new(fake), nil) })
}

// Counts are those that the device wrote, of a region too, and exposures are counted in the sensor's lines, rounded to its steps.
func TestExact(t *testing.T) {
	c := faked(t, new(fake), func(o *Options) { o.X, o.Y, o.Nx, o.Ny = 7, 5, 20, 11 })
	got, err := c.Configure(t.Context(), rig.CameraConfig{Exposure: 3.01e-3})
	if check(t, err); got.Exposure < 2.999e-3 || got.Exposure > 3.001e-3 {
		t.Errorf("the camera takes %g s", got.Exposure)
	}
	if c.info.MaxExposure > 0.0101 {
		t.Errorf("an exposure of %g s is longer than a frame's interval of 10 ms", c.info.MaxExposure)
	}
	f := grabbed(t, c)
	n := float32(f.ID - 1)
	for k, v := range f.Counts {
		if want := n + 3*float32((k/20+5)*40+k%20+7); v != want {
			t.Fatalf("pixel %d of frame %d is %g, was %g", k, f.ID, v, want)
		}
	}
}

// What happens to frames is told apart: numbers that are skipped, over the end of 32 bits too; frames that are short or wrong;
// none at all; and a camera that is unplugged.
func TestFaults(t *testing.T) {
	f := &fake{n: 1<<32 - 2}
	c := faked(t, f, func(o *Options) { o.Latch = -1 })
	f.step = 3
	a, b := grabbed(t, c), grabbed(t, c)
	// Who takes frames too slowly has the next ones dropped, and counted.
	if n := c.Counts(); b.ID <= a.ID || (b.ID-a.ID)%3 != 0 || (b.ID-a.ID)/3 > 1+n.Dropped || n.Lost < 2 || n.Lost%2 != 0 || n.Lost > 2*(n.Complete+n.Dropped) {
		t.Errorf("frame %d comes behind frame %d, and %+v are counted", b.ID, a.ID, n)
	}
	f.mu.Lock()
	f.short = 96 * 10
	f.mu.Unlock()
	for b.Status == rig.Complete {
		b = grabbed(t, c)
	}
	if b.Counts[1199] != 0 || b.Counts[0] == 0 && b.Counts[1] == 0 {
		t.Errorf("of a frame that is short the first pixels are %g and %g, the last one %g", b.Counts[0], b.Counts[1], b.Counts[1199])
	}
	f.mu.Lock()
	f.short, f.flags = 0, flagError
	f.mu.Unlock()
	check(t, c.Flush(t.Context()))
	if b = grabbed(t, c); b.Status != rig.Incomplete {
		t.Error("a frame that the driver says is wrong is whole")
	}
	f.mu.Lock()
	f.silent = true
	f.mu.Unlock()
	check(t, c.Flush(t.Context()))
	c.o.Timeout = 50 * time.Millisecond
	var errs []error
	for range 8 {
		if err := c.Grab(t.Context(), &b); err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) < 3 || !errors.Is(errs[0], rig.ErrTimeout) || !errors.Is(errs[len(errs)-1], rig.ErrGone) {
		t.Errorf("without frames: %v", errs)
	}
	check(t, c.Close())
	if !f.closed {
		t.Error("the file stays open")
	}
	f = new(fake)
	c = faked(t, f, nil)
	grabbed(t, c)
	f.mu.Lock()
	f.gone = true
	f.mu.Unlock()
	var err error
	for err == nil {
		err = c.Grab(t.Context(), &b)
	}
	if !errors.Is(err, rig.ErrGone) {
		t.Errorf("a camera that was unplugged gives %v", err)
	}
	check(t, c.Close())
}

// A call that hangs is left after its deadline, and a format that is not there says which there are.
func TestDeadline(t *testing.T) {
	f := new(fake)
	c := faked(t, f, func(o *Options) { o.Deadline = 30 * time.Millisecond })
	f.mu.Lock()
	f.took = 200 * time.Millisecond
	f.mu.Unlock()
	if _, err := c.Configure(t.Context(), rig.CameraConfig{Exposure: 1e-3}); !errors.Is(err, rig.ErrGone) {
		t.Errorf("a call that hangs gives %v", err)
	}
	if _, err := open(new(fake), "fake", Options{}); err == nil || !strings.Contains(err.Error(), "it has YUYV, Y12") {
		t.Errorf("another format gives %v", err)
	}
}
