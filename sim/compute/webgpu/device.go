package webgpu

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/fft/wgsl"
)

// Device implements compute.Device on a GPU.
type Device struct {
	drv   Driver
	info  Info
	chunk int
	tune  Tune

	// Kept for all programs.
	spectra map[int]Handle // by number of float32
	shares  map[int]Handle // likewise
	tables  map[*float32]Handle
	roots   map[string][]float32
	shaders map[string]Handle // pipelines by their code
}

// Tune is what can be chosen by measuring. Results do not depend on it but in the
// last bits, or with Half in those that half the bytes leave.
type Tune struct {
	Chunk       int               // samples that are taken through a program together, a multiple of 64; 0: a default
	RowThreads  int               // threads of a workgroup of a row pass; 0: a default
	Columns     int               // columns that a workgroup transforms; 0: a default
	RowSplit    bool              // real and imaginary parts change places apart, in half the workgroup memory
	RowJoin     bool              // they do not, however many a thread has
	Wide        int               // of them, those that a workgroup transforms, if fewer than lie together; 0: all
	ColumnJoin  bool              // as RowSplit; the default of columns
	Ahead       bool              // column passes read the transfer function before they transform
	Groups      int               // partial sums; 0: a default
	Whole       bool              // hops take all rows of a plane, lit and wanted or not
	NoTiles     bool              // the spectrum lies in memory row by row, rather than in tiles of columns
	Reuse       int               // samples that a workgroup of a column pass takes one after another, with the transfer function in registers; 0: one
	RowLines    map[int]wgsl.Line // by length
	ColumnLines map[int]wgsl.Line
	Narrow      bool   // column passes transform by three stages with few registers, where there are such: see wgsl.NewNarrow
	Banks       Banks  // how columns lie in workgroup memory
	Half        bool   // keep fields and spectra in half the bytes: see package half. Results are those of fields rounded so
	Product     [4]int // of a product: threads of a workgroup down and across, vectors of four that a thread has down and across; 0: chosen by its sizes
}

// Banks is how the columns of a workgroup lie in its memory, element by element.
type Banks int

// The ways. Of neighbouring threads, which have neighbouring columns of few elements, those without a
// gap read from different banks, and write to the same where the first radix is even; Turned
// cures that with more arithmetic, for 8 columns at a time.
const (
	Usual    Banks = iota // as was measured
	Gap                   // room for one column more
	Straight              // none
	Turned                // none, groups of 4 elements turned where they would meet in a bank
)

// New is a device on a driver.
func New(drv Driver, t Tune) *Device {
	d := &Device{drv: drv, info: drv.Info(), spectra: map[int]Handle{}, shares: map[int]Handle{}, tables: map[*float32]Handle{}, roots: map[string][]float32{}, shaders: map[string]Handle{}}
	d.SetTune(t)
	return d
}

// SetTune changes the choices for programs that are compiled from now on.
func (d *Device) SetTune(t Tune) {
	if t.Chunk <= 0 {
		t.Chunk = 512
	}
	if t.Groups <= 0 {
		t.Groups = 64
	}
	d.tune, d.chunk = t, t.Chunk
}

// Name is the GPU's name, and how it keeps fields, if in half the bytes.
func (d *Device) Name() string {
	if d.tune.Half {
		return "webgpu (" + d.info.Name + ", half storage)"
	}
	return "webgpu (" + d.info.Name + ")"
}

// Half tells whether fields are kept in half the bytes.
func (d *Device) Half() bool { return d.tune.Half }

// Info describes the GPU.
func (d *Device) Info() Info { return d.info }

// Opening tells what it took to have the GPU and its shaders, where the driver knows.
func (d *Device) Opening() (o Opening) {
	if t, ok := d.drv.(interface{ Opening() Opening }); ok {
		o = t.Opening()
	}
	return o
}

// Peak is the most memory, in bytes, that buffers took at a time.
func (d *Device) Peak() int { return d.drv.Peak() }

// Lose takes the GPU away, as a fault of its Driver would: for tests of what follows.
func (d *Device) Lose() { d.drv.Lose() }

// Close frees everything.
func (d *Device) Close() error {
	d.drv.Close()
	return nil
}

// buffer implements compute.Buffer. Scratch gets memory when a program needs it in
// memory, and so do the partial sums of a Sum.
type buffer struct {
	dev     *Device
	spec    compute.Spec
	data    Handle
	room    int  // numbers that data has room for, of Scratch
	packed  bool // of Scratch: in half the bytes, in the program that is being compiled
	partial Handle
	parts   int
}

func (b *buffer) Spec() compute.Spec { return b.spec }

// perSample tells whether every sample has an array of its own.
func (b *buffer) perSample() bool {
	return b.spec.Scope == compute.Sample || b.spec.Scope == compute.Scratch
}

// Alloc makes a zeroed buffer.
func (d *Device) Alloc(s compute.Spec) (compute.Buffer, error) {
	if s.Len < 0 || s.Batch < 0 {
		return nil, errs.New("webgpu: buffer ", s.Name, " has a negative size")
	}
	b := &buffer{dev: d, spec: s}
	n := s.Len
	switch s.Scope {
	case compute.Scratch:
		return b, nil
	case compute.Sample:
		n *= s.Batch
	}
	var err error
	b.data, err = d.alloc(s.Name, n)
	return b, err
}

