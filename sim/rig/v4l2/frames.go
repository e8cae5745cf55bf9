//go:build linux && (amd64 || arm64)

package v4l2

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"talbot/sim/rig"
)

// Start implements rig.Camera. Starting twice is no error.
func (c *Camera) Start(ctx context.Context) error {
	if err := c.ready(ctx); err != nil || c.started {
		return err
	}
	if err := c.call("the start", c.start); err != nil {
		if !errors.Is(err, rig.ErrGone) {
			c.free()
		}
		return err
	}
	c.started = true
	c.end, c.ended, c.came = make(chan struct{}), make(chan struct{}), make(chan struct{}, 1)
	go c.pump()
	return nil
}

func (c *Camera) start() error {
	r := requestBuffers{Count: uint32(c.o.Buffers), Type: capture, Memory: memoryMapped}
	if err := ask(c.n, fmt.Sprintf("%d buffers", c.o.Buffers), reqBuffers, &r); err != nil {
		return err
	}
	if r.Count < 3 {
		return fmt.Errorf("v4l2: the driver has only %d buffers: 3 are wanted", r.Count)
	}
	for i := range r.Count {
		b := buffer{Index: i, Type: capture, Memory: memoryMapped}
		if err := ask(c.n, "a buffer", queryBuffer, &b); err != nil {
			return err
		}
		if b.Length < c.picture.Size {
			return fmt.Errorf("v4l2: the driver's buffers have %d bytes, and a frame %d", b.Length, c.picture.Size)
		}
		m, err := c.n.mmap(int64(uint32(b.Offset)), int(b.Length))
		if err != nil {
			return named("the memory of a buffer", err)
		}
		c.mapped = append(c.mapped, m)
		if err := c.give(int(i)); err != nil {
			return err
		}
	}
	kind := uint32(capture)
	return ask(c.n, "the start of frames", streamOn, &kind)
}

// give lets the driver write into a buffer.
func (c *Camera) give(index int) error {
	b := buffer{Index: uint32(index), Type: capture, Memory: memoryMapped}
	return ask(c.n, "a buffer for the next frame", enqueue, &b)
}

// free gives all buffers back.
func (c *Camera) free() {
	for _, m := range c.mapped {
		_ = c.n.munmap(m)
	}
	c.mapped = nil
	r := requestBuffers{Type: capture, Memory: memoryMapped}
	_ = ask(c.n, "no buffers", reqBuffers, &r)
}

// pump takes all frames as they come, so that what is missing was lost by the camera. Two buffers are always the driver's.
func (c *Camera) pump() {
	defer close(c.ended)
	for {
		select {
		case <-c.end:
			return
		default:
		}
		ok, err := c.n.poll(50 * time.Millisecond)
		if err == nil && !ok {
			continue
		}
		b := buffer{Type: capture, Memory: memoryMapped}
		e := ask(c.n, "the next frame", dequeue, &b)
		switch {
		case errors.Is(e, unix.EAGAIN) && err == nil:
			continue
		case e == nil && int(b.Index) < len(c.mapped):
			e = c.keep(b)
		case e == nil:
			e = fmt.Errorf("v4l2: the driver speaks of buffer %d of %d", b.Index, len(c.mapped))
		}
		if e == nil {
			continue
		}
		c.mu.Lock()
		if c.failure = e; errors.Is(e, rig.ErrGone) {
			c.gone = true
		}
		c.mu.Unlock()
		c.told()
		return
	}
}

func (c *Camera) told() {
	select {
	case c.came <- struct{}{}:
	default:
	}
}

// keep counts a frame and those that are missing before it, and has it wait, or else the oldest is dropped.
func (c *Camera) keep(b buffer) error {
	t := taken{index: int(b.Index), used: int(b.Used), began: c.began(b)}
	if b.Flags&flagError != 0 || b.Used < c.picture.Size {
		t.status = rig.Incomplete
	}
	c.mu.Lock()
	step := uint64(1)
	if c.id > 0 {
		if step = uint64(b.Sequence - c.last); step == 0 || step >= 1<<31 { // a driver that does not count
			step = 1
		}
	}
	c.id += step
	c.counts.Lost += step - 1
	c.last, t.id = b.Sequence, c.id
	if t.status == rig.Complete {
		c.counts.Complete++
	} else {
		c.counts.Incomplete++
	}
	c.waiting = append(c.waiting, t)
	old := -1
	if len(c.waiting) > len(c.mapped)-2 {
		old = c.waiting[0].index
		c.waiting = c.waiting[1:]
		c.counts.Dropped++
	}
	c.mu.Unlock()
	c.told()
	if old >= 0 {
		return c.give(old)
	}
	return nil
}

