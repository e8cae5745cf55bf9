package webgpu

import "talbot/sim/compute"

// Driver is what the device asks of WebGPU. There are two: package dawn calls
// Dawn's C API, package browser the browser's. Whatever fails is an error that says
// what was asked for; after a loss of the GPU all calls give a *LostError.
type Driver interface {
	// Info is the GPU and its limits.
	Info() Info
	// Buffer makes a zeroed buffer of some bytes, a multiple of 4.
	Buffer(label string, bytes int, uniform bool) (Handle, error)
	Free(Handle)
	// Write and Read copy numbers at a byte offset. Read waits for all that was
	// submitted before.
	Write(b Handle, at int, src []float32) error
	Read(b Handle, at int, dst []float32) error
	// Later starts a read of n numbers and returns what waits for it and copies them.
	Later(b Handle, at, n int) (func(dst []float32) error, error)
	// Pipeline compiles a shader whose entry is main.
	Pipeline(label, code string) (Handle, error)
	// Group binds arrays to a pipeline.
	Group(label string, pipeline Handle, binds []Binding) (Handle, error)
	// Record keeps a list of steps that Submit runs in order, without waiting; it may
	// even leave them to be sent with the next read or write.
	Record(steps []Step) (Handle, error)
	Submit(list Handle) error
	// Profile runs a list and returns the seconds that each step took; nil where the
	// GPU has no clock to read.
	Profile(list Handle) ([]float64, error)
	// Gather has lists and reads, and writes between them, kept and sent together: see
	// compute.Gathers.
	Gather(on bool)
	// Peak is the most bytes that buffers had at a time.
	Peak() int
	// Lose makes the GPU go away, as a driver fault would: for tests.
	Lose()
	Close()
}

// Handle stands for an object of the driver; 0 for none.
type Handle int

// Binding is a range of a buffer, in bytes, at a binding number.
type Binding struct {
	Number   int
	Buffer   Handle
	At, Size int
}

// Step is one dispatch.
type Step struct {
	Pipeline, Group Handle
	X, Y            int // workgroups
}

// Info describes a GPU.
type Info struct {
	Name       string // as a person knows it
	Software   bool   // it is a program, which the CPU device surpasses
	Timestamps bool   // passes can be timed
	Limits     Limits
}

// Limits are what matters here of the WebGPU limits.
type Limits struct {
	SharedBytes int // of workgroup memory
	Invocations int // threads of a workgroup
	Binding     int // bytes of a storage buffer that a shader sees
	Buffer      int // bytes of a buffer
	Storage     int // storage buffers of a shader
}

// Opening is what it took to have a GPU and its shaders, in seconds.
type Opening struct {
	Library  float64 `json:"library_s"`  // to load the library of the driver
	Adapter  float64 `json:"adapter_s"`  // to find the GPU
	Device   float64 `json:"device_s"`   // to make a device on it
	Shaders  int     `json:"shaders"`    // that were compiled so far
	Reading  float64 `json:"reading_s"`  // to read their text and check it
	Compiled float64 `json:"compiled_s"` // that their compilation was waited for: it goes on beside other work
}

// LostError says that the GPU has gone away.
type LostError = compute.LostError
