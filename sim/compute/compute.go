// Package compute says what a device that runs Talbot can do.
//
// A Device holds Buffers of float32 and runs Programs. A Program is a list of
// kernel launches that is recorded once and run many times. A Kernel is one
// operation; package kernels has them all.
//
// Most of a Program is written for one sample. Running it for a batch runs it for each
// sample, and the scope of a buffer says what a sample sees of it: see Scope.
// So the CPU can take a sample through many launches while its fields stay
// in the cache, and a GPU can run each launch over the batch. Launches that run once,
// or once for the whole batch, may stand anywhere between: they cut the program into
// segments, and the next begins when the one before is done for all samples.
//
// Complex arrays are interleaved re, im pairs; planes are [y][x]. Every count in
// this package is a number of float32, so a 200x200 complex plane has 80 000.
package compute

import (
	"runtime"
	"slices"
	"strconv"
)

// Threads tells whether goroutines run at the same time. In a browser they do not, and
// its programs need not carry what shares a sample among threads.
const Threads = runtime.GOOS != "js"

// Scope says how a buffer relates to the samples of a batch.
type Scope int

const (
	// Shared is one array, the same for every sample. Per-sample kernels only
	// read it; kernels that run once may write it.
	Shared Scope = iota
	// Sample is one array per sample, kept: the host writes and reads it as
	// [batch][len].
	Sample
	// Scratch is one array per sample whose content is lost at the end of the segment,
	// so a device need not have one for every sample. The host cannot
	// read or write it, and launches of another segment may use it only if the first of
	// them writes it anew: see Kernel.Whole.
	Scratch
	// Sum is one array that every sample adds to. The first launch of a program
	// that runs for samples or a batch finds it zero; after the last launch of a segment
	// it holds the sum over the batch, added in an order that does not depend on how
	// many threads ran.
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

// Kernel is one operation. Exactly one of Each, Once and Batch is set.
//
// The arguments arrive in the order of the launch, one slice per buffer, each of
// the buffer's Len, but for Batch those of scope Sample whole. A kernel writes only the
// arguments that its documentation says it writes; it adds to those of scope Sum.
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

	// Batch runs the operation one time for all samples of a batch, whose Sample
	// buffers arrive as [batch][Len], for the elements from to to-1 of Elements(batch);
	// VectorBatch is the same in SIMD instructions. Calls are cut by Grain as those of Once.
	Batch       func(args [][]float32, work []float32, batch, from, to int)
	VectorBatch func(args [][]float32, work []float32, batch, from, to int)
	Elements    func(batch int) int

	// Common is how many float32 of memory the calls of Batch share for a batch, nil for none:
	// Batch gets it behind the arguments, as one more, its content arbitrary. When all calls
	// are done Finish is called, with the same, for 0 to Finishing(batch)-1, one element a call.
	// So a kernel can have more calls than results, and the same bits on any number of threads.
	Common    func(batch int) int
	Finish    func(args [][]float32, batch, i int)
	Finishing func(batch int) int

	// Several threads can share a sample, in batches that have fewer samples than the
	// device has threads, where a kernel has Parts or Widths; they give the same bits. Parts is
	// Each cut into steps, VectorParts is Vector cut so. With Widths, Each and Vector
	// may be called with parts of the arguments: Widths[k] numbers of argument k belong to
	// each element, 0 for an argument that every call gets whole. Widths[0] is not 0.
	Parts, VectorParts []Part
	Widths             []int

	// Whole are the arguments that a call writes whole without having read them, so that it does
	// not matter what was in them.
	Whole []int

	// GPU is the operation in WGSL, for any of Each, Once and Batch; nil when there is
	// none yet, so that a GPU refuses the kernel.
	GPU GPU
}

// Part is one step of a kernel that runs for each sample. Run does its elements from to
// to-1 of N, in calls of Grain that run at the same time. work is the kernel's working
// memory, the same in all calls and parts; own is Own numbers for this call alone.
type Part struct {
	N, Grain, Own int
	Run           func(args [][]float32, work, own []float32, from, to int)
}

// Launch is one kernel with the buffers it works on.
type Launch struct {
	Kernel Kernel
	Args   []Buffer
}

// Anew tells whether the launch writes b whole and does not read what was in it.
func (l *Launch) Anew(b Buffer) bool {
	anew := false
	for i, a := range l.Args {
		if a != b {
			continue
		}
		if !slices.Contains(l.Kernel.Whole, i) {
			return false
		}
		anew = true
	}
	return anew
}

// Program is a list of launches, run in order.
type Program struct {
	Launches []Launch
}

// Add appends a launch of k on args. A nil buffer is not allowed.
func (p *Program) Add(k Kernel, args ...Buffer) {
	set := 0
	for _, given := range [...]bool{k.Each != nil, k.Once != nil, k.Batch != nil} {
		if given {
			set++
		}
	}
	if set != 1 {
		panic("compute: kernel " + k.Name + " must set exactly one of Each, Once and Batch")
	}
	if k.Batch != nil && (k.Elements == nil || k.Grain < 0) {
		panic("compute: kernel " + k.Name + " runs for a batch but does not say for how many elements")
	}
	if k.Common != nil && (k.Batch == nil || k.Finish == nil || k.Finishing == nil) {
		panic("compute: kernel " + k.Name + " shares memory but does not say how it ends")
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
	// Compile checks p and makes it ready.
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

// Gathers is implemented by devices whose work is sent to them. While Gather is on, what is written
// and run, and the reads that Later starts, are kept in their order and sent together: once Later is called
// with Gather off, a read is waited for, or much is kept. Nothing that is computed depends on it.
type Gathers interface {
	Gather(on bool)
}

// Hosted is implemented by devices whose buffers lie in the memory of the program.
type Hosted interface {
	// Copies is how many arrays a Scratch buffer has, and how many a Sum buffer has
	// beside its own.
	Copies() (scratch, sum int)
	// Room is how many bytes may be taken in all, 0 for no limit, and what sets the
	// limit, in words behind "the 3.2 GB".
	Room() (bytes float64, what string)
}

// MemoryError says that something would take more memory than a device has room for.
// Nothing has been allocated.
type MemoryError struct {
	What       string  // what takes it, such as "this network"
	Need, Room float64 // bytes
	Limit      string  // what sets the limit: see Hosted
	Cure       string  // what would fit
}

func (e *MemoryError) Error() string {
	return e.What + " takes about " + Bytes(e.Need) + " of memory, more than the " + Bytes(e.Room) + " " + e.Limit + ": " + e.Cure
}

// Fits is nil if dev has room for so many bytes, or does not say, and else a
// *MemoryError of what, whose cure is asked for only then.
func Fits(dev Device, what string, need float64, cure func(room float64) string) error {
	h, ok := dev.(Hosted)
	if !ok {
		return nil
	}
	room, limit := h.Room()
	if room <= 0 || need <= room {
		return nil
	}
	return &MemoryError{what, need, room, limit, cure(room)}
}

// Bytes is a number of bytes as a person would write it.
func Bytes(n float64) string {
	unit := " MB"
	if n /= 1e6; n >= 999.5 {
		n, unit = n/1e3, " GB"
	}
	if n < 99.5 {
		return strconv.FormatFloat(n, 'g', 2, 64) + unit
	}
	if n >= 1e6 {
		return strconv.FormatFloat(n, 'g', 2, 64) + unit
	}
	return strconv.FormatFloat(n, 'f', 0, 64) + unit
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