// began is when the exposure of a frame began, at the latest. The driver's moment is that of the frame's first byte or its last one,
// by the system's monotonic clock; one that cannot be that is not believed.
func (c *Camera) began(b buffer) time.Time {
	now, moment := time.Now(), time.Now()
	var ts unix.Timespec
	if b.Flags&flagClock == flagMonotonic && unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) == nil {
		ago := time.Duration(ts.Nano() - (b.Seconds*1e9 + b.Micros*1e3))
		if ago >= 0 && ago < 10*time.Second {
			moment = now.Add(-ago)
		}
	}
	if b.Flags&flagMoment != flagStart {
		moment = moment.Add(-seconds(c.o.Readout))
	}
	return moment
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// Flush implements rig.Camera. Frames that began before now are dropped when they come.
func (c *Camera) Flush(ctx context.Context) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	c.after = time.Now()
	for {
		t, ok := c.next()
		if !ok {
			return nil
		}
		if err := c.drop(t); err != nil {
			return err
		}
	}
}

// next is the frame that has waited longest.
func (c *Camera) next() (t taken, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 {
		return t, false
	}
	t, c.waiting = c.waiting[0], c.waiting[1:]
	return t, true
}

func (c *Camera) drop(t taken) error {
	c.mu.Lock()
	c.counts.Dropped++
	c.mu.Unlock()
	return c.call("a buffer", func() error { return c.give(t.index) })
}

// Grab implements rig.Camera. After three waits in vain the error is rig.ErrGone, as it is for a camera that was unplugged.
func (c *Camera) Grab(ctx context.Context, f *rig.Frame) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	if !c.started {
		return fmt.Errorf("v4l2: camera %s has not been started", c.info.Name)
	}
	limit := c.o.Timeout + seconds(c.o.Readout+c.taken+float64(2+c.skip)*max(c.interval, c.taken))
	late := time.NewTimer(limit)
	defer late.Stop()
	for {
		for {
			t, ok := c.next()
			if !ok {
				break
			}
			t.began = t.began.Add(-seconds(c.taken))
			if t.began.Before(c.after) || c.skip > 0 {
				if !t.began.Before(c.after) {
					c.skip--
				}
				if err := c.drop(t); err != nil {
					return err
				}
				continue
			}
			c.misses = 0
			c.fill(f, t)
			return c.call("a buffer", func() error { return c.give(t.index) })
		}
		c.mu.Lock()
		err := c.failure
		c.mu.Unlock()
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-c.came:
		case <-late.C:
			return c.missed()
		}
	}
}

// missed is a wait in vain.
func (c *Camera) missed() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts.Timeouts++
	if c.misses++; c.misses >= 3 {
		c.gone = true
		return fmt.Errorf("%w (no frame came in %d waits)", rig.ErrGone, c.misses)
	}
	return rig.ErrTimeout
}

// fill makes of a buffer a frame.
func (c *Camera) fill(f *rig.Frame, t taken) {
	raw, nx, ny := c.mapped[t.index], c.o.Nx, c.o.Ny
	raw = raw[:min(t.used, len(raw))]
	f.ID, f.Time = t.id, c.o.Now()-time.Since(t.began).Seconds()
	f.Exposure, f.Status, f.Saturated = c.taken, t.status, 0
	if len(f.Counts) != nx*ny {
		f.Counts = make([]float32, nx*ny)
	}
	low, high := 0, 1
	if c.f.big {
		low, high = 1, 0
	}
	top := float32(int(1)<<c.f.bits - 1)
	for y := range ny {
		at := (y+c.y)*int(c.picture.Stride) + c.x*c.f.bytes
		for x := range nx {
			v := float32(0)
			switch {
			case at+c.f.bytes > len(raw):
			case c.f.bytes == 1:
				v = float32(raw[at])
			default:
				v = float32(uint16(raw[at+low]) | uint16(raw[at+high])<<8)
			}
			at += c.f.bytes
			if f.Counts[y*nx+x] = v; v >= top {
				f.Saturated++
			}
		}
	}
}

// Close implements rig.Camera. A camera that hangs is left to the kernel.
func (c *Camera) Close() error {
	if c.closed {
		return nil
	}
	c.closed = true
	return within(c.o.Deadline, "closing the camera", func() error {
		if c.started {
			close(c.end)
			<-c.ended
			kind := uint32(capture)
			_ = ask(c.n, "the end of frames", streamOff, &kind)
			c.free()
		}
		return c.n.Close()
	})
}
