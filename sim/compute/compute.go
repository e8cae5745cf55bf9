// Package compute says what a device that runs Talbot can do.
//
// A Device holds Buffers of float32 and runs Programs. A Program is a list of
// kernel launches that is recorded once and run many times. A Kernel is one
// operation; package kernels has them all.
//
// A Program is written for one sample. Running it for a batch runs it for each
// sample, and the scope of a buffer says what a sample sees of it: see Scope.
// So the CPU can take a sample through the whole program while its fields stay
// in the cache, and a GPU can run each launch over the batch.
//
// Complex arrays are interleaved re, im pairs; planes are [y][x]. Every count in
// this package is a number of float32, so a 200x200 complex plane has 80 000.
package compute

// Scope says how a buffer relates to the samples of a batch.
type Scope int

const (
	// Shared is one array, the same for every sample. Per-sample kernels only
	// read it; kernels that run once may write it.
	Shared Scope = iota
	// Sample is one array per sample, kept: the host writes and reads it as
	// [batch][len].
	Sample
	// Scratch is one array per sample whose content is lost when the program
	// ends, so a device need not have one for every sample. The host cannot
	// read or write it.
	Scratch
	// Sum is one array that every sample adds to. It is zero when a program
	// starts, and holds the sum over the batch, added in an order that does not
	// depend on how many threads ran, after the last per-sample launch.
	Sum
)

// Spec describes a buffer. Len counts float32: of one sample for Sample and
// Scratch, of the whole array for Shared and Sum. Batch is the largest batch a
// Sample or Scratch buffer must serve, and is not read for the other scopes.
type Spec struct {
	Name  string
	Scope Scope
	Len   int
	Batch int
}

// Buffer is an array on a device. Only the device that made it can use it.
type Buffer interface {
	Spec() Spec
}

// Kernel is one operation. Exactly one of Each and Once is set.
//
// The arguments arrive in the order of the launch, one slice per buffer, each of
// the buffer's Len. A kernel writes only the arguments that its documentation
// says it writes; it adds to those of scope Sum.
type Kernel struct {
	Name string

	// Work is the number of float32 of private working memory that Each or Once
	// needs. Its content is arbitrary on entry.
	Work int

	// Each runs the operation for one sample. Calls for different samples run
	// at the same time.
	Each func(args [][]float32, work []float32)

	// Vector is Each in SIMD instructions, nil where there is none; its results
	// differ from Each's by rounding alone. VectorWork is its working memory, or
	// VectorOnce's.
	Vector     func(args [][]float32, work []float32)
	VectorWork int

	// Once runs the operation one time, whatever the batch, for the elements from
	// to to-1 of N; VectorOnce is the same in SIMD instructions, nil where there is
	// none. No element needs what another writes: calls for different ones run at
	// the same time. A call takes Grain of them, from a multiple of Grain, and the
	// last the rest: enough work to be worth another thread. Grain 0 is all in one.
	Once       func(args [][]float32, work []float32, from, to int)
	VectorOnce func(args [][]float32, work []float32, from, to int)
	N, Grain   int

	// GPU is the operation in WGSL, for either of Each and Once; nil when there is
	// none yet, so that a GPU refuses the kernel.
	GPU GPU
}

// Launch is one kernel with the buffers it works on.
type Launch struct {
	Kernel Kernel
	Args   []Buffer
}

// Program is a list of launches, run in order.
type Program struct {
	Launches []Launch
}

// Add appends a launch of k on args. A nil buffer is not allowed.
func (p *Program) Add(k Kernel, args ...Buffer) {
	if (k.Each == nil) == (k.Once == nil) {
		panic("compute: kernel " + k.Name + " must set exactly one of Each and Once")
	}
	if k.Once != nil && (k.N < 1 || k.Grain < 0) {
		panic("compute: kernel " + k.Name + " runs once but does not say for how many elements")
	}
	for _, a := range args {
		if a == nil {
			panic("compute: nil buffer for kernel " + k.Name)
		}
	}
	p.Launches = append(p.Launches, Launch{k, args})
}

// Runner is a program made ready on a device.
type Runner interface {
	// Run runs the program for a batch of samples: sample i uses array i of
	// every Sample buffer. It returns when the results can be read.
	Run(batch int) error
}

// Device allocates buffers and runs programs. Its methods are not safe for use
// by several goroutines at once.
type Device interface {
	// Name identifies the device for a person, such as "cpu (2 threads)".
	Name() string
	// Alloc makes a zeroed buffer.
	Alloc(Spec) (Buffer, error)
	// Write copies src into b, starting at float32 number at.
	Write(b Buffer, at int, src []float32) error
	// Read copies len(dst) float32 of b, starting at number at, into dst.
	Read(b Buffer, at int, dst []float32) error
	// Compile checks p and makes it ready. All per-sample launches of a program
	// must be consecutive: kernels that run once come before or after them.
	Compile(p *Program) (Runner, error)
	// Close frees everything. The device and its buffers are unusable after it.
	Close() error
}

// Later is implemented by devices that work while the host does other things: it
// starts a read of n numbers of b, starting at number at, of what they are once all
// that was run before is done. The function that it returns waits for them and copies
// them; it must be called once.
type Later interface {
	Later(b Buffer, at, n int) (func(dst []float32) error, error)
}

// LostError says that a device has gone away, such as a GPU whose driver was
// restarted. What was on it is lost; the run can go on elsewhere from what the host
// kept.
type LostError struct{ Why string }

func (e *LostError) Error() string {
	if e.Why == "" {
		return "the device was lost"
	}
	return "the device was lost: " + e.Why
}

// Var is a trainable array: its value, and the gradient of the loss with
// respect to it, summed over the batch.
type Var struct {
	Name  string
	Shape []int
	Value Buffer // Shared
	Grad  Buffer // Sum
}

// Len is the number of trainable numbers in v.
func (v *Var) Len() int {
	n := 1
	for _, s := range v.Shape {
		n *= s
	}
	return n
}
