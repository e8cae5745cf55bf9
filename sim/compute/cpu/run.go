package cpu

import (
	"sync"
	"sync/atomic"

	"talbot/sim/compute"
	"talbot/sim/errs"
)

// runner is a program made ready: once-kernels before and after, per-sample
// launches in between, and the arguments of each laid out beforehand, so that a
// run allocates nothing.
type runner struct {
	before, after []*call
	each          []compute.Launch
	sums          []*buffer // Sum buffers that per-sample launches add to
	most          int       // largest batch that all buffers serve; -1 for any
	threads       []*thread

	// The run under way.
	batch, used int     // samples, and lanes they are cut into
	sum         *buffer // being reduced
	call        *call
	parts       int // that the threads share, each done by part
	part        func(r *runner, th *thread, i int)
	next        atomic.Int64
	wait        sync.WaitGroup
}

// call is a launch that runs once, in blocks of elements.
type call struct {
	once           func(args [][]float32, work []float32, from, to int)
	args           [][]float32
	work, n, grain int
}

// thread is what one goroutine needs to run a sample, or a block of elements.
type thread struct {
	args [][][]float32 // [launch][argument]
	work []float32
	help func() // takes parts until there are none
}

// Compile checks p and lays out its arguments.
func (d *Device) Compile(p *compute.Program) (compute.Runner, error) {
	r := &runner{most: -1}
	work := 0
	seen := map[*buffer]bool{}
	for _, l := range p.Launches {
		for _, a := range l.Args {
			b, ok := a.(*buffer)
			if !ok {
				return nil, errs.New("cpu: buffer ", a.Spec().Name, " of kernel ", l.Kernel.Name, " belongs to another device")
			}
			s := b.spec.Scope
			if l.Kernel.Once != nil && (s == compute.Sample || s == compute.Scratch) {
				return nil, errs.New("cpu: kernel ", l.Kernel.Name, " runs once but its buffer ", b.spec.Name, " belongs to samples")
			}
			if s == compute.Sample && (r.most < 0 || b.spec.Batch < r.most) {
				r.most = b.spec.Batch
			}
			if s == compute.Sum && l.Kernel.Each != nil && !seen[b] {
				seen[b] = true
				r.sums = append(r.sums, b)
			}
		}
		if d.vector && l.Kernel.Vector != nil {
			l.Kernel.Each, l.Kernel.Work = l.Kernel.Vector, l.Kernel.VectorWork
		}
		if d.vector && l.Kernel.VectorOnce != nil {
			l.Kernel.Once, l.Kernel.Work = l.Kernel.VectorOnce, l.Kernel.VectorWork
		}
		work = max(work, l.Kernel.Work)
		switch {
		case l.Kernel.Each != nil:
			if len(r.after) > 0 {
				return nil, errs.New("cpu: kernel ", l.Kernel.Name, " runs for each sample after one that runs once; keep them together")
			}
			r.each = append(r.each, l)
		case len(r.each) == 0:
			r.before = append(r.before, newCall(l))
		default:
			r.after = append(r.after, newCall(l))
		}
	}
	for t := range d.threads {
		th := &thread{work: make([]float32, work)}
		for _, l := range r.each {
			args := make([][]float32, len(l.Args))
			for i, a := range l.Args {
				switch b := a.(*buffer); b.spec.Scope {
				case compute.Shared:
					args[i] = b.data
				case compute.Scratch:
					args[i] = b.private[t]
				}
			}
			th.args = append(th.args, args)
		}
		th.help = func() {
			r.take(th)
			r.wait.Done()
		}
		r.threads = append(r.threads, th)
	}
	return r, nil
}

func newCall(l compute.Launch) *call {
	k := &l.Kernel
	c := &call{k.Once, make([][]float32, len(l.Args)), k.Work, k.N, k.Grain}
	if c.grain == 0 {
		c.grain = k.N
	}
	for i, a := range l.Args {
		c.args[i] = a.(*buffer).data
	}
	return c
}

// Run runs the program for a batch of samples.
func (r *runner) Run(batch int) error {
	if batch < 0 || r.most >= 0 && batch > r.most {
		return errs.New("cpu: batch of ", batch, " does not fit buffers for ", r.most)
	}
	r.once(r.before)
	if len(r.each) > 0 {
		r.batch, r.used = batch, min(lanes, (batch+1)/2)
		r.parallel(r.used, (*runner).lane)
		for _, r.sum = range r.sums {
			r.parallel((len(r.sum.data)+reduceBlock-1)/reduceBlock, (*runner).reduce)
		}
	}
	r.once(r.after)
	return nil
}

// once runs calls in their order, the blocks of each on all threads.
func (r *runner) once(calls []*call) {
	for _, r.call = range calls {
		r.parallel((r.call.n+r.call.grain-1)/r.call.grain, (*runner).block)
	}
}

// block runs block i of r.call.
func (r *runner) block(th *thread, i int) {
	c := r.call
	from := i * c.grain
	c.once(c.args, th.work[:c.work], from, min(from+c.grain, c.n))
}

// lane runs the samples of one lane.
func (r *runner) lane(th *thread, lane int) {
	for _, b := range r.sums {
		clear(b.private[lane])
	}
	for s := lane * r.batch / r.used; s < (lane+1)*r.batch/r.used; s++ {
		r.sample(th, lane, s)
	}
}

// reduceBlock is how many numbers of a Sum buffer one thread adds up at a time.
const reduceBlock = 1 << 12

// reduce adds up block i of the buffer r.sum over the lanes, in their order.
func (r *runner) reduce(_ *thread, i int) {
	from, to := i*reduceBlock, min((i+1)*reduceBlock, len(r.sum.data))
	dst := r.sum.data[from:to]
	part := func(lane int) []float32 { return r.sum.private[lane][from:to][:len(dst)] }
	clear(dst)
	lane := 0
	for ; lane+4 <= r.used; lane += 4 { // four at a time, but added in order
		a, b, c, d := part(lane), part(lane+1), part(lane+2), part(lane+3)
		for j, v := range dst {
			dst[j] = v + a[j] + b[j] + c[j] + d[j]
		}
	}
	for ; lane < r.used; lane++ {
		for j, v := range part(lane) {
			dst[j] += v
		}
	}
}

// sample runs all per-sample launches for sample s.
func (r *runner) sample(th *thread, lane, s int) {
	for i := range r.each {
		l := &r.each[i]
		args := th.args[i]
		for j, a := range l.Args {
			switch b := a.(*buffer); b.spec.Scope {
			case compute.Sample:
				args[j] = b.data[s*b.spec.Len : (s+1)*b.spec.Len]
			case compute.Sum:
				args[j] = b.private[lane]
			}
		}
		l.Kernel.Each(args, th.work[:l.Kernel.Work])
	}
}

// parallel calls part(r, thread, i) for i = 0..n-1, each i on one thread.
func (r *runner) parallel(n int, part func(*runner, *thread, int)) {
	r.parts, r.part = n, part
	r.next.Store(0)
	if threads := min(n, len(r.threads)); threads > 1 {
		// This goroutine only waits: another processor would be slow to take over
		// the last that it started from one that goes on working.
		r.wait.Add(threads)
		for _, th := range r.threads[:threads] {
			go th.help()
		}
		r.wait.Wait()
		return
	}
	r.take(r.threads[0])
}

// take does parts until there are none.
func (r *runner) take(th *thread) {
	for i := int(r.next.Add(1)) - 1; i < r.parts; i = int(r.next.Add(1)) - 1 {
		r.part(r, th, i)
	}
}
