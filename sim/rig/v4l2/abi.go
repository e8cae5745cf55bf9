//go:build linux && (amd64 || arm64)

package v4l2

import "unsafe"

// The kernel's structures of a 64-bit machine (linux/videodev2.h); TestSizes holds their sizes.

type capability struct {
	Driver                 [16]byte
	Card, Bus              [32]byte
	Version, All, Own, Two uint32
	_                      [2]uint32
}

type fmtdesc struct {
	Index, Type, Flags uint32
	Description        [32]byte
	Code, Bus          uint32
	_                  [3]uint32
}

type pixFormat struct {
	Type, _                                         uint32
	Width, Height, Code, Field, Stride, Size, Space uint32
	_                                               [200 - 7*4]byte
}

type frameSize struct {
	Index, Code, Kind                                         uint32
	Width, MaxWidth, StepWidth, Height, MaxHeight, StepHeight uint32 // of Kind 1 the second is the height
	_                                                         [2]uint32
}

type streamParm struct {
	Type, Can, Mode, Numerator, Denominator uint32
	_                                       [204 - 5*4]byte
}

type selection struct {
	Type, Target, Flags uint32
	X, Y                int32
	Width, Height       uint32
	_                   [9]uint32
}

type queryControl struct {
	ID, Type            uint32
	Name                [32]byte
	Min, Max, Step, Def int32
	Flags               uint32
	_                   [2]uint32
}

type control struct {
	ID    uint32
	Value int32
}

type extControl struct {
	ID, Size uint32
	_        uint32
	Value    [8]byte
}

type extControls struct {
	Which, Count, Bad uint32
	Request           int32
	_                 [2]uint32
	Controls          *extControl
}

type requestBuffers struct {
	Count, Type, Memory, Can uint32
	_                        [4]byte
}

type buffer struct {
	Index, Type, Used, Flags, Field uint32
	_                               uint32
	Seconds, Micros                 int64
	_                               [16]byte
	Sequence, Memory                uint32
	Offset                          uint64
	Length                          uint32
	_                               [3]uint32
}

// Numbers of calls: direction, size, 'V' and a number.
const (
	write, read = 1 << 30, 2 << 30

	queryCap      = read | unsafe.Sizeof(capability{})<<16 | 'V'<<8 | 0
	enumFormats   = write | read | unsafe.Sizeof(fmtdesc{})<<16 | 'V'<<8 | 2
	getFormat     = write | read | unsafe.Sizeof(pixFormat{})<<16 | 'V'<<8 | 4
	setFormat     = write | read | unsafe.Sizeof(pixFormat{})<<16 | 'V'<<8 | 5
	reqBuffers    = write | read | unsafe.Sizeof(requestBuffers{})<<16 | 'V'<<8 | 8
	queryBuffer   = write | read | unsafe.Sizeof(buffer{})<<16 | 'V'<<8 | 9
	enqueue       = write | read | unsafe.Sizeof(buffer{})<<16 | 'V'<<8 | 15
	dequeue       = write | read | unsafe.Sizeof(buffer{})<<16 | 'V'<<8 | 17
	streamOn      = write | 4<<16 | 'V'<<8 | 18
	streamOff     = write | 4<<16 | 'V'<<8 | 19
	getParm       = write | read | unsafe.Sizeof(streamParm{})<<16 | 'V'<<8 | 21
	setParm       = write | read | unsafe.Sizeof(streamParm{})<<16 | 'V'<<8 | 22
	getControl    = write | read | unsafe.Sizeof(control{})<<16 | 'V'<<8 | 27
	setControl    = write | read | unsafe.Sizeof(control{})<<16 | 'V'<<8 | 28
	queryCtrl     = write | read | unsafe.Sizeof(queryControl{})<<16 | 'V'<<8 | 36
	setPriority   = write | 4<<16 | 'V'<<8 | 68
	getExtControl = write | read | unsafe.Sizeof(extControls{})<<16 | 'V'<<8 | 71
	enumSizes     = write | read | unsafe.Sizeof(frameSize{})<<16 | 'V'<<8 | 74
	getSelection  = write | read | unsafe.Sizeof(selection{})<<16 | 'V'<<8 | 94
	setSelection  = write | read | unsafe.Sizeof(selection{})<<16 | 'V'<<8 | 95
)

// Their values.
const (
	capture       = 1 // of a buffer's type
	memoryMapped  = 1
	fieldNone     = 1
	priorityFirst = 3 // V4L2_PRIORITY_RECORD

	canCapture, canMulti, canStream, hasOwn = 1, 1 << 12, 1 << 26, 1 << 31
	canInterval                             = 1 << 12 // of a streamParm

	cropNow, cropBounds, composeNow = 0, 2, 0x100

	flagError                         = 0x40
	flagClock, flagMonotonic          = 0xe000, 0x2000
	flagMoment, flagStart             = 0x70000, 0x10000
	ctrlDisabled, ctrlGrabbed, ctrlRO = 1, 2, 4
	ctrlInactive                      = 0x10
	nextControl                       = 1 << 31

	cidGamma, cidWhite, cidExposure, cidAutoGain, cidGain = 0x980910, 0x98090c, 0x980911, 0x980912, 0x980913
	cidBacklight                                          = 0x98091c
	cidExposureAuto, cidExposureTime, cidExposureSlower   = 0x9a0901, 0x9a0902, 0x9a0903
	cidHBlank, cidAnalogue                                = 0x9e0902, 0x9e0903
	cidPixelRate, cidDigital                              = 0x9f0902, 0x9f0905
)
