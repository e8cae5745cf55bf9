//go:build (linux || darwin) && (amd64 || arm64)

package aravis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"talbot/sim/rig"
)

// Start implements rig.Camera. Starting twice is no error.
func (c *Camera) Start(ctx context.Context) error {
	if err := c.ready(ctx); err != nil || c.started {
		return err
	}
	if c.stream == 0 {
		var stream ptr
		if err := c.call("the stream", func(e *ptr) { stream = c.l.newStream(c.camera, 0, 0, e) }); err != nil {
			return err
		}
		if stream == 0 {
			return errors.New("aravis: the camera gives no stream")
		}
		c.stream = stream
		if c.gige {
			c.l.value(stream, "socket-buffer", c.l.socketBuffer(), c.l.valueEnum, 0) // of a fixed size
			c.l.value(stream, "socket-buffer-size", typeInt, c.l.valueInt, int32(max(4<<20, 2*c.size)))
			c.l.value(stream, "frame-retention", typeUint, c.l.valueUint, int32(min(1<<30, max(300_000, c.o.Timeout.Microseconds()/3)))) // us without a packet until a frame is incomplete
		}
		for range c.o.Buffers {
			c.l.push(stream, c.l.newBuffer(uintptr(c.size), 0))
		}
	}
	if err := c.call("the start", func(e *ptr) { c.l.start(c.camera, e) }); err != nil {
		return err
	}
	c.started = true
	return nil
}

// Flush implements rig.Camera. Frames that were triggered and did not come in time are waited for once more, as long as Timeout: one that came behind
// the next trigger would pass for its frame, and that one for the next. Where the camera runs freely, frames that began before now are dropped when they come; they
// are told by when they arrive, less Exposure and the camera's Readout.
func (c *Camera) Flush(ctx context.Context) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	if c.stream == 0 {
		return nil
	}
	for b := c.l.tryPop(c.stream); b != 0; b = c.l.tryPop(c.stream) {
		c.count(b)
		c.drop(b)
	}
	for until := time.Now().Add(c.o.Timeout); c.owed > 0; c.owed-- {
		b, err := c.wait(ctx, until)
		if err != nil {
			return err
		}
		if b != 0 {
			c.count(b)
			c.drop(b)
		}
	}
	c.after = time.Now()
	return nil
}

// drop gives a buffer back without its frame.
func (c *Camera) drop(b ptr) {
	c.mu.Lock()
	c.counts.Dropped++
	c.mu.Unlock()
	c.give(b)
}

// give lets the stream write into a buffer again; it is emptied, as nobody tells which packets are missing later.
func (c *Camera) give(b ptr) {
	clear(c.l.bytes(b))
	c.l.push(c.stream, b)
}

// Aravis' states of a buffer.
const (
	whole   = 0
	aborted = 7
)

// Grab implements rig.Camera. After three waits in vain, or when the camera does not obey any more, the error is rig.ErrGone.
func (c *Camera) Grab(ctx context.Context, f *rig.Frame) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	if !c.started {
		return fmt.Errorf("aravis: camera %s has not been started", c.info.Name)
	}
	triggered := time.Now()
	asked := c.now()
	if !c.o.Free {
		if err := c.call("the trigger", func(e *ptr) { c.l.trigger(c.camera, e) }); err != nil {
			return c.lost(err)
		}
		c.after = triggered
	}
	frame := time.Duration((c.taken + c.o.Readout) * float64(time.Second))
	until := time.Now().Add(frame + c.o.Timeout)
	if c.o.Free {
		until = until.Add(frame)
	}
	for {
		b, err := c.wait(ctx, until)
		if err != nil {
			return err
		}
		if b == 0 {
			c.mu.Lock()
			c.counts.Timeouts++
			c.mu.Unlock()
			if !c.o.Free {
				c.owed++
			}
			if c.misses++; c.misses >= 3 {
				return c.lost(rig.ErrTimeout)
			}
			return rig.ErrTimeout
		}
		status := c.count(b)
		arrived := time.Unix(0, int64(c.l.arrived(b)))
		began := arrived.Add(-time.Duration(c.taken * float64(time.Second)))
		if status == aborted || began.Before(c.after) && (c.o.Free || arrived.Before(c.after)) {
			c.drop(b)
			continue
		}
		c.misses = 0
		c.fill(f, b, status)
		if f.Time = asked; c.o.Free {
			f.Time = c.now() - time.Since(began).Seconds()
		}
		c.give(b)
		return nil
	}
}

