//go:build linux && (amd64 || arm64)

package v4l2

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"talbot/sim/optics"
	"talbot/sim/rig"
)

// Camera is one that is open. It is for one goroutine at a time.
type Camera struct {
	n        node
	o        Options
	f        format
	info     rig.CameraInfo
	driver   string
	picture  pixFormat // of the frames that come
	x, y     int       // pixel of the frames where the region begins
	interval float64   // s between frames; 0 if it is not known
	expose   queryControl
	unit     float64 // s of a step of expose; 0 for no such control
	taken    float64 // s, the exposure as the camera has it
	misses   int
	after    time.Time // frames that began before are not wanted
	skip     int       // as many more are not wanted
	started  bool
	closed   bool
	mapped   [][]byte
	end      chan struct{} // closed to end the taking of frames
	ended    chan struct{} // closed when it has ended
	came     chan struct{} // has something after each frame

	mu      sync.Mutex // of what follows
	gone    bool
	failure error // why no more frames come
	waiting []taken
	counts  Counts
	last    uint32 // number of the last frame, as the driver has it
	id      uint64 // the same from 1 on, gone on behind 2^32
}

// taken is a frame that is in a buffer and has been counted.
type taken struct {
	index  int
	id     uint64
	used   int
	status rig.Status
	began  time.Time
}

// Open opens a camera by its file, such as /dev/video0, and sets all of it.
func Open(path string, o Options) (*Camera, error) {
	path = strings.TrimPrefix(path, Scheme)
	n, err := openFile(path)
	if err != nil {
		return nil, err
	}
	return open(n, path, o)
}

// open opens the camera of a node, which it closes if that is an error.
func open(n node, path string, o Options) (*Camera, error) {
	c := &Camera{n: n, o: o}
	err := c.o.fill()
	if err == nil {
		c.f, err = formatOf(c.o)
	}
	if err == nil {
		err = within(2*c.o.Deadline, "setting camera "+path, func() error { return c.set(path) })
	}
	if err != nil {
		if !errors.Is(err, rig.ErrGone) { // a call that hangs still has it
			n.Close()
		}
		return nil, err
	}
	return c, nil
}

// set sets everything, so that nothing of the program before stays, and reads it back.
func (c *Camera) set(path string) error {
	can, err := abilities(c.n)
	if err != nil {
		return err
	}
	c.driver = text(can.Driver[:])
	first := uint32(priorityFirst)
	_ = ask(c.n, "priority", setPriority, &first) // what other programs set meanwhile is refused, where the driver can
	if err := c.region(); err != nil {
		return err
	}
	if err := c.rate(); err != nil {
		return err
	}
	if err := c.controls(); err != nil {
		return err
	}
	c.info.Name = fmt.Sprintf("%s %s %s", text(can.Card[:]), text(can.Bus[:]), path)
	c.info.Bits, c.info.Offset, c.info.Readout = c.f.bits, c.o.Offset, c.o.Readout
	c.info.Grid = optics.Grid{Nx: c.o.Nx, Ny: c.o.Ny, Dx: c.o.Pitch, Dy: c.o.Pitch}
	return nil
}

