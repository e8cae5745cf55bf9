//go:build (linux || darwin) && (amd64 || arm64)

package aravis

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"talbot/sim/optics"
	"talbot/sim/rig"
)

// Camera is one that is open. It is for one goroutine at a time.
type Camera struct {
	l       *library
	o       Options
	camera  ptr
	stream  ptr
	gige    bool
	info    rig.CameraInfo
	size    int // bytes of a frame
	bytes   int // of a pixel
	now     func() float64
	taken   float64 // s, the exposure as the camera has it
	started bool
	closed  bool
	gone    bool
	misses  int
	owed    int       // frames that were triggered and have not come
	after   time.Time // frames that began before are not wanted

	mu     sync.Mutex // of what follows, and of no call
	counts Counts
	last   uint64 // number of the last frame, as the camera has it
	id     uint64 // the same, gone on behind 65535
}

// List finds the cameras that this computer can reach. It takes a second, in which they answer.
func List() ([]Device, error) {
	l, err := load()
	if err != nil {
		return nil, err
	}
	var all []Device
	err = within(10*time.Second, "looking for cameras", func() error {
		l.updateList()
		for i := range l.devices() {
			all = append(all, Device{l.deviceID(i), l.deviceVendor(i), l.deviceModel(i), l.deviceSerial(i), l.deviceAddress(i), l.deviceKind(i)})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Fakes lets List and Open find Aravis' own camera "Fake_1", which is in this process and for tests.
func Fakes() error {
	l, err := load()
	if err == nil {
		l.enable("Fake")
	}
	return err
}

// within runs a call of the library, which may block for long when a camera has gone: past the deadline it is
// left to itself, and the error is rig.ErrGone.
func within(d time.Duration, what string, call func() error) error {
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		return err
	case <-time.After(d):
		return fmt.Errorf("aravis: %s took longer than %v: %w", what, d, rig.ErrGone)
	}
}

// Open opens a camera by its name, serial number or address, and sets all of it.
func Open(name string, o Options) (*Camera, error) {
	l, err := load()
	if err != nil {
		return nil, err
	}
	o.fill()
	c := &Camera{l: l, o: o, now: o.Now}
	if c.now == nil {
		began := time.Now()
		c.now = func() float64 { return time.Since(began).Seconds() }
	}
	if n, _ := bits(o.Format); n == 0 && o.Format != "" {
		return nil, fmt.Errorf("aravis: pixel format %q is not taken: want Mono8, Mono10, Mono12, Mono14 or Mono16", o.Format)
	}
	err = within(10*time.Second, "opening camera "+name, func() error {
		var e ptr
		c.camera = l.newCamera(name, &e)
		if err := l.take("camera "+name+" cannot be opened", &e); err != nil {
			return fmt.Errorf("%w: see talbot rig list", err)
		}
		if c.camera == 0 {
			return fmt.Errorf("aravis: there is no camera %s: see talbot rig list", name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := within(2*o.Deadline+4*time.Second, "setting camera "+name, c.set); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (o *Options) fill() {
	def := func(v *int, to int) {
		if *v == 0 {
			*v = to
		}
	}
	def(&o.Buffers, 8)
	def(&o.Packet, 1400)
	if o.Order == nil {
		o.Order = binary.LittleEndian
	}
	if o.Pitch == 0 {
		o.Pitch = 5e-6
	}
	if o.Readout == 0 {
		o.Readout = 0.05
	}
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	if o.Deadline == 0 {
		o.Deadline = 4 * time.Second
	}
}

// first8 is the format of a camera that is asked for none: Mono8, or the first one that is taken.
func first8(have []string) string {
	if !slices.Contains(have, "Mono8") {
		for _, f := range have {
			if n, _ := bits(f); n > 0 {
				return f
			}
		}
	}
	return "Mono8"
}

// set sets everything, so that nothing of the client before stays, and reads it back.
func (c *Camera) set() error {
	l, cam, o := c.l, c.camera, &c.o
	var e ptr
	l.checkRanges(cam, 1)
	c.gige = l.isGigE(cam) != 0
	if c.gige && l.control(l.device(cam)) == 0 {
		return errors.New("aravis: another program has control of this camera: end it, or wait 3 s if it was killed")
	}
	var first error
	try := func(what string) bool {
		err := l.take(what, &e)
		if first == nil {
			first = err
		}
		return err == nil
	}
	l.stop(cam, &e) // what the client before has left running
	e = c.forget(e)
	var sx, sy int32
	l.sensor(cam, &sx, &sy, &e)
	try("the sensor's size")
	if o.Nx == 0 && o.Ny == 0 {
		o.Nx, o.Ny = int(sx)-o.X, int(sy)-o.Y
	}
	l.setRegion(cam, 0, 0, int32(o.Nx), int32(o.Ny), &e)
	try(fmt.Sprintf("a region of %d x %d pixels of %d x %d", o.Nx, o.Ny, sx, sy))
	l.setRegion(cam, int32(o.X), int32(o.Y), int32(o.Nx), int32(o.Ny), &e)
	try(fmt.Sprintf("a region that begins at %d, %d", o.X, o.Y))
	have := l.formatsOf(cam)
	if o.Format == "" {
		o.Format = first8(have)
	}
	c.info.Bits, c.bytes = bits(o.Format)
	l.setFormat(cam, o.Format, &e)
	if before := first; !try("pixel format "+o.Format) && before == nil && len(have) > 0 && !slices.Contains(have, o.Format) {
		first = fmt.Errorf("aravis: the camera has no pixel format %s: it has %s", o.Format, strings.Join(have, ", "))
	}
	if l.autoExposure(cam, &e) != 0 {
		l.setAutoExp(cam, 0, &e)
	}
	try("automatic exposure, which is to be off")
	if l.hasGain(cam, &e) != 0 {
		if l.autoGain(cam, &e) != 0 {
			l.setAutoGain(cam, 0, &e)
		}
		var lo, hi float64
		l.gains(cam, &lo, &hi, &e)
		if try("the range of the gain") && (o.Gain < lo || o.Gain > hi) && o.Gain != 0 {
			return fmt.Errorf("aravis: a gain of %g is outside %g to %g", o.Gain, lo, hi)
		}
		l.setGain(cam, max(o.Gain, lo), &e)
		try("the gain")
	}
	l.setMode(cam, 0, &e)
	try("continuous acquisition")
	l.clearTrigger(cam, &e)
	try("no trigger")
	if o.Free {
		if o.Rate > 0 {
			l.setRate(cam, o.Rate, &e)
			try(fmt.Sprintf("a rate of %g frames a second", o.Rate))
			if got := l.rate(cam, &e); try("the rate that was taken") && (got < 0.99*o.Rate || got > 1.01*o.Rate) {
				return fmt.Errorf("aravis: a rate of %g frames a second is not to be had: the camera took %g", o.Rate, got)
			}
		}
	} else {
		l.setTrigger(cam, "Software", &e)
		try("the software trigger")
	}
	var lo, hi float64
	l.exposures(cam, &lo, &hi, &e)
	try("the range of exposures")
	now := l.exposure(cam, &e)
	try("the exposure")
	if c.gige {
		l.streaming(cam, 1) // no packet sockets
		l.packet(cam, int32(o.Packet), &e)
		try("the size of packets")
		l.packetDelay(cam, 0, &e)
		c.forget(e)
		e = 0
	}
	if first != nil {
		return first
	}
	var x, y, nx, ny int32
	l.region(cam, &x, &y, &nx, &ny, &e)
	format := l.format(cam, &e)
	c.size = int(l.payload(cam, &e))
	name := l.vendor(cam, &e) + " " + l.model(cam, &e)
	serial := l.serial(cam, &e)
	c.forget(e)
	if int(nx) != o.Nx || int(ny) != o.Ny || int(x) != o.X || int(y) != o.Y || format != o.Format {
		return fmt.Errorf("aravis: asked for %d x %d pixels at %d, %d of %s, the camera took %d x %d at %d, %d of %s", o.Nx, o.Ny, o.X, o.Y, o.Format, nx, ny, x, y, format)
	}
	if c.size < o.Nx*o.Ny*c.bytes {
		return fmt.Errorf("aravis: the camera says that a frame has %d bytes: %d are wanted", c.size, o.Nx*o.Ny*c.bytes)
	}
	if serial != "" {
		name += " " + serial
	}
	c.taken = now / 1e6
	c.info.Name, c.info.Grid = name, optics.Grid{Nx: o.Nx, Ny: o.Ny, Dx: o.Pitch, Dy: o.Pitch}
	c.info.MinExposure, c.info.MaxExposure, c.info.Offset, c.info.Readout = lo/1e6, hi/1e6, o.Offset, o.Readout
	return nil
}

// forget drops an error that does not matter.
func (c *Camera) forget(e ptr) ptr {
	if e != 0 {
		c.l.freeError(e)
	}
	return 0
}

// Info implements rig.Camera.
func (c *Camera) Info() rig.CameraInfo { return c.info }

// Counts is what has come of the frames.
func (c *Camera) Counts() Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts
}

func (c *Camera) ready(ctx context.Context) error {
	switch {
	case c.closed:
		return rig.ErrClosed
	case c.gone:
		return rig.ErrGone
	}
	return ctx.Err()
}

// call runs a call that can fail, and remembers a camera that has gone.
func (c *Camera) call(what string, f func(e *ptr)) error {
	err := within(c.o.Deadline, what, func() error {
		var e ptr
		f(&e)
		return c.l.take(what, &e)
	})
	if errors.Is(err, rig.ErrGone) {
		c.gone = true
	}
	return err
}

// Configure implements rig.Camera.
func (c *Camera) Configure(ctx context.Context, k rig.CameraConfig) (rig.CameraConfig, error) {
	if err := c.ready(ctx); err != nil {
		return rig.CameraConfig{}, err
	}
	if !(k.Exposure >= c.info.MinExposure && k.Exposure <= c.info.MaxExposure) {
		return rig.CameraConfig{}, fmt.Errorf("aravis: an exposure of %g s is outside %g to %g s", k.Exposure, c.info.MinExposure, c.info.MaxExposure)
	}
	var got float64
	if err := c.call("the exposure", func(e *ptr) { c.l.setExposure(c.camera, k.Exposure*1e6, e) }); err != nil {
		return rig.CameraConfig{}, err
	}
	if err := c.call("the exposure that was taken", func(e *ptr) { got = c.l.exposure(c.camera, e) }); err != nil {
		return rig.CameraConfig{}, err
	}
	c.taken = got / 1e6
	return rig.CameraConfig{Exposure: c.taken}, nil
}