// wait waits for a buffer until a time, and looks at the context meanwhile; 0 is for none.
func (c *Camera) wait(ctx context.Context, until time.Time) (ptr, error) {
	for {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		left := min(time.Until(until), 100*time.Millisecond)
		if left <= 0 {
			return c.l.tryPop(c.stream), nil
		}
		if b := c.l.pop(c.stream, uint64(left.Microseconds())); b != 0 {
			return b, nil
		}
	}
}

// lost decides whether a camera that does not answer has gone.
func (c *Camera) lost(err error) error {
	if c.gige && c.l.control(c.l.device(c.camera)) == 0 {
		c.gone = true
		return fmt.Errorf("%w (control of it was lost)", rig.ErrGone)
	}
	if e := c.call("a question to the camera", func(e *ptr) { c.l.exposure(c.camera, e) }); e != nil {
		c.gone = true
		if errors.Is(e, rig.ErrGone) {
			return e
		}
		return fmt.Errorf("%w (%v)", rig.ErrGone, e)
	}
	return err
}

// count counts a frame, and those that are missing before it.
func (c *Camera) count(b ptr) (status int32) {
	status = c.l.status(b)
	n := c.l.number(b)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case status == aborted:
		return status
	case c.id == 0:
		c.id = n
	case n != c.last:
		step := n - c.last
		if n < c.last { // the numbers of GigE Vision go from 65535 to 1
			step = n + 65535 - c.last
		}
		if step < 32768 {
			c.id += step
			c.counts.Lost += step - 1
		}
	}
	c.last = n
	if status == whole {
		c.counts.Complete++
	} else {
		c.counts.Incomplete++
	}
	if c.gige {
		c.counts.Resent = c.l.number64(c.stream, "n_resent_packets")
	}
	return status
}

// fill makes of a buffer a frame.
func (c *Camera) fill(f *rig.Frame, b ptr, status int32) {
	raw, n := c.l.bytes(b), c.info.Grid.Len()
	c.mu.Lock()
	f.ID = c.id
	c.mu.Unlock()
	f.Exposure, f.Status, f.Saturated = c.taken, rig.Complete, 0
	if status != whole || len(raw) < n*c.bytes {
		f.Status = rig.Incomplete
	}
	if len(f.Counts) != n {
		f.Counts = make([]float32, n)
	}
	top := float32(int(1)<<c.info.Bits - 1)
	for i := range f.Counts {
		v := float32(0)
		switch {
		case (i+1)*c.bytes > len(raw):
		case c.bytes == 1:
			v = float32(raw[i])
		default:
			v = float32(c.o.Order.Uint16(raw[2*i:]))
		}
		if f.Counts[i] = v; v >= top {
			f.Saturated++
		}
	}
}

// Close implements rig.Camera. A camera that has gone is left to the library, which may take 10 s over it.
func (c *Camera) Close() error {
	if c.closed {
		return nil
	}
	c.closed = true
	l, camera, stream, started := c.l, c.camera, c.stream, c.started
	err := within(c.o.Deadline, "closing the camera", func() error {
		var e ptr
		if started {
			l.stop(camera, &e)
			c.forget(e)
		}
		if stream != 0 {
			l.unref(stream)
		}
		if camera != 0 {
			l.unref(camera)
		}
		return nil
	})
	if c.gone || errors.Is(err, rig.ErrGone) {
		return nil
	}
	return err
}

var _ rig.Camera = (*Camera)(nil)