func (d *Device) alloc(name string, floats int) (Handle, error) {
	bytes := 4 * max(1, floats)
	if bytes > d.info.Limits.Buffer {
		return 0, errs.New("webgpu: ", name, " needs ", bytes>>20, " MiB, more than the ", d.info.Limits.Buffer>>20,
			" MiB that a buffer of this GPU may have; take fewer samples or a smaller batch, or the cpu device")
	}
	return d.drv.Buffer(name, bytes, false)
}

// Write copies src into b.
func (d *Device) Write(b compute.Buffer, at int, src []float32) error {
	h, err := window(b, at, len(src))
	if err != nil || len(src) == 0 {
		return err
	}
	return d.drv.Write(h, 4*at, src)
}

// Read copies from b into dst, when all that was submitted is done.
func (d *Device) Read(b compute.Buffer, at int, dst []float32) error {
	h, err := window(b, at, len(dst))
	if err != nil || len(dst) == 0 {
		return err
	}
	return d.drv.Read(h, 4*at, dst)
}

// Later starts a read: see compute.Later.
func (d *Device) Later(b compute.Buffer, at, n int) (func(dst []float32) error, error) {
	h, err := window(b, at, n)
	if err != nil {
		return nil, err
	}
	return d.drv.Later(h, 4*at, n)
}

// Gather implements compute.Gathers.
func (d *Device) Gather(on bool) { d.drv.Gather(on) }

func window(b compute.Buffer, at, n int) (Handle, error) {
	c := b.(*buffer)
	size := c.spec.Len
	switch c.spec.Scope {
	case compute.Scratch:
		return 0, errs.New("webgpu: the host cannot reach scratch buffer ", c.spec.Name)
	case compute.Sample:
		size *= c.spec.Batch
	}
	if at < 0 || n < 0 || at+n > size {
		return 0, errs.New("webgpu: numbers ", at, " to ", at+n, " are outside buffer ", c.spec.Name, " of ", size)
	}
	return c.data, nil
}

// rowsAtOnce is how many of ny rows a workgroup takes: if there is a number near the
// best that divides ny, no thread has to ask whether it has a row. Passes of two transforms are better
// off with half as many threads that wait for each other where each holds many numbers: of 400 points on an
// H200 305 us became 267, and with sums 438 became 342.
func (d *Device) rowsAtOnce(l wgsl.Line, ny int, two bool) int {
	threads := d.tune.RowThreads
	switch {
	case threads > 0:
	case d.info.Software: // SwiftShader is fifty times slower with more
		threads = 64
	case two && l.Registers() > 10:
		threads = 80
	default:
		threads = 160
	}
	r := max(1, threads/l.Threads)
	for r > 1 && (8*r*pitchOf(l.N) > d.info.Limits.SharedBytes || r*l.Threads > d.info.Limits.Invocations) {
		r--
	}
	return d.dividing(r, ny)
}

// dividing is the largest number up to r that divides n, if it is more than half of
// r, else r.
func (d *Device) dividing(r, n int) int {
	for k := min(r, n); 2*k > r; k-- {
		if n%k == 0 {
			return k
		}
	}
	return r
}

// columnLine is the transform of columns of n samples. Measured on an H100 at 200, 270 and
// 400, few stages are best, and workgroup memory is what is short.
func (d *Device) columnLine(n int) (wgsl.Line, error) {
	if l, ok := d.tune.ColumnLines[n]; ok {
		return l, nil
	}
	l, ok := wgsl.NewNarrow(n)
	if !d.tune.Narrow || !ok {
		l, ok = wgsl.New(n)
	}
	if t := wgsl.Thin[n]; ok && !d.tune.Narrow && d.joined(t) {
		return t, nil
	}
	if !ok {
		return l, errs.New("webgpu: a window of ", n, " samples has too large a prime factor for a GPU; change the padding or the samples, or use the cpu device")
	}
	return l, nil
}

// joined tells whether l is the line of columns that change places whole, half the numbers a thread and half the barriers: of 800 points
// measured on an H200 in an update of eight masks through 800 x 800 samples, where columns, and rows, which take the same line, take 0.85 and 0.87 of the
// time. Four columns have to fit a workgroup.
func (d *Device) joined(l wgsl.Line) bool {
	return l.N == 800 && l.Threads == wgsl.Thin[l.N].Threads && !d.info.Software && 4*l.Threads <= d.info.Limits.Invocations
}

// rowLine is the transform of rows of n samples, and whether real and imaginary parts
// should change places apart. Narrow lines are best where there are any.
func (d *Device) rowLine(n int) (l wgsl.Line, split bool, err error) {
	if l, ok := d.tune.RowLines[n]; ok {
		return l, d.tune.RowSplit, nil
	}
	if l, ok := wgsl.NewNarrow(n); ok {
		return l, d.tune.RowSplit, nil
	}
	l, err = d.columnLine(n)
	return l, l.Registers() > 10 && !d.tune.RowJoin, err
}
