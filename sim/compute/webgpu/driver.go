package webgpu

// driver is what the device asks of WebGPU. There are two: driver_dawn.go calls
// Dawn's C API, driver_js.go the browser's. Whatever fails is an error that says
// what was asked for; after a loss of the GPU all calls give a *LostError.
type driver interface {
	// info is the GPU and its limits.
	info() Info
	// buffer makes a zeroed buffer of some bytes, a multiple of 4.
	buffer(label string, bytes int, uniform bool) (handle, error)
	free(handle)
	// write and read copy numbers at a byte offset. read waits for all that was
	// submitted before.
	write(b handle, at int, src []float32) error
	read(b handle, at int, dst []float32) error
	// pipeline compiles a shader whose entry is main.
	pipeline(label, code string) (handle, error)
	// group binds arrays to a pipeline.
	group(label string, pipeline handle, binds []binding) (handle, error)
	// record keeps a list of steps that submit runs in order, without waiting.
	record(steps []step) (handle, error)
	submit(list handle) error
	// profile runs a list and returns the seconds that each step took; nil where the
	// GPU has no clock to read.
	profile(list handle) ([]float64, error)
	// peak is the most bytes that buffers had at a time.
	peak() int
	// lose makes the GPU go away, as a driver fault would: for tests.
	lose()
	close()
}

// handle stands for an object of the driver; 0 for none.
type handle int

// binding is a range of a buffer, in bytes, at a binding number.
type binding struct {
	number   int
	buf      handle
	at, size int
}

// step is one dispatch.
type step struct {
	pipeline, group handle
	x, y            int
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

// LostError says that the GPU has gone away. What was on it is lost; the run can go
// on elsewhere from what the host kept.
type LostError struct{ Why string }

func (e *LostError) Error() string {
	why := e.Why
	if why == "" {
		why = "no reason given"
	}
	return "webgpu: the GPU was lost: " + why
}
