// Package rig is an optical bench of a laboratory: panels, cameras and a clock, each behind an
// interface that drivers, or a simulation, satisfy, and the Bench made of them, which shows loads
// and measures light. A Bench is a plant.Plant, and with a reference beam a plant.FieldPlant: no method
// that learns on it can tell whether it is real.
//
// What goes to a panel is levels, whole numbers; what a phase or an amplitude is in levels is
// said by a curve that somebody has measured. Every picture that a panel shows carries its number in a
// strip beside the load (see Tag), so that every frame proves what it saw.
//
// A bench is calibrated by what its cameras see, by MeasureAll in this order: Expose; MeasureCurves, what levels do; Register, where the
// cameras see the plane; MeasureBeam, the reference beam, by which light that no panel changes is told apart;
// MeasureSymmetry, what aberrations and uneven light do, so that light goes the same way back as it came; Align, where the
// amplitude panel has the plane; MeasureAxial, how far light goes on between the panels; MeasureFringing, how
// far phases run into each other. MeasureBlank takes off what has drifted
// since, again and again, and with Follow each reading does for the phase of all. A Calibration keeps it all.
// Illumination tells how bright the light is where. Synchronised frames all see the same of the panels' flicker.
//
// Times are seconds of the bench's Clock, and lengths metres.
package rig

import (
	"context"

	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Kind says what a panel mostly changes of the light.
type Kind int

const (
	Phase Kind = iota
	Amplitude
)

func (k Kind) String() string { return [...]string{"phase", "amplitude"}[k] }

// SLM is one panel.
type SLM interface {
	Info() SLMInfo
	// Show puts levels on the whole panel, [Ny][Nx], and returns when the panel has been told to
	// swap; the light follows Latency later and has settled after Settle more. It is an error,
	// and the old picture stays, when the levels do not fit the panel.
	Show(ctx context.Context, levels []uint16) (Shown, error)
	// Close lets go of the panel. Closing twice is no error; all else after it is ErrClosed.
	Close() error
}

// Swapper is an SLM that can be told to swap while another one is on its way to, where each waits for its own refresh.
type Swapper interface {
	SLM
	// Swap is Show without the wait: shown is called once, and waits.
	Swap(ctx context.Context, levels []uint16) (shown func() (Shown, error), err error)
}

// SLMInfo is what a panel says of itself.
type SLMInfo struct {
	Name    string
	Grid    optics.Grid // its pixels
	Kind    Kind
	Levels  int
	Refresh float64 // pictures a second
	Latency float64 // from the swap until the pixels begin to move, at most
	Settle  float64 // from there until they are within 2 % of where they go
}

// Shown says that a picture has been given to a panel.
type Shown struct {
	Seq  uint64  // rises by one from picture to picture
	Time float64 // of the swap
}

// Camera takes frames. It counts in its own numbers: what light a count stands for is found
// out by calibration.
type Camera interface {
	Info() CameraInfo
	// Configure sets what it can and returns what the camera really took. A value outside
	// its range is an error, and nothing changes.
	Configure(ctx context.Context, c CameraConfig) (CameraConfig, error)
	// Start begins to take frames; before it Grab is an error.
	Start(ctx context.Context) error
	// Flush drops what has been exposed and not been grabbed.
	Flush(ctx context.Context) error
	// Grab waits for the next frame and writes it into f, whose Counts it makes as long as they must be.
	// A frame that did not arrive is ErrTimeout, and the next Grab has the next frame.
	Grab(ctx context.Context, f *Frame) error
	// Close lets go of the camera. Closing twice is no error; all else after it is ErrClosed.
	Close() error
}

// CameraInfo is what a camera says of itself.
type CameraInfo struct {
	Name        string
	Grid        optics.Grid // its pixels
	Bits        int         // of a count; 0 for a camera that gives any number
	MinExposure float64     // s
	MaxExposure float64
	Offset      float64 // count of a dark pixel
	Readout     float64 // s from the end of an exposure until its frame is there
}

// CameraConfig is what can be set.
type CameraConfig struct {
	Exposure float64 // s
}

// Status says what came of a frame.
type Status int

const (
	Complete   Status = iota
	Incomplete        // rows are missing: their counts are 0
)

// Frame is one picture of a camera.
type Frame struct {
	ID        uint64  // rises from frame to frame, and jumps where one was lost
	Time      float64 // when the exposure began
	Exposure  float64
	Status    Status
	Saturated int       // pixels at the largest count
	Counts    []float32 // [Ny][Nx] of the camera; whole numbers if Bits is above 0
}

// Clock tells time and waits. A simulation's runs as fast as it computes.
type Clock interface {
	Now() float64
	Sleep(ctx context.Context, seconds float64) error
}

// What can go wrong on a bench; errors.Is finds them in what its methods return.
var (
	ErrTimeout      = errs.New("the camera gave no frame in time")
	ErrIncomplete   = errs.New("rows of the frame are missing")
	ErrStale        = errs.New("the frame does not show what the panels were given last: wait longer before it, or look for other light on the tag's spots")
	ErrSaturated    = errs.New("too many pixels of the frame are saturated: expose for a shorter time, or take less light")
	ErrUncalibrated = errs.New("the bench is not calibrated for this")
	ErrGone         = errs.New("the device does not answer any more: see to its cable and power, and open it again")
	ErrClosed       = errs.New("the device has been closed")
)
