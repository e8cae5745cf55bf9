// Package v4l2 drives cameras by Video4Linux, as Linux has it for USB cameras (UVC), for sensors on a board and for frame
// grabbers; it needs no library and no C compiler, and there is none of it on other systems.
//
// How far it is verified: against vivid, the kernel's own test device, in a virtual machine ("./build.sh vivid"), and without a
// kernel against a device that is a Go program. No camera of glass and silicon has been tried by anybody.
//
// What V4L2 does otherwise than a bench wants, and what is done about it. It has no trigger: a camera runs freely, and Flush
// drops frames by when they began. Frames that nobody takes are lost in the driver, where they could not be told from those
// that the camera lost: they are taken all the time here, and counted as Dropped. A setting out of range, a size or a rate is
// not refused but changed: ranges are checked, and all is read back. Nothing keeps other programs from changing settings
// meanwhile: the device is held by its priority. Not every driver has an exposure: see Options. A region of the sensor is had from few
// drivers: from others a whole frame comes, and is cut here. A device that is used by another program is ErrBusy.
package v4l2

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Scheme is what names of this driver's cameras begin with where those of other drivers are names as well.
const Scheme = "v4l2:"

var (
	// ErrSystem is when there is no Video4Linux.
	ErrSystem = errors.New("cameras by V4L2 are driven on Linux only, on amd64 and arm64")
	// ErrBusy is when another program has the camera.
	ErrBusy = errors.New("another program uses this camera: end it, and open the camera again")
)

// Device is a camera that was found.
type Device struct {
	Path, Driver, Model, Bus string
	Formats                  []string // by the names of Options.Format, those that are taken
}

// Options are how a camera is opened. The zero value is for all of its largest frame, 8 bits, and as many frames a second as the
// camera has now.
type Options struct {
	Nx, Ny, X, Y int     // the region of the sensor or of the mode; 0 x 0 for all of it
	Mode         [2]int  // frame size that the driver is asked for where it can be chosen; 0 x 0 for the largest
	Format       string  // Mono8, Mono10, Mono12, Mono14 or Mono16; "" for Mono8
	Order        string  // of formats of two bytes: "big" for high byte first; "" for low byte first. Only Mono16 has both
	Gain         float64 // in the driver's own unit, which V4L2 does not tell; 0 for the least
	Rate         float64 // frames a second; 0 for as it is
	// Exposure is the name of the control that exposes, and Unit is how many s one of its steps is; "" for V4L2's "Exposure Time,
	// Absolute" of 100 us, or else its "Exposure", which sensors count in lines: their unit is computed if the device tells lines'
	// times, and must be given otherwise. A device without such a control has one exposure: all of a frame's interval.
	Exposure string
	Unit     float64
	Pitch    float64       // m between pixels, which no camera tells; 0 for 5 um
	Offset   float64       // count of a dark pixel, as measured
	Readout  float64       // s from the end of an exposure until its frame is there; 0 for 50 ms
	Latch    int           // frames that are dropped behind a new exposure, until it is seen; 0 for 3, below 0 for none
	Timeout  time.Duration // for a frame beside exposure, interval and Readout; 0 for 1 s
	Deadline time.Duration // for each call of the kernel; 0 for 6 s, as USB control takes up to 5
	Buffers  int           // that frames are written into, 3 at least; 0 for 8
	// Now is the bench's clock, in s; nil for the system's.
	Now func() float64
}

// Counts are what has come of the frames since the camera was opened.
type Counts struct {
	Complete   uint64 // whole
	Incomplete uint64 // shorter than they should be, or said to be wrong by the driver
	Lost       uint64 // numbers that were skipped
	Timeouts   uint64 // waits for a frame that did not come
	Dropped    uint64 // came, and were not wanted: see Flush
}

// format is a pixel format of one grey count a pixel.
type format struct {
	name        string
	big         bool // high byte first
	code        uint32
	bits, bytes int
}

func fourcc(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// formats are those that are taken: V4L2's GREY, Y10, Y12, Y14, Y16 and Y16_BE.
var formats = []format{
	{"Mono8", false, fourcc("GREY"), 8, 1},
	{"Mono10", false, fourcc("Y10 "), 10, 2},
	{"Mono12", false, fourcc("Y12 "), 12, 2},
	{"Mono14", false, fourcc("Y14 "), 14, 2},
	{"Mono16", false, fourcc("Y16 "), 16, 2},
	{"Mono16", true, fourcc("Y16 ") | 1<<31, 16, 2},
}

// formatOf is the one that options ask for.
func formatOf(o Options) (format, error) {
	if o.Order != "" && o.Order != "big" && o.Order != "little" {
		return format{}, fmt.Errorf("v4l2: order %q of bytes: want big or little", o.Order)
	}
	for _, f := range formats {
		if f.name == o.Format && (f.big == (o.Order == "big") || f.bytes == 1) {
			return f, nil
		}
	}
	return format{}, fmt.Errorf("v4l2: pixel format %q is not taken: want Mono8, Mono10, Mono12, Mono14 or Mono16, the last one also with the high byte first", o.Format)
}

// name of a code, for messages.
func name(code uint32) string {
	s, big := "", code>>31 != 0
	for code &^= 1 << 31; code != 0; code >>= 8 {
		s += string(rune(code & 255))
	}
	if s = strings.TrimSpace(s); big {
		s += "_BE"
	}
	return s
}

func (o *Options) fill() error {
	for _, v := range []int{o.Nx, o.Ny, o.X, o.Y, o.Mode[0], o.Mode[1]} {
		if v < 0 || v > 1<<16 {
			return fmt.Errorf("v4l2: a region of %d x %d pixels at %d, %d of a frame of %d x %d: want none below 0 or above 65536", o.Nx, o.Ny, o.X, o.Y, o.Mode[0], o.Mode[1])
		}
	}
	if !(o.Rate >= 0) || !(o.Unit >= 0) || !(o.Gain >= 0 || o.Gain < 0) || (o.Nx == 0) != (o.Ny == 0) {
		return fmt.Errorf("v4l2: a region of %d x %d pixels, rate %g, gain %g and exposures of %g s: want numbers, and both sides or none", o.Nx, o.Ny, o.Rate, o.Gain, o.Unit)
	}
	if o.Format == "" {
		o.Format = "Mono8"
	}
	if o.Pitch == 0 {
		o.Pitch = 5e-6
	}
	if o.Readout == 0 {
		o.Readout = 0.05
	}
	if o.Latch == 0 {
		o.Latch = 3
	}
	o.Latch = max(o.Latch, 0)
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	if o.Deadline == 0 {
		o.Deadline = 6 * time.Second
	}
	if o.Buffers == 0 {
		o.Buffers = 8
	}
	if o.Buffers < 3 || o.Buffers > 32 {
		return fmt.Errorf("v4l2: %d buffers: want 3 to 32", o.Buffers)
	}
	if o.Now == nil {
		began := time.Now()
		o.Now = func() float64 { return time.Since(began).Seconds() }
	}
	return nil
}