// region sets format, mode and region: the driver's own region where it has one, and what is left of it is cut here.
func (c *Camera) region() error {
	codes := offered(c.n)
	offers := false
	var names []string
	for _, code := range codes {
		offers = offers || code == c.f.code
		names = append(names, name(code))
	}
	if !offers {
		return fmt.Errorf("v4l2: the camera has no pixel format %s (V4L2: %s): it has %s", c.f.name, name(c.f.code), strings.Join(names, ", "))
	}
	mode := c.o.Mode
	if mode == [2]int{} {
		mode = c.largest()
	}
	c.picture = pixFormat{Type: capture}
	if err := ask(c.n, "the format it has", getFormat, &c.picture); err != nil {
		return err
	}
	crop := selection{Type: capture, Target: cropBounds}
	cuts := mode == [2]int{} && ask(c.n, "the sensor's size", getSelection, &crop) == nil
	if cuts && crop.Width > 0 && crop.Height > 0 { // a driver with a region and without frame sizes
		mode = [2]int{int(crop.Width), int(crop.Height)}
		left, top := crop.X, crop.Y
		crop.Target = cropNow
		if err := c.fits(mode); err != nil {
			return err
		}
		crop.X, crop.Y, crop.Width, crop.Height = left+int32(c.o.X), top+int32(c.o.Y), uint32(c.o.Nx), uint32(c.o.Ny)
		what := fmt.Sprintf("a region of %d x %d pixels at %d, %d", c.o.Nx, c.o.Ny, c.o.X, c.o.Y)
		switch err := ask(c.n, what, setSelection, &crop); {
		case err == nil:
			c.x, c.y = c.o.X-int(crop.X-left), c.o.Y-int(crop.Y-top)
			mode = [2]int{int(crop.Width), int(crop.Height)}
			if c.x < 0 || c.y < 0 || c.x+c.o.Nx > mode[0] || c.y+c.o.Ny > mode[1] {
				return fmt.Errorf("v4l2: %s is not to be had: the camera took %d x %d at %d, %d", what, crop.Width, crop.Height, crop.X-left, crop.Y-top)
			}
		case errors.Is(err, unix.ENOTTY) || errors.Is(err, unix.EINVAL): // its size can be read and not be set
			c.x, c.y = c.o.X, c.o.Y
		default:
			return err
		}
	} else {
		if mode == [2]int{} {
			mode = [2]int{int(c.picture.Width), int(c.picture.Height)}
		}
		if err := c.fits(mode); err != nil {
			return err
		}
		c.x, c.y = c.o.X, c.o.Y
	}
	p := &c.picture
	*p = pixFormat{Type: capture, Width: uint32(mode[0]), Height: uint32(mode[1]), Code: c.f.code, Field: fieldNone}
	if err := ask(c.n, fmt.Sprintf("frames of %d x %d pixels of %s", mode[0], mode[1], c.f.name), setFormat, p); err != nil {
		return err
	}
	if int(p.Width) != mode[0] || int(p.Height) != mode[1] || p.Code != c.f.code {
		return fmt.Errorf("v4l2: asked for %d x %d pixels of %s, the camera took %d x %d of %s", mode[0], mode[1], name(c.f.code), p.Width, p.Height, name(p.Code))
	}
	if p.Field != fieldNone {
		return fmt.Errorf("v4l2: the camera gives half frames, of every other row (field order %d)", p.Field)
	}
	if p.Stride == 0 {
		p.Stride = p.Width * uint32(c.f.bytes)
	}
	if p.Stride < p.Width*uint32(c.f.bytes) || p.Size < p.Stride*(p.Height-1)+p.Width*uint32(c.f.bytes) {
		return fmt.Errorf("v4l2: the camera says that a frame of %d x %d pixels has rows of %d bytes, and %d bytes in all", p.Width, p.Height, p.Stride, p.Size)
	}
	whole := selection{Type: capture, Target: composeNow}
	crop = selection{Type: capture, Target: cropNow}
	if ask(c.n, "", getSelection, &whole) == nil && ask(c.n, "", getSelection, &crop) == nil && crop.Width*crop.Height > 0 && (whole.Width != crop.Width || whole.Height != crop.Height) {
		return fmt.Errorf("v4l2: the camera would shrink or stretch %d x %d pixels of the sensor to %d x %d", crop.Width, crop.Height, whole.Width, whole.Height)
	}
	return nil
}

// fits fills the region in, and tells whether it is within the frame.
func (c *Camera) fits(mode [2]int) error {
	o := &c.o
	if o.Nx == 0 {
		o.Nx, o.Ny = mode[0]-o.X, mode[1]-o.Y
	}
	if o.Nx < 1 || o.Ny < 1 || o.X+o.Nx > mode[0] || o.Y+o.Ny > mode[1] {
		return fmt.Errorf("v4l2: a region of %d x %d pixels that begins at %d, %d is not within %d x %d", o.Nx, o.Ny, o.X, o.Y, mode[0], mode[1])
	}
	return nil
}

// largest is the largest frame size that the driver lists, 0 x 0 if it lists none.
func (c *Camera) largest() (best [2]int) {
	for i := uint32(0); i < 1024; i++ {
		s := frameSize{Index: i, Code: c.f.code}
		if ask(c.n, "its frame sizes", enumSizes, &s) != nil {
			break
		}
		size := [2]int{int(s.Width), int(s.MaxWidth)}
		if s.Kind != 1 { // a range of sizes
			return [2]int{} // which are of a scaler, as a rule
		}
		if size[0]*size[1] > best[0]*best[1] {
			best = size
		}
	}
	return best
}

// rate sets frames a second, and finds out their interval.
func (c *Camera) rate() error {
	p := streamParm{Type: capture}
	if err := ask(c.n, "its rate", getParm, &p); err != nil && errors.Is(err, rig.ErrGone) {
		return err
	}
	if c.o.Rate > 0 {
		if p.Can&canInterval == 0 {
			return fmt.Errorf("v4l2: this camera's rate cannot be set: leave it out")
		}
		p = streamParm{Type: capture, Numerator: 1000, Denominator: uint32(math.Round(1000 * c.o.Rate))}
		if err := ask(c.n, fmt.Sprintf("a rate of %g frames a second", c.o.Rate), setParm, &p); err != nil {
			return err
		}
	}
	if p.Numerator > 0 && p.Denominator > 0 {
		c.interval = float64(p.Numerator) / float64(p.Denominator)
	}
	if c.o.Rate > 0 && !(math.Abs(c.interval*c.o.Rate-1) < 0.01) {
		return fmt.Errorf("v4l2: a rate of %g frames a second is not to be had: the camera took %.4g", c.o.Rate, 1/c.interval)
	}
	return nil
}

// Rate is how many frames a second the driver says come; 0 if it does not say.
func (c *Camera) Rate() float64 {
	if c.interval == 0 {
		return 0
	}
	return 1 / c.interval
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
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return rig.ErrClosed
	case c.gone:
		return rig.ErrGone
	}
	return ctx.Err()
}

// call runs calls of the kernel within the deadline, and remembers a camera that has gone.
func (c *Camera) call(what string, f func() error) error {
	err := within(c.o.Deadline, what, f)
	if errors.Is(err, rig.ErrGone) {
		c.mu.Lock()
		c.gone = true
		c.mu.Unlock()
	}
	return err
}

var _ rig.Camera = (*Camera)(nil)
