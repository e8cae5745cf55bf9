// Package aravis drives machine-vision cameras, of GigE Vision and USB3 Vision, by the library Aravis, which must be
// installed (Debian: libaravis-0.8-0); it is loaded when it is wanted, without a C compiler.
//
// How far it is verified: protocol-tested, by Aravis 0.8.26 against package gige and Aravis' own fake camera. No camera of
// glass and silicon has been tried by anybody, and USB3 Vision by nobody at all.
//
// What Aravis does otherwise than one would guess, and what is done about it: as root it takes packets from where the
// loopback interface puts none (packet sockets are off); a value out of range is accepted (ranges are checked, and what the
// camera took is read back); its calls can block for 10 s once a camera has gone (each has a deadline here);
// settings stay from the client before (all are set).
package aravis

import (
	"encoding/binary"
	"errors"
	"time"
)

// ErrLibrary is when Aravis is not there.
var ErrLibrary = errors.New("the library Aravis 0.8 is not installed: get Debian's package libaravis-0.8-0, or a build of it for this system")

// Device is a camera that was found.
type Device struct{ ID, Vendor, Model, Serial, Address, Protocol string }

// Options are how a camera is opened. The zero value is for all of the sensor, 8 bits, and one frame at a time.
type Options struct {
	Nx, Ny, X, Y int              // the region of the sensor; 0 x 0 for all of it
	Format       string           // Mono8, Mono10, Mono12, Mono14 or Mono16; "" for Mono8, or the first that the camera has
	Order        binary.ByteOrder // of formats of two bytes; nil for little-endian, as GigE Vision has it
	Gain         float64          // dB
	Free         bool             // runs freely; otherwise each frame is triggered by Grab
	Rate         float64          // frames a second where it runs freely; 0 for as the camera has it
	Pitch        float64          // m between pixels, which no camera tells; 0 for 5 um
	Offset       float64          // count of a dark pixel, as measured
	Readout      float64          // s from the end of an exposure until its frame is there; 0 for 50 ms
	Timeout      time.Duration    // for a frame beside exposure and Readout; 0 for 1 s
	Deadline     time.Duration    // for each call of the library; 0 for 4 s
	Buffers      int              // that frames are written into; 0 for 8
	Packet       int              // bytes; 0 for 1400, which every network carries
	// Now is the bench's clock, in s; nil for the system's.
	Now func() float64
}

// Counts are what has come of the frames since the camera was opened.
type Counts struct {
	Complete   uint64 // whole
	Incomplete uint64 // packets are missing
	Lost       uint64 // numbers that were skipped
	Timeouts   uint64 // waits for a frame that did not come
	Dropped    uint64 // came, and were not wanted any more: see Flush
	Resent     uint64 // packets that were asked for again
}

// bits is how many a pixel format has, and its bytes a pixel; 0 for one that is not taken.
func bits(format string) (bits, bytes int) {
	switch format {
	case "Mono8":
		return 8, 1
	case "Mono10":
		return 10, 2
	case "Mono12":
		return 12, 2
	case "Mono14":
		return 14, 2
	case "Mono16":
		return 16, 2
	}
	return 0, 0
}
